use menhu_protocol::api::CodeSent;
use menhu_protocol::api::recovery::{self, Ways};
use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{
    Bookmark, CodeOut, RecoveryBegin, RecoveryBookmark, RecoveryCode, RecoveryPassword,
    RecoveryProve, RecoveryStep, SigninBookmark, SigninStep,
};
use menhu_protocol::password::PasswordRules;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Millis};

use crate::flows::code;
use crate::flows::new_password::NewPassword;
use crate::machine::Machine;

/// Where the recovery stands. Secrets are here only while the screen is: never in a bookmark.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub step: RecoveryStep,
    /// As typed.
    pub account: String,
    pub certificate: Secret,
    pub ways: Ways,
    /// The way that was chosen last.
    pub way: Option<recovery::Way>,
    pub code: Secret,
    pub code_out: Option<CodeOut>,
    pub new: NewPassword,
    /// 「退出其他设备」: on, because whoever forgot a password cannot know who has it.
    pub end_sessions: bool,
    /// The sign-in that was left for this.
    pub signin: Option<SigninBookmark>,
    pub waiting: Option<Waiting>,
    /// The request that was sent last, for 「再试一次」.
    pub tried: Option<Waiting>,
    pub failure: Option<Failure>,
}

/// The one request that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    Begin,
    Code(recovery::Way),
    Resend,
    Proof,
    Password,
}

#[derive(Clone, Debug)]
pub enum Action {
    Account(String),
    Certificate(Secret),
    Code(String),
    New(Secret),
    Repeat(Secret),
    EndSessions(bool),
    /// The filled button, or Enter.
    Submit,
    /// A code by this way.
    Choose(recovery::Way),
    Resend,
    /// 「再试一次」: the request that failed.
    Retry,
    Back,
    Begun(Result<Ways, Failure>),
    /// The answer and when it came.
    CodeSent(Result<CodeSent, Failure>, Millis),
    Proven(Result<PasswordRules, Failure>),
    Set(Result<Done, Failure>),
}

#[derive(Clone, Debug)]
pub enum Effect {
    /// Keeps the bookmark at once.
    Keep(Bookmark),
    /// Keeps the bookmark when the person stops typing.
    KeepSoon(Bookmark),
    Begin(RecoveryBegin),
    Send(RecoveryCode),
    Prove(RecoveryProve),
    Set(RecoveryPassword),
    /// Tells the core that the recovery is given up.
    Drop,
    Leave(Exit),
}

/// Where the flow leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Exit {
    Choice,
    /// The sign-in, where it was left and with the account that was typed.
    Signin(SigninBookmark),
}

impl State {
    /// A new recovery; `account` as it was typed before, `signin` the sign-in that is left for it.
    pub fn new(account: String, signin: Option<SigninBookmark>) -> Self {
        Self::resumed(RecoveryBookmark {
            step: RecoveryStep::Account,
            account,
            ways: Ways::default(),
            way: None,
            code: None,
            rules: None,
            signin,
        })
    }

    /// The recovery as it was left, its secrets empty. A step that needs what the server said falls back
    /// when that is missing.
    pub fn resumed(bookmark: RecoveryBookmark) -> Self {
        let step = match bookmark.step {
            RecoveryStep::Code if bookmark.way.is_none() => RecoveryStep::Choose,
            RecoveryStep::Password if bookmark.rules.is_none() => RecoveryStep::Choose,
            step => step,
        };
        Self {
            step,
            account: bookmark.account,
            certificate: Secret::default(),
            ways: bookmark.ways,
            way: bookmark.way,
            code: Secret::default(),
            code_out: bookmark.code,
            new: NewPassword::by(bookmark.rules),
            end_sessions: true,
            signin: bookmark.signin,
            waiting: None,
            tried: None,
            failure: None,
        }
    }

    pub fn bookmark(&self) -> Bookmark {
        Bookmark::Recovery(RecoveryBookmark {
            step: self.step,
            account: self.account.clone(),
            ways: self.ways.clone(),
            way: self.way,
            code: self.code_out.clone(),
            rules: self.new.rules.clone(),
            signin: self.signin.clone(),
        })
    }

    pub(super) fn refused(&mut self, failure: Failure) -> Vec<Effect> {
        self.failure = Some(failure);
        vec![]
    }

    pub(super) fn ask(&mut self, waiting: Waiting, effect: Effect) -> Vec<Effect> {
        self.failure = None;
        self.waiting = Some(waiting);
        self.tried = Some(waiting);
        vec![Effect::Keep(self.bookmark()), effect]
    }

    pub(super) fn go(&mut self, step: RecoveryStep) -> Vec<Effect> {
        self.step = step;
        self.failure = None;
        vec![Effect::Keep(self.bookmark())]
    }

    /// The sign-in to go back to: where it was left, or at its beginning.
    pub(super) fn back_to(&self) -> SigninBookmark {
        let signin = self.signin.clone().unwrap_or(SigninBookmark {
            step: SigninStep::Phone,
            phone: String::new(),
            account: String::new(),
            code: None,
            wrong: None,
            unmet: vec![],
        });
        SigninBookmark {
            account: self.account.clone(),
            ..signin
        }
    }

    fn sent(&mut self, answer: Result<CodeSent, Failure>, now: Millis) -> Vec<Effect> {
        let chosen = matches!(self.waiting, Some(Waiting::Code(_)));
        self.waiting = None;
        match answer {
            Ok(sent) => {
                self.code_out = Some(CodeOut { sent, at: now });
                self.code = Secret::default();
                self.go(RecoveryStep::Code)
            }
            // Back and forth on the same way: the code that is out is still good.
            Err(failure)
                if failure.code == Code::CodeTooSoon && chosen && self.code_out.is_some() =>
            {
                self.go(RecoveryStep::Code)
            }
            Err(failure) => self.failed(failure),
        }
    }

    /// A failure that decides where to go on; any other only says its sentence.
    fn failed(&mut self, failure: Failure) -> Vec<Effect> {
        let step = match failure.code {
            Code::AttemptOver => {
                self.ways = Ways::default();
                self.way = None;
                RecoveryStep::Account
            }
            // The server knows of no code, or of none that was proven.
            Code::OutOfOrder if self.step != RecoveryStep::Account => RecoveryStep::Choose,
            _ => return self.refused(failure),
        };
        self.code = Secret::default();
        self.code_out = None;
        self.new = NewPassword::default();
        let effects = self.go(step);
        self.failure = Some(failure);
        effects
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.step {
            RecoveryStep::Account => vec![
                Effect::Drop,
                Effect::Leave(match &self.signin {
                    Some(_) => Exit::Signin(self.back_to()),
                    None => Exit::Choice,
                }),
            ],
            RecoveryStep::Choose => self.go(RecoveryStep::Account),
            RecoveryStep::Code | RecoveryStep::Password => {
                self.code = Secret::default();
                self.new.wipe();
                self.go(RecoveryStep::Choose)
            }
            // What was set stays so; going back would promise otherwise.
            RecoveryStep::Done => vec![],
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
            Action::Certificate(number) => {
                self.certificate = number;
                vec![]
            }
            Action::Code(text) => {
                self.code = code::typed(&text);
                vec![]
            }
            Action::New(text) => {
                self.new.text = text;
                vec![]
            }
            Action::Repeat(text) => {
                self.new.repeat = text;
                vec![]
            }
            Action::EndSessions(on) => {
                self.end_sessions = on;
                vec![]
            }
            Action::Begun(answer) => {
                self.waiting = None;
                match answer {
                    Ok(ways) => {
                        self.certificate = Secret::default();
                        self.ways = ways;
                        self.way = None;
                        self.code_out = None;
                        self.go(RecoveryStep::Choose)
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Action::CodeSent(answer, now) => self.sent(answer, now),
            Action::Proven(answer) => {
                self.waiting = None;
                match answer {
                    Ok(rules) => {
                        self.code = Secret::default();
                        self.code_out = None;
                        self.new = NewPassword::by(Some(rules));
                        self.go(RecoveryStep::Password)
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Action::Set(answer) => {
                self.waiting = None;
                match answer {
                    Ok(Done {}) => {
                        self.new = NewPassword::default();
                        self.ways = Ways::default();
                        self.go(RecoveryStep::Done)
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            // One request at a time: a second tap on whatever button sends nothing.
            _ if self.waiting.is_some() => vec![],
            Action::Retry => match self.tried {
                Some(Waiting::Code(way)) => self.send(way, Waiting::Code(way)),
                Some(Waiting::Resend) => self.resend(),
                _ => self.submit(),
            },
            Action::Submit => self.submit(),
            // Proven by this way already: what comes next is the password.
            Action::Choose(way) if self.way == Some(way) && self.new.rules.is_some() => {
                self.go(RecoveryStep::Password)
            }
            Action::Choose(way) => self.send(way, Waiting::Code(way)),
            Action::Resend => self.resend(),
            Action::Back => self.back(),
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
