//! A letter with a link that is out, until the button behind the link was pressed, here or anywhere.

use menhu_protocol::Millis;
use menhu_protocol::api::security::{MailAct, MailPending, MailSent, Security};

#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Masked.
    pub to: String,
    pub act: MailAct,
    pub good_for_s: u32,
    /// Seconds from `at` until another may be sent.
    pub resend_after_s: u32,
    /// When the campus said so.
    pub at: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Good for so many seconds.
    Out(u32),
    /// The button was pressed.
    Done,
    /// Two hours are over, or another letter took its place.
    Over,
}

impl Letter {
    pub fn sent(sent: &MailSent, act: MailAct, now: Millis) -> Self {
        Self {
            to: sent.to.clone(),
            act,
            good_for_s: sent.good_for_s,
            resend_after_s: sent.resend_after_s,
            at: now,
        }
    }

    /// One that was out already when the security centre was opened.
    pub fn found(pending: &MailPending, read_at: Millis) -> Self {
        Self {
            to: pending.to.clone(),
            act: pending.act,
            good_for_s: pending.good_for_s,
            resend_after_s: pending.resend_after_s,
            at: read_at,
        }
    }

    pub fn pending(&self) -> MailPending {
        MailPending {
            to: self.to.clone(),
            act: self.act,
            good_for_s: self.good_for_s,
            resend_after_s: self.resend_after_s,
        }
    }

    /// Whether it is the one the campus means.
    pub fn is(&self, pending: &MailPending) -> bool {
        self.to == pending.to && self.act == pending.act
    }

    pub fn resend_after_s(&self, now: Millis) -> u32 {
        left_s(self.resend_after_s, self.at, now)
    }

    /// Whether the button behind its link was pressed.
    pub fn is_done(&self, security: &Security) -> bool {
        let bound = security.mail.as_ref();
        security.mail_pending.is_none()
            && match self.act {
                MailAct::Bind => bound == Some(&self.to),
                MailAct::Unbind => bound.is_none(),
            }
    }

    /// How it stands, by what the campus last said of the account.
    pub fn standing(&self, security: &Security, now: Millis) -> Standing {
        let good = left_s(self.good_for_s, self.at, now);
        match &security.mail_pending {
            Some(pending) if self.is(pending) => match good {
                0 => Standing::Over,
                good => Standing::Out(good),
            },
            Some(_) => Standing::Over,
            None if self.is_done(security) => Standing::Done,
            None => Standing::Over,
        }
    }
}

/// A clock that was set back must not lengthen what the server said.
fn left_s(length_s: u32, at: Millis, now: Millis) -> u32 {
    let passed_s = (now - at).max(0) / 1000;
    length_s.saturating_sub(u32::try_from(passed_s).unwrap_or(u32::MAX))
}
