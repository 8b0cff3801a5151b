//! A campus where a password can be recovered.

use std::collections::HashSet;

use menhu_protocol::{Code, Failure, Field};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::CODE;
use super::renewal::rules;

pub const CERTIFICATE: &str = "11010519491231002X";

pub struct Recovery {
    /// Zero bits the captcha asks for.
    pub bits: u8,
    /// Length of what is to be worked on, bytes.
    pub puzzle_bytes: usize,
    /// How many captchas are taken as late.
    pub late: u32,
    pub puzzles: u32,
    spent: HashSet<String>,
    pub begun: u32,
    running: Option<String>,
    way: Option<String>,
    pub messages: u32,
    proven: bool,
    done: bool,
    /// Passwords as they were set, and whether other sessions were ended.
    pub set: Vec<(String, bool)>,
}

impl Default for Recovery {
    fn default() -> Self {
        Self {
            bits: 4,
            puzzle_bytes: 32,
            late: 0,
            puzzles: 0,
            spent: HashSet::new(),
            begun: 0,
            running: None,
            way: None,
            messages: 0,
            proven: false,
            done: false,
            set: Vec::new(),
        }
    }
}

impl Recovery {
    pub fn over(&mut self) {
        self.running = None;
    }

    pub(super) fn puzzle(&mut self, ask: &Value) -> Value {
        assert_eq!(ask["purpose"], "recovery");
        self.puzzles += 1;
        let puzzle = format!("{}-{}", "p".repeat(self.puzzle_bytes), self.puzzles);
        json!({"puzzle": puzzle, "bits": self.bits, "good_for_s": 600})
    }

    pub(super) fn serve(&mut self, step: &str, ask: &Value) -> Result<Value, Failure> {
        if step == "begin" {
            return self.begin(ask);
        }
        if self.running.as_deref() != ask["recovery"].as_str() {
            return Err(Code::AttemptOver.into());
        }
        match step {
            "code" => {
                let way = ask["way"].as_str().map(str::to_owned);
                if self.proven && self.way == way {
                    return Err(Code::OutOfOrder.into());
                }
                if self.way != way || ask["again"] == true {
                    self.messages += 1;
                }
                (self.way, self.proven) = (way, false);
                Ok(super::books::sent())
            }
            "code/prove" if self.proven => Err(Code::CodeSpent.into()),
            "code/prove" if ask["code"] != CODE => Err(Failure::new(Code::CodeWrong).left(4)),
            "code/prove" => {
                self.proven = true;
                Ok(json!({"rules": rules()}))
            }
            "password" if self.done => Ok(json!({})),
            "password" if !self.proven => Err(Code::OutOfOrder.into()),
            "password" if ask["password"] == "password1" => {
                let weak = Failure::new(Code::PasswordWeak).at(Field::NewPassword);
                Err(weak.detail("not_common"))
            }
            "password" => {
                let password = ask["password"].as_str().unwrap().to_owned();
                self.set.push((password, ask["end_sessions"] == true));
                self.done = true;
                Ok(json!({}))
            }
            "resume" if self.proven => Ok(json!({"at": "password", "rules": rules()})),
            "resume" => Ok(json!({"at": "choose", "ways": ways()})),
            other => unreachable!("{other}"),
        }
    }

    fn begin(&mut self, ask: &Value) -> Result<Value, Failure> {
        let puzzle = ask["captcha"]["puzzle"].as_str().unwrap();
        let nonce = ask["captcha"]["nonce"].as_u64().unwrap();
        let digest = Sha256::digest(format!("{puzzle}{nonce}"));
        let work = u32::from_be_bytes(digest[..4].try_into().unwrap()).leading_zeros();
        assert!(work >= u32::from(self.bits), "the work is done");
        assert!(self.spent.insert(puzzle.to_owned()), "and used once");
        if self.late > 0 {
            self.late -= 1;
            return Err(Code::CaptchaWrong.into());
        }
        if ask["certificate"] != CERTIFICATE {
            return Err(Failure::new(Code::RecoveryWrong).left(4));
        }
        self.begun += 1;
        let recovery = format!("recovery-{}", self.begun);
        self.running = Some(recovery.clone());
        (self.way, self.proven, self.done) = (None, false, false);
        Ok(json!({"recovery": recovery, "ways": ways()}))
    }
}

fn ways() -> Value {
    json!({"phone": "13*****", "mail": "*****@*****.cn", "device": true})
}
