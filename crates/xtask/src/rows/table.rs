//! docs/rows.toml as it is written.

use std::collections::BTreeSet;
use std::fmt;

use anyhow::{Result, ensure};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    #[serde(rename = "row")]
    pub rows: Vec<Row>,
}

/// One row of the reference table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// `B9`
    pub id: String,
    pub name: String,
    /// What is demanded, in a sentence or two.
    pub says: String,
    pub tests: Vec<TestName>,
    #[serde(rename = "mutation")]
    pub mutations: Vec<Mutation>,
    /// What no test here can hold, and why.
    pub missing: Option<String>,
}

/// A rule that is taken out of a copy of the program.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mutation {
    /// The rule, in words.
    pub rule: String,
    pub file: String,
    /// An expression, or whole statements when there is no `to`; stands exactly once in the file.
    pub from: String,
    /// The expression in its place.
    pub to: Option<String>,
    /// The test that must fail then.
    pub red: TestName,
}

/// `campus::security::link_is_good_for_two_hours`: the test program, then the name it prints.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct TestName {
    pub program: String,
    pub path: String,
}

impl TestName {
    /// The last part of the name.
    pub fn function(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }
}

impl TryFrom<String> for TestName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once("::") {
            Some((program, path)) if !path.is_empty() => Ok(Self {
                program: program.to_owned(),
                path: path.to_owned(),
            }),
            _ => Err(format!("`{text}` is not PROGRAM::TEST")),
        }
    }
}

impl fmt::Display for TestName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.program, self.path)
    }
}

impl Table {
    pub fn parse(text: &str) -> Result<Self> {
        let table: Self = toml::from_str(text)?;
        let mut seen = BTreeSet::new();
        for row in &table.rows {
            ensure!(seen.insert(&row.id), "row {} stands twice", row.id);
            ensure!(!row.mutations.is_empty(), "row {} has no mutation", row.id);
            for mutation in &row.mutations {
                ensure!(
                    row.tests.contains(&mutation.red),
                    "row {}: `{}` is not among its tests",
                    row.id,
                    mutation.red
                );
            }
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    const ROW: &str = r#"
        [[row]]
        id = "B9"
        name = "New password"
        says = "At least six."
        tests = ["campus::password::short_is_refused"]
    "#;
    const MUTATION: &str = r#"
        [[row.mutation]]
        rule = "six"
        file = "a.rs"
        from = "n >= 6"
        to = "true"
        red = "campus::password::short_is_refused"
    "#;

    #[test]
    fn a_row_names_its_tests_and_a_rule_that_can_be_taken_out() {
        let table = Table::parse(&format!("{ROW}{MUTATION}")).expect("a table");
        let red = &table.rows[0].mutations[0].red;
        assert_eq!(red.to_string(), "campus::password::short_is_refused");
        assert_eq!(red.function(), "short_is_refused");
    }

    #[test]
    fn a_row_without_a_mutation_or_with_a_strange_test_is_refused() {
        assert!(Table::parse(ROW).is_err());
        let strange = MUTATION.replace("campus::password::short_is_refused", "campus::other");
        assert!(Table::parse(&format!("{ROW}{strange}")).is_err());
        let nameless = MUTATION.replace("campus::password::short_is_refused", "short");
        assert!(Table::parse(&format!("{ROW}{nameless}")).is_err());
        let twice = format!("{ROW}{MUTATION}{ROW}{MUTATION}");
        assert!(Table::parse(&twice).is_err());
    }
}
