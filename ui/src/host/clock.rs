//! The device's clock and calendar, for what people read. Nothing is decided by them but countdowns;
//! days the campus sets are on its own calendar, [`Day`].

use js_sys::Date;
use menhu_protocol::{Day, Millis};
use wasm_bindgen::JsValue;

/// UTC milliseconds.
#[allow(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 are whole and far below 2^53"
)]
pub fn now() -> Millis {
    Date::now() as Millis
}

/// A moment as the device's calendar has it: year, month, day, hour, minute.
#[allow(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 are far below 2^53"
)]
pub fn local(at: Millis) -> (u32, u32, u32, u32, u32) {
    let date = Date::new(&JsValue::from_f64(at as f64));
    (
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes(),
    )
}

/// Today at the campus, as a campus code wants it.
pub fn today() -> (u16, u8, u8) {
    Day::of(now()).parts()
}

/// The hour of the day here.
pub fn hour() -> u32 {
    local(now()).3
}
