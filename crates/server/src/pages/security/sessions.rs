//! W-39: 登录的设备和最近登录, in plain words.

use askama::Template;
use axum::Form;
use axum::extract::RawQuery;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::security::{SigninSeen, SigninWay};
use menhu_protocol::{Code, Failure, Millis};
use serde::Deserialize;

use super::{go, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
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
        let device = menhu_words::device(inside.visit.words(), &seen.device);
        let network = menhu_words::network(&seen.network);
        Self {
            at: at(inside, f, seen.at),
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

/// 「2026年11月21日 16:13」
fn at(inside: &Inside, f: Frame<'_>, at: Millis) -> String {
    let day = menhu_words::day(inside.visit.words(), wording::today(at));
    f.say_with(
        "web-sessions-at",
        &[("day", &day), ("hour", &wording::hour(at))],
    )
}

pub(in crate::pages) async fn show(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let f = inside.visit.frame("W-39");
    let devices: Vec<Device> = security::sessions(campus, &inside.actor())
        .await?
        .into_iter()
        .map(|one| Device {
            name: menhu_words::device(inside.visit.words(), &one.name),
            times: f.say_with(
                "web-sessions-times",
                &[
                    ("since", &at(&inside, f, one.signed_in_at)),
                    ("seen", &at(&inside, f, one.seen_at)),
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
    chosen: Result<Form<Chosen>, FormRejection>,
) -> Result<Response, Refused> {
    let Ok(Form(chosen)) = chosen else {
        return Err(Failure::new(Code::BadRequest).into());
    };
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
