use menhu_protocol::Failure;
use menhu_protocol::ipc::{Desktop, DesktopKeep, Wish};

use crate::machine::Machine;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// As the core last said; the app knew it before this page was opened.
    pub desktop: Option<Desktop>,
    /// The wish that is on its way.
    pub asked: Option<Wish>,
    /// The wish that was not taken.
    pub refused: Option<Wish>,
    pub failure: Option<Failure>,
}

#[derive(Clone, Debug)]
pub enum Action {
    Opened,
    /// A shortcut changed it beside this page.
    Changed(Desktop),
    Read(Result<Option<Desktop>, Failure>),
    Wish(Wish),
    Kept(Result<Option<Desktop>, Failure>),
    /// Sends the wish that was not taken once more.
    Again,
}

#[derive(Clone, Debug)]
pub enum Effect {
    Read,
    Keep(DesktopKeep),
    /// The app as a whole hears of it.
    Tell(Desktop),
}

impl State {
    pub fn new(desktop: Option<Desktop>) -> Self {
        Self {
            desktop,
            ..Self::default()
        }
    }

    fn ask(&mut self, wish: Wish) -> Vec<Effect> {
        // One at a time: what is answered must be what was asked.
        if self.asked.is_some() {
            return vec![];
        }
        self.asked = Some(wish);
        self.refused = None;
        self.failure = None;
        vec![Effect::Keep(DesktopKeep { wish })]
    }

    fn hear(&mut self, desktop: Option<Desktop>) -> Vec<Effect> {
        match desktop {
            Some(desktop) if self.desktop != Some(desktop) => {
                self.desktop = Some(desktop);
                vec![Effect::Tell(desktop)]
            }
            _ => vec![],
        }
    }
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Opened => vec![Effect::Read],
            Action::Changed(desktop) => {
                self.desktop = Some(desktop);
                vec![]
            }
            // What was known before is still true enough.
            Action::Read(answer) => self.hear(answer.ok().flatten()),
            Action::Wish(wish) => self.ask(wish),
            Action::Kept(Ok(desktop)) => {
                self.asked = None;
                self.hear(desktop)
            }
            Action::Kept(Err(failure)) => {
                self.refused = self.asked.take();
                self.failure = Some(failure);
                vec![]
            }
            Action::Again => match self.refused {
                Some(wish) => self.ask(wish),
                None => vec![],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::ipc::{Desktop, Wish, Zoom};
    use menhu_protocol::{Code, Failure};

    use super::{Action, Effect, State};
    use crate::machine::Machine;

    const NOW: Desktop = Desktop {
        autostart: Some(false),
        stay: Some(true),
        notifications: None,
        zoom: 100,
    };

    #[test]
    fn a_switch_shows_what_the_system_answers_not_what_was_pressed() {
        let mut state = State::new(Some(NOW));
        let effects = state.step(Action::Wish(Wish::Autostart(true)));
        assert!(matches!(&effects[..], [Effect::Keep(k)] if k.wish == Wish::Autostart(true)));
        assert_eq!(state.desktop, Some(NOW), "not yet");
        assert!(
            state.step(Action::Wish(Wish::Autostart(true))).is_empty(),
            "second press"
        );
        let on = Desktop {
            autostart: Some(true),
            ..NOW
        };
        let effects = state.step(Action::Kept(Ok(Some(on))));
        assert!(matches!(&effects[..], [Effect::Tell(told)] if *told == on));
        assert_eq!(state.desktop, Some(on));
    }

    #[test]
    fn a_wish_that_was_not_taken_is_said_and_can_be_sent_again() {
        let mut state = State::new(Some(NOW));
        let wish = Wish::Zoom(Zoom::In);
        state.step(Action::Wish(wish));
        state.step(Action::Kept(Err(Failure::new(Code::StorageFull))));
        assert_eq!(state.desktop, Some(NOW));
        assert_eq!(
            state.failure.as_ref().map(|f| f.code),
            Some(Code::StorageFull)
        );
        let effects = state.step(Action::Again);
        assert!(matches!(&effects[..], [Effect::Keep(k)] if k.wish == wish));
        assert_eq!(state.failure, None);
    }

    #[test]
    fn a_change_outside_is_shown_when_the_page_is_opened() {
        let mut state = State::new(Some(NOW));
        assert!(matches!(state.step(Action::Opened)[..], [Effect::Read]));
        let gone = Desktop { stay: None, ..NOW };
        state.step(Action::Read(Ok(Some(gone))));
        assert_eq!(state.desktop, Some(gone));
        state.step(Action::Read(Err(Failure::new(Code::Internal))));
        assert_eq!(state.desktop, Some(gone));
    }
}
