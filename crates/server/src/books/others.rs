//! Every session of a person but one.

use menhu_protocol::Millis;
use sqlx::AnyConnection;

use super::audit::{self, AuditRow};
use super::contact::held;
use super::{Entry, Trouble, browser, session};
use crate::session::SessionRef;

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
        let (device, browser) = match self.kept {
            SessionRef::Device(id) => (id, None),
            SessionRef::Browser(id) => ("", Some(id)),
        };
        session::end_all(page, self.person, device, self.why, self.now).await?;
        browser::end_all(page, self.person, browser, self.why, self.now).await?;
        audit::put(page, self.noted).await?;
        Ok(())
    }
}
