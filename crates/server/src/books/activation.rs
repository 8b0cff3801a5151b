//! Activation: one person, one phone, once (design.md §9).

use menhu_protocol::values::Phone;
use menhu_protocol::{Code, Failure, Field, Millis};
use sqlx::AnyConnection;

use super::person::{Person, person_on};
use super::{Entry, Trouble, dispute, is_taken, job};
use crate::delivery::{News, tail};

/// 「信息无误，开始激活」 for a person, with the phone on record or one proven on the way.
pub struct Activation<'a> {
    pub person: &'a str,
    /// Proven in this registration; `None`: the one on record.
    pub proven: Option<&'a Phone>,
    /// The client's; the same when it asks again.
    pub key: &'a str,
    pub now: Millis,
    /// Id of the job that tells a former number.
    pub notice: &'a str,
}

impl Entry for Activation<'_> {
    /// The person as they stand after it; the same when asked again.
    type Out = Person;

    async fn write(&self, page: &mut AnyConnection) -> Result<Person, Trouble> {
        let person = person_on(page, self.person).await?;
        if person.activated_at.is_some() {
            return Ok(person);
        }
        if let Some(case) = dispute::blocking_on(page, self.person).await? {
            return Err(Failure::new(Code::Disputed).detail(case).into());
        }
        let phone = self
            .proven
            .or(person.phone_on_record.as_ref())
            .ok_or(Code::PhoneMissing)?;
        let done = sqlx::query(
            "UPDATE person SET phone = $1, activated_at = $2, activation_key = $3
             WHERE id = $4 AND activated_at IS NULL",
        )
        .bind(phone.e164())
        .bind(self.now)
        .bind(self.key)
        .bind(self.person)
        .execute(&mut *page)
        .await;
        match done {
            // Somebody was faster with the same ID; both read the same answer.
            Ok(done) if done.rows_affected() == 0 => return person_on(page, self.person).await,
            Ok(_) => {}
            Err(error) if is_taken(&error) => {
                return Err(Failure::new(Code::PhoneTaken).at(Field::Phone).into());
            }
            Err(error) => return Err(error.into()),
        }
        if let Some(former) = person.phone_on_record.as_ref().filter(|f| *f != phone) {
            let notice = job::Notice {
                to: former.clone().into(),
                news: News::PhoneMoved { tail: tail(phone) },
            };
            job::put(page, self.notice, &notice, self.now).await?;
        }
        Ok(Person {
            phone: Some(phone.clone()),
            activated_at: Some(self.now),
            ..person
        })
    }
}
