//! The captcha inside a form: work that a script does unseen, a picture where none runs, and a sum in
//! words for whoever cannot see pictures.
//!
//! A form holds [`Shown::html`] above its button and [`Shown::others`] below it (Enter presses the first
//! button of a form, and that must be the form's own), flattens [`Typed`] into its fields, and asks
//! [`check`] before it does anything. A press of one of the other buttons is [`Typed::asks`]: the form is
//! shown again with what was typed.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use menhu_protocol::api::captcha::{CaptchaPurpose, Puzzle, Solved};
use menhu_protocol::values::{Malformed, Secret};
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::cookies::CAPTCHA;
use super::frame::{Frame, part};
use super::input::{Input, Problem};
use super::visit::Visit;
use crate::captcha::{self, Bound, HEIGHT, Risk, WIDTH};
use crate::identity;
use crate::keys::fingerprint;

/// What a form brings along.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    /// The puzzle, and what a script found for it; empty where none ran.
    #[serde(default)]
    work: Secret,
    #[serde(default)]
    nonce: String,
    /// The picture or sum, and what was typed for it.
    #[serde(default)]
    asked: String,
    #[serde(default)]
    captcha: String,
    /// `sum`, or a picture.
    #[serde(default)]
    kind: String,
    /// Which button below the form's own was pressed, if one was.
    #[serde(default)]
    other: String,
}

/// What is shown to somebody whose browser runs no script, or whose address is at risk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Picture,
    Sum,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Sum => "sum",
        }
    }

    fn of(text: &str) -> Option<Self> {
        [Self::Picture, Self::Sum]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

impl Typed {
    /// Another picture, or a sum, instead of going on.
    pub(crate) fn asks(&self) -> Option<Kind> {
        Kind::of(&self.other)
    }

    /// What was shown; whoever needs a sum gets another one, not a picture.
    pub(crate) fn kind(&self) -> Kind {
        Kind::of(&self.kind).unwrap_or_default()
    }
}

/// A captcha on its page.
pub(crate) struct Shown {
    pub(crate) html: String,
    pub(crate) others: String,
    /// This address had too many drawn: there is none now, and the form says when.
    held: bool,
    /// For a browser that has no cookie yet.
    secret: Option<Secret>,
}

impl Shown {
    /// The status of the page it stands on: a form that only asks for another one and cannot have it is
    /// told to wait.
    pub(crate) fn status(&self, page: StatusCode) -> StatusCode {
        match page {
            StatusCode::OK if self.held => StatusCode::TOO_MANY_REQUESTS,
            _ => page,
        }
    }

    /// Lets the browser be known again when the form comes.
    pub(crate) fn remembered(&self, visit: &Visit, mut response: Response) -> Response {
        if let Some(secret) = &self.secret {
            CAPTCHA.keep(visit, &mut response, secret);
        }
        response
    }
}

#[derive(Template)]
#[template(path = "captcha.html")]
struct Form<'a> {
    f: Frame<'a>,
    work: Option<Puzzle>,
    /// Base64 of a PNG.
    picture: Option<String>,
    width: u32,
    height: u32,
    asked: String,
    kind: &'static str,
    input: String,
}

#[derive(Template)]
#[template(path = "captcha_others.html")]
struct Others<'a> {
    f: Frame<'a>,
    kind: Kind,
}

/// What is asked of somebody whose browser runs no script.
struct Asked {
    sealed: String,
    /// Base64 of a PNG.
    picture: Option<String>,
    label: String,
}

/// Draws a captcha for a form. Where too many were drawn the form still takes work, and says to everybody
/// else how long to wait: a hall of people behind one address is not shut out.
///
/// # Errors
/// `server_fault`.
pub(crate) async fn field(
    visit: &Visit,
    purpose: CaptchaPurpose,
    kind: Kind,
    problem: Option<&Problem>,
) -> Result<Shown, Failure> {
    let campus = &visit.portal.campus;
    let (asker, secret) = match &visit.captcha {
        Some(secret) => (fingerprint(secret.expose()), None),
        None => {
            let secret = identity::secret(campus.dice.as_ref());
            (fingerprint(secret.expose()), Some(secret))
        }
    };
    let bound = Bound {
        purpose,
        asker: &asker,
    };
    let f = visit.frame("");
    let (asked, held) = match asked(visit, bound, kind).await {
        Ok(asked) => (asked, None),
        Err(failure) if failure.code == Code::Slow => {
            let none = Asked {
                sealed: String::new(),
                picture: None,
                label: f.say("field-captcha"),
            };
            let failure = failure.at(Field::Captcha);
            (none, Some(Problem::of(visit.words(), &failure)))
        }
        Err(failure) => return Err(failure),
    };
    let work = match (captcha::risk(campus, &visit.caller).await?, &held) {
        // People get the picture then, not a telephone that works for a minute.
        (Risk::High, None) => None,
        // There is no picture either: slow work is better than none.
        (risk, _) => Some(captcha::puzzle(campus, bound, risk)?),
    };
    let input = Input {
        inputmode: "numeric",
        ..Input::text("captcha", asked.label)
    };
    let form = Form {
        f,
        work,
        picture: asked.picture,
        width: WIDTH,
        height: HEIGHT,
        asked: asked.sealed,
        kind: kind.as_str(),
        input: input.html(held.as_ref().or(problem), Field::Captcha),
    };
    Ok(Shown {
        html: part(&form),
        others: part(&Others { f, kind }),
        held: held.is_some(),
        secret,
    })
}

async fn asked(visit: &Visit, bound: Bound<'_>, kind: Kind) -> Result<Asked, Failure> {
    let (campus, words) = (&visit.portal.campus, visit.words());
    match kind {
        Kind::Picture => {
            let drawn = captcha::picture(campus, &visit.caller, bound).await?;
            Ok(Asked {
                sealed: drawn.sealed,
                picture: Some(BASE64_STANDARD.encode(&drawn.png)),
                label: words.say("captcha-picture-label"),
            })
        }
        Kind::Sum => {
            let sum = captcha::sum(campus, &visit.caller, bound).await?;
            let [a, b] = sum.addends.map(|n| n.to_string());
            Ok(Asked {
                sealed: sum.sealed,
                picture: None,
                label: words.say_with("captcha-sum-label", &[("a", &a), ("b", &b)]),
            })
        }
    }
}

/// Whether the form brings a captcha that was shown to this browser for this purpose.
///
/// # Errors
/// `captcha_wrong`; `malformed` at the captcha when nothing was typed.
pub(crate) async fn check(
    visit: &Visit,
    purpose: CaptchaPurpose,
    typed: &Typed,
) -> Result<(), Failure> {
    let campus = &visit.portal.campus;
    let asker = visit.captcha.as_ref().map(|s| fingerprint(s.expose()));
    let bound = Bound {
        purpose,
        asker: asker.as_deref().unwrap_or_default(),
    };
    if !typed.nonce.is_empty() {
        let solved = Solved {
            puzzle: typed.work.clone(),
            nonce: typed.nonce.parse().unwrap_or_default(),
        };
        let done = captcha::solved(campus, &visit.caller, bound, &solved).await;
        // Nobody saw a picture, so nobody is told that theirs was wrong.
        return done.map_err(|failure| match failure.code {
            Code::CaptchaWrong => Failure {
                field: None,
                ..failure
            },
            _ => failure,
        });
    }
    if typed.captcha.trim().is_empty() {
        return Err(Failure::malformed(Field::Captcha, Malformed::Empty));
    }
    let (asked, digits) = (&typed.asked, &typed.captcha);
    captcha::typed(campus, &visit.caller, bound, asked, digits).await
}

/// The words for a captcha that was wrong: of a picture, or of work nobody saw.
pub(crate) fn problem(visit: &Visit, failure: &Failure) -> Problem {
    match (failure.code, failure.field) {
        (Code::CaptchaWrong, None) => Problem {
            text: visit.words().say("captcha-again"),
            field: None,
        },
        _ => Problem::of(visit.words(), failure),
    }
}
