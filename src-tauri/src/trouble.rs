//! What keeps the app from opening a window, said in a box: on Windows a program without a console that
//! ends is as if nobody had pressed anything.

use menhu_words::{Lexicon, Tongue};

use crate::brand::Brand;

/// Ends the program, with a sentence, on a computer without WebView2. Windows 11 has it, and the
/// installer brings it; a copied program may meet neither.
pub fn end_without_webview(brand: &Brand) {
    let Err(error) = tauri::webview_version() else {
        return;
    };
    tracing::error!(%error, "this computer has no WebView2");
    // Nothing is known yet of whoever sits there, so it is said in both languages.
    let sentences: Vec<String> = Tongue::ALL
        .iter()
        .map(|tongue| Lexicon::of(*tongue).say("webview-missing"))
        .collect();
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title(brand.title())
        .set_description(sentences.join("\n\n"))
        .show();
    std::process::exit(1);
}
