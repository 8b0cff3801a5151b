//! Where a window may stand: never where nobody can reach it.

/// Physical pixels; screens lie in one plane, the first may be anywhere in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

/// How much of a title bar must be in sight to take hold of it, physical pixels across.
const HANDLE: i64 = 120;

/// The top of a window by which it is moved, physical pixels down; title bars are about this high.
const BAR: i64 = 32;

/// The window on these screens: as it is if its title bar can be reached, else in the middle of the
/// first screen; never larger than the screen it is on. `None` when it is well as it is.
pub fn mended(window: Rect, screens: &[Rect]) -> Option<Rect> {
    let reached = screens
        .iter()
        .filter(|screen| handle(window, **screen) >= HANDLE)
        .max_by_key(|screen| handle(window, **screen));
    let screen = *reached.or(screens.first())?;
    let (width, height) = (
        window.width.min(screen.width),
        window.height.min(screen.height),
    );
    let mended = if reached.is_some() {
        Rect {
            // What had to be made smaller fills the screen from edge to edge.
            x: if width < window.width {
                screen.x
            } else {
                window.x
            },
            y: if height < window.height {
                screen.y
            } else {
                window.y
            },
            width,
            height,
        }
    } else {
        Rect {
            x: screen.x + half(screen.width - width),
            y: screen.y + half(screen.height - height),
            width,
            height,
        }
    };
    (mended != window).then_some(mended)
}

/// How much of the window's title bar is on this screen, pixels across.
fn handle(window: Rect, screen: Rect) -> i64 {
    let across = overlap(
        (window.x, window.width.into()),
        (screen.x, screen.width.into()),
    );
    let down = overlap((window.y, BAR), (screen.y, screen.height.into()));
    // Half a bar is as good as none.
    if down * 2 < BAR { 0 } else { across }
}

fn overlap(a: (i32, i64), b: (i32, i64)) -> i64 {
    let (a, b) = ((i64::from(a.0), a.1), (i64::from(b.0), b.1));
    let end = (a.0 + a.1).min(b.0 + b.1);
    (end - a.0.max(b.0)).max(0)
}

fn half(length: u32) -> i32 {
    i32::try_from(length / 2).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Rect, mended};

    const fn at(x: i32, y: i32, width: u32, height: u32) -> Rect {
        Rect {
            x,
            y,
            width,
            height,
        }
    }

    const LAPTOP: Rect = at(0, 0, 1920, 1080);
    const SECOND: Rect = at(1920, -200, 2560, 1440);

    #[test]
    fn a_window_that_can_be_reached_stays_where_it_was_put() {
        for window in [
            at(100, 100, 1100, 760),
            at(1800, 0, 1100, 760),
            at(-900, 1000, 1100, 760),
            at(2000, -200, 1100, 760),
        ] {
            assert_eq!(mended(window, &[LAPTOP, SECOND]), None, "{window:?}");
        }
    }

    #[test]
    fn when_the_second_screen_is_gone_the_window_comes_to_the_first() {
        let window = at(2500, 0, 1100, 760);
        assert_eq!(
            mended(window, &[LAPTOP]),
            Some(at(410, 160, 1100, 760)),
            "in the middle"
        );
    }

    #[test]
    fn a_title_bar_above_or_beside_every_screen_is_out_of_reach() {
        for window in [
            at(100, -100, 1100, 760),
            at(100, 1075, 1100, 760),
            at(-1050, 100, 1100, 760),
            at(1900, 100, 1100, 760),
            at(i32::MAX, i32::MIN, 1100, 760),
        ] {
            let put = mended(window, &[LAPTOP]).expect("moved");
            assert_eq!(mended(put, &[LAPTOP]), None, "{window:?}");
        }
    }

    #[test]
    fn a_window_of_a_larger_screen_is_made_to_fit() {
        assert_eq!(
            mended(at(0, 0, 3840, 2160), &[LAPTOP]),
            Some(LAPTOP),
            "in place"
        );
        assert_eq!(mended(at(5000, 0, 3840, 2160), &[LAPTOP]), Some(LAPTOP));
        assert_eq!(
            mended(at(90, 100, 2560, 640), &[LAPTOP]),
            Some(at(0, 100, 1920, 640)),
            "only what is too large moves"
        );
    }

    #[test]
    fn without_a_screen_nothing_is_moved() {
        assert_eq!(mended(at(0, 0, 1, 1), &[]), None);
    }
}
