//! `rows`: which test holds which demand of the portal guide (docs/rows.toml), written as a table, and
//! proven: with one rule of a row taken out, the test that is named for it must fail.

mod mutants;
mod table;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

use crate::tally::Tally;
use crate::tree::{Tree, files};
use table::{Row, Table, TestName};

const LIST: &str = "docs/rows.toml";
const DOC: &str = "docs/ROWS.md";

/// Where the tests of a program are written.
const PLACES: &[(&str, &str)] = &[
    ("browser", "tests/browser"),
    ("campus", "crates/server/tests/campus"),
    ("journeys", "tests/journeys"),
    ("menhu_protocol", "crates/protocol/src"),
    ("menhu_server", "crates/server/src"),
    ("menhu_ui", "ui/src"),
    ("outside", "crates/client/tests/outside"),
];

/// Writes docs/ROWS.md.
pub fn write(tree: &Tree) -> Result<()> {
    let table = read(tree)?;
    std::fs::write(tree.at(DOC), doc(&table))?;
    println!("rows: {DOC} is written");
    Ok(())
}

/// Whether docs/ROWS.md says what docs/rows.toml does, and every test that it names is there.
pub fn check(tree: &Tree) -> Result<()> {
    let table = read(tree)?;
    let there = std::fs::read_to_string(tree.at(DOC)).unwrap_or_default();
    ensure!(
        there == doc(&table),
        "{DOC} is not what {LIST} makes: run `cargo xtask rows`"
    );
    let mut missing = Vec::new();
    for (row, test) in table
        .rows
        .iter()
        .flat_map(|row| row.tests.iter().map(move |test| (row, test)))
    {
        if !is_written(tree, test)? {
            missing.push(format!("{}: no test `{test}`", row.id));
        }
    }
    if !missing.is_empty() {
        bail!("{}", missing.join("\n"));
    }
    println!("check-rows: good");
    Ok(())
}

/// Takes out one rule after another, in a copy of the tree, and looks whether its test fails. Counts each
/// as a test of its own.
pub fn prove(tree: &Tree, tally: &mut Tally) -> Result<()> {
    mutants::prove(tree, &read(tree)?, tally)
}

fn read(tree: &Tree) -> Result<Table> {
    let path = tree.at(LIST);
    let text =
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    Table::parse(&text).with_context(|| LIST.to_owned())
}

fn is_written(tree: &Tree, test: &TestName) -> Result<bool> {
    let Some((_, place)) = PLACES.iter().find(|(program, _)| *program == test.program) else {
        bail!(
            "{LIST}: `{test}` begins with no program of tests; there are: {}",
            PLACES
                .iter()
                .map(|(program, _)| *program)
                .collect::<Vec<_>>()
                .join(" ")
        );
    };
    let head = format!("fn {}(", test.function());
    for file in files(&tree.at(place))? {
        if is_rust(&file) && std::fs::read_to_string(&file)?.contains(&head) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_rust(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "rs")
}

fn doc(table: &Table) -> String {
    let mut text = String::from(
        "# What the portal guide demands, and what holds it\n\n\
         Made by `cargo xtask rows` from [rows.toml](rows.toml); the stage `rows` of `cargo xtask test` takes each\n\
         rule below out of the program, one at a time, and fails when the test beside it does not notice.\n",
    );
    for row in &table.rows {
        // Writing into a string cannot fail.
        let _ = write!(text, "\n{}", section(row));
    }
    text
}

fn section(row: &Row) -> String {
    let mut text = format!("## {} {}\n\n{}\n\n", row.id, row.name, row.says);
    for test in &row.tests {
        let _ = writeln!(text, "- `{test}`");
    }
    text += "\n| taken out | goes red |\n|---|---|\n";
    for mutation in &row.mutations {
        let _ = writeln!(text, "| {} | `{}` |", mutation.rule, mutation.red);
    }
    if let Some(missing) = &row.missing {
        let _ = write!(text, "\nNot held by a test here: {missing}\n");
    }
    text
}
