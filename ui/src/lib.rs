//! The page of the Menhu app (design.md §4).
//!
//! A page or flow is a folder: `state.rs` says what can happen (a [`machine::Machine`]: no Yew, no
//! JavaScript, tested by plain `cargo test`), `view.rs` draws it. [`host`] is the only place that
//! touches JavaScript, so everything that draws or calls is built for wasm alone.

pub mod app;
pub mod flows;
pub mod machine;
pub mod pages;
pub mod remote;
pub mod rules;
pub mod sentence;
pub mod shortcuts;

#[cfg(target_arch = "wasm32")]
pub mod components;
#[cfg(all(target_arch = "wasm32", feature = "gallery"))]
pub mod gallery;
#[cfg(target_arch = "wasm32")]
pub mod host;

/// Draws the page into the document.
#[cfg(target_arch = "wasm32")]
pub fn show() {
    #[cfg(feature = "gallery")]
    if let Some(shown) = gallery::asked_for() {
        host::document::ready();
        yew::Renderer::<gallery::Gallery>::with_props(gallery::Props { shown }).render();
        return;
    }
    yew::Renderer::<app::Root>::new().render();
}
