//! What a computer's user expects: tray, autostart, notifications, zoom. Phones have none of it.

use serde::{Deserialize, Serialize};

use super::command;
use crate::api::session::Done;

command! {
    /// What this computer can do and is told to do, read from the system each time; `None` where there
    /// is no such thing.
    desktop_read: DesktopRead {} -> Option<Desktop>;
    /// One wish; what holds afterwards.
    desktop_keep: DesktopKeep { wish: Wish } -> Option<Desktop>;
    /// Closes the window as its own button does: the app stays in the tray, or ends.
    window_close: WindowClose {} -> Done;
    /// Ends the app.
    app_quit: AppQuit {} -> Done;
}

/// What holds on this computer. `None` is what it cannot do: the page shows no row for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desktop {
    /// The app starts with the computer, hidden in the tray.
    pub autostart: Option<bool>,
    /// The app stays in the tray when its window is closed. `None` without a tray (closing ends the
    /// app) and on macOS (closing never does).
    pub stay: Option<bool>,
    /// Messages may come as the system's own notifications.
    pub notifications: Option<bool>,
    /// Percent, one of [`ZOOMS`].
    pub zoom: u16,
}

/// What a person wants of this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "wish", content = "to")]
pub enum Wish {
    Autostart(bool),
    Stay(bool),
    Notifications(bool),
    Zoom(Zoom),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zoom {
    In,
    Out,
    Reset,
}

/// The sizes a window can be shown in, percent; the steps of browsers between 80 and 200.
pub const ZOOMS: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

/// The size everything is drawn for.
pub const ZOOM_PLAIN: u16 = 100;

impl Zoom {
    /// The size after this step; the ends stay where they are.
    pub fn from(self, percent: u16) -> u16 {
        match self {
            Self::In => ZOOMS.into_iter().find(|zoom| *zoom > percent),
            Self::Out => ZOOMS.into_iter().rev().find(|zoom| *zoom < percent),
            Self::Reset => Some(ZOOM_PLAIN),
        }
        .unwrap_or_else(|| zoom_near(percent))
    }
}

/// The size nearest to a percentage that may come from anywhere.
pub fn zoom_near(percent: u16) -> u16 {
    ZOOMS
        .into_iter()
        .min_by_key(|zoom| zoom.abs_diff(percent))
        .unwrap_or(ZOOM_PLAIN)
}

#[cfg(test)]
mod tests {
    use super::{ZOOMS, Zoom, zoom_near};

    #[test]
    fn zoom_goes_by_the_steps_and_stays_at_the_ends() {
        let ups: Vec<u16> = std::iter::successors(Some(80), |zoom| Some(Zoom::In.from(*zoom)))
            .take(ZOOMS.len() + 1)
            .collect();
        assert_eq!(ups, [80, 90, 100, 110, 125, 150, 175, 200, 200]);
        assert_eq!(Zoom::Out.from(80), 80);
        assert_eq!(Zoom::Out.from(125), 110);
        assert_eq!(Zoom::Reset.from(175), 100);
    }

    #[test]
    fn a_size_that_is_none_becomes_the_nearest() {
        assert_eq!(zoom_near(0), 80);
        assert_eq!(zoom_near(104), 100);
        assert_eq!(zoom_near(u16::MAX), 200);
        assert_eq!(Zoom::Out.from(u16::MAX), 200, "back into the range first");
    }
}
