use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{CampusCard, Update, UpdatePhase};
use menhu_protocol::{Code, Failure};

use crate::machine::Machine;
use crate::remote::Remote;

/// How far a download has come is the app's to know (`app::State::update`): it goes on when this page
/// is left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub update: Remote<Update>,
    pub waiting: Option<Waiting>,
    /// The system or its browser has taken over.
    pub handed: bool,
    /// Why fetching or installing did not work.
    pub failure: Option<Failure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    Fetch,
    Install,
}

#[derive(Clone, Debug)]
pub enum Action {
    Opened,
    /// 「再查一次」
    Again,
    Read(Result<Box<Update>, Failure>),
    /// 「更新」, and once more after it failed.
    Fetch,
    Fetched(Result<UpdatePhase, Failure>),
    /// 「现在更新」: the app ends and opens anew.
    Install,
    Installed(Result<Done, Failure>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// `true`: the campus is to be asked now.
    Read(bool),
    Fetch,
    Install,
    /// What the core said beside the answer: the campus, and how far an update has come.
    Tell(Box<CampusCard>, UpdatePhase),
}

impl Remote<Update> {
    /// Why the campus could not be asked.
    pub fn stale(&self) -> Option<&Failure> {
        self.failure
            .as_ref()
            .or_else(|| self.value.as_ref()?.stale.as_ref())
    }
}

impl State {
    fn read(&mut self, asked: bool) -> Vec<Effect> {
        if self.update.ask() {
            vec![Effect::Read(asked)]
        } else {
            vec![]
        }
    }

    /// Whether the button that failed may be offered again: what is not the campus's own will not
    /// become so by asking twice.
    pub fn can_fetch(&self) -> bool {
        self.failure
            .as_ref()
            .is_none_or(|failure| failure.code != Code::UpdateForged)
    }
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Opened => return self.read(false),
            Action::Read(answer) => {
                let tell = answer.as_ref().ok().map(|update| {
                    Effect::Tell(Box::new(update.campus.clone()), update.phase.clone())
                });
                self.update.answer(answer.map(|update| *update));
                return tell.into_iter().collect();
            }
            Action::Fetched(answer) => {
                self.waiting = None;
                match answer {
                    Ok(UpdatePhase::Handed) => self.handed = true,
                    // Taken back in the meantime: what there is now has been asked already.
                    Ok(UpdatePhase::Idle) => return self.read(false),
                    Ok(UpdatePhase::Fetching { .. } | UpdatePhase::Ready { .. }) => {}
                    Err(failure) => self.failure = Some(failure),
                }
            }
            Action::Installed(answer) => {
                self.waiting = None;
                self.failure = answer.err();
            }
            // One request at a time: a second tap sends nothing.
            _ if self.waiting.is_some() => {}
            Action::Again => {
                self.failure = None;
                self.handed = false;
                return self.read(true);
            }
            Action::Fetch => {
                self.failure = None;
                self.waiting = Some(Waiting::Fetch);
                return vec![Effect::Fetch];
            }
            Action::Install => {
                self.failure = None;
                self.waiting = Some(Waiting::Install);
                return vec![Effect::Install];
            }
        }
        vec![]
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::ipc::{CampusCard, Update, UpdatePhase, UpdateWay};
    use menhu_protocol::{Code, Failure};

    use super::{Action, Effect, State};
    use crate::machine::Machine;

    const CARD: &str = r##"{"manifest":{"menhu":1,"campus":"demo","name":{"zh":"示范大学","en":"Demo"},
        "origin":"https://menhu.example.edu.cn","accent":"#1F5FA8","texts":[],"modules":[],
        "least_app":"0.1.0","desk":{"phone":"0451","hours":{"zh":"","en":""}}},
        "host":"menhu.example.edu.cn","agreed":[],"read_at":0}"##;

    fn update(stale: Option<Code>) -> Box<Update> {
        let campus: CampusCard = serde_json::from_str(CARD).expect("a card");
        Box::new(Update {
            newest: None,
            newer: false,
            read_at: Some(0),
            stale: stale.map(Failure::new),
            way: UpdateWay::Page,
            phase: UpdatePhase::Idle,
            campus,
        })
    }

    #[test]
    fn opening_asks_no_more_than_the_core_allows_and_the_button_asks_now() {
        let mut state = State::default();
        assert_eq!(state.step(Action::Opened), [Effect::Read(false)]);
        assert!(state.step(Action::Again).is_empty(), "already on its way");
        state.step(Action::Read(Ok(update(None))));
        assert_eq!(state.step(Action::Again), [Effect::Read(true)]);
    }

    #[test]
    fn last_answer_stays_when_the_campus_cannot_be_asked() {
        let mut state = State::default();
        state.step(Action::Opened);
        state.step(Action::Read(Ok(update(Some(Code::Offline)))));
        assert!(state.update.value.is_some());
        assert_eq!(state.update.stale().map(|f| f.code), Some(Code::Offline));
    }

    #[test]
    fn nothing_is_installed_without_a_second_word_and_two_taps_are_one() {
        let mut state = State::default();
        assert_eq!(state.step(Action::Fetch), [Effect::Fetch]);
        assert!(state.step(Action::Fetch).is_empty(), "second tap");
        let ready = UpdatePhase::Ready {
            version: "0.2.0".into(),
        };
        assert!(state.step(Action::Fetched(Ok(ready))).is_empty());
        assert_eq!(state.step(Action::Install), [Effect::Install]);
        assert!(state.step(Action::Install).is_empty(), "second tap");
    }

    #[test]
    fn lost_connection_may_be_tried_again_and_a_forged_file_not() {
        for (code, again) in [
            (Code::Offline, true),
            (Code::StorageFull, true),
            (Code::UpdateDamaged, true),
            (Code::UpdateRefused, true),
            (Code::UpdateForged, false),
        ] {
            let mut state = State::default();
            state.step(Action::Fetch);
            state.step(Action::Fetched(Err(Failure::new(code))));
            assert_eq!(state.can_fetch(), again, "{code:?}");
        }
    }

    #[test]
    fn release_that_was_taken_back_is_read_anew() {
        let mut state = State::default();
        state.step(Action::Fetch);
        let effects = state.step(Action::Fetched(Ok(UpdatePhase::Idle)));
        assert_eq!(effects, [Effect::Read(false)]);
    }
}
