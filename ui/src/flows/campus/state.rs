use menhu_protocol::api::session::Done;
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::ipc::{
    CampusAdopt, CampusCard, CampusFind, CampusText, CampusTexts, PICTURE_LARGEST, Scanner,
};
use menhu_protocol::values::{CampusAddress, NotACampus};
use menhu_protocol::{Code, Failure, Field, TextKind};

use super::finder::{Finder, Sign};
use crate::machine::Machine;
use crate::remote::Remote;
use crate::sentence::wire_name;

/// The screens of this flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Find,
    /// A build for one campus: that campus is read.
    Pinned,
    /// The phone's scanner, or the page's own camera picture, for as long as this step lasts.
    Camera,
    /// This is your campus.
    Confirm,
    Reading(TextKind),
    /// Sign in, or register first.
    Choice,
}

/// How the flow is entered.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// No campus yet.
    Find,
    /// No campus yet, and only this one can be.
    Pinned(CampusAddress),
    /// A link named one.
    Link(String),
    /// The campus is known but has texts that are new; `signed_in` decides where agreeing leads.
    Texts {
        card: Box<CampusCard>,
        signed_in: bool,
    },
    /// The campus is known and agreed to.
    Choice(Box<CampusCard>),
}

/// Year, month, day.
pub type Day = (u16, u8, u8);

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub step: Step,
    /// As typed.
    pub address: String,
    pub found: Option<CampusCard>,
    pub texts: Remote<Vec<CampusText>>,
    /// The campus was agreed to before and has newer texts now.
    pub again: bool,
    /// There is no other campus to go back to.
    pub pinned: bool,
    /// Somebody is in: agreeing to newer texts leads back home.
    pub signed_in: bool,
    pub scanner: Scanner,
    pub finder: Finder,
    pub waiting: Option<Waiting>,
    /// What was looked for last, for 「再试一次」; a scanned code is typed nowhere.
    pub sought: Option<String>,
    pub failure: Option<Failure>,
}

/// The one request that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    Find,
    Picture,
    Adopt,
    Leave,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// The flow has appeared.
    Opened,
    Address(String),
    /// The button beside the address, or Enter.
    Find,
    /// 「再试一次」 after a search that failed.
    FindAgain,
    Scan,
    /// What the phone's scanner or the camera read, or why it cannot; the day is (year, month, day) here.
    Seen(Result<String, Failure>, Day),
    Finder(Sign),
    /// What a picture holds.
    PictureRead(Result<String, Failure>, Day),
    /// The link the flow was entered with.
    Linked(String, Day),
    /// 「打开系统设置」
    Settings,
    SettingsOpened(Result<Done, Failure>),
    /// A picture was chosen, pasted or dropped.
    Picture(Vec<u8>),
    /// A file that is too large or cannot be read was chosen.
    PictureUnreadable,
    Found(Result<CampusCard, Failure>),
    Read(TextKind),
    Texts(Result<Vec<CampusText>, Failure>),
    /// 「再试一次」 after texts that could not be read.
    TextsAgain,
    Agree,
    Adopted(Result<CampusCard, Failure>),
    Signin,
    Register,
    /// 「换一个学校」
    Other,
    Left(Result<Done, Failure>),
    Back,
}

#[derive(Clone, Debug)]
pub enum Effect {
    Find(CampusFind),
    /// A link is read like a scanned code, for which the day is needed.
    Link(String),
    SettingsOpen,
    Picture(Vec<u8>),
    Texts(CampusTexts),
    Adopt(CampusAdopt),
    LeaveCampus,
    Adopted(Box<CampusCard>),
    Leave(Way),
}

/// Where the flow leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Signin,
    Registration,
    Home,
}

impl State {
    pub fn new(entry: Entry, scanner: Scanner) -> Self {
        let pinned = matches!(entry, Entry::Pinned(_));
        let (step, address, found, again, signed_in) = match entry {
            Entry::Find => (Step::Find, String::new(), None, false, false),
            Entry::Pinned(own) => (Step::Pinned, own.origin(), None, false, false),
            Entry::Link(link) => (Step::Find, link, None, false, false),
            Entry::Texts { card, signed_in } => {
                let again = !card.agreed.is_empty();
                (Step::Confirm, String::new(), Some(card), again, signed_in)
            }
            Entry::Choice(card) => (Step::Choice, String::new(), Some(card), false, false),
        };
        Self {
            step,
            address,
            found: found.map(|card| *card),
            texts: Remote::default(),
            again,
            pinned,
            signed_in,
            scanner,
            finder: Finder::default(),
            waiting: None,
            sought: None,
            failure: None,
        }
    }

    /// The text of one kind, once it is read.
    pub fn text(&self, kind: TextKind) -> Option<&CampusText> {
        self.texts.value.as_ref()?.iter().find(|t| t.kind == kind)
    }

    pub(super) fn refused(&mut self, failure: Failure) -> Vec<Effect> {
        self.failure = Some(failure);
        vec![]
    }

    fn ask(&mut self, waiting: Waiting, effect: Effect) -> Vec<Effect> {
        self.failure = None;
        self.waiting = Some(waiting);
        vec![effect]
    }

    pub(super) fn find(&mut self, text: String) -> Vec<Effect> {
        self.sought = Some(text.clone());
        self.ask(Waiting::Find, Effect::Find(CampusFind { text }))
    }

    fn ask_texts(&mut self) -> Vec<Effect> {
        let Some(card) = &self.found else {
            return vec![];
        };
        let address = card.manifest.origin.clone();
        if self.texts.ask() {
            vec![Effect::Texts(CampusTexts { address })]
        } else {
            vec![]
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        self.failure = None;
        match self.step {
            Step::Reading(_) => {
                self.step = Step::Confirm;
                vec![]
            }
            Step::Camera => self.camera_leave(),
            // A campus that waits for its new texts is not to be left by going back, nor the only one.
            Step::Confirm if self.can_go_back() => {
                self.step = Step::Find;
                self.found = None;
                self.texts = Remote::default();
                vec![]
            }
            Step::Find | Step::Pinned | Step::Confirm | Step::Choice => vec![],
        }
    }

    /// Whether there is another campus to look for, from [`Step::Confirm`].
    pub fn can_go_back(&self) -> bool {
        !self.again && !self.pinned
    }
}

pub fn no_campus(why: NotACampus) -> Failure {
    Failure::new(Code::NotACampus)
        .at(Field::Address)
        .detail(wire_name(&why))
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Opened => match self.step {
                Step::Find if !self.address.is_empty() => {
                    let link = std::mem::take(&mut self.address);
                    vec![Effect::Link(link)]
                }
                Step::Confirm => self.ask_texts(),
                Step::Pinned => self.find(self.address.clone()),
                _ => vec![],
            },
            Action::Address(text) => {
                self.address = text;
                vec![]
            }
            Action::Seen(answer, today) => self.seen(answer, today),
            Action::Finder(sign) => {
                if self.step == Step::Camera {
                    self.finder.notice(sign);
                }
                vec![]
            }
            Action::PictureRead(answer, today) => self.picture_read(answer, today),
            Action::Linked(text, today) => self.read(Ok(text), today),
            Action::SettingsOpened(Ok(Done {})) => vec![],
            Action::SettingsOpened(Err(failure)) => self.refused(failure),
            Action::Found(answer) => {
                self.waiting = None;
                match answer {
                    Ok(card) => {
                        self.found = Some(card);
                        self.texts = Remote::default();
                        self.step = Step::Confirm;
                        self.ask_texts()
                    }
                    Err(failure) => self.refused(failure),
                }
            }
            Action::Texts(answer) => {
                self.texts.answer(answer);
                // 「同意」 was pressed while they were on their way.
                if self.waiting == Some(Waiting::Adopt) {
                    self.waiting = None;
                    if self.texts.failure.is_none() {
                        return self.adopt();
                    }
                }
                vec![]
            }
            Action::Adopted(answer) => {
                self.waiting = None;
                match answer {
                    Ok(card) => {
                        self.found = Some(card.clone());
                        self.step = Step::Choice;
                        let mut effects = vec![Effect::Adopted(Box::new(card))];
                        if self.signed_in {
                            effects.push(Effect::Leave(Way::Home));
                        }
                        effects
                    }
                    Err(failure) => self.refused(failure),
                }
            }
            Action::Left(answer) => {
                self.waiting = None;
                match answer {
                    Ok(Done {}) => {
                        *self = Self::new(Entry::Find, self.scanner);
                        vec![]
                    }
                    Err(failure) => self.refused(failure),
                }
            }
            // The camera is left at once, whatever is on its way.
            Action::Back if self.step == Step::Camera => self.back(),
            // One request at a time: a second tap on whatever button sends nothing.
            _ if self.waiting.is_some() => vec![],
            Action::Find => match CampusAddress::parse(&self.address) {
                Ok(_) => self.find(self.address.clone()),
                // A whole `menhu://` link may be typed or pasted, too; the core reads it.
                Err(_) if self.address.trim_start().starts_with("menhu://") => {
                    self.find(self.address.clone())
                }
                Err(why) => self.refused(no_campus(why)),
            },
            Action::FindAgain => match self.sought.take() {
                Some(text) => self.find(text),
                None => vec![],
            },
            Action::Scan => {
                self.failure = None;
                self.finder = Finder::default();
                self.step = Step::Camera;
                vec![]
            }
            Action::Settings => vec![Effect::SettingsOpen],
            Action::Picture(bytes) if bytes.len() > PICTURE_LARGEST => {
                self.refused(Failure::new(Code::PictureUnreadable))
            }
            Action::Picture(bytes) => self.ask(Waiting::Picture, Effect::Picture(bytes)),
            Action::PictureUnreadable => self.refused(Failure::new(Code::PictureUnreadable)),
            Action::Read(kind) => {
                self.failure = None;
                self.step = Step::Reading(kind);
                self.ask_texts_again()
            }
            Action::TextsAgain => self.ask_texts_again(),
            Action::Agree => self.adopt(),
            Action::Signin => vec![Effect::Leave(Way::Signin)],
            Action::Register => vec![Effect::Leave(Way::Registration)],
            Action::Other => self.ask(Waiting::Leave, Effect::LeaveCampus),
            Action::Back => self.back(),
        }
    }
}

impl State {
    fn adopt(&mut self) -> Vec<Effect> {
        let Some(card) = &self.found else {
            return vec![];
        };
        // What could not be read cannot be agreed to: the texts come first.
        if self.texts.value.is_none() && !card.manifest.texts.is_empty() {
            self.waiting = Some(Waiting::Adopt);
            return self.ask_texts();
        }
        let agreed = card.manifest.texts.iter().map(|text| Agreed {
            kind: text.kind,
            version: text.version.clone(),
        });
        let ask = CampusAdopt {
            address: card.manifest.origin.clone(),
            agreed: agreed.collect(),
        };
        self.ask(Waiting::Adopt, Effect::Adopt(ask))
    }

    /// Asks for the texts unless they are there.
    fn ask_texts_again(&mut self) -> Vec<Effect> {
        if self.texts.value.is_some() {
            return vec![];
        }
        self.ask_texts()
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
