//! Sessions of a person that end because they said so: one of them, or every one but this.

use menhu_protocol::Millis;
use sqlx::AnyConnection;

use super::audit::{self, AuditRow};
use super::held::held;
use super::{Entry, Trouble, browser, link, session};
use crate::session::SessionRef;

/// One session of a person ends, on a device or in a browser.
pub struct OneEnd<'a> {
    pub person: &'a str,
    pub ended: SessionRef<'a>,
    pub why: &'a str,
    pub noted: &'a AuditRow,
    pub now: Millis,
}

impl Entry for OneEnd<'_> {
    /// `false`: it had ended, or is somebody else's.
    type Out = bool;

    async fn write(&self, page: &mut AnyConnection) -> Result<bool, Trouble> {
        // What that session does at the same time stands in line, and finds it ended.
        held(page, self.person).await?;
        let (person, why, now) = (self.person, self.why, self.now);
        let ended = match self.ended {
            SessionRef::Device(id) => session::end_one(page, person, id, why, now).await?,
            SessionRef::Browser(id) => browser::end_one(page, person, id, why, now).await?,
        };
        if !ended {
            return Ok(false);
        }
        // Whoever was in there may have asked for a letter to an address of their own.
        link::void(page, self.person, self.now).await?;
        audit::put(page, self.noted).await?;
        Ok(true)
    }
}

/// All other sessions of a person end, on devices and in browsers.
pub struct OthersEnd<'a> {
    pub person: &'a str,
    pub kept: SessionRef<'a>,
    pub why: &'a str,
    pub noted: &'a AuditRow,
    pub now: Millis,
}

impl Entry for OthersEnd<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        // A sign-in at the same time stands in line, and stays.
        held(page, self.person).await?;
        end_others(page, self.person, Some(self.kept), self.why, self.now).await?;
        audit::put(page, self.noted).await?;
        Ok(())
    }
}

/// Inside an entry that holds the person: the sessions but `kept` end, and the letters that any of them
/// asked for lead nowhere.
pub(super) async fn end_others(
    page: &mut AnyConnection,
    person: &str,
    kept: Option<SessionRef<'_>>,
    why: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    let (device, browser) = match kept {
        None => ("", None),
        Some(SessionRef::Device(id)) => (id, None),
        Some(SessionRef::Browser(id)) => ("", Some(id)),
    };
    link::void(page, person, now).await?;
    session::end_all(page, person, device, why, now).await?;
    browser::end_all(page, person, browser, why, now).await
}
