//! Browsers that are in.

use menhu_protocol::api::security::SigninWay;
use menhu_protocol::values::{Channel, MemberId};
use menhu_protocol::{Code, Failure, Field, Millis};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::audit::{self, AuditRow, way_of, way_text};
use super::person::{password_stands, person_on};
use super::{Books, Entry, Trouble, job};
use crate::delivery::News;
use crate::identity::HOUR_MS;

/// A browser nobody uses is signed out: it may stand in a library (NIST SP 800-63B-4 §2.2.3 would have
/// one hour; slow hands are normal, design.md §6).
pub const IDLE_MS: Millis = 2 * HOUR_MS;
/// However busy it is; a working day (NIST SP 800-63B-4 §2.2.3: at most 24 hours).
pub const WHOLE_MS: Millis = 12 * HOUR_MS;
/// Browsers of one person that are in at the same time; as many as devices.
pub const BROWSERS: usize = super::session::DEVICES;
/// `seen_at` is at most this old.
const SEEN_MS: Millis = 60_000;

/// One browser's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserSession {
    /// Its public name in the list.
    pub id: String,
    /// Fingerprint of its cookie.
    pub secret: String,
    pub person: String,
    /// The ID that signed in.
    pub member: MemberId,
    /// Fingerprint of the browser's own cookie.
    pub browser: String,
    /// See [`crate::trace::Trace::device`].
    pub browser_name: String,
    pub way: SigninWay,
    pub signed_in_at: Millis,
    pub seen_at: Millis,
    /// When the password was last proven in it.
    pub proven_at: Millis,
    /// Names of the rules its password broke; until a new one is set, nothing else can be reached.
    pub unmet: Vec<String>,
}

fn session_of(row: &AnyRow) -> Result<BrowserSession, sqlx::Error> {
    let member: String = row.try_get("member")?;
    let unmet: Option<String> = row.try_get("unmet")?;
    Ok(BrowserSession {
        id: row.try_get("id")?,
        secret: row.try_get("secret")?,
        person: row.try_get("person")?,
        member: MemberId::parse(&member).map_err(|why| sqlx::Error::Decode(why.into()))?,
        browser: row.try_get("browser")?,
        browser_name: row.try_get("browser_name")?,
        way: way_of(row.try_get("way")?),
        signed_in_at: row.try_get("signed_in_at")?,
        seen_at: row.try_get("seen_at")?,
        proven_at: row.try_get("proven_at")?,
        unmet: unmet
            .iter()
            .flat_map(|names| names.split(','))
            .map(str::to_owned)
            .collect(),
    })
}

/// Somebody signs in with a browser.
pub struct BrowserStart<'a> {
    pub session: &'a BrowserSession,
    /// When the password that was proven had been set: another one since makes the proof worthless.
    pub password_at: Option<Millis>,
    /// Fingerprint of the cookie the browser came with: that session is over, whosever it was.
    pub before: Option<&'a str>,
    pub noted: &'a AuditRow,
    pub now: Millis,
}

impl Entry for BrowserStart<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        let new = self.session;
        // Takes the person's row: two sign-ins of one person stand in line, so that ten stays ten.
        sqlx::query("UPDATE person SET signed_in_at = $1 WHERE id = $2")
            .bind(self.now)
            .bind(&new.person)
            .execute(&mut *page)
            .await?;
        self.still_proven(page).await?;
        let is_new = self.is_new(page).await?;
        sqlx::query(
            "UPDATE browser_session SET ended_at = $1, ended_why = 'replaced'
             WHERE ended_at IS NULL AND (secret = $2 OR (person = $3 AND browser = $4))",
        )
        .bind(self.now)
        .bind(self.before.unwrap_or_default())
        .bind(&new.person)
        .bind(&new.browser)
        .execute(&mut *page)
        .await?;
        self.make_room(page).await?;
        let unmet = (!new.unmet.is_empty()).then(|| new.unmet.join(","));
        sqlx::query(
            "INSERT INTO browser_session (id, secret, person, member, browser, browser_name, way,
               signed_in_at, seen_at, proven_at, unmet)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9)",
        )
        .bind(&new.id)
        .bind(&new.secret)
        .bind(&new.person)
        .bind(new.member.as_str())
        .bind(&new.browser)
        .bind(&new.browser_name)
        .bind(way_text(new.way))
        .bind(self.now)
        .bind(unmet)
        .execute(&mut *page)
        .await?;
        audit::put(page, self.noted).await?;
        if is_new {
            self.tell(page).await?;
        }
        Ok(())
    }
}

impl BrowserStart<'_> {
    async fn still_proven(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        if password_stands(page, &self.session.member, self.password_at).await? {
            Ok(())
        } else {
            Err(Failure::new(Code::PasswordWrong).at(Field::Password).into())
        }
    }

    /// Every channel hears of a browser that was never in before (security.md §8, ASVS 6.3.5).
    async fn tell(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        let person = person_on(page, &self.session.person).await?;
        let phone = person.phone.map(Channel::from);
        let channels = phone.into_iter().chain(person.mail.map(Channel::from));
        let news = News::NewBrowser {
            device: self.session.browser_name.clone(),
        };
        job::tell(page, &self.noted.id, channels, &news, self.now).await?;
        Ok(())
    }

    /// Whether the person was in with others before, and never with this one.
    async fn is_new(&self, page: &mut AnyConnection) -> Result<bool, sqlx::Error> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM browser_session WHERE person = $1)
               + (SELECT COUNT(*) FROM session WHERE person = $1) AS times,
               (SELECT COUNT(*) FROM browser_session WHERE person = $1 AND browser = $2) AS here",
        )
        .bind(&self.session.person)
        .bind(&self.session.browser)
        .fetch_one(page)
        .await?;
        let (times, here): (i64, i64) = (row.try_get("times")?, row.try_get("here")?);
        Ok(times > 0 && here == 0)
    }

    /// The least recently seen beyond ten end.
    async fn make_room(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        let rows = sqlx::query(
            "SELECT id FROM browser_session WHERE person = $1 AND ended_at IS NULL
             ORDER BY seen_at DESC, signed_in_at DESC, id DESC",
        )
        .bind(&self.session.person)
        .fetch_all(&mut *page)
        .await?;
        for row in rows.iter().skip(BROWSERS - 1) {
            sqlx::query(
                "UPDATE browser_session SET ended_at = $1, ended_why = 'least_seen' WHERE id = $2",
            )
            .bind(self.now)
            .bind(row.try_get::<String, _>("id")?)
            .execute(&mut *page)
            .await?;
        }
        Ok(())
    }
}

/// Ends the sessions of a person's browsers inside an entry, all but `kept` (its id).
pub(super) async fn end_all(
    page: &mut AnyConnection,
    person: &str,
    kept: Option<&str>,
    why: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE browser_session SET ended_at = $1, ended_why = $2
         WHERE person = $3 AND id <> $4 AND ended_at IS NULL",
    )
    .bind(now)
    .bind(why)
    .bind(person)
    .bind(kept.unwrap_or_default())
    .execute(page)
    .await?;
    Ok(())
}

/// Ends one of a person's sessions in browsers inside an entry; `false` when it had ended, or is
/// somebody else's.
pub(super) async fn end_one(
    page: &mut AnyConnection,
    person: &str,
    id: &str,
    why: &str,
    now: Millis,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE browser_session SET ended_at = $1, ended_why = $2
         WHERE id = $3 AND person = $4 AND ended_at IS NULL",
    )
    .bind(now)
    .bind(why)
    .bind(id)
    .bind(person)
    .execute(page)
    .await?;
    Ok(done.rows_affected() == 1)
}

impl Books {
    /// The session a cookie opens, unless it ended, was idle too long, or has lived too long.
    ///
    /// # Errors
    /// The database's.
    pub async fn browser_look(
        &self,
        secret: &str,
        now: Millis,
    ) -> Result<Option<BrowserSession>, Trouble> {
        let row = sqlx::query(
            "SELECT * FROM browser_session WHERE secret = $1 AND ended_at IS NULL
             AND seen_at > $2 AND signed_in_at > $3",
        )
        .bind(secret)
        .bind(now - IDLE_MS)
        .bind(now - WHOLE_MS)
        .fetch_optional(self.reader())
        .await?;
        Ok(row.as_ref().map(session_of).transpose()?)
    }

    /// The sessions of a person's browsers that go on, last seen first.
    ///
    /// # Errors
    /// The database's.
    pub async fn browsers_of(
        &self,
        person: &str,
        now: Millis,
    ) -> Result<Vec<BrowserSession>, Trouble> {
        let rows = sqlx::query(
            "SELECT * FROM browser_session WHERE person = $1 AND ended_at IS NULL
             AND unmet IS NULL AND seen_at > $2 AND signed_in_at > $3
             ORDER BY seen_at DESC, id DESC",
        )
        .bind(person)
        .bind(now - IDLE_MS)
        .bind(now - WHOLE_MS)
        .fetch_all(self.reader())
        .await?;
        Ok(rows.iter().map(session_of).collect::<Result<_, _>>()?)
    }

    /// Whether a browser was ever in as this person: strangers cannot lock it out (security.md TH-7).
    ///
    /// # Errors
    /// The database's.
    pub async fn browser_is_known(&self, person: &str, browser: &str) -> Result<bool, Trouble> {
        let row = sqlx::query(
            "SELECT id FROM browser_session WHERE person = $1 AND browser = $2 LIMIT 1",
        )
        .bind(person)
        .bind(browser)
        .fetch_optional(self.reader())
        .await?;
        Ok(row.is_some())
    }

    /// A session was used; written once a minute at most.
    ///
    /// # Errors
    /// The database's.
    pub async fn browser_seen(&self, session: &BrowserSession, now: Millis) -> Result<(), Trouble> {
        if now - session.seen_at < SEEN_MS {
            return Ok(());
        }
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("UPDATE browser_session SET seen_at = $1 WHERE id = $2 AND seen_at < $1")
            .bind(now)
            .bind(&session.id)
            .execute(self.reader())
            .await?;
        Ok(())
    }

    /// The password was proven once more: the session goes on under another secret (security.md TK-10).
    /// `renewed`: a new one was set, and the session is in from here on. `false`: somebody was faster, or
    /// it ended.
    ///
    /// # Errors
    /// The database's.
    pub async fn browser_prove(
        &self,
        session: &BrowserSession,
        secret: &str,
        renewed: bool,
        now: Millis,
    ) -> Result<bool, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let done = sqlx::query(
            "UPDATE browser_session SET secret = $1, proven_at = $2, seen_at = $2,
               unmet = CASE WHEN $3 = 1 THEN NULL ELSE unmet END
             WHERE id = $4 AND secret = $5 AND ended_at IS NULL",
        )
        .bind(secret)
        .bind(now)
        .bind(i64::from(renewed))
        .bind(&session.id)
        .bind(&session.secret)
        .execute(self.reader())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends one of a person's browser sessions; `false` when it had ended, or is somebody else's.
    ///
    /// # Errors
    /// The database's.
    pub async fn browser_end(
        &self,
        person: &str,
        id: &str,
        why: &str,
        now: Millis,
    ) -> Result<bool, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let mut page = self.reader().acquire().await?;
        Ok(end_one(&mut page, person, id, why, now).await?)
    }
}
