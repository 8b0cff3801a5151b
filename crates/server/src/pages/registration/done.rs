//! W-08: 注册成功.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::At;
use crate::pages::download::in_wechat;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::visit::Visit;
use crate::pages::wording;

#[derive(Template)]
#[template(path = "registration/done.html")]
struct Done<'a> {
    f: Frame<'a>,
    name: String,
    date: String,
    phone: String,
    /// The link that opens an installed app on this very phone; `None` inside WeChat, which opens
    /// only links of its own and http.
    open: Option<String>,
}

pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    match At::of(&visit).await? {
        At::Done(activation) => {
            let done = Done {
                f: visit.frame("W-08"),
                name: activation.name,
                date: wording::day(visit.words(), activation.at),
                phone: activation.phone,
                open: (!in_wechat(&visit.agent)).then(|| visit.app_link()),
            };
            page(StatusCode::OK, &done)
        }
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}
