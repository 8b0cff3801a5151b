//! W-12 关于: whose portal this is, every version of its texts and what changed, 备案号, the program.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::TextKind;

use super::frame::{Frame, page};
use super::guard::Refused;
use super::visit::Visit;

/// Versions of one text on the page, the newest first; older ones stay behind their own address.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "about.html")]
struct About<'a> {
    f: Frame<'a>,
    kinds: Vec<Kind<'a>>,
    version: &'static str,
    licence: &'static str,
}

/// One text and its versions, the newest first.
struct Kind<'a> {
    name: String,
    /// Behind `/read/`.
    path: &'static str,
    versions: Vec<Version<'a>>,
}

struct Version<'a> {
    version: &'a str,
    /// Against the one before, one point each; empty for the first.
    changed: Vec<&'a str>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Refused> {
    let f = visit.frame("W-12");
    let texts = &visit.portal.campus.config.texts;
    let kind = |kind: TextKind, name: String, path: &'static str| Kind {
        name,
        path,
        versions: texts
            .iter()
            .rev()
            .filter(|text| text.kind == kind)
            .take(SHOWN)
            .map(|text| Version {
                version: &text.version,
                changed: visit
                    .in_tongue(&text.changed)
                    .lines()
                    .filter(|line| !line.trim().is_empty())
                    .collect(),
            })
            .collect(),
    };
    let about = About {
        f,
        kinds: vec![
            kind(TextKind::Terms, f.say("web-terms"), "terms"),
            kind(TextKind::Privacy, f.say("web-privacy"), "privacy"),
        ],
        version: env!("CARGO_PKG_VERSION"),
        licence: env!("CARGO_PKG_LICENSE"),
    };
    page(StatusCode::OK, &about)
}
