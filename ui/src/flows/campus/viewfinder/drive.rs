//! What runs while B-02 is shown: the phone's scanner or the page's camera, from the moment the screen
//! appears until it is left or hidden.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use menhu_protocol::ipc::{ScanCancel, ScanStart, ScanTorch, Scanner, Torch};
use menhu_protocol::{Code, Failure};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;
use yew::prelude::*;

use crate::flows::campus::Action;
use crate::flows::campus::finder::{Lens, Sign};
use crate::host::camera::Camera;
use crate::host::{self, clock, sight};

/// Pause between two frames, ms, after the core has answered for the one before.
const FRAME_EVERY_MS: u32 = 300;

/// After so long without a code the other ways are named, ms. Some phones' scanners never answer, and
/// nobody should hold up a phone for longer than this without being told what else there is.
const PATIENCE_MS: u32 = 25_000;

/// The running scan, for the buttons on the screen.
#[derive(Clone)]
pub struct Drive {
    camera: Rc<RefCell<Option<Rc<Camera>>>>,
    act: Callback<Action>,
    again: Callback<()>,
}

impl Drive {
    /// Switches the lamp and tells what became of it.
    pub fn torch(&self, on: bool) {
        let (camera, act) = (self.camera.borrow().clone(), self.act.clone());
        spawn_local(async move {
            let torch = match camera {
                Some(camera) => camera.torch_switch(on).await,
                // A lamp that does not answer is none.
                None => host::call(ScanTorch { on }).await.unwrap_or_default(),
            };
            act.emit(Action::Finder(Sign::Torch(torch)));
        });
    }

    /// Opens the camera anew: another one was picked.
    pub fn again(&self) {
        self.again.emit(());
    }
}

/// Scans for as long as the screen is shown.
#[hook]
pub fn use_drive(scanner: Scanner, video: &NodeRef, act: &Callback<Action>) -> Drive {
    let camera = use_mut_ref(|| None::<Rc<Camera>>);
    let seen = use_state(sight::in_sight);
    let round = use_state(|| 0_u32);
    {
        let seen = seen.setter();
        use_effect_with((), move |()| {
            let listener = sight::on_sight(move |now| seen.set(now));
            move || drop(listener)
        });
    }
    {
        let act = act.clone();
        use_effect_with((), move |()| {
            let timer = Timeout::new(PATIENCE_MS, move || act.emit(Action::Finder(Sign::Slow)));
            move || drop(timer)
        });
    }
    {
        let (act, video, camera) = (act.clone(), video.clone(), camera.clone());
        // A phone lets go of its camera by itself when the app is left; the page's must be told.
        let looks = scanner == Scanner::Native || *seen;
        use_effect_with((looks, *round), move |(looks, _)| {
            let here = Rc::new(Cell::new(*looks));
            match (scanner, video.cast::<HtmlVideoElement>()) {
                (Scanner::Native, _) => spawn_local(ask_phone(act.clone(), here.clone())),
                (Scanner::Page, Some(video)) if *looks => {
                    spawn_local(watch(video, act.clone(), here.clone(), camera.clone()));
                }
                (Scanner::Page, _) => {}
            }
            move || {
                here.set(false);
                match scanner {
                    Scanner::Native => spawn_local(async {
                        // Its own answer is given up; there is nothing to say about it.
                        let _ = host::call(ScanCancel {}).await;
                    }),
                    Scanner::Page => {
                        // The loop that reads its frames may hold it until the core has answered.
                        if let Some(camera) = camera.take() {
                            camera.stop();
                        }
                        act.emit(Action::Finder(Sign::Stopped));
                    }
                }
            }
        });
    }
    let again = Callback::from(move |()| round.set(*round + 1));
    Drive {
        camera,
        act: act.clone(),
        again,
    }
}

async fn ask_phone(act: Callback<Action>, here: Rc<Cell<bool>>) {
    {
        let (act, here) = (act.clone(), here.clone());
        spawn_local(async move {
            let torch = host::call(ScanTorch { on: false })
                .await
                .unwrap_or_default();
            if here.get() && torch != Torch::Missing {
                act.emit(Action::Finder(Sign::Torch(torch)));
            }
        });
    }
    let read = host::call(ScanStart {}).await;
    if here.get() {
        act.emit(Action::Seen(read, clock::today()));
    }
}

/// Reads one frame after the other until the screen is left, or the camera is gone.
async fn watch(
    video: HtmlVideoElement,
    act: Callback<Action>,
    here: Rc<Cell<bool>>,
    shared: Rc<RefCell<Option<Rc<Camera>>>>,
) {
    let camera = match Camera::open(video).await {
        Ok(camera) => Rc::new(camera),
        Err(failure) => {
            if here.get() {
                act.emit(Action::Seen(Err(failure), clock::today()));
            }
            return;
        }
    };
    // A camera that opens when the screen is left already takes no place from the one after it.
    if !here.get() {
        return;
    }
    shared.replace(Some(camera.clone()));
    camera.show().await;
    let (devices, own) = camera.devices().await;
    if !here.get() {
        return;
    }
    let lenses = devices.into_iter().map(|device| Lens {
        chosen: Some(&device.id) == own.as_ref(),
        id: device.id,
        label: device.label,
    });
    act.emit(Action::Finder(Sign::Running {
        lenses: lenses.collect(),
        mirrored: camera.is_mirror(),
        torch: camera.torch(),
    }));
    while here.get() {
        if !camera.is_live() {
            let gone = Failure::new(Code::CameraMissing);
            return act.emit(Action::Seen(Err(gone), clock::today()));
        }
        if let Some(frame) = camera.frame().await {
            let read = host::scan_picture(&frame).await;
            // A frame without a code, or torn in two, is followed by another.
            let nothing = matches!(
                &read,
                Err(failure) if matches!(failure.code, Code::NoCodeInPicture | Code::PictureUnreadable)
            );
            if here.get() && !nothing {
                act.emit(Action::Seen(read, clock::today()));
            }
        }
        TimeoutFuture::new(FRAME_EVERY_MS).await;
    }
}
