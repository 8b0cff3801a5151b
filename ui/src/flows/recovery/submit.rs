//! What the filled button of each step asks for, once what was typed has its form.

use menhu_protocol::api::recovery;
use menhu_protocol::ipc::{
    RecoveryBegin, RecoveryCode, RecoveryPassword, RecoveryProve, RecoveryStep,
};
use menhu_protocol::values::{AccountName, CertificateNumber, PhoneCode};
use menhu_protocol::{Failure, Field};

use super::state::{Effect, Exit, State, Waiting};
use crate::flows::new_password::NewPassword;

impl State {
    pub(super) fn submit(&mut self) -> Vec<Effect> {
        match self.step {
            RecoveryStep::Account => self.begin(),
            RecoveryStep::Choose => vec![],
            RecoveryStep::Code => match PhoneCode::parse(self.code.expose()) {
                Err(why) => self.refused(Failure::malformed(Field::Code, why)),
                Ok(_) => {
                    let code = self.code.clone();
                    self.ask(Waiting::Proof, Effect::Prove(RecoveryProve { code }))
                }
            },
            RecoveryStep::Password => match self.new.judge() {
                Err(failure) => self.refused(failure),
                Ok(password) => {
                    let end_sessions = self.end_sessions;
                    let set = RecoveryPassword {
                        password,
                        end_sessions,
                    };
                    self.ask(Waiting::Password, Effect::Set(set))
                }
            },
            RecoveryStep::Done => vec![Effect::Leave(Exit::Signin(self.back_to()))],
        }
    }

    fn begin(&mut self) -> Vec<Effect> {
        if let Err(why) = AccountName::parse(&self.account) {
            return self.refused(Failure::malformed(Field::Account, why));
        }
        if let Err(why) = CertificateNumber::parse(self.certificate.expose()) {
            return self.refused(Failure::malformed(Field::Certificate, why));
        }
        let begin = RecoveryBegin {
            account: self.account.clone(),
            certificate: self.certificate.clone(),
        };
        self.ask(Waiting::Begin, Effect::Begin(begin))
    }

    pub(super) fn send(&mut self, way: recovery::Way, waiting: Waiting) -> Vec<Effect> {
        if self.way != Some(way) {
            // What is out, or was proven, went another way.
            self.code_out = None;
            self.new = NewPassword::default();
        }
        self.way = Some(way);
        let again = waiting == Waiting::Resend;
        self.ask(waiting, Effect::Send(RecoveryCode { way, again }))
    }

    pub(super) fn resend(&mut self) -> Vec<Effect> {
        match self.way {
            Some(way) => self.send(way, Waiting::Resend),
            None => self.go(RecoveryStep::Choose),
        }
    }
}
