//! Letters: plain text in both languages, because nobody knows which its reader has and there is room.

use menhu_protocol::Failure;
use menhu_protocol::api::security::MailAct;
use menhu_protocol::values::{MailAddress, Secret};
use menhu_words::{Lexicon, Tongue};

use super::mail::Letter;
use super::news::FACT;
use super::{GATEWAY_TIMEOUT, Mail, Message, Unsent, outboxed};
use crate::{Campus, identity};

/// A link that binds or unbinds the address it is sent to.
pub(crate) struct Link {
    pub act: MailAct,
    /// What makes the address of the page.
    pub secret: Secret,
}

/// The words of one letter: the campus's languages one below the other.
struct Written {
    subject: String,
    text: String,
}

fn written(campus: &Campus, one: impl Fn(&Lexicon, &str) -> [String; 2]) -> Written {
    let name = &campus.config.campus.name;
    let [(zh, text_zh), (en, text_en)] =
        [(Tongue::Zh, &name.zh), (Tongue::En, &name.en)].map(|(tongue, name)| {
            let [subject, text] = one(campus.words(tongue), name);
            (subject, text)
        });
    Written {
        subject: format!("{zh} / {en}"),
        text: format!("{text_zh}\n\n{text_en}\n"),
    }
}

/// A code, or news.
pub(super) async fn send(
    campus: &Campus,
    to: &MailAddress,
    message: &Message,
) -> Result<Result<(), Unsent>, Failure> {
    let letter = written(campus, |words, name| {
        let subject = match message {
            Message::Code { .. } => words.say_with("letter-code-subject", &[("campus", name)]),
            Message::News(_) => words.say_with("letter-news-subject", &[("campus", name)]),
        };
        [subject, super::worded(campus, words, message)]
    });
    handed_over(campus, to, letter).await
}

/// The letter with a link. Its host is the configured one, whatever a request said it was
/// (security.md RC-4).
pub(crate) async fn send_link(
    campus: &Campus,
    to: &MailAddress,
    link: &Link,
) -> Result<Result<(), Unsent>, Failure> {
    let origin = campus.config.origin.origin();
    let desk = &campus.config.campus.desk.phone;
    let letter = written(campus, |words, name| {
        let (subject, text) = match link.act {
            MailAct::Bind => (
                words.say_with("letter-bind-subject", &[("campus", name)]),
                words.say_with(
                    "letter-bind",
                    &[("campus", name), ("link", FACT), ("desk", desk)],
                ),
            ),
            MailAct::Unbind => (
                words.say_with("letter-unbind-subject", &[("campus", name)]),
                words.say_with(
                    "letter-unbind",
                    &[("campus", name), ("link", FACT), ("desk", desk)],
                ),
            ),
        };
        let link = format!("{origin}/mail/{}", link.secret.expose());
        [subject, text.replace(FACT, &link)]
    });
    handed_over(campus, to, letter).await
}

async fn handed_over(
    campus: &Campus,
    to: &MailAddress,
    Written { subject, text }: Written,
) -> Result<Result<(), Unsent>, Failure> {
    if let Mail::Outbox = &campus.delivery.mail {
        outboxed(campus, "mail", to.as_str(), text).await?;
        return Ok(Ok(()));
    }
    let letter = Letter {
        id: &identity::id(campus.clock.as_ref(), campus.dice.as_ref()),
        to: to.as_str(),
        subject: &subject,
        text,
        now: campus.clock.now(),
    };
    let sending = campus.delivery.mail.send(letter);
    let sent = match tokio::time::timeout(GATEWAY_TIMEOUT, sending).await {
        Ok(sent) => sent,
        Err(_) => Err(Unsent::Perhaps("timeout".to_owned())),
    };
    if let Err(unsent) = &sent {
        tracing::warn!(why = unsent.why(), "a letter was not delivered");
    }
    Ok(sent)
}
