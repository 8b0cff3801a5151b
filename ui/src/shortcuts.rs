//! The keyboard's shortcuts on computers: one table, from which the keys are heard and the page
//! 「快捷键」 is drawn.

use menhu_protocol::ipc::{System, Zoom};

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Settings,
    Shortcuts,
    Zoom(Zoom),
    Back,
    /// The window; the app may stay in the tray.
    Close,
    Quit,
}

/// One line of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    pub act: Act,
    /// The key of its words.
    pub words: &'static str,
    /// Any of these; the page shows the first of each [`Chord::cap`].
    pub chords: &'static [Chord],
}

/// Keys that are pressed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    /// With Ctrl, on a Mac with ⌘.
    command: bool,
    /// As the browser names it (`KeyboardEvent.key`), small letters.
    key: &'static str,
    /// As it is printed on the keyboard.
    cap: &'static str,
}

/// A key as the browser reports it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Press<'a> {
    pub key: &'a str,
    pub ctrl: bool,
    pub meta: bool,
    pub alt: bool,
    pub shift: bool,
}

const fn command(key: &'static str, cap: &'static str) -> Chord {
    Chord {
        command: true,
        key,
        cap,
    }
}

const fn plain(key: &'static str, cap: &'static str) -> Chord {
    Chord {
        command: false,
        key,
        cap,
    }
}

/// Every shortcut there is, in the order of the page.
pub const ALL: &[Shortcut] = &[
    Shortcut {
        act: Act::Settings,
        words: "shortcut-settings",
        chords: &[command(",", ",")],
    },
    Shortcut {
        act: Act::Shortcuts,
        words: "shortcut-shortcuts",
        chords: &[plain("f1", "F1"), command("/", "/")],
    },
    Shortcut {
        act: Act::Back,
        words: "shortcut-back",
        chords: &[plain("escape", "Esc")],
    },
    Shortcut {
        act: Act::Zoom(Zoom::In),
        words: "shortcut-zoom-in",
        // `+` is `=` with shift on most keyboards, and a key of its own beside the digits.
        chords: &[command("+", "+"), command("=", "+")],
    },
    Shortcut {
        act: Act::Zoom(Zoom::Out),
        words: "shortcut-zoom-out",
        chords: &[command("-", "-"), command("_", "-")],
    },
    Shortcut {
        act: Act::Zoom(Zoom::Reset),
        words: "shortcut-zoom-reset",
        chords: &[command("0", "0")],
    },
    Shortcut {
        act: Act::Close,
        words: "shortcut-close",
        chords: &[command("w", "W")],
    },
    Shortcut {
        act: Act::Quit,
        words: "shortcut-quit",
        chords: &[command("q", "Q")],
    },
];

/// What a pressed key means; `None` leaves it to whoever has the focus.
pub fn find(press: &Press, system: System) -> Option<Act> {
    let (command, other) = match system {
        System::Macos => (press.meta, press.ctrl),
        _ => (press.ctrl, press.meta),
    };
    if other || press.alt {
        return None;
    }
    let key = press.key.to_lowercase();
    // Shift makes another key of a sign, and another shortcut of a letter.
    if press.shift && key.chars().all(char::is_alphanumeric) {
        return None;
    }
    ALL.iter()
        .find(|shortcut| {
            shortcut
                .chords
                .iter()
                .any(|chord| chord.command == command && chord.key == key)
        })
        .map(|shortcut| shortcut.act)
}

impl Shortcut {
    /// The ways to press it, each the caps of its keys: `[["F1"], ["Ctrl", "/"]]`.
    pub fn ways(&self, system: System) -> Vec<Vec<&'static str>> {
        let modifier = match system {
            System::Macos => "⌘",
            _ => "Ctrl",
        };
        let mut ways: Vec<Vec<&'static str>> = vec![];
        for chord in self.chords {
            let way = match chord.command {
                true => vec![modifier, chord.cap],
                false => vec![chord.cap],
            };
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        ways
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::ipc::{System, Zoom};

    use super::{ALL, Act, Press, find};

    fn ctrl(key: &str) -> Press<'_> {
        Press {
            key,
            ctrl: true,
            ..Press::default()
        }
    }

    #[test]
    fn each_way_that_is_printed_is_heard_and_means_one_thing() {
        let mut seen = vec![];
        for shortcut in ALL {
            for chord in shortcut.chords {
                let press = Press {
                    key: chord.key,
                    ctrl: chord.command,
                    ..Press::default()
                };
                assert_eq!(find(&press, System::Linux), Some(shortcut.act));
                assert!(!seen.contains(chord), "{chord:?} twice");
                seen.push(*chord);
            }
            assert!(!shortcut.ways(System::Windows).is_empty());
        }
    }

    #[test]
    fn a_mac_has_its_own_key() {
        let press = Press {
            key: ",",
            meta: true,
            ..Press::default()
        };
        assert_eq!(find(&press, System::Macos), Some(Act::Settings));
        assert_eq!(find(&press, System::Windows), None);
        assert_eq!(find(&ctrl(","), System::Macos), None);
        assert_eq!(ALL[0].ways(System::Macos), [["⌘", ","]]);
    }

    #[test]
    fn zoom_is_heard_with_and_without_shift_and_shown_once() {
        let plus = Press {
            shift: true,
            ..ctrl("+")
        };
        assert_eq!(find(&plus, System::Linux), Some(Act::Zoom(Zoom::In)));
        assert_eq!(find(&ctrl("="), System::Linux), Some(Act::Zoom(Zoom::In)));
        let shortcut = ALL.iter().find(|s| s.act == Act::Zoom(Zoom::In));
        assert_eq!(
            shortcut.map(|s| s.ways(System::Linux)),
            Some(vec![vec!["Ctrl", "+"]])
        );
    }

    #[test]
    fn what_is_typed_is_left_alone() {
        for press in [
            Press {
                key: "w",
                ..Press::default()
            },
            Press {
                shift: true,
                ..ctrl("W")
            },
            // AltGr is Ctrl and Alt together.
            Press {
                alt: true,
                ..ctrl("q")
            },
            ctrl("c"),
            ctrl("v"),
            ctrl("escape"),
        ] {
            assert_eq!(find(&press, System::Windows), None, "{press:?}");
        }
        assert_eq!(find(&ctrl("W"), System::Windows), Some(Act::Close), "caps");
    }
}
