//! What the campus has on record, and its rules.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::http::HeaderMap;
use menhu_protocol::{Code, Failure};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::recovery::Recovery;
use super::renewal::Renewal;
use super::security::Centre;
use super::{CODE, Trouble};

#[derive(Default)]
pub struct Books {
    pub(super) origin: String,
    pub requests: Vec<String>,
    pub headers: Vec<HeaderMap>,
    pub trouble: VecDeque<Trouble>,
    pub texts_version: String,
    pub(super) attempts: u32,
    /// Proven phones by attempt; `None` until a code was proven.
    pub(super) attempt: Option<(String, bool)>,
    /// The attempt the session came from.
    session_of: Option<(String, bool)>,
    pub wrong_phone: Option<Code>,
    pub sms: u32,
    pub(super) issued: Option<String>,
    pub(super) settled: Option<String>,
    pub(super) key: Option<String>,
    pub(super) access: Option<String>,
    pub(super) rotations: u32,
    pub replays: u32,
    pub ended: bool,
    /// The person took back their consent: it is said with the end.
    pub consent_withdrawn: bool,
    pub revoked: u32,
    pub(super) registration: Option<String>,
    pub activation_keys: Vec<String>,
    /// A manifest or file that is asked for waits here.
    pub gate: Option<Arc<Gate>>,
    /// What the campus gives out as its newest app.
    pub release: Value,
    /// The bytes of its file.
    pub file: Vec<u8>,
    pub recovery: Recovery,
    pub renewal: Renewal,
    pub security: Centre,
}

/// Where a request waits until the test lets it go on.
#[derive(Default)]
pub struct Gate {
    pub came: Notify,
    pub open: Notify,
}

pub(super) fn sent() -> Value {
    json!({"to": "138****8000", "good_for_s": 300, "resend_after_s": 60})
}

fn record() -> Value {
    json!({"is": "confirm", "record": {
        "name": "陈淑芬", "member": "****3017", "department": "数学系", "category": "retired",
        "phone": "138****8000", "dispute": null,
    }})
}

impl Books {
    pub(super) fn serve(
        &mut self,
        call: &str,
        ask: &Value,
        jwk: &str,
        token: Option<String>,
    ) -> Result<Value, Failure> {
        match call {
            "signin/begin" => {
                let texts = ask["agreed"].as_array().map_or(&[][..], Vec::as_slice);
                if !texts
                    .iter()
                    .all(|text| text["version"] == self.texts_version)
                {
                    return Err(Code::ConsentMissing.into());
                }
                self.attempts += 1;
                let attempt = format!("attempt-{}", self.attempts);
                self.attempt = Some((attempt.clone(), false));
                Ok(json!({"attempt": attempt}))
            }
            "signin/code" => {
                self.at_attempt(ask)?;
                self.sms += 1;
                Ok(sent())
            }
            "signin/code/prove" => {
                if self.at_attempt(ask)? {
                    return Err(Code::CodeSpent.into());
                }
                if ask["code"] != CODE {
                    return Err(Failure::new(Code::CodeWrong).left(4));
                }
                if let Some(code) = self.wrong_phone {
                    return Err(code.into());
                }
                self.attempt.as_mut().expect("checked").1 = true;
                Ok(json!({"phone": "138****8000"}))
            }
            "signin/resume" if self.renewal.is_due() => {
                self.at_attempt(ask)?;
                Ok(self.renewal.resumed())
            }
            "signin/resume" => Ok(if self.at_attempt(ask)? {
                json!({"at": "password", "phone": "138****8000"})
            } else {
                json!({"at": "phone"})
            }),
            "signin/password" => {
                if !self.at_attempt(ask)? {
                    return Err(Code::OutOfOrder.into());
                }
                self.renewal.password(ask)?;
                Ok(self.enter(jwk))
            }
            "signin/renewal" => {
                self.at_attempt(ask)?;
                self.renewal.renew(ask)?;
                Ok(self.enter(jwk))
            }
            "session/refresh" => self.refresh(ask, jwk),
            "session/revoke" => {
                self.revoked += 1;
                self.ended = true;
                Ok(json!({}))
            }
            "me" => {
                self.at_home(token)?;
                Ok(json!({"name": "陈淑芬", "members": [], "phone": "138****8000"}))
            }
            "security" => {
                self.at_home(token)?;
                self.security.serve(call, ask)
            }
            "captcha" => Ok(self.recovery.puzzle(ask)),
            "registration/open" => {
                self.registration = Some("registration-1".to_owned());
                Ok(json!({"registration": "registration-1", "standing": record()}))
            }
            "registration/activate" => {
                if self.registration.is_none() {
                    return Err(Code::AttemptOver.into());
                }
                self.activation_keys
                    .push(ask["key"].as_str().unwrap().to_owned());
                Ok(json!({"name": "陈淑芬", "at": 1, "phone": "138****8000"}))
            }
            "release/latest" => Ok(json!({"release": self.release})),
            "registration/phone" | "registration/phone/again" => Ok(sent()),
            other => match other.split_once('/') {
                Some(("recovery", step)) => self.recovery.serve(step, ask),
                Some(("security", _)) => {
                    self.at_home(token)?;
                    self.security.serve(other, ask)
                }
                _ => unreachable!("{other}"),
            },
        }
    }

    /// Whether the phone of the attempt is proven.
    fn at_attempt(&self, ask: &Value) -> Result<bool, Failure> {
        match &self.attempt {
            Some((attempt, proven)) if ask["attempt"] == **attempt => Ok(*proven),
            _ => Err(Code::AttemptOver.into()),
        }
    }

    /// Asked again after a lost answer, the attempt gives the same tokens.
    fn enter(&mut self, jwk: &str) -> Value {
        if self.session_of != self.attempt {
            self.session_of.clone_from(&self.attempt);
            (self.ended, self.settled) = (false, None);
            self.key = Some(jwk.to_owned());
            return self.issue();
        }
        self.answer()
    }

    /// Whether the access token is the newest of a session that runs.
    fn at_home(&self, token: Option<String>) -> Result<(), Failure> {
        let newest = self.access.as_ref().map(|access| format!("DPoP {access}"));
        if token != newest || self.ended {
            return Err(Code::SessionEnded.into());
        }
        Ok(())
    }

    fn issue(&mut self) -> Value {
        self.rotations += 1;
        self.issued = Some(format!("refresh-{}", self.rotations));
        self.answer()
    }

    /// The newest tokens; the same however often they are asked for.
    fn answer(&mut self) -> Value {
        self.access = Some(format!("access-{}", self.rotations));
        json!({
            "access": self.access, "access_good_for_s": 600,
            "refresh": self.issued, "person": "person-1",
        })
    }

    fn refresh(&mut self, ask: &Value, jwk: &str) -> Result<Value, Failure> {
        let shown = ask["refresh"].as_str().map(str::to_owned);
        if self.consent_withdrawn {
            let why = menhu_protocol::api::session::CONSENT_WITHDRAWN;
            return Err(Failure::new(Code::SessionEnded).detail(why));
        }
        if self.ended || self.key.as_deref() != Some(jwk) {
            self.ended = true;
            return Err(Code::SessionEnded.into());
        }
        if shown
            .as_ref()
            .is_some_and(|shown| shown.starts_with("former"))
        {
            // A token of a family that ended, not of this one.
            return Err(Code::SessionEnded.into());
        }
        if shown == self.issued {
            self.settled = shown;
            Ok(self.issue())
        } else if shown == self.settled {
            self.replays += 1;
            Ok(self.answer())
        } else {
            self.ended = true;
            Err(Code::SessionEnded.into())
        }
    }
}
