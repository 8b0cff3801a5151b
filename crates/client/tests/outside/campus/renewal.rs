//! A campus that asks for a new password at sign-in.

use menhu_protocol::{Code, Failure};
use serde_json::{Value, json};

#[derive(Default)]
pub struct Renewal {
    /// The password of the person breaks today's rules.
    pub weak: bool,
    /// It was right, not too long ago.
    proven: bool,
    pub set: Vec<String>,
}

impl Renewal {
    /// Thirty minutes pass.
    pub fn proof_is_old(&mut self) {
        self.proven = false;
    }

    pub(super) fn is_due(&self) -> bool {
        self.proven && self.set.is_empty()
    }

    pub(super) fn resumed(&self) -> Value {
        json!({"at": "renewal", "rules": rules()})
    }

    pub(super) fn password(&mut self, ask: &Value) -> Result<(), Failure> {
        if !self.weak || self.set.iter().any(|set| ask["password"] == **set) {
            return Ok(());
        }
        self.proven = true;
        Err(Failure::new(Code::PasswordMustChange).detail("classes,not_yours"))
    }

    pub(super) fn renew(&mut self, ask: &Value) -> Result<(), Failure> {
        if !self.proven {
            return Err(Code::OutOfOrder.into());
        }
        let password = ask["password"].as_str().unwrap().to_owned();
        if password == "password1" {
            return Err(Failure::new(Code::PasswordWeak).detail("not_common"));
        }
        if self.set.last() != Some(&password) {
            self.set.push(password);
        }
        Ok(())
    }
}

pub(super) fn rules() -> Value {
    json!({"profile": "campus-1", "rules": [
        {"rule": "length", "least": 6}, {"rule": "classes", "least": 2}, {"rule": "no_space"},
        {"rule": "not_common"}, {"rule": "not_yours"}, {"rule": "of_a_newer_campus"},
    ]})
}
