//! W-24: out again.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::go;
use crate::login;
use crate::pages::cookies::SESSION;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::me::Inside;
use crate::pages::visit::Visit;

#[derive(Template)]
#[template(path = "login/out.html")]
struct Out<'a> {
    f: Frame<'a>,
    inside: bool,
}

/// A button for whoever is still in; for others, that they are out. A link alone signs nobody out.
pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    let inside = Inside::of(&visit).await?;
    let shown = Out {
        f: visit.frame("W-24"),
        inside: inside.is_some(),
    };
    let mut response = page(StatusCode::OK, &shown)?;
    if inside.is_none() && visit.session.is_some() {
        SESSION.forget(&visit, &mut response);
    }
    Ok(response)
}

pub(in crate::pages) async fn send(visit: Visit) -> Result<Response, Refused> {
    if let Some(inside) = Inside::of(&visit).await? {
        login::sign_out(&visit.portal.campus, &inside.session, &inside.trace).await?;
    }
    let mut response = go("/logout");
    SESSION.forget(&visit, &mut response);
    Ok(response)
}
