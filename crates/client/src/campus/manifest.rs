//! Reading what a campus says of itself, and checking that this app can wear it.

use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Code, Failure, Manifest, WELL_KNOWN};
use reqwest::StatusCode;

use super::bounds::{is_plain_version, require_bounded};
use super::wire::Wire;

/// Longest short name of a campus; names of keychain items begin with it, and Windows holds them
/// to 512 characters together with the rest.
const CAMPUS_LONGEST: usize = 64;

/// Reads the manifest without any identifier: no cookie, no token, the app's version only.
///
/// # Errors
/// `campus_unreadable` when the server there is no campus of a version we know, and those of a request.
pub(crate) async fn manifest_read(
    wire: &Wire,
    address: &CampusAddress,
) -> Result<Manifest, Failure> {
    let url = format!("{}{WELL_KNOWN}", address.origin());
    let answer = wire.send(address, wire.client(address)?.get(url)).await?;
    match answer.status {
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => return Err(Code::CaptivePortal.into()),
        // Under TLS the host itself answered: it is some other site. Without, it may be anybody.
        status if status.is_redirection() && !address.is_tls() => {
            return Err(Code::CaptivePortal.into());
        }
        status if status.is_server_error() => return Err(Code::ServerFault.into()),
        status if !status.is_success() => return Err(Code::CampusUnreadable.into()),
        _ => {}
    }
    check(&answer.body, address)
}

fn check(body: &[u8], address: &CampusAddress) -> Result<Manifest, Failure> {
    // The version first: a newer shape need not parse as ours.
    #[derive(serde::Deserialize)]
    struct Shape {
        menhu: u32,
    }
    let unreadable = |why: &'static str| {
        tracing::info!(host = address.host(), why, "no campus there");
        Failure::new(Code::CampusUnreadable)
    };
    let shape: Shape = serde_json::from_slice(body).map_err(|_| unreadable("not a manifest"))?;
    if shape.menhu != Manifest::VERSION {
        return Err(unreadable("another version"));
    }
    let mut manifest: Manifest =
        serde_json::from_slice(body).map_err(|_| unreadable("not a manifest"))?;
    if manifest.origin != *address {
        return Err(unreadable("another origin"));
    }
    if !is_plain(&manifest.campus) {
        return Err(unreadable("no short name"));
    }
    let local = |path: &str| path.starts_with('/') && !path.starts_with("//");
    if !manifest.texts.iter().all(|text| local(&text.path))
        || !manifest.logo.iter().all(|path| local(path))
    {
        return Err(unreadable("a path that leads elsewhere"));
    }
    if !is_plain_version(&manifest.least_app) {
        return Err(unreadable("no least version"));
    }
    manifest.require = manifest.require.and_then(require_bounded);
    Ok(manifest)
}

/// `[a-z0-9-]`, not empty: it stands in the names of keychain items and of files.
fn is_plain(campus: &str) -> bool {
    (1..=CAMPUS_LONGEST).contains(&campus.len())
        && campus
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::CampusAddress;
    use menhu_protocol::{Code, Failure};
    use serde_json::{Value, json};

    use super::check;

    fn manifest() -> Value {
        json!({
            "menhu": 1, "campus": "example", "name": {"zh": "示例大学", "en": "Example"},
            "origin": "https://menhu.example.edu.cn", "accent": "#1F5FA8",
            "texts": [{"kind": "terms", "version": "2026-01-01", "path": "/texts/terms"}],
            "modules": ["download", "holodeck"], "least_app": "0.1.0",
            "desk": {"phone": "0451-86412345", "hours": {"zh": "周一", "en": "Mon"}},
        })
    }

    fn checked(change: impl FnOnce(&mut Value)) -> Result<(), Failure> {
        let mut manifest = manifest();
        change(&mut manifest);
        let address = CampusAddress::parse("menhu.example.edu.cn").expect("an address");
        check(manifest.to_string().as_bytes(), &address).map(|_| ())
    }

    #[test]
    fn a_campus_with_a_module_from_the_future_is_a_campus() {
        assert_eq!(checked(|_| ()), Ok(()));
    }

    #[test]
    fn what_is_no_campus_of_ours_is_refused() {
        let changes: [fn(&mut Value); 8] = [
            |m| m["menhu"] = json!(2),
            |m| m["origin"] = json!("https://evil.example.com"),
            |m| m["campus"] = json!("../other"),
            |m| m["campus"] = json!(""),
            |m| m["least_app"] = json!("soon"),
            |m| m["least_app"] = json!("99.0.0-rc.1"),
            |m| m["texts"][0]["path"] = json!("//evil.example.com/terms"),
            |m| *m = json!([1, 2]),
        ];
        for change in changes {
            assert_eq!(checked(change), Err(Code::CampusUnreadable.into()));
        }
    }

    #[test]
    fn an_app_that_is_too_old_still_learns_who_asks_and_why() {
        assert_eq!(checked(|m| m["least_app"] = json!("99.0.0")), Ok(()));
    }
}
