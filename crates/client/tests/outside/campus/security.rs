//! A campus with a security centre. It remembers what it was asked.

use menhu_protocol::{Code, Failure};
use serde_json::{Value, json};

use super::renewal::rules;

#[derive(Default)]
pub struct Centre {
    /// The last proof of the password is older than ten minutes.
    pub proof_is_old: bool,
    /// Each call with what it said.
    pub asked: Vec<(String, Value)>,
}

impl Centre {
    pub(super) fn serve(&mut self, call: &str, ask: &Value) -> Result<Value, Failure> {
        self.asked.push((call.to_owned(), ask.clone()));
        let sensitive = !matches!(
            call,
            "security" | "security/prove" | "security/password" | "security/signins"
        );
        if sensitive && self.proof_is_old {
            return Err(Code::ProofOld.into());
        }
        Ok(match call {
            "security/prove" => {
                self.proof_is_old = false;
                json!({})
            }
            "security/phone"
            | "security/phone/unbind"
            | "security/mail"
            | "security/mail/unbind" => super::books::sent(),
            "security/signins" => {
                let seen = json!({
                    "at": 1, "way": "of_a_later_version", "ok": true,
                    "device": "Windows · Chrome", "network": "203.0.113.0/24",
                });
                json!(vec![seen; 80])
            }
            _ => json!({
                "phone": "138****8000", "mail": "z****@example.edu.cn", "mail_pending": null,
                "password_at": 1, "rules": rules(), "closes_at": null, "last_channel": false,
            }),
        })
    }
}
