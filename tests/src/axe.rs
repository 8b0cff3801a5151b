//! axe-core, Deque's accessibility rules, run inside the page.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::page::Page;
use crate::process::tool;

/// One rule a page breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub rule: String,
    pub help: String,
    pub places: Vec<String>,
}

/// Every violation on the page as it stands (WCAG 2.2 A and AA, and the best practices).
///
/// # Errors
/// When axe-core is not installed (`cargo xtask setup`) or does not run.
pub async fn violations(page: &Page) -> Result<Vec<Violation>> {
    let source = std::fs::read_to_string(tool("npm/node_modules/axe-core/axe.min.js")?)?;
    // The server's pages forbid scripts; a WebDriver script runs all the same.
    page.script(&source).await.context("load axe-core")?;
    let result = page
        .script_async(
            "const done = arguments[arguments.length - 1];
             axe.run(document, { resultTypes: ['violations'] })
               .then(r => done(r.violations.map(v => ({
                  rule: v.id, help: v.help,
                  places: v.nodes.map(n => n.html.slice(0, 160) + ' | ' + (n.failureSummary ?? '')),
               }))), e => done(String(e)))",
            vec![json!(null)],
        )
        .await?;
    let Value::Array(found) = result else {
        anyhow::bail!("axe-core: {result}")
    };
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    Ok(found
        .iter()
        .map(|v| Violation {
            rule: text(&v["rule"]),
            help: text(&v["help"]),
            places: v["places"]
                .as_array()
                .into_iter()
                .flatten()
                .map(text)
                .collect(),
        })
        .collect())
}
