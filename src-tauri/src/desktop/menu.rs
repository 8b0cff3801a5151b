//! The menu bar of macOS. Without the roles of its Edit menu, ⌘C and ⌘V do nothing in a window.

use menhu_client::Guise;
use menhu_protocol::ipc;
use tauri::menu::{Menu, MenuBuilder, SubmenuBuilder};
use tauri::{AppHandle, Wry};

use super::{lead_to, words};

/// Names of our own items, for programs.
const SETTINGS: &str = "menu-settings";
const SHORTCUTS: &str = "menu-shortcuts";

/// Hangs the menu up in the person's language. Call it on the main thread.
pub fn hang(app: &AppHandle, guise: &Guise) {
    let hung = menu(app, guise).and_then(|menu| app.set_menu(menu).map(drop));
    if let Err(error) = hung {
        tracing::warn!(%error, "the menu bar keeps its words");
    }
}

/// What our own items do.
pub fn chosen(app: &AppHandle, id: &str) {
    match id {
        SETTINGS => lead_to(app, ipc::Event::SettingsOpen),
        SHORTCUTS => lead_to(app, ipc::Event::ShortcutsOpen),
        _ => {}
    }
}

fn menu(app: &AppHandle, guise: &Guise) -> tauri::Result<Menu<Wry>> {
    let words = words::of(app, guise.locale);
    let own = SubmenuBuilder::new(app, words.say("tray-tooltip"))
        .about_with_text(words.say("menu-about"), None)
        .separator()
        // The page hears ⌘, itself; an accelerator here would take it away.
        .text(SETTINGS, words.say("menu-settings"))
        .separator()
        .services_with_text(words.say("menu-services"))
        .separator()
        .hide_with_text(words.say("menu-hide"))
        .hide_others_with_text(words.say("menu-hide-others"))
        .show_all_with_text(words.say("menu-show-all"))
        .separator()
        .quit_with_text(words.say("menu-quit"))
        .build()?;
    let edit = SubmenuBuilder::new(app, words.say("menu-edit"))
        .undo_with_text(words.say("menu-undo"))
        .redo_with_text(words.say("menu-redo"))
        .separator()
        .cut_with_text(words.say("menu-cut"))
        .copy_with_text(words.say("menu-copy"))
        .paste_with_text(words.say("menu-paste"))
        .select_all_with_text(words.say("menu-select-all"))
        .build()?;
    let window = SubmenuBuilder::new(app, words.say("menu-window"))
        .minimize_with_text(words.say("menu-minimize"))
        .fullscreen_with_text(words.say("menu-fullscreen"))
        .separator()
        .close_window_with_text(words.say("menu-close"))
        .build()?;
    let help = SubmenuBuilder::new(app, words.say("menu-help"))
        .text(SHORTCUTS, words.say("menu-shortcuts"))
        .build()?;
    MenuBuilder::new(app)
        .items(&[&own, &edit, &window, &help])
        .build()
}
