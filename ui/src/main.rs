//! The page as the web view loads it. On any other machine there is nothing to show.

#[cfg(target_arch = "wasm32")]
fn main() {
    menhu_ui::show();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
