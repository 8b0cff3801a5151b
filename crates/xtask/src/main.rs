//! `cargo xtask …`: the two commands everybody uses (`demo`, `test`) and the smaller ones they are made of.

mod android;
mod arrows;
mod bench;
mod brand;
mod deb;
mod demo;
mod icons;
mod ios;
mod new;
mod page;
mod process;
mod rows;
mod setup;
mod stages;
mod tally;
mod targets;
mod tauri;
mod test;
mod tree;
mod windows;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use tree::Tree;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Everything this repository can do by itself"
)]
struct Ask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Start a campus on this machine and open the app; without a display, walk the whole way alone.
    Demo(demo::Ask),
    /// Install what is missing on this machine; says what to do where it cannot.
    Setup,
    /// Build the page (wasm) into dist/; does nothing when nothing changed.
    Page {
        /// Without optimising: quick to build, large to load.
        #[arg(long)]
        dev: bool,
    },
    /// Run the tests, all stages or the named ones; the last line counts them.
    Test {
        /// Stages to run; all of them when none is named.
        #[arg(value_name = "STAGE")]
        stages: Vec<String>,
    },
    /// Measure what things cost on this machine.
    #[command(subcommand)]
    Bench(bench::Ask),
    /// Begin a page of the app: state, view, words, test.
    NewPage(new::PageAsk),
    /// Begin a command of the page: type, place in the list, body, test.
    NewCommand(new::CommandAsk),
    /// Draw every size of the app's icon, from the drawings that icons/icon.json names.
    Icons,
    /// Make a campus's own build: name, icon, identifier, campus pinned.
    Brand(brand::Ask),
    /// Make the iOS project, on a Mac.
    IosInit(ios::Ask),
    /// Tauri's own program in the pinned version: `cargo tauri android build` (an alias).
    #[command(disable_help_flag = true)]
    Tauri {
        #[arg(
            trailing_var_arg = true,
            allow_hyphen_values = true,
            value_name = "WORDS"
        )]
        words: Vec<OsString>,
    },
    /// Pack the app for Debian and Ubuntu; says where the package is.
    Deb(deb::Ask),
    /// Check the arrows between the crates, and the map in docs/ARCHITECTURE.md.
    CheckArrows,
    /// Check shell and client for Windows, macOS, iOS and Android; the last line counts them.
    CheckTargets,
    /// Link the programs for Windows with mingw-w64; says where they are.
    Windows,
    /// Write docs/ROWS.md: which test holds which demand of the portal guide.
    Rows,
    /// Check that every key of words exists in both languages, and is used.
    CheckWords,
}

fn main() -> ExitCode {
    match run(Ask::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes on one line: the cause is what can be mended.
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    let tree = Tree::find()?;
    match task {
        Task::Demo(ask) => demo::run(&tree, &ask),
        Task::Bench(ask) => bench::run(&tree, &ask),
        Task::NewPage(ask) => new::page(&tree, &ask),
        Task::NewCommand(ask) => new::command(&tree, &ask),
        Task::Icons => icons::draw(&tree),
        Task::Brand(ask) => brand::run(&tree, &ask),
        Task::IosInit(ask) => ios::init(&tree, &ask),
        Task::Tauri { words } => tauri::run(&tree, &words),
        Task::Deb(ask) => deb::run(&tree, &ask),
        Task::Setup => setup::run(&tree),
        Task::Page { dev } => page::build(&tree, page::Build::of(dev)),
        Task::Test { stages } => test::run(&tree, &stages),
        Task::CheckArrows => arrows::check(&tree),
        Task::CheckTargets => targets::check(&tree),
        Task::Windows => windows::build(&tree),
        Task::Rows => rows::write(&tree),
        Task::CheckWords => words::check(&tree),
    }
}
