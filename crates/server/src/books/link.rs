//! Links of letters that bind or unbind a mail: the newest of a person counts, once.

use menhu_protocol::api::security::MailAct;
use menhu_protocol::values::MailAddress;
use menhu_protocol::{Code, Failure, Field, Millis};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::audit::{self, AuditRow};
use super::contact::channels;
use super::held::{held, held_in};
use super::person::{Person, mail_in};
use super::{Books, Entry, Trouble, is_taken, job};
use crate::delivery::News;
use crate::identity::link::{Sent, is_good};
use crate::session::SessionRef;

/// A letter that was sent, and what its button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLink {
    /// Fingerprint of the secret in the link.
    pub id: String,
    pub person: String,
    pub act: MailAct,
    pub mail: MailAddress,
    /// Where they were going, sealed.
    pub return_ticket: Option<String>,
    pub sent_at: Millis,
    /// The button was pressed.
    pub used: bool,
    /// What [`void`] says happened since.
    pub void: bool,
}

fn act_text(act: MailAct) -> &'static str {
    match act {
        MailAct::Bind => "bind",
        MailAct::Unbind => "unbind",
    }
}

fn link_of(row: &AnyRow) -> Result<MailLink, sqlx::Error> {
    let act: String = row.try_get("act")?;
    let mail = mail_in(row, "mail")?;
    Ok(MailLink {
        id: row.try_get("id")?,
        person: row.try_get("person")?,
        act: match act.as_str() {
            "bind" => MailAct::Bind,
            _ => MailAct::Unbind,
        },
        mail: mail.ok_or_else(|| sqlx::Error::Decode("mail: it is missing".into()))?,
        return_ticket: row.try_get("return_ticket")?,
        sent_at: row.try_get("sent_at")?,
        used: row.try_get::<Option<Millis>, _>("used_at")?.is_some(),
        void: row.try_get::<Option<Millis>, _>("void_at")?.is_some(),
    })
}

/// The newest link of a person.
const NEWEST: &str = "SELECT * FROM mail_link WHERE person = $1 ORDER BY n DESC LIMIT 1";

/// A link by its id, if it is the newest of its person.
const BY_ID: &str = "SELECT * FROM mail_link WHERE id = $1 AND NOT EXISTS (
     SELECT 1 FROM mail_link AS newer
     WHERE newer.person = mail_link.person AND newer.n > mail_link.n)";

/// Inside its two hours and not void; the queries above leave the outdated ones out.
fn good(link: MailLink, now: Millis) -> Option<MailLink> {
    let sent = Sent {
        at: link.sent_at,
        void: link.void,
    };
    is_good(&sent, now).then_some(link)
}

/// The links of a person lead nowhere any more: whoever asked for them may not be the owner, who set a
/// new password, ended that session, or took back the consent.
pub(crate) async fn void(
    page: &mut AnyConnection,
    person: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE mail_link SET void_at = $1
         WHERE person = $2 AND used_at IS NULL AND void_at IS NULL",
    )
    .bind(now)
    .bind(person)
    .execute(page)
    .await?;
    Ok(())
}

/// A letter is about to be sent; from here on the links before it lead nowhere.
pub struct LinkPut<'a> {
    pub link: &'a MailLink,
    /// That asks for it.
    pub session: SessionRef<'a>,
}

impl Entry for LinkPut<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        let link = self.link;
        held_in(page, &link.person, self.session).await?;
        sqlx::query(
            "INSERT INTO mail_link (id, person, act, mail, return_ticket, sent_at, n)
             SELECT $1, $2, $3, $4, $5, $6, COALESCE(MAX(n), 0) + 1 FROM mail_link
             WHERE person = $2",
        )
        .bind(&link.id)
        .bind(&link.person)
        .bind(act_text(link.act))
        .bind(link.mail.as_str())
        .bind(&link.return_ticket)
        .bind(link.sent_at)
        .execute(&mut *page)
        .await?;
        Ok(())
    }
}

/// The button behind a link is pressed.
pub struct LinkPress<'a> {
    pub id: &'a str,
    /// Whose link it is.
    pub person: &'a str,
    pub noted: &'a AuditRow,
    pub now: Millis,
}

impl Entry for LinkPress<'_> {
    /// The link; the same when it was pressed before and what it did still holds.
    type Out = MailLink;

    async fn write(&self, page: &mut AnyConnection) -> Result<MailLink, Trouble> {
        let person = held(page, self.person).await?;
        let row = sqlx::query(BY_ID)
            .bind(self.id)
            .fetch_optional(&mut *page)
            .await?;
        let link = row.as_ref().map(link_of).transpose()?;
        let link = link
            .and_then(|link| good(link, self.now))
            .ok_or(Code::LinkOver)?;
        let is_bound = person.mail.as_ref() == Some(&link.mail);
        if link.used {
            // Pressed twice, it happened once.
            return match is_bound == (link.act == MailAct::Bind) {
                true => Ok(link),
                false => Err(Code::LinkOver.into()),
            };
        }
        match link.act {
            MailAct::Bind => self.bind(page, &person, &link.mail).await?,
            MailAct::Unbind if !is_bound => return Err(Code::LinkOver.into()),
            MailAct::Unbind => self.unbind(page, &person, &link.mail).await?,
        }
        sqlx::query("UPDATE mail_link SET used_at = $1 WHERE id = $2")
            .bind(self.now)
            .bind(self.id)
            .execute(&mut *page)
            .await?;
        Ok(link)
    }
}

impl LinkPress<'_> {
    async fn bind(
        &self,
        page: &mut AnyConnection,
        person: &Person,
        mail: &MailAddress,
    ) -> Result<(), Trouble> {
        if person.mail.as_ref() == Some(mail) {
            return Ok(());
        }
        let done = sqlx::query("UPDATE person SET mail = $1 WHERE id = $2")
            .bind(mail.as_str())
            .bind(&person.id)
            .execute(&mut *page)
            .await;
        match done {
            Err(error) if is_taken(&error) => {
                return Err(Failure::new(Code::MailTaken).at(Field::Mail).into());
            }
            done => done?,
        };
        let news = News::MailBound {
            mail: mail.masked(),
        };
        self.told(page, person, mail, &news).await
    }

    async fn unbind(
        &self,
        page: &mut AnyConnection,
        person: &Person,
        mail: &MailAddress,
    ) -> Result<(), Trouble> {
        if person.phone.is_none() {
            return Err(Code::LastChannel.into());
        }
        sqlx::query("UPDATE person SET mail = NULL WHERE id = $1")
            .bind(&person.id)
            .execute(&mut *page)
            .await?;
        let news = News::MailUnbound {
            mail: mail.masked(),
        };
        self.told(page, person, mail, &news).await
    }

    /// The channels there were, and `mail`.
    async fn told(
        &self,
        page: &mut AnyConnection,
        person: &Person,
        mail: &MailAddress,
        news: &News,
    ) -> Result<(), Trouble> {
        audit::put(page, self.noted).await?;
        let channels = channels(person).chain([mail.clone().into()]);
        job::tell(page, &self.noted.id, channels, news, self.now).await?;
        Ok(())
    }
}

impl Books {
    /// The mail server took it: its time runs from here.
    ///
    /// # Errors
    /// The database's.
    pub async fn link_sent(&self, id: &str, now: Millis) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("UPDATE mail_link SET sent_at = $1 WHERE id = $2")
            .bind(now)
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }

    /// The mail server did not take it: the one before it counts again.
    ///
    /// # Errors
    /// The database's.
    pub async fn link_unsent(&self, id: &str) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("DELETE FROM mail_link WHERE id = $1")
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }

    /// The link by its id, if it is the newest of its person and still good, pressed or not.
    ///
    /// # Errors
    /// The database's.
    pub async fn link_look(&self, id: &str, now: Millis) -> Result<Option<MailLink>, Trouble> {
        let row = sqlx::query(BY_ID)
            .bind(id)
            .fetch_optional(self.reader())
            .await?;
        let link = row.as_ref().map(link_of).transpose()?;
        Ok(link.and_then(|link| good(link, now)))
    }

    /// The newest link of a person, if it is still good, pressed or not.
    ///
    /// # Errors
    /// The database's.
    pub async fn link_out(&self, person: &str, now: Millis) -> Result<Option<MailLink>, Trouble> {
        let row = sqlx::query(NEWEST)
            .bind(person)
            .fetch_optional(self.reader())
            .await?;
        let link = row.as_ref().map(link_of).transpose()?;
        Ok(link.and_then(|link| good(link, now)))
    }
}
