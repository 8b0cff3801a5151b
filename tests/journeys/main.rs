//! User stories without a window: a real campus server in its own process, a headless core, a wire with
//! weather between them.

mod bad_input;
mod brand;
mod clock;
mod keychain;
mod kills;
mod main_job;
mod races;
mod recovery;
mod rotations;
mod updates;
mod weather;
