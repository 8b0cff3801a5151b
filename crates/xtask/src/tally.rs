//! Counting what cargo's test programs print, and the skips that are allowed.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// Tests counted so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    /// Names of the tests that did not run.
    pub skipped: Vec<String>,
}

impl Tally {
    /// Listens to one line of a test program.
    ///
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; …` closes a program;
    /// `test place::name ... ignored, reason` names a test that did not run.
    pub fn hear(&mut self, line: &str) {
        if let Some(counts) = line.strip_prefix("test result: ") {
            let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
            for count in counts.split(';') {
                let Some((number, word)) = count.trim().split_once(' ') else {
                    continue;
                };
                let Ok(number) = number.parse::<u64>() else {
                    continue;
                };
                match word {
                    "passed" => self.passed += number,
                    "failed" => self.failed += number,
                    _ => {}
                }
            }
        } else if let Some((name, outcome)) = line
            .strip_prefix("test ")
            .and_then(|rest| rest.split_once(" ... "))
            && outcome.starts_with("ignored")
        {
            self.skipped.push(name.to_owned());
        }
    }

    pub fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped.extend(other.skipped);
    }

    /// The last line of a run: `12 passed, 0 failed`.
    pub fn line(&self) -> String {
        let mut line = format!("{} passed, {} failed", self.passed, self.failed);
        if !self.skipped.is_empty() {
            line += &format!(", {} skipped", self.skipped.len());
        }
        line
    }
}

/// `tests/skips.toml`: the tests that may be skipped, each with its reason.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skips {
    #[serde(default, rename = "skip")]
    list: Vec<Skip>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Skip {
    /// The name as the test program prints it: `signin::locked_keychain_signs_nobody_out`.
    test: String,
    reason: String,
}

impl Skips {
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        Self::parse(&text).with_context(|| path.display().to_string())
    }

    fn parse(text: &str) -> Result<Self> {
        let skips: Self = toml::from_str(text)?;
        if let Some(skip) = skips.list.iter().find(|skip| skip.reason.trim().is_empty()) {
            bail!("the skip of {} has no reason", skip.test);
        }
        Ok(skips)
    }

    pub fn allows(&self, test: &str) -> bool {
        self.list.iter().any(|skip| skip.test == test)
    }
}

#[cfg(test)]
mod tests {
    use super::{Skips, Tally};

    #[test]
    fn results_of_several_programs_are_summed() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test a::b ... ok",
            "test a::slow ... ignored, needs a phone",
            "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        ] {
            tally.hear(line);
        }
        assert_eq!((tally.passed, tally.failed), (6, 1));
        assert_eq!(tally.skipped, ["a::slow"]);
        assert_eq!(tally.line(), "6 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn talk_of_tests_is_not_counted() {
        let mut tally = Tally::default();
        tally.hear("the test result: ok. 9 passed; 9 failed");
        tally.hear("    test x ... ignored");
        assert_eq!(tally, Tally::default());
    }

    #[test]
    fn a_skip_without_a_reason_is_refused() {
        let listed = Skips::parse("[[skip]]\ntest = \"a::slow\"\nreason = \"needs a phone\"");
        let listed = listed.expect("good list");
        assert!(listed.allows("a::slow") && !listed.allows("a::other"));
        assert!(Skips::parse("[[skip]]\ntest = \"a::slow\"\nreason = \" \"").is_err());
        assert!(Skips::parse("[[skip]]\ntest = \"a::slow\"").is_err());
        assert!(Skips::parse("").is_ok());
    }
}
