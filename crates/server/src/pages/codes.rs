//! What stands around the field of a code: where it went, how long it is good, and 「重新发送」.

use askama::Template;
use menhu_protocol::Field;
use menhu_protocol::api::CodeSent;

use crate::pages::frame::{Frame, part};
use crate::pages::input::{Input, Problem};
use crate::pages::me::Inside;
use crate::pages::wording;

#[derive(Template)]
#[template(path = "code/wait.html")]
struct Wait<'a> {
    f: Frame<'a>,
    sent: Option<&'a CodeSent>,
    resent: bool,
    /// Time of day until which it is good.
    until: String,
    /// The script puts minutes and seconds for `%m` and `%s`.
    remaining: String,
}

/// Where the code went and how long it is good; without one, that it is over.
pub(in crate::pages) fn wait(
    inside: &Inside,
    f: Frame<'_>,
    sent: Option<&CodeSent>,
    resent: bool,
) -> String {
    let good_for_ms = sent.map_or(0, |sent| i64::from(sent.good_for_s) * 1000);
    let pattern = f.say_with("countdown", &[("m", "%m"), ("s", "%s")]);
    let shown = Wait {
        f,
        sent,
        resent,
        until: wording::hour(inside.visit.portal.campus.clock.now() + good_for_ms),
        remaining: f.say_with("web-code-remaining", &[("time", &pattern)]),
    };
    part(&shown)
}

#[derive(Template)]
#[template(path = "code/again.html")]
struct Again<'a> {
    f: Frame<'a>,
    sent: Option<&'a CodeSent>,
    action: &'a str,
    /// The script puts all seconds for `%t`.
    resend_after: String,
}

/// 「重新发送」, sent to `action`.
pub(in crate::pages) fn again(f: Frame<'_>, sent: Option<&CodeSent>, action: &str) -> String {
    let shown = Again {
        f,
        sent,
        action,
        resend_after: f.say_with("web-code-resend-after", &[("time", &seconds(f))]),
    };
    part(&shown)
}

/// The six digits.
pub(in crate::pages) fn field(f: Frame<'_>, problem: Option<&Problem>) -> String {
    let code = Input {
        autocomplete: "one-time-code",
        inputmode: "numeric",
        class: "code",
        ..Input::text("code", f.say("web-code-code"))
    };
    code.html(problem, Field::Code)
}

/// A number of seconds for the script to fill in.
pub(in crate::pages) fn seconds(f: Frame<'_>) -> String {
    f.say_with("wait-seconds", &[("n", "%t")])
}
