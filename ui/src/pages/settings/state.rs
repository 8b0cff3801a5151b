use menhu_protocol::api::session::{Device, Done};
use menhu_protocol::ipc::{CampusText, CampusTexts, DeviceEnd};
use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Code, Failure, TextKind};

use crate::machine::Machine;
use crate::remote::Remote;

/// The screens of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    Root,
    Devices,
    Texts,
    Reading(Text),
    About,
    SignOut,
    Withdraw,
}

/// A text that was agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    App(TextKind),
    Campus(TextKind),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub section: Section,
    pub devices: Remote<Vec<Device>>,
    /// The device whose end is on its way.
    pub ending: Option<String>,
    pub texts: Remote<Vec<CampusText>>,
    /// Sign-out or withdrawal is on its way.
    pub leaving: bool,
    pub failure: Option<Failure>,
}

#[derive(Clone, Debug)]
pub enum Action {
    Open(Section),
    Back,
    Devices(Result<Vec<Device>, Failure>),
    DevicesAgain,
    End(String),
    Ended(Result<Done, Failure>),
    Read(Text, CampusAddress),
    Texts(Result<Vec<CampusText>, Failure>),
    SignOut,
    SignedOut(Result<Done, Failure>),
    Withdraw,
    Withdrawn(Result<Done, Failure>),
}

#[derive(Clone, Debug)]
pub enum Effect {
    Devices,
    End(DeviceEnd),
    Texts(CampusTexts),
    SignOut,
    Withdraw,
    /// This person is out.
    SignedOut,
    /// The agreement is taken back: the app begins anew.
    Withdrawn,
}

impl State {
    pub fn text(&self, kind: TextKind) -> Option<&CampusText> {
        self.texts.value.as_ref()?.iter().find(|t| t.kind == kind)
    }

    fn ask_devices(&mut self) -> Vec<Effect> {
        if self.devices.ask() {
            vec![Effect::Devices]
        } else {
            vec![]
        }
    }

    /// A session that ended meanwhile needs no more ending.
    fn failed(&mut self, failure: Failure) -> Vec<Effect> {
        if matches!(failure.code, Code::SessionEnded | Code::SignedOut) {
            return vec![Effect::SignedOut];
        }
        self.failure = Some(failure);
        vec![]
    }
}

impl Machine for State {
    type Action = Action;
    type Effect = Effect;

    fn step(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Devices(answer) => {
                self.devices.answer(answer);
                match self.devices.failure.take() {
                    Some(failure) => self.failed(failure),
                    None => vec![],
                }
            }
            Action::Texts(answer) => {
                self.texts.answer(answer);
                vec![]
            }
            Action::Ended(answer) => {
                let ended = self.ending.take();
                match answer {
                    Ok(Done {}) => {
                        if let (Some(devices), Some(id)) = (&mut self.devices.value, ended) {
                            devices.retain(|device| device.id != id);
                        }
                        self.ask_devices()
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Action::SignedOut(answer) => {
                self.leaving = false;
                match answer {
                    Ok(Done {}) => vec![Effect::SignedOut],
                    Err(failure) => self.failed(failure),
                }
            }
            Action::Withdrawn(answer) => {
                self.leaving = false;
                match answer {
                    Ok(Done {}) => vec![Effect::Withdrawn],
                    Err(failure) => {
                        self.failure = Some(failure);
                        vec![]
                    }
                }
            }
            // One request at a time: a second tap on whatever button sends nothing.
            _ if self.leaving || self.ending.is_some() => vec![],
            Action::Open(section) => {
                self.section = section;
                self.failure = None;
                match section {
                    Section::Devices => self.ask_devices(),
                    _ => vec![],
                }
            }
            Action::Back => {
                self.failure = None;
                self.section = match self.section {
                    Section::Reading(_) => Section::Texts,
                    Section::Withdraw => Section::About,
                    _ => Section::Root,
                };
                vec![]
            }
            Action::DevicesAgain => {
                self.failure = None;
                self.ask_devices()
            }
            Action::End(id) => {
                self.failure = None;
                self.ending = Some(id.clone());
                vec![Effect::End(DeviceEnd { id })]
            }
            Action::Read(text, address) => {
                self.section = Section::Reading(text);
                self.failure = None;
                let wanted = matches!(text, Text::Campus(_)) && self.texts.value.is_none();
                if wanted && self.texts.ask() {
                    vec![Effect::Texts(CampusTexts { address })]
                } else {
                    vec![]
                }
            }
            Action::SignOut => {
                self.failure = None;
                self.leaving = true;
                vec![Effect::SignOut]
            }
            Action::Withdraw => {
                self.failure = None;
                self.leaving = true;
                vec![Effect::Withdraw]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::api::session::{Device, Done, SessionKind};
    use menhu_protocol::{Code, Failure};

    use super::{Action, Effect, Section, State};
    use crate::machine::Machine;

    fn device(id: &str) -> Device {
        Device {
            id: id.into(),
            name: "华为 P30".into(),
            kind: SessionKind::App,
            signed_in_at: 0,
            seen_at: 0,
            this_one: false,
        }
    }

    #[test]
    fn ended_device_leaves_the_list_and_one_request_is_sent() {
        let mut state = State::default();
        assert!(matches!(
            state.step(Action::Open(Section::Devices))[..],
            [Effect::Devices]
        ));
        state.step(Action::Devices(Ok(vec![device("a"), device("b")])));
        assert_eq!(state.step(Action::End("a".into())).len(), 1);
        assert!(state.step(Action::End("a".into())).is_empty(), "second tap");
        state.step(Action::Ended(Ok(Done {})));
        let left: Vec<_> = state
            .devices
            .value
            .iter()
            .flatten()
            .map(|d| d.id.as_str())
            .collect();
        assert_eq!(left, ["b"]);
    }

    #[test]
    fn device_that_could_not_be_ended_stays_in_the_list() {
        let mut state = State::default();
        state.step(Action::Open(Section::Devices));
        state.step(Action::Devices(Ok(vec![device("a")])));
        state.step(Action::End("a".into()));
        state.step(Action::Ended(Err(Failure::new(Code::Offline))));
        assert_eq!(state.devices.value.map(|d| d.len()), Some(1));
        assert_eq!(state.failure.map(|f| f.code), Some(Code::Offline));
    }

    #[test]
    fn signing_out_takes_a_second_screen_and_one_request() {
        let mut state = State::default();
        assert!(
            state.step(Action::Open(Section::SignOut)).is_empty(),
            "nothing yet"
        );
        assert!(matches!(state.step(Action::SignOut)[..], [Effect::SignOut]));
        assert!(state.step(Action::SignOut).is_empty(), "second tap");
        assert!(matches!(
            state.step(Action::SignedOut(Ok(Done {})))[..],
            [Effect::SignedOut]
        ));
    }

    #[test]
    fn session_that_ended_meanwhile_leads_out() {
        let mut state = State::default();
        state.step(Action::Open(Section::Devices));
        let effects = state.step(Action::Devices(Err(Failure::new(Code::SessionEnded))));
        assert!(matches!(effects[..], [Effect::SignedOut]));
    }
}
