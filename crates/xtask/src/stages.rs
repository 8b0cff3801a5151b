//! The stages of `test`, in order. All of them build the workspace with one selection of packages and
//! features, so that nothing is compiled twice; only `targets` is for other systems.

use anyhow::{Result, bail};

use crate::tally::Tally;
use crate::tree::Tree;
use crate::{android, arrows, deb, page, rows, setup, targets, windows, words};

/// The one selection. `custom-protocol` puts the page inside the shell: the program people get.
const WORKSPACE: &[&str] = &["--workspace", "--features", "menhu/custom-protocol"];

/// The programs that tests, demo and benchmark start.
const PROGRAMS: &[&str] = &["menhu", "menhu-server", "menhu-devhost", "walk"];

pub struct Stage {
    pub name: &'static str,
    /// A stage of tests that ran none has failed.
    pub tests: bool,
    pub steps: Vec<Step>,
}

pub enum Step {
    /// Something xtask does itself.
    Own(&'static str, fn(&Tree) -> Result<()>),
    /// The same, when it is tests that it counts itself.
    Counted(&'static str, fn(&Tree, &mut Tally) -> Result<()>),
    /// `cargo` with these words.
    Cargo(Vec<String>),
}

pub fn all() -> Vec<Stage> {
    let clippy = ["--", "-D", "warnings"];
    vec![
        checks(
            "lint",
            vec![
                Step::Cargo(line(&["fmt", "--all", "--check"], &[])),
                Step::Own("check-arrows", arrows::check),
                Step::Own("check-words", words::check),
                Step::Own("check-rows", rows::check),
                Step::Cargo(line(&["clippy", "--all-targets"], &clippy)),
                Step::Cargo(
                    [
                        &["clippy", "--package", "menhu-ui", "--target", setup::WASM],
                        &clippy[..],
                    ]
                    .concat()
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
                ),
            ],
        ),
        checks(
            "page",
            vec![Step::Own("page", |tree| {
                page::build(tree, page::Build::Shipped)
            })],
        ),
        checks("shell", vec![Step::Cargo(programs())]),
        tests("unit", Step::Cargo(test(&["--lib", "--bins"], &[]))),
        // The members of the workspace with a `tests/` folder of their own; `tests/` itself comes below.
        tests(
            "contract",
            Step::Cargo(test(&["--exclude", "menhu-tests", "--test", "*"], &[])),
        ),
        tests("journeys", Step::Cargo(test(&["--test", "journeys"], &[]))),
        tests("browser", Step::Cargo(test(&["--test", "browser"], &[]))),
        // One window at a time: two cores, and one keychain.
        tests(
            "smoke",
            Step::Cargo(test(&["--test", "smoke"], &["--test-threads=1"])),
        ),
        Stage {
            name: "platforms",
            tests: true,
            steps: vec![
                // The package is made of both, also when this stage runs alone.
                Step::Own("page", |tree| page::build(tree, page::Build::Shipped)),
                Step::Cargo(programs()),
                Step::Own("deb", deb::prepare),
                Step::Own("windows", windows::prepare),
                Step::Own("android", android::prepare),
                Step::Cargo(test(&["--test", "platforms"], &["--test-threads=1"])),
            ],
        },
        checks("targets", vec![Step::Own("check-targets", targets::check)]),
        // Last: its programs have the names of ours.
        tests("rows", Step::Counted("rows", rows::prove)),
    ]
}

/// The stages to run: the named ones, or all when none is named.
pub fn chosen(names: &[String]) -> Result<Vec<Stage>> {
    let stages = all();
    if let Some(stranger) = names
        .iter()
        .find(|name| stages.iter().all(|stage| stage.name != *name))
    {
        let known: Vec<_> = stages.iter().map(|stage| stage.name).collect();
        bail!("no stage `{stranger}`; there are: {}", known.join(" "));
    }
    Ok(stages
        .into_iter()
        .filter(|stage| names.is_empty() || names.iter().any(|name| name == stage.name))
        .collect())
}

/// The words that build every program the tests start.
pub fn programs() -> Vec<String> {
    let bins: Vec<&str> = PROGRAMS.iter().flat_map(|name| ["--bin", name]).collect();
    line(&[&["build"], &bins[..]].concat(), &[])
}

fn checks(name: &'static str, steps: Vec<Step>) -> Stage {
    Stage {
        name,
        tests: false,
        steps,
    }
}

fn tests(name: &'static str, step: Step) -> Stage {
    Stage {
        name,
        tests: true,
        steps: vec![step],
    }
}

/// `cargo test` on the workspace; one failed program does not hide the next.
fn test(which: &[&str], tail: &[&str]) -> Vec<String> {
    let tail: Vec<&str> = if tail.is_empty() {
        Vec::new()
    } else {
        [&["--"], tail].concat()
    };
    line(&[&["test", "--no-fail-fast"], which].concat(), &tail)
}

/// A cargo command on the one selection.
fn line(head: &[&str], tail: &[&str]) -> Vec<String> {
    let selection = if head[0] == "fmt" { &[] } else { WORKSPACE };
    [head, selection, tail]
        .concat()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{all, chosen};

    #[test]
    fn an_unknown_stage_is_named() {
        let error = chosen(&["unti".into()]).err().expect("refused");
        assert!(error.to_string().contains("`unti`"));
        assert!(error.to_string().contains("unit"));
    }

    #[test]
    fn nothing_is_left_out_unless_stages_are_named() {
        assert_eq!(chosen(&[]).expect("stages").len(), all().len());
        assert_eq!(chosen(&["unit".into()]).expect("stages").len(), 1);
    }

    #[test]
    fn every_stage_has_its_own_name_and_something_to_do() {
        let names: std::collections::HashSet<_> = all().iter().map(|stage| stage.name).collect();
        assert_eq!(names.len(), all().len());
        assert!(all().iter().all(|stage| !stage.steps.is_empty()));
    }
}
