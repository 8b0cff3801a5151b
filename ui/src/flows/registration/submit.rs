//! What the filled button of each step asks for, once what was typed has its form.

use menhu_protocol::Field;
use menhu_protocol::api::registration::SHOULD_BE_LONGEST;
use menhu_protocol::ipc::{
    Bookmark, RegistrationDispute, RegistrationOpen, RegistrationPhone, RegistrationPhoneProve,
    RegistrationStep,
};
use menhu_protocol::values::{CertificateNumber, Malformed, MemberId, Phone, PhoneCode};

use super::state::{Effect, State, Waiting, Way};

impl State {
    pub(super) fn submit(&mut self) -> Vec<Effect> {
        match self.step {
            RegistrationStep::Account => {
                if let Err(why) = MemberId::parse(&self.account) {
                    return self.malformed(Field::Account, why);
                }
                if self.password.is_empty() {
                    return self.malformed(Field::Password, Malformed::Empty);
                }
                let ask = RegistrationOpen {
                    account: self.account.clone(),
                    password: self.password.clone(),
                };
                self.ask(Waiting::Open, Effect::Open(ask))
            }
            RegistrationStep::Confirm if self.is_blocked() => vec![],
            RegistrationStep::Confirm => match self.record() {
                Some(record) if record.phone.is_none() => self.go(RegistrationStep::Phone),
                Some(_) => self.ask(Waiting::Activate, Effect::Activate),
                None => self.go(RegistrationStep::Account),
            },
            RegistrationStep::Dispute => self.dispute(),
            RegistrationStep::Phone => self.send_code(),
            RegistrationStep::Code => match PhoneCode::parse(self.code.expose()) {
                Err(why) => self.malformed(Field::Code, why),
                Ok(_) => {
                    let ask = RegistrationPhoneProve {
                        code: self.code.clone(),
                    };
                    self.ask(Waiting::Proof, Effect::Prove(ask))
                }
            },
            RegistrationStep::Done => vec![
                Effect::Drop,
                Effect::Keep(Bookmark::None),
                Effect::Leave(Way::Signin {
                    phone: self.activated_phone(),
                }),
            ],
        }
    }

    /// What was typed as a phone, if it is the one that was activated: a number that was tried and
    /// left again must not be offered for signing in.
    fn activated_phone(&self) -> String {
        let activated = self.activation().map(|a| a.phone.as_str());
        match Phone::parse(&self.phone) {
            Ok(phone) if Some(phone.masked().as_str()) == activated => self.phone.clone(),
            _ => String::new(),
        }
    }

    fn dispute(&mut self) -> Vec<Effect> {
        let should_be = self.should_be.trim();
        match (self.wrong, should_be.chars().count()) {
            (None, _) => self.malformed(Field::Other, Malformed::Empty),
            (_, 0) => self.malformed(Field::ShouldBe, Malformed::Empty),
            (_, n) if n > SHOULD_BE_LONGEST => self.malformed(Field::ShouldBe, Malformed::Long),
            (Some(field), _) => {
                let ask = RegistrationDispute {
                    field,
                    should_be: should_be.to_owned(),
                };
                self.ask(Waiting::Dispute, Effect::Dispute(ask))
            }
        }
    }

    fn send_code(&mut self) -> Vec<Effect> {
        if let Err(why) = Phone::parse(&self.phone) {
            return self.malformed(Field::Phone, why);
        }
        if let Err(why) = CertificateNumber::parse(self.certificate.expose()) {
            return self.malformed(Field::Certificate, why);
        }
        let ask = RegistrationPhone {
            phone: self.phone.clone(),
            certificate: self.certificate.clone(),
        };
        self.ask(Waiting::Code, Effect::Send(ask))
    }
}
