//! What is still to be done after an answer was given. A row is the job; it goes when it is done.

use menhu_protocol::Millis;
use menhu_protocol::values::{Channel, Phone};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row as _};

use super::{Books, Trouble};
use crate::delivery::News;

/// Something to tell one channel of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub to: Channel,
    #[serde(flatten)]
    pub news: News,
}

/// A job that was taken up.
#[derive(Clone, Debug)]
pub struct Job {
    pub id: String,
    /// `None`: a row this build cannot read; it can only be given up.
    pub notice: Option<Notice>,
    /// How often it was taken up, this time included.
    pub tries: i64,
}

const NOTICE: &str = "notice";
/// Rows of version 3 of the schema and before.
const PHONE_MOVED: &str = "phone_moved";

/// What stood in a row of [`PHONE_MOVED`].
#[derive(Deserialize)]
struct PhoneMoved {
    former: Phone,
    tail: String,
}

fn notice_of(kind: &str, body: &str) -> Option<Notice> {
    match kind {
        NOTICE => serde_json::from_str(body).ok(),
        PHONE_MOVED => {
            let PhoneMoved { former, tail } = serde_json::from_str(body).ok()?;
            Some(Notice {
                to: former.into(),
                news: News::PhoneMoved { tail },
            })
        }
        _ => None,
    }
}

/// Puts one notice into an entry; one with the same id is there already and stays.
pub(crate) async fn put(
    page: &mut AnyConnection,
    id: &str,
    notice: &Notice,
    now: Millis,
) -> Result<(), sqlx::Error> {
    let body = serde_json::to_string(notice).map_err(|e| sqlx::Error::Encode(e.into()))?;
    sqlx::query(
        "INSERT INTO job (id, kind, body, due_at, tries) VALUES ($1, $2, $3, $4, 0)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(NOTICE)
    .bind(body)
    .bind(now)
    .execute(page)
    .await?;
    Ok(())
}

/// Tells several channels the same; `change` names what happened, so that it is told once however often
/// the entry is asked for.
pub(crate) async fn tell(
    page: &mut AnyConnection,
    change: &str,
    channels: impl IntoIterator<Item = Channel>,
    news: &News,
    now: Millis,
) -> Result<(), sqlx::Error> {
    for to in channels {
        let id = format!("{change}:{}", crate::keys::fingerprint(to.as_str()));
        let notice = Notice {
            to,
            news: news.clone(),
        };
        put(page, &id, &notice, now).await?;
    }
    Ok(())
}

impl Books {
    /// Takes up one job that is due; nobody else does before `again_at`.
    ///
    /// # Errors
    /// The database's.
    pub async fn job_take(&self, now: Millis, again_at: Millis) -> Result<Option<Job>, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let row = sqlx::query(
            "UPDATE job SET due_at = $1, tries = tries + 1
             WHERE id = (SELECT id FROM job WHERE due_at <= $2 ORDER BY due_at LIMIT 1)
             AND due_at <= $2 RETURNING id, kind, body, tries",
        )
        .bind(again_at)
        .bind(now)
        .fetch_optional(self.reader())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let (kind, body): (String, String) = (row.try_get("kind")?, row.try_get("body")?);
        Ok(Some(Job {
            id: row.try_get("id")?,
            notice: notice_of(&kind, &body),
            tries: row.try_get("tries")?,
        }))
    }

    /// The job failed and is due again at another time.
    ///
    /// # Errors
    /// The database's.
    pub async fn job_later(&self, id: &str, due_at: Millis) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("UPDATE job SET due_at = $1 WHERE id = $2")
            .bind(due_at)
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }

    /// The job is done, or given up.
    ///
    /// # Errors
    /// The database's.
    pub async fn job_done(&self, id: &str) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("DELETE FROM job WHERE id = $1")
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }

    /// Jobs that wait.
    ///
    /// # Errors
    /// The database's.
    pub async fn jobs_waiting(&self) -> Result<i64, Trouble> {
        let row = sqlx::query("SELECT COUNT(*) AS n FROM job")
            .fetch_one(self.reader())
            .await?;
        Ok(row.try_get("n")?)
    }
}

#[cfg(test)]
mod tests {
    use super::{NOTICE, PHONE_MOVED, notice_of};
    use crate::delivery::News;

    #[test]
    fn a_notice_that_waited_while_the_program_was_renewed_is_still_sent() {
        let old = r#"{"former":"+8613800138000","tail":"9001"}"#;
        let notice = notice_of(PHONE_MOVED, old).expect("readable");
        assert_eq!(notice.to.as_str(), "+8613800138000");
        let tail = "9001".to_owned();
        assert_eq!(notice.news, News::PhoneMoved { tail });
    }

    #[test]
    fn notices_stand_in_the_books_as_they_always_will() {
        for (body, name) in [
            (
                r#"{"to":"a@b.cn","news":"phone_bound","tail":"9001"}"#,
                "phone_bound",
            ),
            (
                r#"{"to":"a@b.cn","news":"mail_unbound","mail":"a****@b.cn"}"#,
                "mail_unbound",
            ),
            (
                r#"{"to":"+8613800138000","news":"password_set","device":"x"}"#,
                "password_set",
            ),
            (
                r#"{"to":"+8613800138000","news":"closing_asked","due_at":1}"#,
                "closing_asked",
            ),
        ] {
            let notice = notice_of(NOTICE, body).expect(body);
            assert_eq!(notice.news.name(), name);
            assert_eq!(serde_json::to_string(&notice).expect("json"), body);
        }
        assert_eq!(
            notice_of(NOTICE, r#"{"to":"a@b.cn","news":"of_tomorrow"}"#),
            None
        );
        assert_eq!(notice_of("of_tomorrow", "{}"), None);
    }
}
