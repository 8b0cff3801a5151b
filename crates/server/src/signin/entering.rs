//! The last step of a sign-in: the device is in, with a new password or without.

use menhu_protocol::Code;
use menhu_protocol::api::security::SigninWay;
use menhu_protocol::api::session::Tokens;
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::values::Secret;
use menhu_protocol::{Failure, Field};
use sqlx::AnyConnection;

use crate::books::attempt::{self, Attempt};
use crate::books::audit::{self, AuditRow, What};
use crate::books::password::PasswordSet;
use crate::books::person::Member;
use crate::books::session::SessionStart;
use crate::books::{Entry, Trouble, person};
use crate::session::{Device, token, tokens};
use crate::trace::Trace;
use crate::{Campus, identity};

/// An attempt in which everything was proven.
pub(super) struct Entering<'a> {
    pub(super) attempt: &'a Attempt,
    /// Continues the attempt; the tokens follow from it.
    pub(super) secret: &'a Secret,
    pub(super) device: &'a Device,
    /// The ID that signed in, as it was when its password was proven.
    pub(super) member: &'a Member,
    pub(super) trace: &'a Trace,
    /// The password that takes the place of the one that was proven.
    pub(super) set: Option<PasswordSet<'a>>,
}

impl Entering<'_> {
    /// Lets the device in. Asked again before its tokens were used, it gets the same.
    ///
    /// # Errors
    /// `password_wrong` when it was changed since it was proven; `consent_missing` when what was agreed to
    /// was taken back since; `attempt_over`.
    pub(super) async fn enter(&self, campus: &Campus) -> Result<Tokens, Failure> {
        let agreed: Vec<Agreed> = self
            .attempt
            .agreed
            .as_deref()
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default();
        let first = token::first(&campus.keys, self.secret);
        let person = &self.member.person;
        let mut noted = AuditRow::new(campus, person, What::SignedIn, self.trace);
        noted = noted.way(SigninWay::App);
        // One sign-in, however often it is asked for.
        noted.id = format!("signin:{}", first.family);
        let entry = In {
            start: SessionStart {
                id: &identity::id(campus.clock.as_ref(), campus.dice.as_ref()),
                person,
                member: &self.member.id,
                device: &self.device.jkt,
                device_name: &self.trace.device,
                tokens: &first,
                agreed: &agreed,
                agreed_at: self.attempt.began_at,
                now: campus.clock.now(),
            },
            member: self.member,
            attempt: &self.attempt.id,
            set: self.set.as_ref(),
            noted: &noted,
        };
        campus.books.enter(&entry).await?;
        Ok(tokens(first, person.clone()))
    }
}

struct In<'a> {
    start: SessionStart<'a>,
    member: &'a Member,
    attempt: &'a str,
    set: Option<&'a PasswordSet<'a>>,
    noted: &'a AuditRow,
}

impl Entry for In<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        // Takes the person's row, which a new password takes too: who is faster is who counts.
        self.start.write(page).await?;
        match self.set {
            Some(set) => {
                set.write(page).await?;
                attempt::password_proven(page, self.attempt, self.member, self.start.now).await?;
            }
            None if person::password_is(page, self.member).await? => {}
            None => return Err(Failure::new(Code::PasswordWrong).at(Field::Password).into()),
        }
        audit::put(page, self.noted).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;

    use menhu_protocol::Code;
    use menhu_protocol::values::{MemberId, Secret};
    use menhu_testkit::{HandClock, PEOPLE, SeededDice, roster_csv};

    use super::Entering;
    use crate::books::attempt::Attempt;
    use crate::password::{End, Setting, Why, set};
    use crate::session::Device;
    use crate::trace::Trace;
    use crate::{Caller, Campus, Config, roster};

    #[tokio::test]
    async fn who_proved_a_password_that_was_changed_since_is_not_let_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config::demo(folder.path()).expect("a configuration");
        let clock = Arc::new(HandClock::default());
        let campus = Campus::open(config, clock, Arc::new(SeededDice::new(7))).await;
        let campus = campus.expect("a campus");
        let csv = roster_csv(PEOPLE);
        roster::import(&campus, csv.as_bytes())
            .await
            .expect("a roster");
        let id = MemberId::parse(PEOPLE[0].member).expect("an ID");
        let proven = campus.books.member(&id).await.expect("books");
        let proven = proven.expect("there");
        let person = campus.books.person(&proven.person).await.expect("books");
        let caller = Caller {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        let (trace, secret) = (Trace::of_device(caller, "P30"), Secret::new("an attempt"));
        let device = Device {
            jkt: "a key".to_owned(),
        };
        let entering = Entering {
            attempt: &Attempt::default(),
            secret: &secret,
            device: &device,
            member: &proven,
            trace: &trace,
            set: None,
        };
        let setting = Setting {
            person: &person.expect("there"),
            new: &Secret::new("wisteria-26"),
            end: End::All,
            why: Why::Recovered,
            by: &trace,
        };
        set(&campus, setting).await.expect("set");
        let late = entering.enter(&campus).await.expect_err("too late");
        assert_eq!(late.code, Code::PasswordWrong);
        let sessions = campus.books.sessions_of(&proven.person).await;
        assert_eq!(sessions.expect("books"), [], "nothing of it stays");
    }
}
