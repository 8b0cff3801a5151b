//! What the books keep of a person beside what other modules read: for whoever asks for their own data.

use menhu_protocol::Millis;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Books, Trouble};

/// A device or browser that is, or was, in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub device: String,
    pub signed_in_at: Millis,
    pub seen_at: Millis,
    pub ended_at: Option<Millis>,
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// When the roster first named them.
    pub created_at: Millis,
    pub mail_on_record: Option<String>,
    /// Oldest first, as all lists here.
    pub devices: Vec<Stay>,
    pub browsers: Vec<Stay>,
    pub questions: Vec<String>,
}

fn stay_of(row: &AnyRow) -> Result<Stay, sqlx::Error> {
    Ok(Stay {
        device: row.try_get("device_name")?,
        signed_in_at: row.try_get("signed_in_at")?,
        seen_at: row.try_get("seen_at")?,
        ended_at: row.try_get("ended_at")?,
    })
}

impl Books {
    /// Everything of it.
    ///
    /// # Errors
    /// The database's; also when there is no such person.
    pub async fn kept_of(&self, person: &str) -> Result<Kept, Trouble> {
        let row = sqlx::query("SELECT created_at, mail_on_record FROM person WHERE id = $1")
            .bind(person)
            .fetch_one(self.reader())
            .await?;
        let stays = async |sql: &'static str| {
            let rows = sqlx::query(sql)
                .bind(person)
                .fetch_all(self.reader())
                .await?;
            rows.iter().map(stay_of).collect::<Result<Vec<_>, _>>()
        };
        let questions =
            sqlx::query("SELECT question FROM question WHERE person = $1 ORDER BY place")
                .bind(person)
                .fetch_all(self.reader())
                .await?;
        let questions = questions.iter().map(|row| row.try_get("question"));
        Ok(Kept {
            created_at: row.try_get("created_at")?,
            mail_on_record: row.try_get("mail_on_record")?,
            devices: stays(
                "SELECT device_name, signed_in_at, seen_at, ended_at FROM session
                 WHERE person = $1 ORDER BY signed_in_at, id",
            )
            .await?,
            browsers: stays(
                "SELECT browser_name AS device_name, signed_in_at, seen_at, ended_at
                 FROM browser_session WHERE person = $1 ORDER BY signed_in_at, id",
            )
            .await?,
            questions: questions.collect::<Result<_, sqlx::Error>>()?,
        })
    }
}
