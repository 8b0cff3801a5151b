use menhu_protocol::ipc::{
    Bookmark, CampusCard, Desktop, Event, Keychain, Preferences, PreferencesKeep, Scanner, Start,
    System, UpdatePhase, Zoom,
};
use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Code, Failure};

use super::link::{self, Unfollowed};
use crate::flows::{campus, recovery, registration, signin, welcome};
use crate::machine::Machine;
use crate::shortcuts::Act;

/// What is shown. A flow carries how it is entered; its own state lives with its view.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// The first answer of the core is waited for.
    Starting,
    Welcome {
        first: bool,
        before: Option<(String, String)>,
    },
    Campus(campus::Entry),
    Registration(registration::State),
    Signin(signin::State),
    Recovery(recovery::State),
    Home,
    Settings,
    /// 安全中心, S-11
    Security,
    /// 「这台电脑」
    Desktop,
    Shortcuts,
    /// S-10
    Update,
    /// the campus takes no app as old as this one.
    TooOld,
}

/// App-wide state: campus, session, language and looks, connectivity. Nothing else (design.md §4).
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub place: Place,
    /// Counts the changes of place, so that the same flow entered again begins anew.
    pub visit: u32,
    pub preferences: Preferences,
    pub campus: Option<CampusCard>,
    /// The one campus of this build.
    pub pinned: Option<CampusAddress>,
    pub keychain: Keychain,
    pub scanner: Scanner,
    pub system: System,
    /// What this computer can do; `None` on phones.
    pub desktop: Option<Desktop>,
    /// The app stayed in the tray, and only this page can say so.
    pub still_running: bool,
    /// Where the person stepped aside, the last at the end.
    pub(super) trail: Vec<Place>,
    pub version: String,
    pub signed_in: bool,
    pub consented: bool,
    /// What the core last said; `true` until it says otherwise.
    pub reachable: bool,
    /// How far an update has come; it goes on whatever is shown.
    pub update: UpdatePhase,
    /// A link that came before it could be followed; `None` while somebody is in.
    pub(super) link: Option<String>,
    /// Why a link was not followed by whoever is in, until it is read.
    pub unfollowed: Option<Unfollowed>,
    /// Why the app could not start, or why the person was brought here.
    pub failure: Option<Failure>,
}

#[derive(Clone, Debug)]
pub enum Action {
    Opened,
    Started(Result<Box<Start>, Failure>),
    Preferences(Preferences),
    /// The agreement was given or taken back: what may be known has changed.
    Consent,
    Campus(Box<CampusCard>),
    /// The campus is left; another is looked for.
    CampusLeft,
    Go(Place),
    SignedIn,
    /// By the person.
    SignedOut,
    /// By the campus or from another device.
    SessionEnded,
    Event(Event),
    Shortcut(Act),
    /// A page beside the way; [`Action::Return`] leads back.
    Aside(Place),
    Return,
    /// The core answered what holds on this computer; `None` when it could not.
    Desktop(Option<Desktop>),
    StillRunningRead,
    UnfollowedRead,
}

#[derive(Clone, Debug)]
pub enum Effect {
    Start,
    Keep(PreferencesKeep),
    Zoom(Zoom),
    /// The way back of the screen that is shown.
    Back,
    /// Closes the window.
    Close,
    Quit,
}

impl Default for State {
    fn default() -> Self {
        Self {
            place: Place::Starting,
            visit: 0,
            preferences: Preferences::default(),
            campus: None,
            pinned: None,
            keychain: Keychain::Unasked,
            scanner: Scanner::Page,
            system: System::Linux,
            desktop: None,
            still_running: false,
            trail: vec![],
            version: String::new(),
            signed_in: false,
            consented: false,
            reachable: true,
            update: UpdatePhase::Idle,
            link: None,
            unfollowed: None,
            failure: None,
        }
    }
}

impl State {
    pub(super) fn go(&mut self, place: Place) {
        self.place = place;
        self.trail.clear();
        self.visit += 1;
        self.failure = None;
    }

    fn started(&mut self, start: Start) {
        self.preferences = start.preferences;
        self.campus.clone_from(&start.campus);
        self.pinned = start.pinned;
        self.keychain = start.keychain;
        self.scanner = start.scanner;
        self.system = start.system;
        self.desktop = start.desktop;
        self.version = start.version;
        self.signed_in = start.signed_in;
        if self.signed_in {
            self.unfollow();
        }
        self.consented = welcome::is_agreed(start.consent.as_ref());
        if !self.consented {
            self.go(Place::Welcome {
                first: start.first,
                before: start.consent,
            });
        } else {
            self.route(start.bookmark.unwrap_or(Bookmark::None));
        }
    }

    /// Where a person belongs who has agreed to the app's texts.
    pub(super) fn route(&mut self, bookmark: Bookmark) {
        let refused = match (self.link.take(), &self.pinned) {
            (Some(link), None) => return self.go(Place::Campus(campus::Entry::Link(link))),
            (Some(link), Some(own)) => link::refusal(&link, own),
            (None, _) => None,
        };
        self.belong(bookmark);
        self.failure = refused;
    }

    /// A place behind the gate of [`Place::TooOld`].
    pub(super) fn enter(&mut self, place: Place) {
        let due = self.campus.as_ref().is_some_and(is_due);
        self.go(if due { Place::TooOld } else { place });
    }

    fn belong(&mut self, bookmark: Bookmark) {
        let card = match (self.campus.clone(), self.pinned.clone()) {
            (Some(card), Some(own))
                if card.agreed.is_empty() && !card.manifest.texts.is_empty() =>
            {
                return self.go(Place::Campus(campus::Entry::Pinned(own)));
            }
            (Some(card), _) => card,
            (None, Some(own)) => return self.go(Place::Campus(campus::Entry::Pinned(own))),
            (None, None) => return self.go(Place::Campus(campus::Entry::Find)),
        };
        if is_due(&card) {
            return self.go(Place::TooOld);
        }
        if !card.unagreed().is_empty() {
            return self.go(Place::Campus(campus::Entry::Texts {
                card: Box::new(card),
                signed_in: self.signed_in,
            }));
        }
        self.go(match bookmark {
            _ if self.signed_in => Place::Home,
            Bookmark::Registration(bookmark) => {
                Place::Registration(registration::State::resumed(bookmark))
            }
            Bookmark::Signin(bookmark) => Place::Signin(signin::State::resumed(bookmark)),
            Bookmark::Recovery(bookmark) => Place::Recovery(recovery::State::resumed(bookmark)),
            Bookmark::None => Place::Campus(campus::Entry::Choice(Box::new(card))),
        });
    }

    /// The link that waited is not followed by whoever is in, and they are told why.
    fn unfollow(&mut self) {
        if let Some(link) = self.link.take() {
            let own = self.campus.as_ref().map(|card| &card.manifest.origin);
            let why = Unfollowed::of(&link, self.pinned.as_ref(), own);
            // A link to where they are leaves standing what another one made be said.
            self.unfollowed = why.or(self.unfollowed.take());
        }
    }

    fn signed_out(&mut self) {
        self.signed_in = false;
        self.unfollowed = None;
    }

    fn event(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::SignedOut => return self.step(Action::SessionEnded),
            Event::Reachable { yes } => self.reachable = yes,
            Event::Update { phase } => self.update = phase,
            Event::SettingsOpen => self.settings_open(),
            Event::ShortcutsOpen => self.step_aside(Place::Shortcuts),
            Event::StillRunning => self.still_running = true,
            // A link in the middle of typing waits until this flow is left; nobody who is in is
            // moved to another campus by a link.
            Event::Link { text } => {
                self.link = Some(text);
                if self.signed_in {
                    self.unfollow();
                } else if self.place.is_idle() && self.consented {
                    self.route(Bookmark::None);
                }
            }
        }
        vec![]
    }
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Opened | Action::Consent => {
                self.failure = None;
                return vec![Effect::Start];
            }
            Action::Started(Ok(start)) => {
                // Why one is here again is still to be read.
                let why = self.failure.take();
                self.started(*start);
                self.failure = self.failure.take().or(why);
            }
            Action::Started(Err(failure)) => self.failure = Some(failure),
            Action::Preferences(preferences) => {
                self.preferences = preferences;
                return vec![Effect::Keep(PreferencesKeep { preferences })];
            }
            // Two questions were under way, and the earlier answer came last.
            Action::Campus(card)
                if self.campus.as_ref().is_some_and(|own| is_older(&card, own)) => {}
            Action::Campus(card) => {
                let asks_again = self.signed_in
                    && (!card.unagreed().is_empty() || is_due(&card))
                    && matches!(self.place, Place::Home | Place::Settings);
                self.campus = Some(*card);
                if asks_again {
                    self.route(Bookmark::None);
                }
            }
            Action::CampusLeft => self.campus = None,
            // The flow is left, and a link has waited for it.
            Action::Go(place) if place.is_idle() && self.link.is_some() => {
                self.route(Bookmark::None);
            }
            Action::Go(place @ (Place::Home | Place::Settings)) => self.enter(place),
            Action::Go(place) => self.go(place),
            Action::SignedIn => {
                self.signed_in = true;
                self.unfollow();
                self.enter(Place::Home);
            }
            Action::SignedOut => {
                self.signed_out();
                self.route(Bookmark::None);
            }
            Action::SessionEnded => {
                self.signed_out();
                self.route(Bookmark::None);
                self.failure = Some(Failure::new(Code::SessionEnded));
                // What was agreed to may have ended with it.
                return vec![Effect::Start];
            }
            Action::Event(event) => return self.event(event),
            Action::Shortcut(act) => return self.shortcut(act),
            Action::Aside(place) => self.step_aside(place),
            Action::Return => self.step_back(),
            Action::Desktop(desktop) => self.desktop_changed(desktop),
            Action::StillRunningRead => self.still_running = false,
            Action::UnfollowedRead => self.unfollowed = None,
        }
        vec![]
    }
}

/// Whether the campus takes no app as old as this one any more.
fn is_due(card: &CampusCard) -> bool {
    card.demand.as_ref().is_some_and(|demand| demand.due)
}

impl Place {
    /// A new sign-in, with a phone that is known already or empty.
    pub fn signin(phone: String) -> Self {
        Self::Signin(signin::State::new(phone))
    }

    /// A new registration.
    pub fn registration(account: String) -> Self {
        Self::Registration(registration::State::new(account))
    }

    /// Sign-in or registration, at the campus that is on; without one, finding it.
    pub fn choice(card: Option<&CampusCard>) -> Self {
        Self::Campus(match card {
            Some(card) => campus::Entry::Choice(Box::new(card.clone())),
            None => campus::Entry::Find,
        })
    }

    /// Nothing is begun here that a link could tear down.
    pub(super) fn is_idle(&self) -> bool {
        matches!(
            self,
            Self::Desktop
                | Self::Shortcuts
                | Self::TooOld
                | Self::Campus(
                    campus::Entry::Find
                        // A second link: which campus it is, is asked again before anything is typed.
                        | campus::Entry::Link(_)
                        | campus::Entry::Pinned(_)
                        | campus::Entry::Choice(_)
                )
        )
    }
}

/// Whether `card` says nothing that `own` does not know better: the same campus, read earlier, with nothing
/// else agreed to.
fn is_older(card: &CampusCard, own: &CampusCard) -> bool {
    card.manifest.origin == own.manifest.origin
        && card.agreed == own.agreed
        && card.read_at < own.read_at
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
