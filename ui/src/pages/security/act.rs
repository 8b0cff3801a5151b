//! What is asked of the campus, checked before it is sent, and what its answer means.

use menhu_protocol::api::CodeSent;
use menhu_protocol::api::security::{MailAct, MailSent, Security};
use menhu_protocol::ipc::CodeOut;
use menhu_protocol::values::{MailAddress, Malformed, Phone, PhoneCode, Secret};
use menhu_protocol::{Code, Failure, Field, Millis};

use super::letter::Letter;
use super::state::{Aim, Effect, Happened, PasswordForm, Proof, Section, State, Waiting, is_over};

/// A request that changes something. What it carries stands in the form it is sent from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    PasswordChange,
    PhoneSend,
    PhoneProve,
    PhoneUnbindSend,
    PhoneUnbind,
    MailSend,
    MailUnbindSend,
    CloseAsk,
    CloseTakeBack,
}

#[derive(Clone, Debug)]
pub enum Answer {
    Code(CodeSent),
    Letter(MailSent),
    Security(Box<Security>),
}

impl Act {
    /// What the code is for that this asks to be sent.
    fn code_for(self) -> Option<Aim> {
        match self {
            Self::PhoneSend => Some(Aim::Bind),
            Self::PhoneUnbindSend => Some(Aim::Unbind),
            _ => None,
        }
    }
}

impl State {
    /// What the filled button of the screen does.
    pub(super) fn submit(&mut self) -> Vec<Effect> {
        match self.section {
            Section::Password => self.act(Act::PasswordChange),
            Section::Phone => self.act(Act::PhoneSend),
            Section::Code(Aim::Bind) => self.act(Act::PhoneProve),
            Section::Code(Aim::Unbind) => self.act(Act::PhoneUnbind),
            Section::Mail => self.act(Act::MailSend),
            _ => vec![],
        }
    }

    /// Sends a request once what was typed has its form.
    pub(super) fn act(&mut self, act: Act) -> Vec<Effect> {
        if let Err(failure) = self.checked(act) {
            self.failure = Some(failure);
            return vec![];
        }
        self.failure = None;
        self.waiting = Some(Waiting::Act(act));
        self.tried = Some(act);
        vec![Effect::Do(act)]
    }

    fn checked(&mut self, act: Act) -> Result<(), Failure> {
        let malformed = |field| move |why| Failure::malformed(field, why);
        match act {
            // In the order of the screen. What only the server knows it says itself.
            Act::PasswordChange if self.password.old.is_empty() => {
                Err(Failure::malformed(Field::Password, Malformed::Empty))
            }
            Act::PasswordChange => self.password.new.judge().map(drop),
            Act::PhoneSend => Phone::parse(&self.phone.number)
                .map(drop)
                .map_err(malformed(Field::Phone)),
            Act::PhoneProve | Act::PhoneUnbind => PhoneCode::parse(self.phone.code.expose())
                .map(drop)
                .map_err(malformed(Field::Code)),
            Act::MailSend => MailAddress::parse(&self.mail)
                .map(drop)
                .map_err(malformed(Field::Mail)),
            Act::PhoneUnbindSend | Act::MailUnbindSend | Act::CloseAsk | Act::CloseTakeBack => {
                Ok(())
            }
        }
    }

    pub(super) fn answered(
        &mut self,
        act: Act,
        answer: Result<Answer, Failure>,
        now: Millis,
    ) -> Vec<Effect> {
        self.waiting = None;
        // What was read while this was under way may not know of it.
        self.overtaken = self.security.asking;
        match answer {
            Ok(answer) => {
                self.proof = None;
                self.done(act, answer, now);
                vec![]
            }
            Err(failure) => self.refused(act, failure),
        }
    }

    fn done(&mut self, act: Act, answer: Answer, now: Millis) {
        match answer {
            Answer::Code(sent) => {
                let aim = act.code_for().unwrap_or(Aim::Bind);
                self.phone.out = Some((aim, CodeOut { sent, at: now }));
                self.phone.code = Secret::default();
                self.go(Section::Code(aim));
            }
            Answer::Letter(sent) => {
                let aim = match act {
                    Act::MailUnbindSend => MailAct::Unbind,
                    _ => MailAct::Bind,
                };
                let letter = Letter::sent(&sent, aim, now);
                if let Some(security) = &mut self.security.value {
                    security.mail_pending = Some(letter.pending());
                }
                self.letter = Some(letter);
                self.go(Section::Letter);
            }
            Answer::Security(security) => {
                self.go(Section::Root);
                self.happened = self.happened(act, &security);
                self.password = PasswordForm::default();
                self.phone.code = Secret::default();
                self.phone.out = None;
                self.security.value = Some(*security);
                self.security.failure = None;
                self.read_at = now;
            }
        }
    }

    /// What to say of it, with the channels that are told: those of before.
    fn happened(&self, act: Act, now: &Security) -> Option<Happened> {
        let before = self.security.value.as_ref();
        let phone = before.and_then(|security| security.phone.clone());
        let mail = before.and_then(|security| security.mail.clone());
        let to: Vec<_> = phone.clone().into_iter().chain(mail).collect();
        match act {
            Act::PasswordChange => Some(Happened::PasswordChanged {
                ended: self.password.end_others,
                told: to,
            }),
            Act::PhoneProve => now.phone.clone().map(|phone| Happened::PhoneBound {
                told: to.into_iter().filter(|channel| *channel != phone).collect(),
                phone,
            }),
            Act::PhoneUnbind => phone.map(|phone| Happened::PhoneUnbound { phone, told: to }),
            Act::CloseAsk => now.closes_at.map(|at| Happened::CloseAsked { at }),
            Act::CloseTakeBack => Some(Happened::CloseTakenBack),
            Act::PhoneSend | Act::PhoneUnbindSend | Act::MailSend | Act::MailUnbindSend => None,
        }
    }

    /// A failure that decides where to go on; any other only says its sentence.
    fn refused(&mut self, act: Act, failure: Failure) -> Vec<Effect> {
        if is_over(&failure) {
            return vec![Effect::SignedOut];
        }
        match failure.code {
            Code::ProofOld if self.proof.is_none() => {
                self.proof = Some(Proof {
                    act,
                    password: Secret::default(),
                });
                return vec![];
            }
            // The proof was too slow on its way: S-18 asks once more.
            Code::ProofOld => {}
            _ => self.proof = None,
        }
        let is_code_out = match (self.section, &self.phone.out) {
            // Asked for once more where the code is typed: it is said how long to wait.
            (Section::Code(_), _) | (_, None) => false,
            (_, Some((aim, _))) => act.code_for() == Some(*aim),
        };
        match failure.code {
            // Back and forth with the same number: the code that is out is still good.
            Code::CodeTooSoon if is_code_out => {
                self.go(Section::Code(act.code_for().unwrap_or(Aim::Bind)));
                return vec![];
            }
            Code::PhoneTaken | Code::AttemptOver | Code::OutOfOrder => self.begin_again(act),
            Code::LastChannel => {
                // The page that explains it says what mends it, too.
                if let Some(security) = &mut self.security.value {
                    security.last_channel = true;
                }
                self.begin_again(act);
                self.failure = None;
                return vec![];
            }
            _ => {}
        }
        self.failure = Some(failure);
        vec![]
    }

    /// The code that is out does not lead on: back to where one is asked for.
    fn begin_again(&mut self, act: Act) {
        self.phone.code = Secret::default();
        self.phone.out = None;
        match act {
            Act::PhoneProve => self.section = Section::Phone,
            Act::PhoneUnbind => self.section = Section::PhoneUnbind,
            _ => {}
        }
    }
}
