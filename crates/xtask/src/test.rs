//! `test`: the stages one after another, each with its time, and a last line that counts.

use std::fs::File;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::process;
use crate::setup;
use crate::stages::{self, Stage, Step};
use crate::tally::{Skips, Tally};
use crate::tree::{Tree, cargo};

/// How a stage went.
struct Report {
    stage: &'static str,
    took: Duration,
    tally: Tally,
}

pub fn run(tree: &Tree, names: &[String]) -> Result<()> {
    let chosen = stages::chosen(names)?;
    let skips = Skips::read(&tree.at("tests/skips.toml"))?;
    setup::run(tree)?;

    let mut total = Tally::default();
    let mut reports = Vec::new();
    for stage in chosen {
        println!("\n──── {}", stage.name);
        let begun = Instant::now();
        let tally = run_stage(tree, &stage)?;
        reports.push(Report {
            stage: stage.name,
            took: begun.elapsed(),
            tally,
        });
    }

    println!();
    for Report { stage, took, tally } in &reports {
        let minutes = took.as_secs_f64() / 60.0;
        println!("{stage:<10} {minutes:>6.1} min   {}", tally.line());
    }
    for report in reports {
        total.add(report.tally);
    }
    for test in total.skipped.iter().filter(|test| !skips.allows(test)) {
        println!("skipped without a reason in tests/skips.toml: {test}");
        total.failed += 1;
    }
    println!("{}", total.line());
    if total.failed > 0 {
        // The counts are the last line; anyhow's own message would come after it.
        std::process::exit(1);
    }
    Ok(())
}

/// Runs the steps of a stage until one fails.
fn run_stage(tree: &Tree, stage: &Stage) -> Result<Tally> {
    let mut log = process::log(
        &tree
            .target
            .join("test-logs")
            .join(format!("{}.log", stage.name)),
    )?;
    let mut tally = Tally::default();
    for step in &stage.steps {
        let went_well = match step {
            Step::Own(name, work) => {
                println!("  {name}");
                work(tree)
                    .inspect_err(|error| println!("{error:#}"))
                    .is_ok()
            }
            Step::Counted(name, work) => {
                println!("  {name}");
                work(tree, &mut tally)
                    .inspect_err(|error| println!("{error:#}"))
                    .is_ok()
            }
            Step::Cargo(words) => {
                let mut command = cargo();
                command.args(words);
                run_cargo(tree, &mut command, &mut log, &mut tally)?
            }
        };
        if !went_well {
            // A step that broke before it counted anything (it did not compile, say) is one failure.
            tally.failed = tally.failed.max(1);
            return Ok(tally);
        }
    }
    if stage.tests && tally.passed + tally.failed == 0 {
        println!("no test ran in the stage `{}`", stage.name);
        tally.failed = 1;
    }
    Ok(tally)
}

fn run_cargo(
    tree: &Tree,
    command: &mut Command,
    log: &mut File,
    tally: &mut Tally,
) -> Result<bool> {
    println!("  {}", process::line(command));
    command.current_dir(&tree.root);
    process::tee(command, log, |line| tally.hear(line))
}
