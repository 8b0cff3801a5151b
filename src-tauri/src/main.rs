//! The program on computers; phones enter through the library.

// Windows would open a console beside the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    menhu_lib::run();
}
