use menhu_protocol::api::CodeSent;
use menhu_protocol::api::signin::PhoneProven;
use menhu_protocol::ipc::{
    Bookmark, CodeOut, SignedIn, SigninBookmark, SigninCode, SigninCodeProve, SigninPassword,
    SigninRenew, SigninStep,
};
use menhu_protocol::password::PasswordRules;
use menhu_protocol::values::{Phone, Secret};
use menhu_protocol::{Code, Failure, Millis};

use crate::flows::code;
use crate::flows::new_password::NewPassword;
use crate::machine::Machine;
use crate::rules;

/// Where the sign-in stands. Secrets are here only while the screen is: never in a bookmark.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub step: SigninStep,
    /// As typed.
    pub phone: String,
    pub code: Secret,
    /// As typed.
    pub account: String,
    pub password: Secret,
    pub code_out: Option<CodeOut>,
    /// Which of the three causes, at [`SigninStep::WrongPhone`].
    pub wrong: Option<Code>,
    /// The rules the password breaks, at [`SigninStep::Renewal`].
    pub unmet: Vec<String>,
    pub new: NewPassword,
    pub waiting: Option<Waiting>,
    /// The request that was sent last, for 「再试一次」.
    pub tried: Option<Waiting>,
    pub failure: Option<Failure>,
}

/// The one request that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    Code,
    Resend,
    Proof,
    Password,
    /// The rules of a new password.
    Rules,
    Renewal,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// The flow is on the screen, perhaps where it was left.
    Opened,
    Phone(String),
    Code(String),
    Account(String),
    Password(Secret),
    New(Secret),
    Repeat(Secret),
    /// The filled button, or Enter.
    Submit,
    Resend,
    /// 「再试一次」: the request that failed.
    Retry,
    /// The answer and when it came.
    CodeSent(Result<CodeSent, Failure>, Millis),
    CodeProven(Result<PhoneProven, Failure>),
    SignedIn(Result<SignedIn, Failure>),
    Rules(Result<PasswordRules, Failure>),
    Back,
    /// 「重新填手机号」, 「换一个手机号」
    PhoneAgain,
    /// 「核对账号」
    AccountAgain,
    /// 「去注册」, 「继续激活」
    Register,
    /// 「忘记密码」
    Forgot,
}

#[derive(Clone, Debug)]
pub enum Effect {
    /// Keeps the bookmark at once.
    Keep(Bookmark),
    /// Keeps the bookmark when the person stops typing.
    KeepSoon(Bookmark),
    Send(SigninCode),
    Prove(SigninCodeProve),
    SignIn(SigninPassword),
    /// Asks for the rules of a new password.
    Rules,
    Renew(SigninRenew),
    /// Tells the core that the attempt is given up.
    Drop,
    Leave(Way),
}

/// Where the flow leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    Choice,
    Registration,
    /// 「忘记密码」, from where the sign-in goes on afterwards.
    Recovery(SigninBookmark),
    Home,
}

impl State {
    /// A new sign-in; `phone` is one that was proven just before, or empty.
    pub fn new(phone: String) -> Self {
        Self::resumed(SigninBookmark {
            step: SigninStep::Phone,
            phone,
            account: String::new(),
            code: None,
            wrong: None,
            unmet: vec![],
        })
    }

    /// The sign-in as it was left, its secrets empty.
    pub fn resumed(bookmark: SigninBookmark) -> Self {
        // A wrong-phone screen without its cause has nothing to say.
        let step = match (bookmark.step, bookmark.wrong) {
            (SigninStep::WrongPhone, None) => SigninStep::Phone,
            (step, _) => step,
        };
        Self {
            step,
            phone: bookmark.phone,
            code: Secret::default(),
            account: bookmark.account,
            password: Secret::default(),
            code_out: bookmark.code,
            wrong: bookmark.wrong,
            unmet: bookmark.unmet,
            new: NewPassword::default(),
            waiting: None,
            tried: None,
            failure: None,
        }
    }

    pub fn bookmark(&self) -> Bookmark {
        Bookmark::Signin(self.place())
    }

    fn place(&self) -> SigninBookmark {
        SigninBookmark {
            step: self.step,
            phone: self.phone.clone(),
            account: self.account.clone(),
            code: self.code_out.clone(),
            wrong: self.wrong,
            unmet: self.unmet.clone(),
        }
    }

    pub(super) fn keep(&self) -> Effect {
        Effect::Keep(self.bookmark())
    }

    pub(super) fn refused(&mut self, failure: Failure) -> Vec<Effect> {
        self.failure = Some(failure);
        vec![]
    }

    pub(super) fn wait(&mut self, request: Waiting) {
        self.failure = None;
        self.waiting = Some(request);
        self.tried = Some(request);
    }

    fn go(&mut self, step: SigninStep) -> Vec<Effect> {
        self.step = step;
        self.failure = None;
        vec![self.keep()]
    }

    /// A failure that decides where to go on; any other only says its sentence.
    fn failed(&mut self, failure: Failure) -> Vec<Effect> {
        let step = match failure.code {
            Code::PhoneUnknown | Code::NotActivated | Code::PhoneOfAnother => {
                self.wrong = Some(failure.code);
                self.code = Secret::default();
                return self.go(SigninStep::WrongPhone);
            }
            // The button waits on until the rules are there as well: one change of the screen.
            Code::PasswordMustChange => {
                self.password = Secret::default();
                self.unmet = rules::refused(Some(&failure));
                self.new = NewPassword::default();
                return self.read_rules();
            }
            // The password was proven too long ago to be replaced.
            Code::ProofOld => {
                self.new.wipe();
                let effects = self.go(SigninStep::Password);
                self.failure = Some(failure);
                return effects;
            }
            Code::AttemptOver | Code::OutOfOrder => SigninStep::Phone,
            _ => return self.refused(failure),
        };
        let begins_again = step == SigninStep::Phone;
        let mut effects = self.go(step);
        if begins_again {
            self.code = Secret::default();
            self.code_out = None;
            self.failure = Some(failure);
            effects = vec![self.keep()];
        }
        effects
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.step {
            SigninStep::Phone => vec![
                Effect::Drop,
                Effect::Keep(Bookmark::None),
                Effect::Leave(Way::Choice),
            ],
            SigninStep::Code | SigninStep::WrongPhone | SigninStep::Password => {
                self.code = Secret::default();
                self.go(SigninStep::Phone)
            }
            SigninStep::Renewal => {
                self.new.wipe();
                self.go(SigninStep::Password)
            }
        }
    }
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Phone(text) => {
                if Phone::parse(&text).ok() != Phone::parse(&self.phone).ok() {
                    // The code that is out went to another number.
                    self.code_out = None;
                }
                self.phone = text;
                vec![Effect::KeepSoon(self.bookmark())]
            }
            Action::Code(text) => {
                self.code = code::typed(&text);
                vec![]
            }
            Action::Account(text) => {
                self.account = text;
                vec![Effect::KeepSoon(self.bookmark())]
            }
            Action::Password(password) => {
                self.password = password;
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
            Action::CodeSent(answer, now) => {
                let asked_at_phone = self.waiting == Some(Waiting::Code);
                self.waiting = None;
                match answer {
                    Ok(sent) => {
                        self.code_out = Some(CodeOut { sent, at: now });
                        self.code = Secret::default();
                        self.go(SigninStep::Code)
                    }
                    // Back and forth with the same number: the code that is out is still good.
                    Err(failure)
                        if failure.code == Code::CodeTooSoon
                            && asked_at_phone
                            && self.code_out.is_some() =>
                    {
                        self.go(SigninStep::Code)
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Action::CodeProven(answer) => {
                self.waiting = None;
                match answer {
                    Ok(_) => {
                        self.code = Secret::default();
                        self.code_out = None;
                        self.go(SigninStep::Password)
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Action::SignedIn(answer) => {
                self.waiting = None;
                match answer {
                    Ok(_) => {
                        self.password = Secret::default();
                        self.new = NewPassword::default();
                        vec![Effect::Keep(Bookmark::None), Effect::Leave(Way::Home)]
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Action::Rules(answer) => {
                self.waiting = None;
                match answer {
                    Ok(rules) => {
                        self.new.rules = Some(rules);
                        self.go(SigninStep::Renewal)
                    }
                    Err(failure) if matches!(failure.code, Code::ProofOld | Code::AttemptOver) => {
                        self.failed(failure)
                    }
                    // A new password is wanted whatever the rules are: asked for again from there.
                    Err(failure) => {
                        let effects = self.go(SigninStep::Renewal);
                        self.failure = Some(failure);
                        effects
                    }
                }
            }
            // One request at a time: a second tap on whatever button sends nothing.
            _ if self.waiting.is_some() => vec![],
            Action::Retry if self.tried == Some(Waiting::Resend) => self.step(Action::Resend),
            Action::Opened => match self.step {
                SigninStep::Renewal if self.new.rules.is_none() => self.read_rules(),
                _ => vec![],
            },
            Action::Submit | Action::Retry => self.submit(),
            Action::Resend => self.send_code(Waiting::Resend),
            Action::Back => self.back(),
            Action::PhoneAgain => {
                self.code_out = None;
                self.wrong = None;
                self.go(SigninStep::Phone)
            }
            Action::AccountAgain => {
                self.wrong = None;
                self.go(SigninStep::Password)
            }
            Action::Register => vec![Effect::Drop, Effect::Leave(Way::Registration)],
            // The attempt runs on: with the new password it is gone on with where it stands.
            Action::Forgot => vec![Effect::Leave(Way::Recovery(self.place()))],
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
