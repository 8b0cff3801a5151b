//! The computer's camera: asked for only when a person presses 「扫一扫」, let go with the screen.

use js_sys::{Object, Reflect, Uint8Array};
use menhu_protocol::{Code, Failure};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, MediaStream,
    MediaStreamConstraints, MediaStreamTrack,
};

/// A frame is sent at most this wide, px: a code that fills a fifth of it still has four px a module.
const FRAME_WIDEST: f64 = 1280.0;

/// A running camera; dropping it switches the camera off.
pub struct Camera {
    stream: MediaStream,
    video: HtmlVideoElement,
}

impl Camera {
    /// Switches the camera on and shows its picture in `video`.
    ///
    /// # Errors
    /// `camera_denied`: there is none, or it may not be used.
    pub async fn open(video: HtmlVideoElement) -> Result<Self, Failure> {
        let denied = |_| Failure::new(Code::CameraDenied);
        let wanted = Object::new();
        Reflect::set(&wanted, &"facingMode".into(), &"environment".into()).map_err(denied)?;
        let constraints = MediaStreamConstraints::new();
        constraints.set_video(&wanted);
        let devices = web_sys::window()
            .ok_or(Code::CameraDenied)?
            .navigator()
            .media_devices()
            .map_err(denied)?;
        // Old web views and insecure pages have no `mediaDevices` at all.
        if devices.is_undefined() {
            return Err(Failure::new(Code::CameraDenied));
        }
        let promise = devices
            .get_user_media_with_constraints(&constraints)
            .map_err(denied)?;
        let stream: MediaStream = JsFuture::from(promise)
            .await
            .and_then(JsCast::dyn_into)
            .map_err(denied)?;
        let camera = Self { stream, video };
        camera.video.set_src_object(Some(&camera.stream));
        if let Ok(playing) = camera.video.play() {
            // A screen that is left meanwhile interrupts the play; the drop below cleans up.
            let _ = JsFuture::from(playing).await;
        }
        Ok(camera)
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
        for track in self.stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        self.video.set_src_object(None);
    }
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
