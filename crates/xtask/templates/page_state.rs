use menhu_protocol::Failure;
use menhu_protocol::ipc::{Home, HomeRead};

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
    Answered(Box<Result<Home, Failure>>),
    /// 「再试一次」
    Again,
}

#[derive(Clone, Debug)]
pub enum Effect {
    Read(HomeRead),
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Opened | Action::Again => {
                if self.home.ask() {
                    vec![Effect::Read(HomeRead { fresh: true })]
                } else {
                    vec![]
                }
            }
            Action::Answered(answer) => {
                self.home.answer(*answer);
                vec![]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::{Code, Failure};

    use super::{Action, Effect, State};
    use crate::machine::Machine;

    #[test]
    fn it_asks_once_and_again_after_a_failure() {
        let mut state = State::default();
        assert!(matches!(state.step(Action::Opened)[..], [Effect::Read(_)]));
        assert!(state.step(Action::Again).is_empty(), "already on its way");
        state.step(Action::Answered(Box::new(Err(Failure::new(Code::Offline)))));
        assert!(state.home.failure.is_some());
        assert!(matches!(state.step(Action::Again)[..], [Effect::Read(_)]));
    }
}
