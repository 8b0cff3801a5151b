use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::ConsentGive;
use menhu_protocol::{Failure, TextKind};
use menhu_words::{APP_PRIVACY, APP_TERMS};

use crate::machine::Machine;

/// The screens of the first start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Language and 长辈版.
    Manner,
    Consent,
    Reading(TextKind),
    Refused,
}

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub step: Step,
    /// The first screen of this start, so that there is no way back behind it.
    pub begun_at: Step,
    /// Versions that were agreed to before: terms, privacy. The texts are newer.
    pub before: Option<(String, String)>,
    pub waiting: bool,
    pub failure: Option<Failure>,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// Language and size are chosen.
    Submit,
    Read(TextKind),
    Agree,
    Refuse,
    /// From the refusal back to the consent.
    Return,
    Back,
    Given(Result<Done, Failure>),
}

#[derive(Clone, Debug)]
pub enum Effect {
    Give(ConsentGive),
    /// Agreed: the app starts anew, now with network and keychain.
    Leave,
}

impl State {
    /// `first` asks for language and size; `before` are the versions agreed to earlier.
    pub fn new(first: bool, before: Option<(String, String)>) -> Self {
        let step = if first { Step::Manner } else { Step::Consent };
        Self {
            step,
            begun_at: step,
            before,
            waiting: false,
            failure: None,
        }
    }

    /// Whether there is a screen to go back to.
    pub fn can_go_back(&self) -> bool {
        self.step != self.begun_at
    }
}

/// Whether these versions are the ones this build shows.
pub fn is_agreed(consent: Option<&(String, String)>) -> bool {
    consent.is_some_and(|(terms, privacy)| {
        terms == APP_TERMS.version && privacy == APP_PRIVACY.version
    })
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Given(answer) => {
                self.waiting = false;
                return match answer {
                    Ok(Done {}) => vec![Effect::Leave],
                    Err(failure) => {
                        self.failure = Some(failure);
                        vec![]
                    }
                };
            }
            _ if self.waiting => return vec![],
            Action::Submit | Action::Return => self.step = Step::Consent,
            Action::Read(kind) => self.step = Step::Reading(kind),
            Action::Refuse => self.step = Step::Refused,
            Action::Back => {
                self.step = match self.step {
                    Step::Reading(_) | Step::Refused => Step::Consent,
                    Step::Manner | Step::Consent => self.begun_at,
                }
            }
            Action::Agree => {
                self.waiting = true;
                self.failure = None;
                return vec![Effect::Give(ConsentGive {
                    terms: APP_TERMS.version.to_owned(),
                    privacy: APP_PRIVACY.version.to_owned(),
                })];
            }
        }
        self.failure = None;
        vec![]
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::api::session::Done;
    use menhu_protocol::{Code, Failure, TextKind};
    use menhu_words::{APP_PRIVACY, APP_TERMS};

    use super::{Action, Effect, State, Step, is_agreed};
    use crate::machine::Machine;

    #[test]
    fn agreeing_names_the_versions_that_were_shown_once() {
        let mut state = State::new(true, None);
        state.step(Action::Submit);
        let effects = state.step(Action::Agree);
        let [Effect::Give(give)] = &effects[..] else {
            panic!("{effects:?}")
        };
        assert_eq!(
            (give.terms.as_str(), give.privacy.as_str()),
            (APP_TERMS.version, APP_PRIVACY.version)
        );
        assert!(state.step(Action::Agree).is_empty(), "second tap");
        assert!(matches!(
            state.step(Action::Given(Ok(Done {})))[..],
            [Effect::Leave]
        ));
    }

    #[test]
    fn refusing_sends_nothing_and_can_come_back() {
        let mut state = State::new(false, None);
        assert!(state.step(Action::Refuse).is_empty());
        assert_eq!(state.step, Step::Refused);
        state.step(Action::Return);
        assert_eq!(state.step, Step::Consent);
    }

    #[test]
    fn reading_comes_back_to_the_consent_and_nothing_goes_behind_the_first_screen() {
        let mut state = State::new(false, None);
        state.step(Action::Read(TextKind::Privacy));
        assert_eq!(state.step, Step::Reading(TextKind::Privacy));
        state.step(Action::Back);
        assert_eq!(state.step, Step::Consent);
        assert!(!state.can_go_back());
        state.step(Action::Back);
        assert_eq!(state.step, Step::Consent);
    }

    #[test]
    fn consent_that_could_not_be_kept_is_said_and_can_be_given_again() {
        let mut state = State::new(false, None);
        state.step(Action::Agree);
        state.step(Action::Given(Err(Failure::new(Code::StorageFull))));
        assert_eq!(
            state.failure.as_ref().map(|f| f.code),
            Some(Code::StorageFull)
        );
        assert_eq!(state.step(Action::Agree).len(), 1);
    }

    #[test]
    fn only_the_versions_shown_count_as_agreed() {
        let now = (APP_TERMS.version.to_owned(), APP_PRIVACY.version.to_owned());
        assert!(is_agreed(Some(&now)));
        assert!(!is_agreed(Some(&("2020-01-01".into(), now.1))));
        assert!(!is_agreed(None));
    }
}
