//! W-30 个人中心: the personal card, what waits for its owner, the systems they may use, where they are in.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_words::Lexicon;

use super::Inside;
use crate::books::audit::AuditRow;
use crate::books::person::{Member, Person};
use crate::centre;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::visit::Visit;
use crate::pages::wording;

#[derive(Template)]
#[template(path = "me/centre.html")]
struct Centre<'a> {
    f: Frame<'a>,
    name: &'a str,
    waiting: Vec<Waiting>,
    members: Vec<Card>,
    phone: Option<String>,
    mail: Option<String>,
    systems: Vec<Tile<'a>>,
    last: Option<String>,
    sessions: String,
}

/// Something that waits for the person.
struct Waiting {
    id: &'static str,
    text: String,
    act: String,
    href: &'static str,
}

/// One 工号 or 学号.
pub(in crate::pages) struct Card {
    pub(in crate::pages) id: String,
    pub(in crate::pages) category: String,
    pub(in crate::pages) department: String,
}

struct Tile<'a> {
    name: &'a str,
    href: &'a str,
}

pub(super) async fn show(inside: Inside) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let (visit, person) = (&inside.visit, &inside.person);
    let read = centre::read(campus, person, inside.session.signed_in_at).await?;
    let mine: Vec<_> = read.members.iter().map(|member| member.category).collect();
    let systems = campus.config.systems.iter();
    let centre = Centre {
        f: visit.frame("W-30"),
        name: &person.name,
        waiting: waiting(visit.words(), person, &read),
        phone: person.phone.as_ref().map(|phone| phone.masked()),
        mail: person.mail.as_ref().map(|mail| mail.masked()),
        systems: systems
            .filter(|system| system.is_for(&mine))
            .map(|system| Tile {
                name: visit.in_tongue(&system.name),
                href: system.url.as_str(),
            })
            .collect(),
        last: read.last.as_ref().map(|row| last(visit.words(), row)),
        sessions: visit
            .words()
            .say_with("web-me-sessions", &[("n", &read.sessions.to_string())]),
        members: cards(visit, read.members),
    };
    page(StatusCode::OK, &centre)
}

/// The IDs of a person, as the roster has them.
pub(in crate::pages) fn cards(visit: &Visit, members: Vec<Member>) -> Vec<Card> {
    members
        .into_iter()
        .map(|member| Card {
            id: member.id.as_str().to_owned(),
            category: wording::category(visit.words(), member.category),
            department: member.department,
        })
        .collect()
}

fn waiting(words: &Lexicon, person: &Person, read: &centre::Centre) -> Vec<Waiting> {
    let mut waiting = Vec::new();
    if let Some(closing) = &read.closing {
        let day = wording::day(words, closing.due_at);
        waiting.push(Waiting {
            id: "wait-closing",
            text: words.say_with("web-me-wait-closing", &[("date", &day)]),
            act: words.say("web-me-wait-closing-act"),
            href: "/me/data",
        });
    }
    if read
        .members
        .iter()
        .all(|member| member.password_at.is_none())
    {
        waiting.push(Waiting {
            id: "wait-password",
            text: words.say("web-me-wait-password"),
            act: words.say("web-who-password"),
            href: "/me/security/password",
        });
    }
    if person.phone.is_none() {
        waiting.push(Waiting {
            id: "wait-phone",
            text: words.say("web-me-wait-phone"),
            act: words.say("web-me-wait-phone-act"),
            href: "/me/security/phone",
        });
    }
    if person.mail.is_none() {
        waiting.push(Waiting {
            id: "wait-mail",
            text: words.say("web-me-wait-mail"),
            act: words.say("web-me-wait-mail-act"),
            href: "/me/security/mail",
        });
    }
    if let Some(case) = &read.case {
        let field = wording::field(words, case.field);
        waiting.push(Waiting {
            id: "wait-dispute",
            text: words.say_with(
                "web-me-wait-dispute",
                &[("field", &field), ("case", &case.number)],
            ),
            act: words.say("web-me-wait-dispute-act"),
            href: "/desk",
        });
    }
    waiting
}

fn last(words: &Lexicon, row: &AuditRow) -> String {
    let device = menhu_words::device(words, &row.device);
    let facts = [
        ("time", &*wording::moment(words, row.at)),
        ("device", &device),
    ];
    words.say_with("web-me-last", &facts)
}
