//! `check-arrows`: which member of the workspace may know which, and whether the map is true.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::tree::{Package, Tree};

/// The members each member may depend on. Tests may depend on anything but the shell and xtask.
const ARROWS: &[(&str, &[&str])] = &[
    ("menhu", &["menhu-protocol", "menhu-client", "menhu-words"]),
    ("menhu-ui", &["menhu-protocol", "menhu-words"]),
    ("menhu-protocol", &[]),
    ("menhu-words", &[]),
    ("menhu-client", &["menhu-protocol"]),
    ("menhu-server", &["menhu-protocol", "menhu-words"]),
    ("menhu-devhost", &["menhu-protocol", "menhu-client"]),
    ("menhu-testkit", &["menhu-protocol"]),
    ("xtask", &["menhu-protocol", "menhu-testkit"]),
];

/// Whoever tests may use these people and clocks.
const TESTKIT: &str = "menhu-testkit";
const TESTS: &str = "menhu-tests";

/// The only importer of Tauri.
const SHELL: &str = "menhu";

const MAP: &str = "docs/ARCHITECTURE.md";

pub fn check(tree: &Tree) -> Result<()> {
    let mut wrong = wrong_arrows(&tree.packages);
    let map = std::fs::read_to_string(tree.at(MAP))?;
    for folder in folders(&map) {
        if !tree.at(folder).is_dir() {
            wrong.push(format!("{MAP} names `{folder}/`, which is not there"));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    println!("check-arrows: good");
    Ok(())
}

/// Every dependency that crosses the design.
fn wrong_arrows(packages: &[Package]) -> Vec<String> {
    let arrows: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    let members: Vec<&str> = packages.iter().map(|p| p.name.as_str()).collect();
    let mut wrong = Vec::new();
    for package in packages {
        let from = package.name.as_str();
        if from != TESTS && !arrows.contains_key(from) {
            wrong.push(format!("`{from}` has no row in crates/xtask/src/arrows.rs"));
            continue;
        }
        for dependency in &package.dependencies {
            let to = dependency.name.as_str();
            if to.starts_with("tauri") && from != SHELL {
                wrong.push(format!("`{from}` imports `{to}`; only `{SHELL}` may"));
            }
            if !members.contains(&to) {
                continue;
            }
            let allowed = match arrows.get(from) {
                Some(allowed) => {
                    allowed.contains(&to)
                        || (dependency.kind.as_deref() == Some("dev") && to == TESTKIT)
                }
                None => to != SHELL && to != "xtask",
            };
            if !allowed {
                wrong.push(format!("`{from}` may not depend on `{to}`"));
            }
        }
    }
    wrong
}

/// The folders a document names: `` `crates/words/` ``, without the last slash. Addresses on the web
/// and placeholders are no folders.
fn folders(text: &str) -> Vec<&str> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.strip_suffix('/'))
        .filter(|path| {
            !path.is_empty()
                && path
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c))
                && !path.starts_with('/')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{folders, wrong_arrows};
    use crate::tree::{Dependency, Package};

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
        Package {
            name: name.into(),
            dependencies: dependencies
                .iter()
                .map(|(name, kind)| Dependency {
                    name: (*name).into(),
                    kind: kind.map(Into::into),
                })
                .collect(),
        }
    }

    #[test]
    fn an_arrow_against_the_design_is_named() {
        let ground = || {
            vec![
                package("menhu-protocol", &[]),
                package(
                    "menhu-client",
                    &[("menhu-protocol", None), ("menhu-testkit", Some("dev"))],
                ),
                package("menhu-testkit", &[("menhu-protocol", None)]),
                package("menhu-tests", &[("menhu-client", None)]),
            ]
        };
        assert_eq!(wrong_arrows(&ground()), Vec::<String>::new());
        for (from, to, kind) in [
            ("menhu-ui", "menhu-client", None),
            ("menhu-words", "menhu-testkit", None),
            ("menhu-server", "tauri", Some("build")),
            ("menhu-devhost", "menhu-tests", Some("dev")),
            ("menhu-new", "serde", None),
        ] {
            let mut packages = ground();
            packages.push(package(from, &[(to, kind)]));
            assert_eq!(wrong_arrows(&packages).len(), 1, "{from} -> {to}");
        }
    }

    #[test]
    fn folders_are_read_from_the_map() {
        let text = "`crates/words/` and `src-tauri/`, not `https://x/`, `GET /v1/`, `crates/*/` or `a.rs`.";
        assert_eq!(folders(text), ["crates/words", "src-tauri"]);
    }
}
