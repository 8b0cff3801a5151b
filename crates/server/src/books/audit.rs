//! What happened to an account, for its owner. Only added to.

use menhu_protocol::Millis;
use menhu_protocol::api::security::SigninWay;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{Books, Trouble};
use crate::trace::Trace;
use crate::{Campus, identity};

/// A guesser fills one row a minute and network, however often they guess.
const GUESSES_MS: Millis = 60_000;

macro_rules! events {
    ($($name:ident = $text:literal,)+) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum What { $($name,)+ }

        impl What {
            /// As it stands in the books.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            fn of(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

events! {
    SignedIn = "signed_in",
    GuessWrong = "guess_wrong",
    SignedOut = "signed_out",
    SessionEnded = "session_ended",
    PasswordChanged = "password_changed",
    PasswordRecovered = "password_recovered",
    PasswordRenewed = "password_renewed",
    PhoneBound = "phone_bound",
    PhoneUnbound = "phone_unbound",
    MailBound = "mail_bound",
    MailUnbound = "mail_unbound",
    QuestionsSet = "questions_set",
    ClosingAsked = "closing_asked",
    ClosingTakenBack = "closing_taken_back",
    Closed = "closed",
    Reopened = "reopened",
    DataExported = "data_exported",
    ConsentWithdrawn = "consent_withdrawn",
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    pub id: String,
    pub at: Millis,
    pub person: String,
    pub what: What,
    /// Of a sign-in.
    pub way: Option<SigninWay>,
    /// See [`Trace::device`]; empty for what the campus itself did.
    pub device: String,
    /// See [`Trace::network`]; empty for what the campus itself did.
    pub network: String,
    /// One fact: a masked number or address.
    pub fact: Option<String>,
}

impl AuditRow {
    /// What happened to `person` now.
    pub fn new(campus: &Campus, person: &str, what: What, by: &Trace) -> Self {
        Self {
            device: by.device.clone(),
            network: by.network(),
            ..Self::of_campus(campus, person, what)
        }
    }

    /// What the campus did itself, at its time or at the desk: from no network, with no device.
    pub fn of_campus(campus: &Campus, person: &str, what: What) -> Self {
        Self {
            id: identity::id(campus.clock.as_ref(), campus.dice.as_ref()),
            at: campus.clock.now(),
            person: person.to_owned(),
            what,
            way: None,
            device: String::new(),
            network: String::new(),
            fact: None,
        }
    }

    /// Whether [`Self::of_campus`] wrote it.
    pub fn is_of_campus(&self) -> bool {
        self.network.is_empty()
    }

    /// A wrong guess: the same row for all of a minute from one network.
    pub fn guess_wrong(campus: &Campus, person: &str, way: SigninWay, by: &Trace) -> Self {
        let row = Self::new(campus, person, What::GuessWrong, by).way(way);
        let minute = row.at.div_euclid(GUESSES_MS);
        Self {
            id: format!("guess:{person}:{}:{minute}", row.network),
            ..row
        }
    }

    #[must_use]
    pub fn way(self, way: SigninWay) -> Self {
        Self {
            way: Some(way),
            ..self
        }
    }

    #[must_use]
    pub fn fact(self, fact: impl Into<String>) -> Self {
        Self {
            fact: Some(fact.into()),
            ..self
        }
    }
}

/// How a way in stands in the books.
pub(super) fn way_text(way: SigninWay) -> &'static str {
    match way {
        SigninWay::Password => "password",
        SigninWay::App => "app",
        SigninWay::Other => "other",
    }
}

pub(super) fn way_of(text: &str) -> SigninWay {
    match text {
        "password" => SigninWay::Password,
        "app" => SigninWay::App,
        _ => SigninWay::Other,
    }
}

/// Adds a row inside an entry; one with the same id stays as it is.
pub(crate) async fn put(page: &mut AnyConnection, row: &AuditRow) -> Result<(), sqlx::Error> {
    insert(row).execute(page).await?;
    Ok(())
}

fn insert(row: &AuditRow) -> super::Query<'_> {
    sqlx::query(
        "INSERT INTO audit (id, at, person, what, way, device, network, fact)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&row.id)
    .bind(row.at)
    .bind(&row.person)
    .bind(row.what.as_str())
    .bind(row.way.map(way_text))
    .bind(&row.device)
    .bind(&row.network)
    .bind(&row.fact)
}

/// `None` for what a newer program wrote.
fn row_of(row: &AnyRow) -> Result<Option<AuditRow>, sqlx::Error> {
    let Some(what) = What::of(row.try_get("what")?) else {
        return Ok(None);
    };
    let way: Option<String> = row.try_get("way")?;
    Ok(Some(AuditRow {
        id: row.try_get("id")?,
        at: row.try_get("at")?,
        person: row.try_get("person")?,
        what,
        way: way.as_deref().map(way_of),
        device: row.try_get("device")?,
        network: row.try_get("network")?,
        fact: row.try_get("fact")?,
    }))
}

impl Books {
    /// Adds a row by itself.
    ///
    /// # Errors
    /// The database's.
    pub async fn audit_put(&self, row: &AuditRow) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        insert(row).execute(self.reader()).await?;
        Ok(())
    }

    /// The last times somebody signed in as a person, or tried, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn signins_of(&self, person: &str, limit: i64) -> Result<Vec<AuditRow>, Trouble> {
        let rows = sqlx::query(
            "SELECT * FROM audit WHERE person = $1 AND what IN ($2, $3)
             ORDER BY at DESC, id DESC LIMIT $4",
        )
        .bind(person)
        .bind(What::SignedIn.as_str())
        .bind(What::GuessWrong.as_str())
        .bind(limit)
        .fetch_all(self.reader())
        .await?;
        let rows: Vec<Option<AuditRow>> = rows.iter().map(row_of).collect::<Result<_, _>>()?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// How many things happened to a person.
    ///
    /// # Errors
    /// The database's.
    pub async fn audit_count(&self, person: &str) -> Result<i64, Trouble> {
        let row = sqlx::query("SELECT COUNT(*) AS events FROM audit WHERE person = $1")
            .bind(person)
            .fetch_one(self.reader())
            .await?;
        Ok(row.try_get("events")?)
    }

    /// The last things that happened to a person, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn audit_of(&self, person: &str, limit: i64) -> Result<Vec<AuditRow>, Trouble> {
        let rows =
            sqlx::query("SELECT * FROM audit WHERE person = $1 ORDER BY at DESC, id DESC LIMIT $2")
                .bind(person)
                .bind(limit)
                .fetch_all(self.reader())
                .await?;
        let rows: Vec<Option<AuditRow>> = rows.iter().map(row_of).collect::<Result<_, _>>()?;
        Ok(rows.into_iter().flatten().collect())
    }
}
