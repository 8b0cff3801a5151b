//! A form, its fields, and what may be wrong with them.

use askama::Template;
use axum::Form;
use axum::extract::{FromRequest, Request};
use menhu_protocol::{Code, Failure, Field};
use menhu_words::Lexicon;
use serde::de::DeserializeOwned;

use super::Portal;
use super::frame::part;
use super::guard::Refused;
use super::wording;
use crate::password;

/// No text a person types into one of our fields is longer; what is longer is not read anyway.
const LONGEST: usize = 256;

/// A form as it was filled in. One that cannot be read is refused; fields it lacks are each page's to say.
pub(crate) struct Filled<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Portal> for Filled<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, Refused> {
        match Form::from_request(request, portal).await {
            Ok(Form(filled)) => Ok(Self(filled)),
            Err(_) => Err(Failure::new(Code::BadRequest).into()),
        }
    }
}

/// One labelled field and its hint.
pub(crate) struct Input {
    /// Both `id` and `name`.
    pub(crate) id: &'static str,
    pub(crate) label: String,
    pub(crate) help: Option<String>,
    /// HTML's `type`.
    pub(crate) kind: &'static str,
    /// What was typed before; never a secret.
    pub(crate) value: String,
    pub(crate) autocomplete: &'static str,
    pub(crate) inputmode: &'static str,
    pub(crate) class: &'static str,
    /// The words of the button that shows a password.
    pub(crate) show: Option<String>,
}

#[derive(Template)]
#[template(path = "input.html")]
struct Shown<'a> {
    input: &'a Input,
    problem: Option<&'a str>,
    /// The ids of hint and problem, read out with the field.
    described_by: String,
    longest: usize,
}

impl Input {
    pub(crate) fn text(id: &'static str, label: String) -> Self {
        Self {
            id,
            label,
            help: None,
            kind: "text",
            value: String::new(),
            autocomplete: "off",
            inputmode: "",
            class: "",
            show: None,
        }
    }

    /// The field's own HTML; `problem` is shown here if it is this field's.
    pub(crate) fn html(&self, problem: Option<&Problem>, field: Field) -> String {
        let problem = problem.filter(|problem| problem.field == Some(field));
        let parts = [
            self.help.as_ref().map(|_| format!("{}-hint", self.id)),
            problem.map(|_| format!("{}-problem", self.id)),
        ];
        let shown = Shown {
            input: self,
            problem: problem.map(|problem| problem.text.as_str()),
            described_by: parts.into_iter().flatten().collect::<Vec<_>>().join(" "),
            // A browser cuts what is longer without a word: a password is never cut (security.md PW-4).
            longest: match self.kind {
                "password" => password::LONGEST,
                _ => LONGEST,
            },
        };
        part(&shown)
    }
}

/// Why a form did not go through, in words, and the field that is to blame.
pub(crate) struct Problem {
    pub(crate) text: String,
    pub(crate) field: Option<Field>,
}

impl Problem {
    pub(crate) fn of(words: &Lexicon, failure: &Failure) -> Self {
        let field = failure.field.or(match failure.code {
            Code::PasswordWrong => Some(Field::Password),
            Code::CodeWrong | Code::CodeExpired | Code::CodeSpent => Some(Field::Code),
            Code::PhoneTaken | Code::PhoneForeign => Some(Field::Phone),
            Code::CertificateWrong => Some(Field::Certificate),
            _ => None,
        });
        Self {
            text: wording::failure(words, failure),
            field,
        }
    }

    /// The box above a form, for a problem of none of its `fields`.
    pub(crate) fn alert(problem: Option<&Self>, fields: &[Field]) -> String {
        match problem {
            Some(problem) if !problem.field.is_some_and(|field| fields.contains(&field)) => {
                let alert = Alert {
                    text: &problem.text,
                };
                part(&alert)
            }
            _ => String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "alert.html")]
struct Alert<'a> {
    text: &'a str,
}
