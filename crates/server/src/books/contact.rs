//! 密保手机: bound, changed and unbound. A person always keeps a channel, and a phone has one owner.

use menhu_protocol::values::{Channel, Phone};
use menhu_protocol::{Code, Failure, Field, Millis};
use sqlx::AnyConnection;

use super::audit::{self, AuditRow};
use super::held::held_in;
use super::person::Person;
use super::{Entry, Trouble, dispute, is_taken, job};
use crate::delivery::{News, tail};
use crate::session::SessionRef;

/// Where a person can be reached.
pub(crate) fn channels(person: &Person) -> impl Iterator<Item = Channel> + use<> {
    let phone = person.phone.clone().map(Channel::from);
    let mail = person.mail.clone().map(Channel::from);
    phone.into_iter().chain(mail)
}

/// A phone that was proven becomes a person's, at once. Who was not activated yet is from here on, as
/// with [`super::activation::Activation`].
pub struct PhoneBind<'a> {
    pub person: &'a str,
    /// That asks for it.
    pub session: SessionRef<'a>,
    pub phone: &'a Phone,
    pub noted: &'a AuditRow,
    pub now: Millis,
}

impl Entry for PhoneBind<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        let person = held_in(page, self.person, self.session).await?;
        if person.phone.as_ref() == Some(self.phone) {
            return Ok(());
        }
        if person.activated_at.is_none()
            && let Some(case) = dispute::blocking_on(page, self.person).await?
        {
            return Err(Failure::new(Code::Disputed).detail(case).into());
        }
        let done = sqlx::query(
            "UPDATE person SET phone = $1, activated_at = COALESCE(activated_at, $2), closed_at = NULL
             WHERE id = $3",
        )
        .bind(self.phone.e164())
        .bind(self.now)
        .bind(self.person)
        .execute(&mut *page)
        .await;
        match done {
            Err(error) if is_taken(&error) => {
                return Err(Failure::new(Code::PhoneTaken).at(Field::Phone).into());
            }
            done => done?,
        };
        audit::put(page, self.noted).await?;
        let tail = tail(self.phone);
        let former = former(&person, self.phone);
        let news = match former {
            Some(_) => News::PhoneMoved { tail },
            None => News::PhoneBound { tail },
        };
        let mail = person.mail.clone().map(Channel::from);
        let told = [former, mail, Some(self.phone.clone().into())];
        let told = told.into_iter().flatten();
        job::tell(page, &self.noted.id, told, &news, self.now).await?;
        Ok(())
    }
}

/// The number that was the person's before: the bound one, or, until they activated, the one on record.
fn former(person: &Person, phone: &Phone) -> Option<Channel> {
    let on_record = match person.activated_at {
        None => person.phone_on_record.as_ref(),
        Some(_) => None,
    };
    let former = person.phone.as_ref().or(on_record)?;
    (former != phone).then(|| former.clone().into())
}

/// The bound phone, proven once more, is the person's no longer.
pub struct PhoneUnbind<'a> {
    pub person: &'a str,
    /// That asks for it.
    pub session: SessionRef<'a>,
    pub phone: &'a Phone,
    pub noted: &'a AuditRow,
    pub now: Millis,
}

impl Entry for PhoneUnbind<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        let person = held_in(page, self.person, self.session).await?;
        match &person.phone {
            None => return Ok(()),
            Some(phone) if phone != self.phone => return Err(Code::OutOfOrder.into()),
            Some(_) => {}
        }
        if person.mail.is_none() {
            return Err(Code::LastChannel.into());
        }
        sqlx::query("UPDATE person SET phone = NULL WHERE id = $1")
            .bind(self.person)
            .execute(&mut *page)
            .await?;
        audit::put(page, self.noted).await?;
        let tail = tail(self.phone);
        let news = News::PhoneUnbound { tail };
        job::tell(page, &self.noted.id, channels(&person), &news, self.now).await?;
        Ok(())
    }
}
