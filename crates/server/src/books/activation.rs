//! Registration in the books: it begins with a password, and ends in one person with one phone, once
//! (design.md §9).

use menhu_protocol::values::Phone;
use menhu_protocol::{Code, Failure, Field, Millis};
use sqlx::{AnyConnection, Row as _};

use super::attempt::{self, Attempt, Kind};
use super::held::held;
use super::person::{Member, Person, password_is, person_on};
use super::{Entry, Trouble, dispute, is_taken, job};
use crate::delivery::{News, tail};

/// A registration begins: the password of its ID was right.
pub struct Opening<'a> {
    pub attempt: &'a Attempt,
    /// As it was when its password was checked: another one since makes the proof worthless.
    pub member: &'a Member,
    pub now: Millis,
}

impl Entry for Opening<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        // A new password takes the row too, and ends the registrations that are there.
        held(page, &self.member.person).await?;
        if !password_is(page, self.member).await? {
            return Err(Failure::new(Code::PasswordWrong).at(Field::Password).into());
        }
        attempt::begin(Kind::Registration, self.attempt, self.now)
            .execute(page)
            .await?;
        Ok(())
    }
}

/// 「信息无误，开始激活」 for a person, with the phone on record or one proven on the way.
pub struct Activation<'a> {
    pub person: &'a str,
    /// Id of the attempt: it ends with the password that began it.
    pub registration: &'a str,
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
        let person = held(page, self.person).await?;
        if person.activated_at.is_some() {
            return Ok(person);
        }
        if !self.goes_on(page).await? {
            return Err(Code::AttemptOver.into());
        }
        if let Some(case) = dispute::blocking_on(page, self.person).await? {
            return Err(Failure::new(Code::Disputed).detail(case).into());
        }
        let phone = self
            .proven
            .or(person.phone_on_record.as_ref())
            .ok_or(Code::PhoneMissing)?;
        let done = sqlx::query(
            "UPDATE person SET phone = $1, activated_at = $2, activation_key = $3, closed_at = NULL
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
            closed_at: None,
            ..person
        })
    }
}

impl Activation<'_> {
    /// Whether the registration is still there, and no password was set since it began.
    async fn goes_on(&self, page: &mut AnyConnection) -> Result<bool, sqlx::Error> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS n FROM attempt WHERE id = $1 AND person = $2 AND NOT EXISTS (
               SELECT 1 FROM member
               WHERE member.person = $2 AND member.password_at > attempt.began_at)",
        )
        .bind(self.registration)
        .bind(self.person)
        .fetch_one(page)
        .await?;
        Ok(row.try_get::<i64, _>("n")? > 0)
    }
}
