//! The page where one signs in: how long it takes and how large it is, ours (W-20) and the peer's
//! (`devInteractions`), each with its style.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use menhu_tests::campus::http;
use menhu_tests::measure::median;

use crate::peer::Peer;
use crate::town::Town;
use crate::{Figures, Size};

pub async fn ours(town: &Town, size: Size, figures: &mut Figures) -> Result<()> {
    let origin = &town.campus.origin;
    let page = measured(&format!("{origin}/login"), None, size, "ours", figures).await?;
    // The style stands in a file of its own, which a browser fetches once.
    let sheet = page.split_once("<link rel=\"stylesheet\" href=\"");
    let (sheet, _) = sheet
        .and_then(|(_, rest)| rest.split_once('"'))
        .context("no style")?;
    let sheet = http()?.get(format!("{origin}{sheet}")).send().await?;
    let sheet = sheet.error_for_status()?.bytes().await?;
    bytes("ours_login_bytes", page.len() + sheet.len(), figures);
    bytes("ours_login_html_bytes", page.len(), figures);
    Ok(())
}

pub async fn peer(peer: &Peer, size: Size, figures: &mut Figures) -> Result<()> {
    let ask = "client_id=app&response_type=code&scope=openid&redirect_uri=http%3A%2F%2F127.0.0.1%2Fback&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let begun = http()?
        .get(format!("{}/auth?{ask}", peer.origin))
        .send()
        .await?;
    let location = begun.headers().get("location").context("no interaction")?;
    let location = location.to_str()?.to_owned();
    ensure!(location.starts_with("/interaction/"), "{location}");
    let cookies: Vec<&str> = begun
        .headers()
        .get_all("set-cookie")
        .iter()
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
        .collect();
    let url = format!("{}{location}", peer.origin);
    let page = measured(&url, Some(&cookies.join("; ")), size, "peer", figures).await?;
    bytes("peer_login_bytes", page.len(), figures);
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "a page")]
fn bytes(name: &str, bytes: usize, figures: &mut Figures) {
    figures.put(name, bytes as f64);
}

/// One after another on one connection; the page.
async fn measured(
    url: &str,
    cookie: Option<&str>,
    size: Size,
    whose: &str,
    figures: &mut Figures,
) -> Result<String> {
    let http = http()?;
    let (mut all, mut page) = (Vec::new(), String::new());
    for _ in 0..size.pages {
        let mut request = http.get(url);
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let begun = Instant::now();
        let answer = request.send().await?.error_for_status()?;
        page = answer.text().await?;
        all.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    ensure!(
        page.contains("password"),
        "no place for a password at {url}"
    );
    figures.put(&format!("{whose}_login_ms"), median(all));
    Ok(page)
}
