use menhu_protocol::ipc::{Scanner, Torch};
use menhu_protocol::{Code, Failure};

use super::{Lens, Sign};
use crate::flows::campus::{Action, Effect, Entry, State, Step, Waiting};
use crate::machine::Machine;

const TODAY: (u16, u8, u8) = (2026, 11, 21);
const POSTER: &str = "https://menhu.example.edu.cn/r";
const CHAT: &str = "https://chat.example.com/q/abc";

fn scanning(scanner: Scanner) -> State {
    let mut state = State::new(Entry::Find, scanner);
    state.step(Action::Scan);
    assert_eq!(state.step, Step::Camera);
    state
}

fn failed(code: Code) -> Result<String, Failure> {
    Err(Failure::new(code))
}

#[test]
fn campus_code_before_the_camera_leaves_it_and_is_looked_for() {
    for scanner in [Scanner::Page, Scanner::Native] {
        let mut state = scanning(scanner);
        let effects = state.step(Action::Seen(Ok(POSTER.into()), TODAY));
        assert!(matches!(&effects[..], [Effect::Find(f)] if f.text == POSTER));
        assert_eq!(
            (state.step, state.waiting),
            (Step::Find, Some(Waiting::Find))
        );
        let again = state.step(Action::Seen(Ok(POSTER.into()), TODAY));
        assert!(again.is_empty(), "the next frame shows it too");
    }
}

#[test]
fn computers_camera_looks_on_past_codes_that_are_no_campus() {
    let mut state = scanning(Scanner::Page);
    assert!(state.step(Action::Seen(Ok(CHAT.into()), TODAY)).is_empty());
    assert_eq!(state.step, Step::Camera);
    assert_eq!(
        state.failure.as_ref().map(|f| f.code),
        Some(Code::NotACampus)
    );
    state.step(Action::Seen(failed(Code::SeveralCampuses), TODAY));
    assert_eq!(state.step, Step::Camera);
    assert_eq!(state.step(Action::Seen(Ok(POSTER.into()), TODAY)).len(), 1);
    assert_eq!(state.failure, None);
}

#[test]
fn phones_scanner_has_ended_with_whatever_it_read() {
    let mut state = scanning(Scanner::Native);
    assert!(state.step(Action::Seen(Ok(CHAT.into()), TODAY)).is_empty());
    assert_eq!(state.step, Step::Find);
    assert_eq!(state.failure.map(|f| f.code), Some(Code::NotACampus));
}

#[test]
fn camera_that_cannot_be_used_leads_to_the_other_ways_with_a_sentence() {
    for scanner in [Scanner::Page, Scanner::Native] {
        for code in [
            Code::CameraDenied,
            Code::CameraMissing,
            Code::CameraBusy,
            Code::CameraInsecure,
        ] {
            let mut state = scanning(scanner);
            assert!(state.step(Action::Seen(failed(code), TODAY)).is_empty());
            assert_eq!(state.step, Step::Find);
            assert_eq!(state.failure.map(|f| f.code), Some(code));
        }
    }
}

#[test]
fn leaving_the_camera_is_always_possible_and_says_nothing() {
    for scanner in [Scanner::Page, Scanner::Native] {
        let mut state = scanning(scanner);
        state.step(Action::Picture(vec![1]));
        state.step(Action::Back);
        assert_eq!((state.step, state.waiting), (Step::Find, None));
        for late in [
            Action::Seen(failed(Code::ScanCancelled), TODAY),
            Action::Seen(Ok(POSTER.into()), TODAY),
            Action::PictureRead(Ok(POSTER.into()), TODAY),
            Action::Finder(Sign::Slow),
        ] {
            assert!(state.step(late).is_empty(), "nobody waits for it any more");
        }
        assert_eq!(state.failure, None);
        assert!(!state.finder.slow);
    }
}

#[test]
fn patience_over_names_the_other_ways_and_closes_nothing() {
    let mut state = scanning(Scanner::Native);
    state.step(Action::Finder(Sign::Slow));
    assert!(state.finder.slow);
    assert_eq!(state.step, Step::Camera);
    assert_eq!(state.step(Action::Seen(Ok(POSTER.into()), TODAY)).len(), 1);
}

#[test]
fn picture_can_be_chosen_while_the_camera_looks() {
    let mut state = scanning(Scanner::Native);
    assert!(matches!(
        state.step(Action::Picture(vec![1]))[..],
        [Effect::Picture(_)]
    ));
    assert!(
        state.step(Action::Picture(vec![1])).is_empty(),
        "one at a time"
    );
    state.step(Action::PictureRead(failed(Code::NoCodeInPicture), TODAY));
    assert_eq!(state.step, Step::Camera, "the camera was not given up");
    assert_eq!(
        state.failure.as_ref().map(|f| f.code),
        Some(Code::NoCodeInPicture)
    );
    state.step(Action::Picture(vec![1]));
    assert_eq!(
        state
            .step(Action::PictureRead(Ok(POSTER.into()), TODAY))
            .len(),
        1
    );
    assert_eq!(state.step, Step::Find);
}

#[test]
fn lamp_and_lenses_are_known_while_the_camera_runs() {
    let mut state = scanning(Scanner::Page);
    assert_eq!(state.finder.torch, Torch::Missing);
    let lens = |id: &str, chosen| Lens {
        id: id.into(),
        label: String::new(),
        chosen,
    };
    state.step(Action::Finder(Sign::Running {
        lenses: vec![lens("a", true), lens("b", false)],
        mirrored: true,
        torch: Torch::Off,
    }));
    state.step(Action::Finder(Sign::Torch(Torch::On)));
    assert_eq!(
        (state.finder.lenses.len(), state.finder.torch),
        (2, Torch::On)
    );
    state.step(Action::Finder(Sign::Stopped));
    assert_eq!(state.finder.torch, Torch::Missing, "a lamp of no camera");
    assert_eq!(state.finder.lenses.len(), 2, "the choice stays where it is");
}

#[test]
fn settings_are_opened_when_asked() {
    let mut state = State::new(Entry::Find, Scanner::Native);
    assert!(matches!(
        state.step(Action::Settings)[..],
        [Effect::SettingsOpen]
    ));
}
