use menhu_protocol::ipc::{Home, HomeRead};
use menhu_protocol::{Code, Failure, Manifest, Module};

use crate::machine::Machine;
use crate::remote::Remote;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub home: Remote<Home>,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// The page has appeared.
    Opened,
    /// What the device has.
    Kept(Result<Home, Failure>),
    /// What the campus says.
    Fresh(Result<Home, Failure>),
    /// 「再试一次」, or the campus can be reached again.
    Again,
}

#[derive(Clone, Debug)]
pub enum Effect {
    /// Answered from the device.
    Kept(HomeRead),
    /// Asks the campus.
    Fresh(HomeRead),
    /// The session was ended elsewhere.
    SignedOut,
    /// What the campus is, as last read.
    Campus(Box<menhu_protocol::ipc::CampusCard>),
}

impl State {
    /// Why what is shown may be old.
    pub fn stale(&self) -> Option<&Failure> {
        self.home
            .failure
            .as_ref()
            .or_else(|| self.home.value.as_ref()?.stale.as_ref())
    }

    fn ask_fresh(&mut self) -> Vec<Effect> {
        if self.home.ask() {
            vec![Effect::Fresh(HomeRead { fresh: true })]
        } else {
            vec![]
        }
    }

    fn answer(&mut self, answer: Result<Home, Failure>) -> Vec<Effect> {
        let is_over = |f: &Failure| matches!(f.code, Code::SessionEnded | Code::SignedOut);
        let over = match &answer {
            Ok(home) => home.stale.as_ref().is_some_and(is_over),
            Err(failure) => is_over(failure),
        };
        self.home.answer(answer);
        if over {
            return vec![Effect::SignedOut];
        }
        match &self.home.value {
            Some(home) => vec![Effect::Campus(Box::new(home.campus.clone()))],
            None => vec![],
        }
    }
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Opened => {
                self.home.asking = true;
                vec![Effect::Kept(HomeRead { fresh: false })]
            }
            Action::Kept(answer) => {
                let mut effects = self.answer(answer);
                if !effects.iter().any(|e| matches!(e, Effect::SignedOut)) {
                    effects.extend(self.ask_fresh());
                }
                effects
            }
            Action::Fresh(answer) => self.answer(answer),
            Action::Again => self.ask_fresh(),
        }
    }
}

/// What this campus has on and this build can show, in the order of the build.
pub fn tiles(manifest: &Manifest) -> Vec<Module> {
    Module::BUILT
        .iter()
        .copied()
        .filter(|module| manifest.modules.contains(module))
        .collect()
}

#[cfg(test)]
mod tests {
    use menhu_protocol::ipc::{CampusCard, Home, Keychain};
    use menhu_protocol::{Code, Failure, Module};

    use super::{Action, Effect, State, tiles};
    use crate::machine::Machine;

    const MANIFEST: &str = r##"{"menhu":1,"campus":"demo","name":{"zh":"示范大学","en":"Demo"},
        "origin":"https://menhu.example.edu.cn","accent":"#1F5FA8","texts":[],
        "modules":["download","chat","weather"],"least_app":"0.1.0",
        "desk":{"phone":"0451-86412345","hours":{"zh":"","en":""}}}"##;

    fn home(stale: Option<Code>) -> Home {
        Home {
            me: None,
            campus: CampusCard {
                manifest: serde_json::from_str(MANIFEST).expect("a manifest"),
                host: "menhu.example.edu.cn".into(),
                agreed: vec![],
                read_at: 0,
                demand: None,
            },
            read_at: 0,
            stale: stale.map(Failure::new),
            keychain: Keychain::Ready,
        }
    }

    fn fresh(effects: &[Effect]) -> usize {
        effects
            .iter()
            .filter(|e| matches!(e, Effect::Fresh(_)))
            .count()
    }

    #[test]
    fn device_answers_first_and_the_campus_is_asked_once_after() {
        let mut state = State::default();
        assert!(matches!(state.step(Action::Opened)[..], [Effect::Kept(_)]));
        assert_eq!(fresh(&state.step(Action::Kept(Ok(home(None))))), 1);
        assert_eq!(fresh(&state.step(Action::Again)), 0, "already on its way");
    }

    #[test]
    fn outage_keeps_what_is_shown_and_signs_nobody_out() {
        for code in [Code::Offline, Code::ServerFault, Code::ClockWrong] {
            let mut state = State::default();
            state.step(Action::Opened);
            state.step(Action::Kept(Ok(home(None))));
            let effects = state.step(Action::Fresh(Err(Failure::new(code))));
            assert!(!effects.iter().any(|e| matches!(e, Effect::SignedOut)));
            assert!(state.home.value.is_some());
            assert_eq!(state.stale().map(|f| f.code), Some(code));
            assert_eq!(fresh(&state.step(Action::Again)), 1);
        }
    }

    #[test]
    fn session_ended_elsewhere_leads_out_however_it_is_said() {
        for answer in [
            Ok(home(Some(Code::SessionEnded))),
            Err(Failure::new(Code::SessionEnded)),
            Err(Failure::new(Code::SignedOut)),
        ] {
            let mut state = State::default();
            state.step(Action::Opened);
            let effects = state.step(Action::Kept(answer));
            assert!(matches!(effects[..], [Effect::SignedOut]));
        }
    }

    #[test]
    fn only_what_is_built_and_switched_on_is_a_tile() {
        let campus = home(None).campus;
        assert_eq!(tiles(&campus.manifest), [Module::Download]);
    }
}
