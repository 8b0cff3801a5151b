//! The computer's camera: asked for only when a person presses 「扫一扫」, let go with the screen.

mod lamp;
mod track;

use std::cell::RefCell;

use js_sys::Uint8Array;
use menhu_protocol::ipc::Torch;
use menhu_protocol::{Code, Failure};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, MediaStream,
    MediaStreamTrack,
};

pub use track::Device;

/// A frame is sent at most this wide, px: a code that fills a fifth of it still has four px a module.
const FRAME_WIDEST: f64 = 1280.0;

thread_local! {
    /// The camera a person picked, for as long as the app runs.
    static PICKED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A running camera. Dropping it switches it off; whoever must not wait for the last owner calls
/// [`Camera::stop`].
pub struct Camera {
    stream: MediaStream,
    track: MediaStreamTrack,
    video: HtmlVideoElement,
}

impl Camera {
    /// Switches on the camera a person picked before, or the one the device thinks best; `video` will
    /// [`Camera::show`] its picture.
    ///
    /// # Errors
    /// `camera_denied`, `camera_missing`, `camera_busy`, `camera_insecure`.
    pub async fn open(video: HtmlVideoElement) -> Result<Self, Failure> {
        let picked = PICKED.with_borrow(Clone::clone);
        let stream = match track::stream(picked.as_deref()).await {
            // The one that was picked is unplugged: any other will do.
            Err(Code::CameraMissing) if picked.is_some() => track::stream(None).await?,
            outcome => outcome?,
        };
        let track: MediaStreamTrack = stream.get_video_tracks().get(0).unchecked_into();
        Ok(Self {
            stream,
            track,
            video,
        })
    }

    /// Shows its picture, in the place of whatever was shown there.
    pub async fn show(&self) {
        self.video.set_src_object(Some(&self.stream));
        if let Ok(playing) = self.video.play() {
            // A screen that is left meanwhile interrupts the play; whoever left it stops the camera.
            let _ = JsFuture::from(playing).await;
        }
    }

    /// Switches it off now, whoever else still holds it. Another camera's picture stays where it is.
    pub fn stop(&self) {
        for track in self.stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        if self.video.src_object().as_ref() == Some(&self.stream) {
            self.video.set_src_object(None);
        }
    }

    /// All cameras of this device, and which one this is.
    pub async fn devices(&self) -> (Vec<Device>, Option<String>) {
        (track::devices().await, track::device_of(&self.track))
    }

    /// A camera that looks at the person in front of it is shown like a mirror: whoever moves the paper to
    /// the left sees it go left. What is decoded is never mirrored.
    pub fn is_mirror(&self) -> bool {
        track::facing(&self.track).as_deref() != Some("environment")
    }

    /// Whether the camera still gives pictures; an unplugged one does not.
    pub fn is_live(&self) -> bool {
        track::is_live(&self.track)
    }

    pub fn torch(&self) -> Torch {
        lamp::of(&self.track)
    }

    /// Switches the lamp; what it is afterwards.
    pub async fn torch_switch(&self, on: bool) -> Torch {
        lamp::switch(&self.track, on).await
    }

    /// The picture of this moment as a JPEG file; `None` while there is none yet.
    pub async fn frame(&self) -> Option<Vec<u8>> {
        let (width, height) = (
            f64::from(self.video.video_width()),
            f64::from(self.video.video_height()),
        );
        if width < 1.0 || height < 1.0 {
            return None;
        }
        let scale = (FRAME_WIDEST / width).min(1.0);
        let canvas: HtmlCanvasElement = web_sys::window()?
            .document()?
            .create_element("canvas")
            .ok()?
            .dyn_into()
            .ok()?;
        let (w, h) = (width * scale, height * scale);
        canvas.set_width(whole(w));
        canvas.set_height(whole(h));
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context
            .draw_image_with_html_video_element_and_dw_and_dh(&self.video, 0.0, 0.0, w, h)
            .ok()?;
        let blob = jpeg(&canvas).await?;
        let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The next [`Camera::open`] takes this one.
pub fn pick(device: String) {
    PICKED.set(Some(device));
}

async fn jpeg(canvas: &HtmlCanvasElement) -> Option<Blob> {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            // Resolving a promise that waits cannot fail.
            let _ = resolve.call1(&JsValue::UNDEFINED, &blob);
        });
        if let Err(error) = canvas.to_blob_with_type(done.unchecked_ref(), "image/jpeg") {
            web_sys::console::error_1(&error);
        }
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and FRAME_WIDEST times the height of a camera's picture"
)]
fn whole(px: f64) -> u32 {
    px.round() as u32
}
