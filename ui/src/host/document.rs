//! The document: title, language, looks, focus.

use menhu_protocol::ipc::{Locale, Preferences, Theme};
use menhu_words::accent::{Row, readable};
use wasm_bindgen::JsCast;
use web_sys::{Document, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn root() -> Option<HtmlElement> {
    document()?.document_element()?.dyn_into().ok()
}

/// Tells the static shell that the page has taken over, so that its loading line goes.
pub fn ready() {
    if let Some(line) = document().and_then(|d| d.get_element_by_id("boot")) {
        line.remove();
    }
}

/// A new screen: its title is the window's, its heading has the focus, its top is in sight.
pub fn arrive(title: &str, heading: Option<&HtmlElement>) {
    if let Some(document) = document() {
        document.set_title(title);
    }
    if let Some(heading) = heading {
        let quietly = FocusOptions::new();
        quietly.set_prevent_scroll(true);
        // Focus is a courtesy to screen readers; without it the page is still there.
        let _ = heading.focus_with_options(&quietly);
    }
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Brings a message into sight if it is not.
pub fn reveal(element: &HtmlElement) {
    let gently = ScrollIntoViewOptions::new();
    gently.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&gently);
}

/// While a phone's camera lies behind the page, the page's ground is transparent (app.css, "Scanner").
pub fn see_through(on: bool) {
    let Some(root) = root() else { return };
    // The name is well formed; setting it cannot fail.
    let _ = match on {
        true => root.set_attribute("data-camera", "behind"),
        false => root.remove_attribute("data-camera"),
    };
}

/// Language, mode, size and theme on the root element, where tokens.css reads them.
pub fn wear(preferences: Preferences) {
    let Some(root) = root() else { return };
    let lang = match preferences.locale {
        Locale::Zh => "zh-CN",
        Locale::En => "en",
    };
    let mode = if preferences.elder {
        "elder"
    } else {
        "standard"
    };
    let theme = match preferences.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    for (name, value) in [("lang", lang), ("data-mode", mode), ("data-theme", theme)] {
        // The names are well formed; setting them cannot fail.
        let _ = root.set_attribute(name, value);
    }
    let size = preferences.elder_px.to_string();
    let _ = root.style().set_property("--elder-px", &size);
}

/// The campus's own colour, made readable for each row of tokens; `None` takes it off.
pub fn wear_accent(accent: Option<&str>) {
    let Some(root) = root() else { return };
    for (row, name) in [
        (Row::Light, "--campus-light"),
        (Row::LightElder, "--campus-light-elder"),
        (Row::Dark, "--campus-dark"),
        (Row::DarkElder, "--campus-dark-elder"),
    ] {
        // A colour that is none leaves the default standing.
        let _ = match accent.and_then(|accent| readable(accent, row)) {
            Some(colour) => root.style().set_property(name, &colour),
            None => root.style().remove_property(name).map(drop),
        };
    }
}
