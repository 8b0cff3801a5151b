//! A computer around the core: what it can do, and what the core decides for it. Phones have none of it.

use menhu_protocol::ipc::{Desktop, Event, Locale, Wish};
use menhu_protocol::{Failure, Localized};

use crate::core::Core;
use crate::store::Wishes;

/// The computer, as far as the core has to do with it. A host on a phone has none.
pub trait Computer: Send + Sync {
    /// Where the app is when its window is closed. Asked each time: a tray can come and go.
    fn residence(&self) -> Residence;

    /// Whether the app starts with the computer, by the system's own word; `None` where it cannot.
    fn autostart(&self) -> Option<bool>;

    /// # Errors
    /// `internal` when the system did not take it.
    fn autostart_keep(&self, on: bool) -> Result<(), Failure>;

    /// Whether the system has notifications and somebody who shows them.
    fn can_notify(&self) -> bool;

    fn notify(&self, notice: &Notice);

    /// Whether the person looks at the window.
    fn is_watched(&self) -> bool;

    /// Percent, one of `ipc::ZOOMS`.
    fn zoom(&self, percent: u16);

    /// Language and campus of tray and menu.
    fn dress(&self, guise: &Guise);

    /// As the window's own button does; comes back as [`Core::closing`].
    fn close(&self);

    fn quit(&self);
}

/// Where an app without a window can be found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Residence {
    /// Its icon beside the clock.
    Tray,
    /// macOS: an app outlives its windows.
    Dock,
    Nowhere,
}

/// What becomes of a window that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    Hide,
    End,
}

/// What is told outside the window. The shell has the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The session was ended elsewhere.
    SignedOut,
    /// The window is closed and the app still there; told once.
    StillRunning,
    /// `major.minor.patch` of the update that is ready.
    UpdateReady { version: String },
}

/// How tray and menu speak, and whose app this is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guise {
    pub locale: Locale,
    /// The campus's name.
    pub campus: Option<Localized>,
}

impl Core {
    /// The window is being closed. The first time the app stays, that is told: by a notification, or in
    /// the window when it is opened again.
    pub fn closing(&self) -> Closing {
        let Some(computer) = self.around.host.desktop() else {
            return Closing::End;
        };
        let wishes = self.wishes();
        match computer.residence() {
            Residence::Dock => Closing::Hide,
            Residence::Tray if wishes.stay => {
                self.tell_it_stays(&wishes, computer);
                Closing::Hide
            }
            Residence::Tray | Residence::Nowhere => Closing::End,
        }
    }

    fn tell_it_stays(&self, wishes: &Wishes, computer: &dyn Computer) {
        if wishes.told {
            return;
        }
        let told = Wishes {
            told: true,
            ..*wishes
        };
        // A disk that cannot keep it is told again next time.
        if let Err(failure) = self.store.wishes_keep(&told) {
            tracing::warn!(code = failure.code.as_str(), "not kept that it was told");
        }
        if wishes.notifications && computer.can_notify() {
            computer.notify(&Notice::StillRunning);
        } else {
            self.around.host.announce(Event::StillRunning);
        }
    }

    /// Tells a person who does not look at the window, if they want to be told.
    pub fn notify(&self, notice: &Notice) {
        if let Some(computer) = self.around.host.desktop()
            && self.wishes().notifications
            && computer.can_notify()
            && !computer.is_watched()
        {
            computer.notify(notice);
        }
    }

    /// Language and campus as they are kept on this device.
    pub fn guise(&self) -> Guise {
        Guise {
            locale: self
                .store
                .preferences()
                .ok()
                .flatten()
                .unwrap_or_default()
                .locale,
            campus: self.worn().ok().flatten().map(|card| card.manifest.name),
        }
    }

    /// Language or campus changed, or a page has begun.
    pub(crate) fn dress(&self) {
        if let Some(computer) = self.around.host.desktop() {
            computer.dress(&self.guise());
        }
    }

    /// Shows a page that begins in the size that is kept.
    pub(crate) fn zoom(&self) {
        if let Some(computer) = self.around.host.desktop() {
            computer.zoom(self.wishes().zoom);
        }
    }

    /// What holds on this computer now.
    pub(crate) fn desktop(&self) -> Option<Desktop> {
        let computer = self.around.host.desktop()?;
        let wishes = self.wishes();
        Some(Desktop {
            autostart: computer.autostart(),
            stay: (computer.residence() == Residence::Tray).then_some(wishes.stay),
            notifications: computer.can_notify().then_some(wishes.notifications),
            zoom: wishes.zoom,
        })
    }

    /// Keeps one wish and carries it out.
    ///
    /// # Errors
    /// `storage_full`, and `internal` when the system did not take it.
    pub(crate) fn wish(&self, wish: Wish) -> Result<(), Failure> {
        let Some(computer) = self.around.host.desktop() else {
            return Ok(());
        };
        let wishes = self.wishes();
        let changed = match wish {
            // The system keeps this one; a copy here would be wrong one day.
            Wish::Autostart(on) => return computer.autostart_keep(on),
            Wish::Stay(stay) => Wishes { stay, ..wishes },
            Wish::Notifications(notifications) => Wishes {
                notifications,
                ..wishes
            },
            Wish::Zoom(zoom) => Wishes {
                zoom: zoom.from(wishes.zoom),
                ..wishes
            },
        };
        self.store.wishes_keep(&changed)?;
        if changed.zoom != wishes.zoom {
            computer.zoom(changed.zoom);
        }
        Ok(())
    }

    /// What cannot be read is as it is in the beginning.
    fn wishes(&self) -> Wishes {
        self.store.wishes().unwrap_or_default()
    }
}
