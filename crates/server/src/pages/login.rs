//! Signing in with a browser: W-20 account and password, W-21 a new password where the old one breaks
//! today's rules, W-22 a phone where none is bound, W-24 out again. W-23 is [`super::again`].
//!
//! Where somebody was going travels as a sealed ticket, in a hidden field and in the address, through
//! every page (seed B §一 (三) 3).

mod account;
mod out;
mod phone;
mod renewal;

use axum::Router;
use axum::routing::get;

use super::Portal;
use super::frame::go;

pub(crate) fn routes() -> Router<Portal> {
    Router::new()
        .route("/login", get(account::show).post(account::send))
        .route("/login/on", get(account::on))
        .route("/login/password", get(renewal::show).post(renewal::send))
        .route("/login/phone", get(phone::show).post(phone::send))
        .route("/login/phone/code", get(phone::code).post(phone::prove))
        .route("/login/phone/again", get(phone::code).post(phone::again))
        .route("/logout", get(out::show).post(out::send))
}
