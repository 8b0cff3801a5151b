//! The scanner's states: before the camera, with it, and when it cannot be used.

use menhu_protocol::ipc::{Scanner, Torch};
use menhu_protocol::{Code, Failure};

use crate::flows::campus::{Entry, Finder, Lens, State, Step, Waiting};

/// The longest name a maker has given a camera.
const LONG: &str = "Logitech HD Pro Webcam C920 (046d:082d)";

pub fn all() -> Vec<(&'static str, State)> {
    let find = |scanner, code: Option<Code>| State {
        failure: code.map(Failure::new),
        ..State::new(Entry::Find, scanner)
    };
    let finder = |scanner, finder| State {
        step: Step::Camera,
        finder,
        ..find(scanner, None)
    };
    let phone = |torch, slow| Finder {
        torch,
        slow,
        ..Finder::default()
    };
    let lens = |label: &str, chosen| Lens {
        id: label.into(),
        label: label.into(),
        chosen,
    };
    let computer = |lenses, slow| Finder {
        running: true,
        mirrored: true,
        lenses,
        slow,
        torch: Torch::Missing,
    };
    let two = || vec![lens(LONG, true), lens("", false)];
    vec![
        ("scan-before-phone", find(Scanner::Native, None)),
        ("scan-before-computer", find(Scanner::Page, None)),
        (
            "scan-denied",
            find(Scanner::Native, Some(Code::CameraDenied)),
        ),
        (
            "scan-missing",
            find(Scanner::Page, Some(Code::CameraMissing)),
        ),
        ("scan-busy", find(Scanner::Page, Some(Code::CameraBusy))),
        (
            "scan-insecure",
            find(Scanner::Page, Some(Code::CameraInsecure)),
        ),
        (
            "scan-phone",
            finder(Scanner::Native, phone(Torch::Off, false)),
        ),
        (
            "scan-phone-lit",
            finder(Scanner::Native, phone(Torch::On, false)),
        ),
        (
            "scan-phone-slow",
            finder(Scanner::Native, phone(Torch::Off, true)),
        ),
        (
            "scan-phone-no-lamp",
            finder(Scanner::Native, phone(Torch::Missing, false)),
        ),
        (
            "scan-phone-picture",
            State {
                waiting: Some(Waiting::Picture),
                ..finder(Scanner::Native, phone(Torch::Off, false))
            },
        ),
        (
            "scan-phone-no-code",
            State {
                failure: Some(Failure::new(Code::NoCodeInPicture)),
                ..finder(Scanner::Native, phone(Torch::Off, true))
            },
        ),
        (
            "scan-computer",
            finder(Scanner::Page, computer(vec![], false)),
        ),
        (
            "scan-computer-two",
            finder(Scanner::Page, computer(two(), false)),
        ),
        (
            "scan-computer-slow",
            finder(Scanner::Page, computer(two(), true)),
        ),
        (
            "scan-computer-other-site",
            State {
                failure: Some(Failure::new(Code::NotACampus).detail("other_site")),
                ..finder(Scanner::Page, computer(vec![], false))
            },
        ),
        (
            "scan-computer-several",
            State {
                failure: Some(Failure::new(Code::SeveralCampuses)),
                ..finder(Scanner::Page, computer(vec![], false))
            },
        ),
        (
            "scan-computer-opening",
            finder(Scanner::Page, Finder::default()),
        ),
    ]
}
