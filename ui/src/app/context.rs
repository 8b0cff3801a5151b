use std::ops::Deref;
use std::rc::Rc;

use menhu_protocol::ipc::{
    CampusCard, Desktop, Keychain, Locale, Preferences, Scanner, System, UpdatePhase,
};
use menhu_protocol::{Failure, Localized};
use menhu_words::{Lexicon, Tongue};
use yew::prelude::*;

use super::Action;

/// All words of the chosen language.
#[derive(Clone)]
pub struct Words(Rc<Lexicon>);

impl Words {
    pub fn of(locale: Locale) -> Self {
        Self(Rc::new(Lexicon::of(match locale {
            Locale::Zh => Tongue::Zh,
            Locale::En => Tongue::En,
        })))
    }

    /// What a campus says in both languages.
    pub fn pick<'a>(&self, both: &'a Localized) -> &'a str {
        match self.0.tongue() {
            Tongue::Zh => &both.zh,
            Tongue::En => &both.en,
        }
    }
}

impl Deref for Words {
    type Target = Lexicon;
    fn deref(&self) -> &Lexicon {
        &self.0
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.0.tongue() == other.0.tongue()
    }
}

/// What every place knows: campus, session, language and looks, connectivity.
#[derive(Clone, PartialEq)]
pub struct App {
    pub words: Words,
    pub preferences: Preferences,
    pub campus: Option<Rc<CampusCard>>,
    /// This build is for one campus: there is no other to go to.
    pub pinned: bool,
    pub keychain: Keychain,
    pub scanner: Scanner,
    pub system: System,
    /// What this computer can do; `None` on phones.
    pub desktop: Option<Desktop>,
    pub version: AttrValue,
    pub signed_in: bool,
    pub reachable: bool,
    /// How far an update has come.
    pub update: UpdatePhase,
    /// Why the person was brought to this place, if the app brought them.
    pub failure: Option<Failure>,
    pub act: Callback<Action>,
}

/// The app around a component.
///
/// # Panics
/// Outside of [`super::Root`]; nothing is drawn there.
#[hook]
pub fn use_app() -> App {
    use_context::<App>().expect("every component is drawn inside the app")
}
