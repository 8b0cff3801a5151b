//! What a computer's user does beside the pages: shortcuts, tray, asides.

use menhu_protocol::ipc::{Bookmark, Desktop};

use super::{Effect, Place, State};
use crate::shortcuts::Act;

impl State {
    pub(super) fn shortcut(&mut self, act: Act) -> Vec<Effect> {
        if self.desktop.is_none() {
            return vec![];
        }
        match act {
            Act::Settings => self.settings_open(),
            Act::Shortcuts => self.step_aside(Place::Shortcuts),
            Act::Zoom(zoom) => return vec![Effect::Zoom(zoom)],
            Act::Back => return vec![Effect::Back],
            Act::Close => return vec![Effect::Close],
            Act::Quit => return vec![Effect::Quit],
        }
        vec![]
    }

    /// The settings, or what there is of them before somebody is in.
    pub(super) fn settings_open(&mut self) {
        if !self.signed_in {
            self.step_aside(Place::Desktop);
        } else if self.may_leave() {
            self.enter(Place::Settings);
        }
    }

    /// Shows a page from which the way back leads here again.
    pub(super) fn step_aside(&mut self, place: Place) {
        let lacks = matches!(place, Place::Desktop | Place::Shortcuts) && self.desktop.is_none();
        // From the gate of an app that is too old one way leads on.
        let on = self.place == Place::TooOld && place == Place::Update;
        if lacks || self.place == place || !(on || self.may_leave()) {
            return;
        }
        let mut trail = std::mem::take(&mut self.trail);
        match trail.iter().position(|before| *before == place) {
            Some(before) => trail.truncate(before),
            None => trail.push(self.place.clone()),
        }
        self.go(place);
        self.trail = trail;
    }

    /// Back to where the person stepped aside.
    pub(super) fn step_back(&mut self) {
        let mut trail = std::mem::take(&mut self.trail);
        match trail.pop() {
            // A link has waited for this page to be left.
            Some(before) if before.is_idle() && self.link.is_some() => self.route(Bookmark::None),
            Some(before @ (Place::Home | Place::Settings)) => self.enter(before),
            Some(before) => {
                self.go(before);
                self.trail = trail;
            }
            None => {}
        }
    }

    pub(super) fn desktop_changed(&mut self, desktop: Option<Desktop>) {
        if desktop.is_some() {
            self.desktop = desktop;
        }
    }

    /// Nothing that was typed is lost when this place is left.
    fn may_leave(&self) -> bool {
        let open = self.place.is_idle()
            || matches!(self.place, Place::Home | Place::Settings | Place::Update);
        self.consented && open && self.place != Place::TooOld
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::ipc::{Desktop, Event, Zoom};

    use super::super::{Action, Effect, Place, State};
    use crate::flows::campus::Entry;
    use crate::machine::Machine;
    use crate::shortcuts::Act;

    fn computer(place: Place, signed_in: bool) -> State {
        State {
            place,
            signed_in,
            consented: true,
            desktop: Some(Desktop {
                autostart: Some(false),
                stay: Some(true),
                notifications: Some(true),
                zoom: 100,
            }),
            ..State::default()
        }
    }

    #[test]
    fn pages_beside_the_way_lead_back_to_where_they_were_opened() {
        let mut state = computer(Place::Home, true);
        state.step(Action::Shortcut(Act::Shortcuts));
        assert_eq!(state.place, Place::Shortcuts);
        state.step(Action::Return);
        assert_eq!(state.place, Place::Home);
        state.step(Action::Aside(Place::Desktop));
        state.step(Action::Aside(Place::Shortcuts));
        state.step(Action::Return);
        assert_eq!(state.place, Place::Desktop);
        state.step(Action::Return);
        assert_eq!(state.place, Place::Home);
    }

    #[test]
    fn pages_opened_in_turn_do_not_pile_up() {
        let find = Place::Campus(Entry::Find);
        let mut state = computer(find.clone(), false);
        for _ in 0..3 {
            state.step(Action::Shortcut(Act::Settings));
            assert_eq!(state.place, Place::Desktop, "nobody is in");
            state.step(Action::Shortcut(Act::Shortcuts));
        }
        state.step(Action::Return);
        state.step(Action::Return);
        assert_eq!(state.place, find);
    }

    #[test]
    fn what_is_being_typed_is_not_left_by_a_key_or_the_tray() {
        let typing = Place::signin("138".into());
        let mut state = computer(typing.clone(), false);
        state.step(Action::Shortcut(Act::Settings));
        state.step(Action::Shortcut(Act::Shortcuts));
        state.step(Action::Event(Event::SettingsOpen));
        assert_eq!(state.place, typing);
        let mut asked = computer(Place::Campus(Entry::Find), false);
        asked.consented = false;
        asked.step(Action::Shortcut(Act::Settings));
        assert_eq!(asked.place, Place::Campus(Entry::Find), "no consent");
    }

    #[test]
    fn passwords_being_changed_are_left_by_the_way_back_alone() {
        let mut state = computer(Place::Home, true);
        state.step(Action::Aside(Place::Security));
        state.step(Action::Shortcut(Act::Settings));
        state.step(Action::Event(Event::SettingsOpen));
        assert_eq!(state.place, Place::Security);
        state.step(Action::Return);
        assert_eq!(state.place, Place::Home);
    }

    #[test]
    fn the_page_of_the_update_is_left_by_a_key_and_the_tray() {
        let mut state = computer(Place::Settings, true);
        state.step(Action::Aside(Place::Update));
        state.step(Action::Shortcut(Act::Shortcuts));
        assert_eq!(state.place, Place::Shortcuts);
        state.step(Action::Return);
        assert_eq!(state.place, Place::Update);
        state.step(Action::Event(Event::SettingsOpen));
        assert_eq!(state.place, Place::Settings);
    }

    #[test]
    fn the_tray_leads_to_the_settings_of_whoever_is_in() {
        let mut state = computer(Place::Home, true);
        state.step(Action::Event(Event::SettingsOpen));
        assert_eq!(state.place, Place::Settings);
    }

    #[test]
    fn a_phone_hears_no_shortcut() {
        let mut state = computer(Place::Home, true);
        state.desktop = None;
        for act in [
            Act::Settings,
            Act::Zoom(Zoom::In),
            Act::Close,
            Act::Quit,
            Act::Back,
        ] {
            assert!(state.step(Action::Shortcut(act)).is_empty(), "{act:?}");
        }
        assert_eq!(state.place, Place::Home);
    }

    #[test]
    fn zoom_is_asked_of_the_core_and_shown_as_it_answers() {
        let mut state = computer(Place::Home, true);
        let effects = state.step(Action::Shortcut(Act::Zoom(Zoom::In)));
        assert!(matches!(effects[..], [Effect::Zoom(Zoom::In)]));
        let bigger = state.desktop.map(|desktop| Desktop {
            zoom: 110,
            ..desktop
        });
        state.step(Action::Desktop(bigger));
        assert_eq!(state.desktop, bigger);
        state.step(Action::Desktop(None));
        assert_eq!(state.desktop, bigger, "a lost answer changes nothing");
    }

    #[test]
    fn that_the_app_stayed_is_said_until_it_is_read() {
        let mut state = computer(Place::Home, true);
        state.step(Action::Event(Event::StillRunning));
        assert!(state.still_running);
        state.step(Action::StillRunningRead);
        assert!(!state.still_running);
    }
}
