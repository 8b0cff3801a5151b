//! Says to the compiler whether these tests are built by root: a clean root, with its device files and
//! mounts, is nobody else's to enter. Whoever may not has its tests listed in skips.toml.

use std::os::unix::fs::MetadataExt;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=USER");
    println!("cargo::rustc-check-cfg=cfg(superuser)");
    // This process's own folder in /proc is its user's.
    if std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
        println!("cargo::rustc-cfg=superuser");
    }
}
