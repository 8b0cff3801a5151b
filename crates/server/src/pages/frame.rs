//! What stands around every page: whose it is, the switches, the desk's telephone, the screen's number.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use menhu_protocol::Localized;
use menhu_protocol::values::CampusCode;
use menhu_words::Tongue;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::guard::Refused;
use super::sheet::SCRIPT;
use super::visit::Visit;

/// The frame of one page; templates know it as `f`.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    visit: &'a Visit,
    screen: &'static str,
}

impl Visit {
    /// The frame of the page with this number.
    pub(crate) fn frame(&self, screen: &'static str) -> Frame<'_> {
        Frame {
            visit: self,
            screen,
        }
    }

    /// `https://menhu.example.edu.cn`
    pub(crate) fn origin(&self) -> String {
        self.portal.campus.config.origin.origin()
    }

    /// The link that opens an installed app at this campus (`CampusCode`).
    pub(crate) fn app_link(&self) -> String {
        let origin = self.origin();
        let host = origin.split_once("://").map_or("", |(_, host)| host);
        format!("menhu://{host}{}", CampusCode::PATH)
    }

    pub(crate) fn in_tongue<'a>(&self, text: &'a Localized) -> &'a str {
        match self.look.tongue {
            Tongue::Zh => &text.zh,
            Tongue::En => &text.en,
        }
    }
}

impl<'a> Frame<'a> {
    pub(crate) fn say(&self, key: &str) -> String {
        self.visit.words().say(key)
    }

    pub(crate) fn say_with(&self, key: &str, facts: &[(&str, &str)]) -> String {
        self.visit.words().say_with(key, facts)
    }

    pub(crate) fn lang(&self) -> &'static str {
        self.visit.look.tongue.tag()
    }

    pub(crate) fn elder(&self) -> bool {
        self.visit.look.elder
    }

    pub(crate) fn screen(&self) -> &'static str {
        self.screen
    }

    pub(crate) fn campus(&self) -> &'a str {
        self.visit
            .in_tongue(&self.visit.portal.campus.config.campus.name)
    }

    pub(crate) fn desk_phone(&self) -> &str {
        &self.visit.portal.campus.config.campus.desk.phone
    }

    /// The desk's number as a telephone dials it (RFC 3966 wants no spaces).
    pub(crate) fn desk_dial(&self) -> String {
        let mut number = self.desk_phone().to_owned();
        number.retain(|c| c.is_ascii_digit() || matches!(c, '+' | '-'));
        number
    }

    pub(crate) fn desk_hours(&self) -> &str {
        self.visit
            .in_tongue(&self.visit.portal.campus.config.campus.desk.hours)
    }

    /// Who is in: the name at the top right.
    pub(crate) fn who(&self) -> Option<&'a str> {
        self.visit.who.as_deref()
    }

    pub(crate) fn filing(&self) -> Option<&str> {
        self.visit.portal.campus.config.campus.filing.as_deref()
    }

    pub(crate) fn sheet(&self) -> String {
        self.visit.portal.sheet.path()
    }

    pub(crate) fn script(&self) -> String {
        format!("<script>{SCRIPT}</script>")
    }

    /// The address that changes how pages look and comes back to this one.
    pub(crate) fn look(&self, what: &str) -> String {
        let back = utf8_percent_encode(&self.visit.address, NON_ALPHANUMERIC);
        format!("/look?{what}&back={back}")
    }

    pub(crate) fn other_lang(&self) -> &'static str {
        match self.visit.look.tongue {
            Tongue::Zh => Tongue::En.tag(),
            Tongue::En => Tongue::Zh.tag(),
        }
    }

    pub(crate) fn other_tongue(&self) -> String {
        self.look(&format!("lang={}", self.other_lang()))
    }
}

/// A part of a page. Writing into a string cannot fail; an empty part would be noticed by every test.
pub(crate) fn part(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

/// 303: the browser asks for that page anew and keeps no form to send again.
pub(crate) fn go(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// A page as an answer. The guard adds what every answer carries.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Result<Response, Refused> {
    let html = template.render().map_err(|error| {
        tracing::error!(%error, "a template did not render");
        Refused::fault()
    })?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((status, [(header::CONTENT_TYPE, kind)], html).into_response())
}
