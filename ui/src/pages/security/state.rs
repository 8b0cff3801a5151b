use menhu_protocol::api::security::{Security, SigninSeen};
use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::CodeOut;
use menhu_protocol::values::{Malformed, Phone, Secret};
use menhu_protocol::{Code, Failure, Field, Millis};

use super::act::{Act, Answer};
use super::letter::Letter;
use crate::flows::code;
use crate::flows::new_password::NewPassword;
use crate::machine::Machine;
use crate::remote::Remote;

/// The screens of the security centre; S-18 lies over whichever asked for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// S-11
    #[default]
    Root,
    /// S-12
    Password,
    /// S-13
    Phone,
    /// S-14
    Code(Aim),
    /// S-19: what is different without a phone.
    PhoneUnbind,
    /// S-15
    Mail,
    /// S-20: what is different without a mail.
    MailUnbind,
    /// S-21: a letter is out.
    Letter,
    /// S-02
    Devices,
    /// S-16
    Signins,
    /// S-17
    Close,
}

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    Bind,
    Unbind,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PasswordForm {
    pub old: Secret,
    pub new: NewPassword,
    /// 「退出其他设备」
    pub end_others: bool,
}

impl Default for PasswordForm {
    fn default() -> Self {
        Self {
            old: Secret::default(),
            new: NewPassword::default(),
            // Whoever changes a password because somebody else knows it wants them out.
            end_others: true,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhoneForm {
    /// As typed.
    pub number: String,
    pub code: Secret,
    /// The code that is out, and what for.
    pub out: Option<(Aim, CodeOut)>,
}

/// S-18: the password is asked for, and what is done then.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    pub act: Act,
    pub password: Secret,
}

/// What was done, and the channels that hear of it, masked.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    PasswordChanged { ended: bool, told: Vec<String> },
    PhoneBound { phone: String, told: Vec<String> },
    PhoneUnbound { phone: String, told: Vec<String> },
    CloseAsked { at: Millis },
    CloseTakenBack,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    Act(Act),
    Proof,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub section: Section,
    pub security: Remote<Security>,
    /// When the campus last answered.
    pub read_at: Millis,
    pub signins: Remote<Vec<SigninSeen>>,
    pub password: PasswordForm,
    pub phone: PhoneForm,
    /// The address as typed.
    pub mail: String,
    pub letter: Option<Letter>,
    pub proof: Option<Proof>,
    pub waiting: Option<Waiting>,
    /// What 「再试一次」 repeats.
    pub(super) tried: Option<Act>,
    /// The answer to a question that was asked before something changed is not believed.
    pub(super) overtaken: bool,
    pub happened: Option<Happened>,
    pub failure: Option<Failure>,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// The page has appeared, or somebody looks at it again.
    Opened,
    /// 「再试一次」 where something was to be read.
    ReadAgain,
    Read(Result<Box<Security>, Failure>, Millis),
    Signins(Result<Vec<SigninSeen>, Failure>),
    Open(Section),
    Back,
    Old(Secret),
    New(Secret),
    Repeat(Secret),
    EndOthers(bool),
    Phone(String),
    Code(String),
    Mail(String),
    Submit,
    /// An act of its own button: a code or a letter once more, unbinding, closing.
    Act(Act),
    Answered(Act, Result<Answer, Failure>, Millis),
    ProofPassword(Secret),
    Prove,
    Proven(Result<Done, Failure>),
    Retry,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Read,
    Signins,
    /// Sends what stands in the form.
    Do(Act),
    Prove(Secret),
    /// The session was ended elsewhere.
    SignedOut,
    /// Out of the security centre.
    Leave,
}

impl State {
    /// Why what is shown may be old.
    pub fn stale(&self) -> Option<&Failure> {
        match self.section {
            Section::Signins => self.signins.failure.as_ref(),
            _ => self.security.failure.as_ref(),
        }
    }

    pub fn is_waiting(&self, act: Act) -> bool {
        self.waiting == Some(Waiting::Act(act))
    }

    pub(super) fn go(&mut self, section: Section) {
        self.section = section;
        self.failure = None;
        self.happened = None;
    }

    fn read(&mut self) -> Vec<Effect> {
        if self.security.ask() {
            vec![Effect::Read]
        } else {
            vec![]
        }
    }

    fn read_signins(&mut self) -> Vec<Effect> {
        if self.signins.ask() {
            vec![Effect::Signins]
        } else {
            vec![]
        }
    }

    fn open(&mut self, section: Section) -> Vec<Effect> {
        self.go(section);
        match section {
            Section::Signins => self.read_signins(),
            Section::Password => {
                let rules = self
                    .security
                    .value
                    .as_ref()
                    .map(|known| known.rules.clone());
                self.password.new.rules = rules;
                vec![]
            }
            Section::Letter => {
                let pending = self.security.value.as_ref();
                if let Some(pending) = pending.and_then(|known| known.mail_pending.as_ref())
                    && self
                        .letter
                        .as_ref()
                        .is_none_or(|letter| !letter.is(pending))
                {
                    self.letter = Some(Letter::found(pending, self.read_at));
                }
                vec![]
            }
            _ => vec![],
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.proof.take().is_some() {
            // The form stands as it was left.
            self.failure = None;
            return vec![];
        }
        let to = match self.section {
            Section::Root => return vec![Effect::Leave],
            Section::Code(Aim::Bind) | Section::PhoneUnbind => Section::Phone,
            Section::Code(Aim::Unbind) => Section::PhoneUnbind,
            Section::MailUnbind => Section::Mail,
            _ => Section::Root,
        };
        if self.section == Section::Password {
            self.password = PasswordForm::default();
        }
        self.phone.code = Secret::default();
        self.go(to);
        if to == Section::Root {
            self.read()
        } else {
            vec![]
        }
    }

    fn prove(&mut self) -> Vec<Effect> {
        let Some(proof) = &self.proof else {
            return vec![];
        };
        if proof.password.is_empty() {
            self.failure = Some(Failure::malformed(Field::Password, Malformed::Empty));
            return vec![];
        }
        self.failure = None;
        self.waiting = Some(Waiting::Proof);
        vec![Effect::Prove(proof.password.clone())]
    }

    /// The session may have ended meanwhile; anything else is said where it was asked.
    fn failed(&mut self, failure: Failure) -> Vec<Effect> {
        if is_over(&failure) {
            return vec![Effect::SignedOut];
        }
        self.failure = Some(failure);
        vec![]
    }
}

/// Whether nobody is in any more.
pub(super) fn is_over(failure: &Failure) -> bool {
    matches!(failure.code, Code::SessionEnded | Code::SignedOut)
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Read(answer, now) => {
                if std::mem::take(&mut self.overtaken) {
                    self.security.asking = false;
                    return self.read();
                }
                if answer.as_ref().err().is_some_and(is_over) {
                    return vec![Effect::SignedOut];
                }
                if answer.is_ok() {
                    self.read_at = now;
                }
                self.security.answer(answer.map(|security| *security));
            }
            Action::Signins(answer) => {
                if answer.as_ref().err().is_some_and(is_over) {
                    return vec![Effect::SignedOut];
                }
                self.signins.answer(answer);
            }
            Action::Answered(act, answer, now) => return self.answered(act, answer, now),
            Action::Proven(answer) => {
                self.waiting = None;
                return match (answer, &mut self.proof) {
                    (Ok(Done {}), Some(proof)) => {
                        proof.password = Secret::default();
                        let act = proof.act;
                        self.act(act)
                    }
                    (Ok(Done {}), None) => vec![],
                    (Err(failure), _) => self.failed(failure),
                };
            }
            Action::Opened => return self.read(),
            // One request at a time: nothing is changed under one that is under way, and a second
            // tap on whatever button sends nothing.
            _ if self.waiting.is_some() => {}
            Action::ReadAgain => {
                return match self.section {
                    Section::Signins => self.read_signins(),
                    _ => self.read(),
                };
            }
            Action::Open(section) => return self.open(section),
            Action::Back => return self.back(),
            Action::Old(text) => self.password.old = text,
            Action::New(text) => self.password.new.text = text,
            Action::Repeat(text) => self.password.new.repeat = text,
            Action::EndOthers(on) => self.password.end_others = on,
            Action::Phone(text) => {
                if Phone::parse(&text).ok() != Phone::parse(&self.phone.number).ok() {
                    // The code that is out went to another number.
                    self.phone.out = None;
                }
                self.phone.number = text;
            }
            Action::Code(text) => self.phone.code = code::typed(&text),
            Action::Mail(text) => self.mail = text,
            Action::Submit => return self.submit(),
            Action::Act(act) => return self.act(act),
            Action::ProofPassword(text) => {
                if let Some(proof) = &mut self.proof {
                    proof.password = text;
                }
            }
            Action::Prove => return self.prove(),
            Action::Retry if self.proof.is_some() => return self.prove(),
            Action::Retry => {
                return match self.tried {
                    Some(act) => self.act(act),
                    None => vec![],
                };
            }
        }
        vec![]
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
