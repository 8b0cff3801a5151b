//! The return ticket: where somebody was going when they had to sign in first.
//!
//! It travels sealed through every detour (a wrong password, a forced change, 忘记密码, a link in a mail
//! that is opened on another machine) and is looked at again when it is opened: what the campus no longer
//! knows leads nowhere (seed B §一 (三) 3).

use menhu_protocol::Millis;
use serde::{Deserialize, Serialize};

use crate::Campus;

/// A day: whoever was interrupted in the evening goes on in the morning.
pub const GOOD_FOR_MS: Millis = 24 * 3_600_000;
/// Name of the field, and of the query, that carries a ticket.
pub const FIELD: &str = "r";
/// No address of ours is as long; a ticket must fit into a link.
const LONGEST: usize = 1024;
/// What the seal is bound to.
const ABOUT: &str = "return ticket";

/// Where to go: a page of this server, or a page of a business system the campus has configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Path and query, `/me/security`.
    Page(String),
    /// A whole address at the origin of a `[[system]]`.
    System(String),
}

/// A ticket as it is sealed.
#[derive(Serialize, Deserialize)]
pub struct ReturnTicket {
    to: String,
    /// UTC milliseconds.
    until: Millis,
}

impl Target {
    /// What was asked for as `to`, if this campus may lead there. Everything else is dropped.
    pub fn parse(campus: &Campus, text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        if is_page(text) {
            return Some(Self::Page(text.to_owned()));
        }
        // A parser forgives what browsers forgive (tabs, backslashes); what is led to is what was meant,
        // not what was written.
        let url: reqwest::Url = text.parse().ok()?;
        if !text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
            return None;
        }
        campus.config.system_at(&url)?;
        Some(Self::System(url.into()))
    }

    /// For a `Location`.
    pub fn address(&self) -> &str {
        match self {
            Self::Page(path) | Self::System(path) => path,
        }
    }
}

impl ReturnTicket {
    /// Seals where somebody is going; of `[A-Za-z0-9._-]` only.
    pub fn seal(campus: &Campus, target: &Target) -> String {
        let ticket = Self {
            to: target.address().to_owned(),
            until: campus.clock.now() + GOOD_FOR_MS,
        };
        let json = serde_json::to_string(&ticket).unwrap_or_default();
        // An address is never longer than the cipher takes; without a ticket the way ends at 个人中心.
        campus
            .keys
            .seal(campus.dice.as_ref(), ABOUT, &json)
            .unwrap_or_default()
    }

    /// Where it leads, if it is a ticket of ours, not too old, and still leads somewhere.
    pub fn open(campus: &Campus, sealed: &str) -> Option<Target> {
        let json = campus.keys.unseal(ABOUT, sealed)?;
        let ticket: Self = serde_json::from_str(json.expose()).ok()?;
        if ticket.until <= campus.clock.now() {
            return None;
        }
        Target::parse(campus, &ticket.to)
    }
}

/// A path of this server and nothing a browser, or a proxy that decodes and tidies, could read as
/// another host. Pages that lead in and out again are nowhere to go.
fn is_page(text: &str) -> bool {
    const NOWHERE: [&str; 6] = ["/login", "/logout", "/again", "/look", "/assets", "/v1"];
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let lower = path.to_ascii_lowercase();
    let is_plain = text
        .bytes()
        .all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>' | b'#'));
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let tidy = segments.iter().enumerate().all(|(n, part)| {
        !matches!(*part, "." | "..") && (!part.is_empty() || n + 1 == segments.len())
    });
    let hidden = ["%2f", "%5c", "%2e", "%00", "%25", ";"]
        .iter()
        .any(|mark| lower.contains(mark));
    let nowhere = NOWHERE
        .iter()
        .any(|page| lower == *page || lower.starts_with(&format!("{page}/")));
    text.starts_with('/') && is_plain && tidy && !hidden && !nowhere
}
