//! The page that asks for a code: where it went, how long it is good, its field, and 「重新发送」.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::Field;
use menhu_protocol::api::CodeSent;

use super::frame::{Frame, page, part};
use super::guard::Refused;
use super::input::{Input, Problem};
use super::visit::Visit;
use super::wording;

/// The words of such a page, and where its forms go.
pub(in crate::pages) struct CodePage<'a> {
    pub(in crate::pages) f: Frame<'a>,
    /// 「第 2 步，共 3 步」
    pub(in crate::pages) step: Option<String>,
    pub(in crate::pages) title: String,
    /// Where the code went, as [`went`] says it or in words of the page's own.
    pub(in crate::pages) went: String,
    /// What to do when it does not come; said while a code is good.
    pub(in crate::pages) hint: Option<String>,
    pub(in crate::pages) action: &'a str,
    /// Where 「重新发送」 is sent.
    pub(in crate::pages) again: &'a str,
    /// Name and value of what both forms carry; one without a value is left out.
    pub(in crate::pages) hidden: &'a [(&'a str, &'a str)],
    /// The words of the button.
    pub(in crate::pages) act: String,
    pub(in crate::pages) links: &'a [Link],
}

/// Another way to go on.
pub(in crate::pages) struct Link {
    pub(in crate::pages) id: &'static str,
    pub(in crate::pages) href: String,
    pub(in crate::pages) text: String,
}

/// How it went so far.
#[derive(Default)]
pub(in crate::pages) struct Standing<'a> {
    /// The code that is still good, if one is.
    pub(in crate::pages) sent: Option<&'a CodeSent>,
    /// It was just sent once more.
    pub(in crate::pages) resent: bool,
    pub(in crate::pages) problem: Option<&'a Problem>,
}

#[derive(Template)]
#[template(path = "code/page.html")]
struct Shown<'a> {
    f: Frame<'a>,
    page: &'a CodePage<'a>,
    alert: String,
    wait: String,
    hint: Option<&'a str>,
    code: String,
    resend: String,
}

impl CodePage<'_> {
    pub(in crate::pages) fn page(
        &self,
        visit: &Visit,
        status: StatusCode,
        standing: &Standing<'_>,
    ) -> Result<Response, Refused> {
        let (f, sent) = (self.f, standing.sent);
        let shown = Shown {
            f,
            page: self,
            alert: Problem::alert(standing.problem, &[Field::Code]),
            wait: wait(visit, sent, &self.went, standing.resent),
            hint: self.hint.as_deref().filter(|_| sent.is_some()),
            code: field(f, standing.problem),
            resend: again(f, sent, self.again, self.hidden),
        };
        page(status, &shown)
    }
}

/// Where an SMS with a code went; empty without one.
pub(in crate::pages) fn went(f: Frame<'_>, sent: Option<&CodeSent>) -> String {
    sent.map_or_else(String::new, |sent| {
        f.say_with("web-code-help", &[("phone", &sent.to)])
    })
}

#[derive(Template)]
#[template(path = "code/wait.html")]
struct Wait<'a> {
    f: Frame<'a>,
    sent: Option<&'a CodeSent>,
    went: &'a str,
    resent: bool,
    /// Time of day until which it is good.
    until: String,
    /// The script puts minutes and seconds for `%m` and `%s`.
    remaining: String,
}

/// Where the code went and how long it is good; without one, that it is over.
pub(in crate::pages) fn wait(
    visit: &Visit,
    sent: Option<&CodeSent>,
    went: &str,
    resent: bool,
) -> String {
    let f = visit.frame("");
    let good_for_ms = sent.map_or(0, |sent| i64::from(sent.good_for_s) * 1000);
    let pattern = f.say_with("countdown", &[("m", "%m"), ("s", "%s")]);
    part(&Wait {
        f,
        sent,
        went,
        resent,
        until: wording::hour(visit.portal.campus.clock.now() + good_for_ms),
        remaining: f.say_with("web-code-remaining", &[("time", &pattern)]),
    })
}

#[derive(Template)]
#[template(path = "code/again.html")]
struct Again<'a> {
    f: Frame<'a>,
    sent: Option<&'a CodeSent>,
    action: &'a str,
    hidden: &'a [(&'a str, &'a str)],
    /// The script puts all seconds for `%t`.
    resend_after: String,
}

/// 「重新发送」, sent to `action` with the `hidden` fields.
pub(in crate::pages) fn again(
    f: Frame<'_>,
    sent: Option<&CodeSent>,
    action: &str,
    hidden: &[(&str, &str)],
) -> String {
    part(&Again {
        f,
        sent,
        action,
        hidden,
        resend_after: f.say_with("web-code-resend-after", &[("time", &seconds(f))]),
    })
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
