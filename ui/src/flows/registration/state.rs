use menhu_protocol::api::CodeSent;
use menhu_protocol::api::registration::{Activation, Case, Record, Standing};
use menhu_protocol::ipc::{
    Bookmark, CodeOut, RegistrationBookmark, RegistrationDispute, RegistrationOpen,
    RegistrationPhone, RegistrationPhoneProve, RegistrationStep,
};
use menhu_protocol::values::{Malformed, Phone, Secret};
use menhu_protocol::{Code, Failure, Field, Millis};

use crate::flows::code;
use crate::machine::Machine;

/// The fields of the record that can be wrong, in the order they are shown.
pub const DISPUTABLE: &[Field] = &[
    Field::Name,
    Field::Account,
    Field::Department,
    Field::Category,
    Field::Phone,
];

/// Where the registration stands. Secrets are here only while the screen is: never in a bookmark.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub step: RegistrationStep,
    /// As typed.
    pub account: String,
    pub password: Secret,
    /// As typed.
    pub phone: String,
    pub certificate: Secret,
    pub code: Secret,
    pub code_out: Option<CodeOut>,
    /// What the server last said.
    pub standing: Option<Standing>,
    /// The field that is said to be wrong.
    pub wrong: Option<Field>,
    pub should_be: String,
    pub waiting: Option<Waiting>,
    /// The request that was sent last, for 「再试一次」.
    pub tried: Option<Waiting>,
    pub failure: Option<Failure>,
}

/// The one request that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    Open,
    Activate,
    Dispute,
    Code,
    Resend,
    Proof,
}

#[derive(Clone, Debug)]
pub enum Action {
    Account(String),
    Password(Secret),
    Phone(String),
    Certificate(Secret),
    Code(String),
    Wrong(Field),
    ShouldBe(String),
    /// The filled button, or Enter.
    Submit,
    Resend,
    /// 「再试一次」: the request that failed.
    Retry,
    /// 「信息有误」
    Dispute,
    /// 「换一个手机号」
    OtherPhone,
    /// 「忘记密码」
    Forgot,
    Back,
    Opened(Result<Standing, Failure>),
    Activated(Result<Activation, Failure>),
    Disputed(Result<Case, Failure>),
    /// The answer and when it came.
    CodeSent(Result<CodeSent, Failure>, Millis),
    Proven(Result<Standing, Failure>),
}

#[derive(Clone, Debug)]
pub enum Effect {
    /// Keeps the bookmark at once.
    Keep(Bookmark),
    /// Keeps the bookmark when the person stops typing.
    KeepSoon(Bookmark),
    Open(RegistrationOpen),
    Activate,
    Dispute(RegistrationDispute),
    Send(RegistrationPhone),
    /// Another code to the same number.
    SendAgain,
    Prove(RegistrationPhoneProve),
    /// Tells the core that the registration is left; what the server has stays.
    Drop,
    Leave(Way),
}

/// Where the flow leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    Choice,
    /// 「忘记密码」, with the account as far as it was typed.
    Recovery {
        account: String,
    },
    /// Sign-in, with the phone if it was typed on the way.
    Signin {
        phone: String,
    },
}

impl State {
    pub fn new(account: String) -> Self {
        Self::resumed(RegistrationBookmark {
            step: RegistrationStep::Account,
            account,
            phone: String::new(),
            standing: None,
            code: None,
        })
    }

    /// The registration as it was left, its secrets empty. A step that needs what the server said
    /// falls back to the first when that is missing.
    pub fn resumed(bookmark: RegistrationBookmark) -> Self {
        use RegistrationStep as Step;
        let step = match (bookmark.step, &bookmark.standing) {
            (Step::Account, _) | (_, None) => Step::Account,
            (_, Some(Standing::Activated(_))) => Step::Done,
            (Step::Done, Some(Standing::Confirm { .. })) => Step::Confirm,
            (step, _) => step,
        };
        Self {
            step,
            account: bookmark.account,
            password: Secret::default(),
            phone: bookmark.phone,
            certificate: Secret::default(),
            code: Secret::default(),
            code_out: bookmark.code,
            standing: bookmark.standing,
            wrong: None,
            should_be: String::new(),
            waiting: None,
            tried: None,
            failure: None,
        }
    }

    pub fn bookmark(&self) -> Bookmark {
        Bookmark::Registration(RegistrationBookmark {
            step: self.step,
            account: self.account.clone(),
            phone: self.phone.clone(),
            standing: self.standing.clone(),
            code: self.code_out.clone(),
        })
    }

    /// The record that waits for 「信息无误，开始激活」.
    pub fn record(&self) -> Option<&Record> {
        match &self.standing {
            Some(Standing::Confirm { record }) => Some(record),
            _ => None,
        }
    }

    pub fn activation(&self) -> Option<&Activation> {
        match &self.standing {
            Some(Standing::Activated(activation)) => Some(activation),
            _ => None,
        }
    }

    /// Whether the desk must mend the record before it can be activated.
    pub fn is_blocked(&self) -> bool {
        self.record()
            .and_then(|r| r.dispute.as_ref())
            .is_some_and(|case| case.blocks)
    }

    fn keep(&self) -> Effect {
        Effect::Keep(self.bookmark())
    }

    fn refused(&mut self, failure: Failure) -> Vec<Effect> {
        self.failure = Some(failure);
        vec![]
    }

    pub(super) fn malformed(&mut self, field: Field, why: Malformed) -> Vec<Effect> {
        self.refused(Failure::malformed(field, why))
    }

    pub(super) fn ask(&mut self, waiting: Waiting, effect: Effect) -> Vec<Effect> {
        self.failure = None;
        self.waiting = Some(waiting);
        self.tried = Some(waiting);
        vec![self.keep(), effect]
    }

    pub(super) fn go(&mut self, step: RegistrationStep) -> Vec<Effect> {
        self.step = step;
        self.failure = None;
        vec![self.keep()]
    }

    fn stand(&mut self, standing: Standing) -> Vec<Effect> {
        let step = match standing {
            Standing::Confirm { .. } => RegistrationStep::Confirm,
            Standing::Activated(_) => RegistrationStep::Done,
        };
        self.standing = Some(standing);
        self.password = Secret::default();
        self.go(step)
    }

    /// A failure that decides where to go on; any other only says its sentence.
    fn failed(&mut self, failure: Failure) -> Vec<Effect> {
        let step = match failure.code {
            Code::AttemptOver => {
                self.standing = None;
                self.code_out = None;
                self.code = Secret::default();
                RegistrationStep::Account
            }
            // The server knows of no number any more: it is typed again.
            Code::OutOfOrder if self.step == RegistrationStep::Code => RegistrationStep::Phone,
            // A number that cannot be bound is mended where it was typed.
            Code::PhoneMissing | Code::PhoneTaken | Code::CertificateWrong
                if self.step != RegistrationStep::Account =>
            {
                RegistrationStep::Phone
            }
            _ => return self.refused(failure),
        };
        self.step = step;
        self.failure = Some(failure);
        vec![self.keep()]
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.step {
            RegistrationStep::Account => vec![
                Effect::Drop,
                Effect::Keep(Bookmark::None),
                Effect::Leave(Way::Choice),
            ],
            RegistrationStep::Confirm => self.go(RegistrationStep::Account),
            RegistrationStep::Dispute | RegistrationStep::Phone => {
                self.go(RegistrationStep::Confirm)
            }
            RegistrationStep::Code => {
                self.code = Secret::default();
                self.go(RegistrationStep::Phone)
            }
            // What was activated stays so; going back would promise otherwise.
            RegistrationStep::Done => vec![],
        }
    }
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Account(text) => {
                self.account = text;
                vec![Effect::KeepSoon(self.bookmark())]
            }
            Action::Phone(text) => {
                if Phone::parse(&text).ok() != Phone::parse(&self.phone).ok() {
                    // The code that is out went to another number.
                    self.code_out = None;
                }
                self.phone = text;
                vec![Effect::KeepSoon(self.bookmark())]
            }
            Action::Password(password) => {
                self.password = password;
                vec![]
            }
            Action::Certificate(number) => {
                self.certificate = number;
                vec![]
            }
            Action::Code(text) => {
                self.code = code::typed(&text);
                vec![]
            }
            Action::Wrong(field) => {
                self.wrong = Some(field);
                vec![]
            }
            Action::ShouldBe(text) => {
                self.should_be = text;
                vec![]
            }
            Action::Opened(answer) | Action::Proven(answer) => {
                self.waiting = None;
                match answer {
                    Ok(standing) => {
                        self.code = Secret::default();
                        self.code_out = None;
                        self.stand(standing)
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Action::Activated(answer) => {
                self.waiting = None;
                match answer {
                    Ok(activation) => self.stand(Standing::Activated(activation)),
                    Err(failure) => self.failed(failure),
                }
            }
            Action::Disputed(answer) => {
                self.waiting = None;
                match answer {
                    Ok(case) => {
                        if let Some(Standing::Confirm { record }) = &mut self.standing {
                            record.dispute = Some(case);
                        }
                        self.wrong = None;
                        self.should_be.clear();
                        self.go(RegistrationStep::Confirm)
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Action::CodeSent(answer, now) => {
                let asked_at_phone = self.waiting == Some(Waiting::Code);
                self.waiting = None;
                match answer {
                    Ok(sent) => {
                        self.code_out = Some(CodeOut { sent, at: now });
                        self.code = Secret::default();
                        self.go(RegistrationStep::Code)
                    }
                    // Back and forth with the same number: the code that is out is still good.
                    Err(failure)
                        if failure.code == Code::CodeTooSoon
                            && asked_at_phone
                            && self.code_out.is_some() =>
                    {
                        self.go(RegistrationStep::Code)
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            // One request at a time: a second tap on whatever button sends nothing.
            _ if self.waiting.is_some() => vec![],
            Action::Retry if self.tried == Some(Waiting::Resend) => self.step(Action::Resend),
            Action::Submit | Action::Retry => self.submit(),
            // The number is known by now; after a restart the 证件号 is not there to be sent again.
            Action::Resend => self.ask(Waiting::Resend, Effect::SendAgain),
            Action::Dispute => self.go(RegistrationStep::Dispute),
            Action::OtherPhone => self.go(RegistrationStep::Phone),
            Action::Forgot => vec![
                Effect::Drop,
                Effect::Leave(Way::Recovery {
                    account: self.account.clone(),
                }),
            ],
            Action::Back => self.back(),
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
