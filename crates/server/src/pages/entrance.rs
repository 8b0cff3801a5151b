//! The portal's entrance (W-00), the desk (W-10), the campus's texts (W-11), and addresses nobody knows.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::TextKind;

use super::frame::{Frame, page};
use super::guard::Refused;
use super::me::Inside;
use super::visit::Visit;
use crate::config::TextConfig;

#[derive(Template)]
#[template(path = "entrance.html")]
struct Entrance<'a> {
    f: Frame<'a>,
}

pub(crate) async fn show(visit: Visit) -> Result<Response, Refused> {
    let inside = Inside::whole(&visit).await?;
    let visit = inside.map_or(visit, |inside| inside.visit);
    let f = visit.frame("W-00");
    page(StatusCode::OK, &Entrance { f })
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help<'a> {
    f: Frame<'a>,
}

pub(crate) async fn desk(visit: Visit) -> Result<Response, Refused> {
    let f = visit.frame("W-10");
    page(StatusCode::OK, &Help { f })
}

#[derive(Template)]
#[template(path = "text.html")]
struct TextPage<'a> {
    f: Frame<'a>,
    title: String,
    version: &'a str,
    paragraphs: Vec<&'a str>,
}

/// 服务协议 and 隐私声明 in the reader's type size; `/texts/…` is the same for programs.
pub(crate) async fn text(visit: Visit, Path(kind): Path<String>) -> Result<Response, Refused> {
    text_page(&visit, &kind, None)
}

/// A version that people agreed to, the newest or an older one.
pub(crate) async fn text_of(
    visit: Visit,
    Path((kind, version)): Path<(String, String)>,
) -> Result<Response, Refused> {
    text_page(&visit, &kind, Some(&version))
}

/// `version`: `None` is the newest.
fn text_page(visit: &Visit, kind: &str, version: Option<&str>) -> Result<Response, Refused> {
    let f = visit.frame("W-11");
    let (kind, title) = match kind {
        "terms" => (TextKind::Terms, f.say("web-terms")),
        "privacy" => (TextKind::Privacy, f.say("web-privacy")),
        _ => return Err(Refused::not_found()),
    };
    let config = &visit.portal.campus.config;
    let of_version = |text: &&TextConfig| version.is_none_or(|version| text.version == version);
    let mut texts = config.texts.iter().filter(|text| text.kind == kind);
    let text = texts.rfind(of_version).ok_or_else(Refused::not_found)?;
    let shown = TextPage {
        f,
        title,
        version: &text.version,
        paragraphs: visit.in_tongue(&text.body).lines().collect(),
    };
    page(StatusCode::OK, &shown)
}

pub(crate) async fn lost() -> Refused {
    Refused::not_found()
}
