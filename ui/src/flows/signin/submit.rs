//! What the filled button of each step asks for, once what was typed has its form.

use menhu_protocol::ipc::{SigninCode, SigninCodeProve, SigninPassword, SigninRenew, SigninStep};
use menhu_protocol::values::{AccountName, Malformed, Phone, PhoneCode};
use menhu_protocol::{Failure, Field};

use super::state::{Effect, State, Waiting};

impl State {
    pub(super) fn submit(&mut self) -> Vec<Effect> {
        match self.step {
            SigninStep::Phone => self.send_code(Waiting::Code),
            SigninStep::Code => match PhoneCode::parse(self.code.expose()) {
                Err(why) => self.refused(Failure::malformed(Field::Code, why)),
                Ok(_) => {
                    self.wait(Waiting::Proof);
                    vec![
                        self.keep(),
                        Effect::Prove(SigninCodeProve {
                            code: self.code.clone(),
                        }),
                    ]
                }
            },
            SigninStep::WrongPhone => vec![],
            SigninStep::Password => {
                if let Err(why) = AccountName::parse(&self.account) {
                    return self.refused(Failure::malformed(Field::Account, why));
                }
                if self.password.is_empty() {
                    return self.refused(Failure::malformed(Field::Password, Malformed::Empty));
                }
                self.wait(Waiting::Password);
                vec![
                    self.keep(),
                    Effect::SignIn(SigninPassword {
                        account: self.account.clone(),
                        password: self.password.clone(),
                    }),
                ]
            }
            SigninStep::Renewal if self.new.rules.is_none() => self.read_rules(),
            SigninStep::Renewal => match self.new.judge() {
                Err(failure) => self.refused(failure),
                Ok(password) => {
                    self.wait(Waiting::Renewal);
                    vec![self.keep(), Effect::Renew(SigninRenew { password })]
                }
            },
        }
    }

    pub(super) fn read_rules(&mut self) -> Vec<Effect> {
        self.wait(Waiting::Rules);
        vec![Effect::Rules]
    }

    pub(super) fn send_code(&mut self, waiting: Waiting) -> Vec<Effect> {
        if let Err(why) = Phone::parse(&self.phone) {
            return self.refused(Failure::malformed(Field::Phone, why));
        }
        self.wait(waiting);
        vec![
            self.keep(),
            Effect::Send(SigninCode {
                phone: self.phone.clone(),
            }),
        ]
    }
}
