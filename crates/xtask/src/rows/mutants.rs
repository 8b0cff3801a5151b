//! All mutations in one copy of the tree, each behind a switch, so that one build serves them all:
//! `from` becomes `if mutant("B9.1") { to } else { from }`, and the environment turns one on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use super::table::{Mutation, Table, TestName};
use crate::process;
use crate::tally::Tally;
use crate::tree::{Tree, cargo, files};

/// Which mutation is on: the row and its number within it, `B9.1`.
const SWITCH: &str = "MENHU_MUTANT";

/// The copy's version; less than any other, so that nothing takes it for a newer one.
const VERSION: &str = "0.0.1-rows";

/// The crates that rules are taken out of, and the programs that hold their tests.
const CRATES: &[(&str, &str)] = &[
    ("crates/protocol", "menhu-protocol"),
    ("crates/server", "menhu-server"),
];

/// The repository's parts that building those crates needs.
const PARTS: &[&str] = &[
    "Cargo.toml",
    "docs",
    "Cargo.lock",
    ".cargo",
    "crates",
    "tests",
    "ui",
    "src-tauri",
];

pub fn prove(tree: &Tree, table: &Table, tally: &mut Tally) -> Result<()> {
    let copy = tree.target.join("rows").join("tree");
    let switched = switched(tree, table)?;
    copied(tree, &copy, &switched)?;
    let programs = built(tree, &copy)?;

    let red: BTreeSet<_> = mutations(table)
        .map(|(_, mutation)| &mutation.red)
        .collect();
    for test in red {
        let well = runs_well(&programs, &copy, test, None)?;
        if !well {
            println!("    {test} fails with every rule in its place");
            tally.failed += 1;
        }
    }
    for (name, mutation) in mutations(table) {
        let noticed = !runs_well(&programs, &copy, &mutation.red, Some(&name))?;
        let outcome = if noticed { "noticed" } else { "NOT NOTICED" };
        println!("    {name} without “{}”: {outcome}", mutation.rule);
        if noticed {
            tally.passed += 1;
        } else {
            tally.failed += 1;
        }
    }
    ensure!(tally.failed == 0, "a rule can go without its test noticing");
    Ok(())
}

/// Each mutation with its name.
fn mutations(table: &Table) -> impl Iterator<Item = (String, &Mutation)> {
    table.rows.iter().flat_map(|row| {
        (1..)
            .zip(&row.mutations)
            .map(move |(n, mutation)| (format!("{}.{n}", row.id), mutation))
    })
}

/// The files that are different in the copy: those with mutations in them, and the workspace's own.
fn switched(tree: &Tree, table: &Table) -> Result<BTreeMap<PathBuf, String>> {
    let mut texts = BTreeMap::new();
    texts.insert("Cargo.toml".into(), renumbered(tree)?);
    for (folder, _) in CRATES {
        let lib = PathBuf::from(folder).join("src/lib.rs");
        let text = std::fs::read_to_string(tree.root.join(&lib))?;
        let switch = format!(
            "\n/// Whether this mutation is on (`cargo xtask test rows`).\n\
             pub fn mutant(name: &str) -> bool {{ std::env::var(\"{SWITCH}\").is_ok_and(|on| on == name) }}\n"
        );
        // What a switch makes unused or puts in brackets is no news.
        texts.insert(lib, format!("#![allow(warnings)]\n{text}{switch}"));
    }
    for (name, mutation) in mutations(table) {
        let file = PathBuf::from(&mutation.file);
        let text = match texts.remove(&file) {
            Some(text) => text,
            None => std::fs::read_to_string(tree.root.join(&file))
                .with_context(|| format!("{name}: reading {}", mutation.file))?,
        };
        let text = with_switch(&text, &name, mutation)
            .with_context(|| format!("{name} ({}), {}", mutation.rule, mutation.file))?;
        texts.insert(file, text);
    }
    Ok(texts)
}

/// The workspace under another version: cargo would take two trees of one version for one another in a
/// shared target directory, and believe each fresh when it is the other's.
fn renumbered(tree: &Tree) -> Result<String> {
    let text = std::fs::read_to_string(tree.at("Cargo.toml"))?;
    let (head, rest) = text
        .split_once("[workspace.package]")
        .context("Cargo.toml has no [workspace.package]")?;
    let (before, version) = rest
        .split_once("version = \"")
        .context("[workspace.package] has no version")?;
    let (_, after) = version.split_once('"').context("version has no end")?;
    Ok(format!(
        "{head}[workspace.package]{before}version = \"{VERSION}\"{after}"
    ))
}

fn with_switch(text: &str, name: &str, mutation: &Mutation) -> Result<String> {
    let from = mutation.from.trim();
    let places = text.matches(from).count();
    ensure!(
        places == 1,
        "`from` stands {places} times in the file; the rule has moved"
    );
    let put = match &mutation.to {
        Some(to) => format!("(if crate::mutant(\"{name}\") {{ {to} }} else {{ {from} }})"),
        None => format!("if !crate::mutant(\"{name}\") {{ {from} }}"),
    };
    Ok(text.replacen(from, &put, 1))
}

/// Brings the copy up to date; a file that is the same keeps its time, so that little is built anew.
fn copied(tree: &Tree, copy: &Path, switched: &BTreeMap<PathBuf, String>) -> Result<()> {
    let mut kept = BTreeSet::new();
    for part in PARTS {
        let part = tree.root.join(part);
        let found = if part.is_dir() {
            files(&part)?
        } else {
            vec![part]
        };
        for file in found {
            let path = file.strip_prefix(&tree.root)?.to_owned();
            let bytes = match switched.get(&path) {
                Some(text) => text.clone().into_bytes(),
                None => std::fs::read(&file)?,
            };
            let to = copy.join(&path);
            if std::fs::read(&to).ok().as_ref() != Some(&bytes) {
                if let Some(folder) = to.parent() {
                    std::fs::create_dir_all(folder)?;
                }
                std::fs::write(&to, bytes)?;
            }
            kept.insert(to);
        }
    }
    for stale in files(copy)?.into_iter().filter(|file| !kept.contains(file)) {
        std::fs::remove_file(stale)?;
    }
    Ok(())
}

/// What cargo says of a thing it built.
#[derive(Deserialize)]
struct Artifact {
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// The test programs of the copy, by name.
fn built(tree: &Tree, copy: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut command = cargo();
    command.args([
        "test",
        "--no-run",
        "--message-format",
        "json-render-diagnostics",
    ]);
    for (_, package) in CRATES {
        command.args(["--package", package]);
    }
    command
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", &tree.target);
    println!("  {} (in the copy)", process::line(&command));
    let said = process::read(&mut command)?;
    Ok(said
        .lines()
        .filter_map(|line| serde_json::from_str::<Artifact>(line).ok())
        .filter_map(|artifact| Some((artifact.target?.name, artifact.executable?)))
        .collect())
}

fn runs_well(
    programs: &BTreeMap<String, PathBuf>,
    copy: &Path,
    test: &TestName,
    mutant: Option<&str>,
) -> Result<bool> {
    let program = programs
        .get(&test.program)
        .with_context(|| format!("`{test}`: the copy has no test program of that name"))?;
    let mut command = Command::new(program);
    command
        .args(["--exact", &test.path])
        .current_dir(copy)
        .stdin(Stdio::null());
    match mutant {
        Some(name) => command.env(SWITCH, name),
        None => command.env_remove(SWITCH),
    };
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(
        said.contains("running 1 test"),
        "`{test}`: the program has no test of that name"
    );
    Ok(output.status.success())
}

#[cfg(test)]
mod tests {
    use super::super::table::{Mutation, TestName};
    use super::with_switch;

    fn mutation(from: &str, to: Option<&str>) -> Mutation {
        Mutation {
            rule: "six".to_owned(),
            file: "a.rs".to_owned(),
            from: from.to_owned(),
            to: to.map(str::to_owned),
            red: TestName {
                program: "campus".to_owned(),
                path: "six".to_owned(),
            },
        }
    }

    #[test]
    fn an_expression_gets_another_beside_it_and_a_statement_can_be_left_out() {
        let text = "let good = n >= 6;";
        assert_eq!(
            with_switch(text, "B9.1", &mutation("n >= 6", Some("true"))).expect("switched"),
            r#"let good = (if crate::mutant("B9.1") { true } else { n >= 6 });"#
        );
        assert_eq!(
            with_switch(text, "B9.2", &mutation("let good = n >= 6;", None)).expect("switched"),
            r#"if !crate::mutant("B9.2") { let good = n >= 6; }"#
        );
    }

    #[test]
    fn a_rule_that_moved_or_stands_twice_is_said() {
        let text = "n >= 6; n >= 6;";
        assert!(with_switch(text, "B9.1", &mutation("n >= 6", Some("true"))).is_err());
        assert!(with_switch(text, "B9.1", &mutation("n >= 7", Some("true"))).is_err());
    }
}
