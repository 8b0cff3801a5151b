use menhu_protocol::Failure;
use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{CampusCard, Update};

use crate::machine::Machine;
use crate::remote::Remote;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// What the campus answered here last.
    pub update: Remote<Update>,
    /// Whether to sign out is being asked.
    pub signing_out: bool,
    /// The campus is being left.
    pub leaving: bool,
    /// Why the campus could not be left.
    pub failure: Option<Failure>,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// 「再查一次」, and whenever time has passed: the campus may have taken its demand back.
    Again,
    Read(Result<Box<Update>, Failure>),
    /// 「换一个学校」
    Other,
    Left(Result<Done, Failure>),
    /// 「退出登录」, which is asked about first.
    SignOut,
    /// Signed in after all.
    Stay,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Read,
    LeaveCampus,
    /// The campus as it was read.
    Tell(Box<CampusCard>),
    /// No campus any more: another is looked for.
    Left,
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Again if self.update.ask() => return vec![Effect::Read],
            Action::Again => {}
            Action::Read(answer) => {
                let card = answer.as_ref().ok().map(|update| update.campus.clone());
                self.update.answer(answer.map(|update| *update));
                return card.map(Box::new).map(Effect::Tell).into_iter().collect();
            }
            Action::Left(answer) => {
                self.leaving = false;
                match answer {
                    Ok(Done {}) => return vec![Effect::Left],
                    Err(failure) => self.failure = Some(failure),
                }
            }
            // One request at a time: a second tap sends nothing.
            _ if self.leaving => {}
            Action::Other => {
                self.failure = None;
                self.leaving = true;
                return vec![Effect::LeaveCampus];
            }
            Action::SignOut => self.signing_out = true,
            Action::Stay => self.signing_out = false,
        }
        vec![]
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::api::session::Done;
    use menhu_protocol::{Code, Failure};

    use super::{Action, Effect, State};
    use crate::machine::Machine;

    #[test]
    fn campus_is_asked_again_as_often_as_wanted_and_once_at_a_time() {
        let mut state = State::default();
        assert_eq!(state.step(Action::Again), [Effect::Read]);
        assert!(state.step(Action::Again).is_empty(), "second tap");
        state.step(Action::Read(Err(Failure::new(Code::Offline))));
        assert_eq!(
            state.update.failure.as_ref().map(|f| f.code),
            Some(Code::Offline)
        );
        assert_eq!(state.step(Action::Again), [Effect::Read]);
    }

    #[test]
    fn campus_is_left_once_and_another_looked_for_when_it_is() {
        let mut state = State::default();
        assert_eq!(state.step(Action::Other), [Effect::LeaveCampus]);
        assert!(state.step(Action::Other).is_empty(), "second tap");
        state.step(Action::Left(Err(Failure::new(Code::StorageFull))));
        assert_eq!(
            state.failure.as_ref().map(|f| f.code),
            Some(Code::StorageFull)
        );
        assert_eq!(state.step(Action::Other), [Effect::LeaveCampus]);
        assert_eq!(state.failure, None);
        assert_eq!(state.step(Action::Left(Ok(Done {}))), [Effect::Left]);
    }

    #[test]
    fn nobody_is_signed_out_without_being_asked() {
        let mut state = State::default();
        assert!(state.step(Action::SignOut).is_empty());
        assert!(state.signing_out);
        assert!(state.step(Action::Stay).is_empty());
        assert!(!state.signing_out);
    }
}
