//! W-39: 登录的设备和最近登录, in plain words.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::security::{SigninSeen, SigninWay};
use serde::Deserialize;

use super::{go, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::input::Filled;
use crate::pages::me::Inside;
use crate::pages::wording;
use crate::security;

#[derive(Template)]
#[template(path = "security/sessions.html")]
struct Sessions<'a> {
    f: Frame<'a>,
    done: Option<String>,
    devices: Vec<Device>,
    /// Others than this browser are in.
    others: bool,
    signins: Vec<Seen>,
    /// Somebody guessed and did not get in.
    guessed: bool,
}

struct Device {
    id: String,
    name: String,
    times: String,
    this_one: bool,
}

struct Seen {
    at: String,
    ok: bool,
    way: String,
    from: String,
}

impl Seen {
    fn of(inside: &Inside, f: Frame<'_>, seen: &SigninSeen) -> Self {
        let words = inside.visit.words();
        let device = menhu_words::device(words, &seen.device);
        let network = menhu_words::network(&seen.network);
        Self {
            at: wording::moment(words, seen.at),
            ok: seen.ok,
            way: match seen.way {
                SigninWay::Password => f.say("web-signins-password"),
                SigninWay::App => f.say("web-signins-app"),
                SigninWay::Other => f.say("web-signins-other"),
            },
            from: f.say_with(
                "web-signins-from",
                &[("device", &device), ("network", &network)],
            ),
        }
    }
}

pub(in crate::pages) async fn show(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let (f, words) = (inside.visit.frame("W-39"), inside.visit.words());
    let devices: Vec<Device> = security::sessions(campus, &inside.actor())
        .await?
        .into_iter()
        .map(|one| Device {
            name: menhu_words::device(words, &one.name),
            times: f.say_with(
                "web-sessions-times",
                &[
                    ("since", &wording::moment(words, one.signed_in_at)),
                    ("seen", &wording::moment(words, one.seen_at)),
                ],
            ),
            this_one: one.this_one,
            id: one.id,
        })
        .collect();
    let seen = security::signins(campus, &inside.actor()).await?;
    let shown = Sessions {
        f,
        done: match query.as_deref() {
            Some("ended") => Some(f.say("web-sessions-ended")),
            Some("others-ended") => Some(f.say("web-sessions-others-ended")),
            _ => None,
        },
        others: devices.iter().any(|device| !device.this_one),
        devices,
        guessed: seen.iter().any(|seen| !seen.ok),
        signins: seen.iter().map(|seen| Seen::of(&inside, f, seen)).collect(),
    };
    page(StatusCode::OK, &shown)
}

#[derive(Deserialize)]
pub(in crate::pages) struct Chosen {
    #[serde(default)]
    id: String,
}

/// 退出 of one device; pressed twice, the same.
pub(in crate::pages) async fn end(
    inside: Inside,
    Filled(chosen): Filled<Chosen>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    match security::session_end(campus, &inside.actor(), &chosen.id).await {
        Ok(_) => Ok(go("/me/sessions?ended")),
        Err(failure) => match redirected(&inside, &failure) {
            Some(response) => Ok(response),
            None => Err(failure.into()),
        },
    }
}

/// 「退出其他全部设备」
pub(in crate::pages) async fn end_others(inside: Inside) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    match security::sessions_end_others(campus, &inside.actor()).await {
        Ok(_) => Ok(go("/me/sessions?others-ended")),
        Err(failure) => match redirected(&inside, &failure) {
            Some(response) => Ok(response),
            None => Err(failure.into()),
        },
    }
}
