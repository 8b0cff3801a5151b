//! Codes that were sent: bound to purpose, number and attempt, used once, stored as MACs.

use menhu_protocol::values::{Channel, PhoneCode};
use menhu_protocol::{Code, Failure, Field, Millis};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use subtle::ConstantTimeEq as _;

use super::person::channel_in;
use super::{Books, Entry, Trouble};
use crate::identity::code::{GOOD_FOR_MS, Purpose, Sent, TRIES, triable};
use crate::keys::{self, ServerKeys};

/// A code on its way out.
pub struct NewCode<'a> {
    pub id: &'a str,
    pub attempt: &'a str,
    pub purpose: Purpose,
    pub to: &'a Channel,
    pub mac: String,
    pub now: Millis,
}

/// A code that is out and still good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeOut {
    pub to: Channel,
    pub sent_at: Millis,
}

/// The MAC a code stands as.
pub fn mac(keys: &ServerKeys, id: &str, purpose: Purpose, to: &Channel, code: &str) -> Vec<String> {
    keys.macs(
        keys::Purpose::Code,
        &[
            id.as_bytes(),
            purpose.as_str().as_bytes(),
            to.as_str().as_bytes(),
            code.as_bytes(),
        ],
    )
}

/// One try of a code. Counted before it is compared, in one statement: ten thousand at once are five.
pub struct CodeTry<'a> {
    pub attempt: &'a str,
    pub purpose: Purpose,
    pub code: &'a PhoneCode,
    pub keys: &'a ServerKeys,
    pub now: Millis,
}

fn sent_of(row: &AnyRow) -> Result<Sent, sqlx::Error> {
    Ok(Sent {
        at: row.try_get("sent_at")?,
        tries: row.try_get("tries")?,
        used: row.try_get::<Option<i64>, _>("used_at")?.is_some(),
    })
}

impl CodeTry<'_> {
    fn fits(&self, row: &AnyRow) -> Result<bool, sqlx::Error> {
        let (id, stored): (String, String) = (row.try_get("id")?, row.try_get("mac")?);
        let to = channel_in(row, "recipient")?;
        Ok(mac(self.keys, &id, self.purpose, &to, self.code.as_str())
            .iter()
            .any(|mac| bool::from(mac.as_bytes().ct_eq(stored.as_bytes()))))
    }
}

impl Entry for CodeTry<'_> {
    /// The number or address that is proven now; it stands in the attempt as well.
    type Out = Result<Channel, Failure>;

    async fn write(&self, page: &mut AnyConnection) -> Result<Self::Out, Trouble> {
        let rows = sqlx::query(
            "SELECT id, recipient, mac, sent_at, tries, used_at FROM code
             WHERE attempt = $1 AND purpose = $2 ORDER BY sent_at DESC, id DESC",
        )
        .bind(self.attempt)
        .bind(self.purpose.as_str())
        .fetch_all(&mut *page)
        .await?;
        let Some(newest) = rows.first() else {
            return Ok(Err(Code::OutOfOrder.into()));
        };
        if let Err(refusal) = triable(&sent_of(newest)?, self.now) {
            return Ok(Err(refusal));
        }
        let counted = sqlx::query(
            "UPDATE code SET tries = tries + 1 WHERE id = $1 AND used_at IS NULL AND tries < $2
             RETURNING tries",
        )
        .bind(newest.try_get::<String, _>("id")?)
        .bind(TRIES)
        .fetch_optional(&mut *page)
        .await?;
        let Some(counted) = counted else {
            return Ok(Err(Failure::new(Code::CodeSpent).at(Field::Code)));
        };
        if !self.fits(newest)? {
            // The SMS before this one is the usual mistake, and deserves its own words.
            for older in &rows[1..] {
                if self.fits(older)? {
                    return Ok(Err(Failure::new(Code::CodeSpent).at(Field::Code)));
                }
            }
            let left = u32::try_from(TRIES - counted.try_get::<i64, _>("tries")?).unwrap_or(0);
            let code = if left == 0 {
                Code::CodeSpent
            } else {
                Code::CodeWrong
            };
            return Ok(Err(Failure::new(code).at(Field::Code).left(left)));
        }
        let to = channel_in(newest, "recipient")?;
        sqlx::query("UPDATE code SET used_at = $1 WHERE id = $2")
            .bind(self.now)
            .bind(newest.try_get::<String, _>("id")?)
            .execute(&mut *page)
            .await?;
        let (phone, mail) = match &to {
            Channel::Phone(phone) => (Some(phone.e164()), None),
            Channel::Mail(mail) => (None, Some(mail.as_str())),
        };
        sqlx::query("UPDATE attempt SET phone = $1, mail = $2, proven_at = $3 WHERE id = $4")
            .bind(phone)
            .bind(mail)
            .bind(self.now)
            .bind(self.attempt)
            .execute(&mut *page)
            .await?;
        Ok(Ok(to))
    }
}

impl Books {
    /// A code that is about to be sent.
    ///
    /// # Errors
    /// The database's.
    pub async fn code_put(&self, code: &NewCode<'_>) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query(
            "INSERT INTO code (id, attempt, purpose, recipient, mac, sent_at, tries)
             VALUES ($1, $2, $3, $4, $5, $6, 0)",
        )
        .bind(code.id)
        .bind(code.attempt)
        .bind(code.purpose.as_str())
        .bind(code.to.as_str())
        .bind(&code.mac)
        .bind(code.now)
        .execute(self.reader())
        .await?;
        Ok(())
    }

    /// The gateway took it: its time runs from here.
    ///
    /// # Errors
    /// The database's.
    pub async fn code_sent(&self, id: &str, now: Millis) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("UPDATE code SET sent_at = $1 WHERE id = $2")
            .bind(now)
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }

    /// The gateway did not take it: the code before it counts again.
    ///
    /// # Errors
    /// The database's.
    pub async fn code_void(&self, id: &str) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("DELETE FROM code WHERE id = $1")
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }

    /// The number or address the newest code of an attempt went to, used or not, in date or not.
    ///
    /// # Errors
    /// The database's.
    pub async fn code_to(
        &self,
        attempt: &str,
        purpose: Purpose,
    ) -> Result<Option<Channel>, Trouble> {
        let row = sqlx::query(
            "SELECT recipient FROM code
             WHERE attempt = $1 AND purpose = $2 ORDER BY sent_at DESC, id DESC LIMIT 1",
        )
        .bind(attempt)
        .bind(purpose.as_str())
        .fetch_optional(self.reader())
        .await?;
        Ok(row.map(|row| channel_in(&row, "recipient")).transpose()?)
    }

    /// The newest code of an attempt, if it can still be used.
    ///
    /// # Errors
    /// The database's.
    pub async fn code_out(
        &self,
        attempt: &str,
        purpose: Purpose,
        now: Millis,
    ) -> Result<Option<CodeOut>, Trouble> {
        let row = sqlx::query(
            "SELECT recipient, sent_at, tries, used_at FROM code
             WHERE attempt = $1 AND purpose = $2 ORDER BY sent_at DESC, id DESC LIMIT 1",
        )
        .bind(attempt)
        .bind(purpose.as_str())
        .fetch_optional(self.reader())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let sent = sent_of(&row)?;
        if triable(&sent, now).is_err() || now - sent.at >= GOOD_FOR_MS {
            return Ok(None);
        }
        Ok(Some(CodeOut {
            to: channel_in(&row, "recipient")?,
            sent_at: sent.at,
        }))
    }
}
