//! The files a public forge builds from. Nothing here runs them; what is held is their form, and that none
//! of them lends a stranger's program more than it needs.

use std::path::PathBuf;

use anyhow::{Context, Result};
use menhu_tests::process::checkout;
use yaml_rust2::{Yaml, YamlLoader};

/// Length of a commit's name; a tag can be moved under those who use it.
const COMMIT: usize = 40;

fn workflows() -> Result<Vec<(PathBuf, Yaml)>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(checkout().join(".github/workflows"))? {
        let path = entry?.path();
        let text = std::fs::read_to_string(&path)?;
        let mut documents =
            YamlLoader::load_from_str(&text).with_context(|| path.display().to_string())?;
        let document = documents.pop().context("an empty file")?;
        all.push((path, document));
    }
    Ok(all)
}

/// Every value below `yaml` that stands at `key`.
fn at<'a>(yaml: &'a Yaml, key: &str, found: &mut Vec<&'a Yaml>) {
    match yaml {
        Yaml::Hash(pairs) => {
            for (name, value) in pairs {
                if name.as_str() == Some(key) {
                    found.push(value);
                }
                at(value, key, found);
            }
        }
        Yaml::Array(items) => items.iter().for_each(|item| at(item, key, found)),
        _ => {}
    }
}

fn texts<'a>(yaml: &'a Yaml, key: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    at(yaml, key, &mut found);
    found.into_iter().filter_map(Yaml::as_str).collect()
}

/// Whether an action is ours, or a stranger's at a commit that cannot be moved.
fn is_pinned(uses: &str) -> bool {
    uses.starts_with("./")
        || uses
            .split_once('@')
            .is_some_and(|(_, at)| at.len() == COMMIT && at.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[test]
fn every_file_is_read_and_has_jobs() -> Result<()> {
    let all = workflows()?;
    assert!(all.len() >= 5, "{} files", all.len());
    for (path, document) in &all {
        let jobs = document["jobs"].as_hash();
        assert!(
            jobs.is_some_and(|jobs| !jobs.is_empty()),
            "{}",
            path.display()
        );
    }
    Ok(())
}

#[test]
fn strangers_actions_stand_at_a_commit() -> Result<()> {
    for (path, document) in workflows()? {
        for uses in texts(&document, "uses") {
            assert!(is_pinned(uses), "{}: {uses}", path.display());
        }
    }
    assert!(!is_pinned("actions/checkout@v4") && !is_pinned("actions/checkout"));
    Ok(())
}

/// A job may read the repository; only the one that drafts a release may write to it.
#[test]
fn nothing_but_the_draft_of_a_release_may_write() -> Result<()> {
    for (path, document) in workflows()? {
        let path = path.display();
        assert_eq!(
            document["permissions"]["contents"].as_str(),
            Some("read"),
            "{path}"
        );
        for (name, job) in document["jobs"].as_hash().context("jobs")? {
            let more = &job["permissions"];
            let drafts = name.as_str() == Some("draft");
            assert_eq!(!more.is_badvalue(), drafts, "{path}: {name:?}");
        }
    }
    Ok(())
}

#[test]
fn secrets_are_handed_over_in_the_environment_and_written_into_no_command() -> Result<()> {
    for (path, document) in workflows()? {
        for run in texts(&document, "run") {
            assert!(!run.contains("secrets."), "{}: {run}", path.display());
        }
    }
    Ok(())
}

/// The feature that lets other programs press the app's buttons.
#[test]
fn only_a_debug_build_lets_itself_be_driven() -> Result<()> {
    let mut driven = 0;
    for (path, document) in workflows()? {
        for run in texts(&document, "run") {
            for line in run.lines().filter(|line| line.contains("webdriver")) {
                driven += 1;
                assert!(line.contains("--debug"), "{}: {line}", path.display());
            }
        }
    }
    assert_eq!(driven, 1, "the emulator's build");
    Ok(())
}
