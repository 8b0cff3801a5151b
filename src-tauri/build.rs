//! Tells Tauri where its files are in this layout, and which commands a page may be given.

use tauri_build::{AppManifest, Attributes};

/// The folder whose content is put inside the program; `cargo xtask page` fills it.
const PAGE: &str = "dist";

fn main() {
    // Tauri refuses to compile without the folder. A clone that only checks types has none yet, and
    // then gets a shell without a page instead of an error about a folder.
    if let Err(error) = std::fs::create_dir_all(PAGE) {
        println!("cargo:warning=cannot make {PAGE}/: {error}");
    }
    for watched in [PAGE, "src-tauri/capabilities", "src-tauri/permissions"] {
        println!("cargo:rerun-if-changed={watched}");
    }
    if std::env::var("TARGET").is_ok_and(|target| target.ends_with("-windows-gnu")) {
        // The library is for phones and exports nothing here; GNU's linker takes that for "export
        // everything", which is more than the 65,535 names a DLL can hold.
        println!("cargo:rustc-link-arg-cdylib=-Wl,--exclude-all-symbols");
    }
    let attributes = Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*")
        // With a permission of their own the app's commands are closed to every window that is not
        // granted it; without one they would be open to all local windows.
        .app_manifest(
            AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*.toml"),
        );
    if let Err(error) = tauri_build::try_build(attributes) {
        eprintln!("{error:#}");
        std::process::exit(1);
    }
}
