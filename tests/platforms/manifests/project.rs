//! What the files beside the manifest promise: no copy of the data, no plain HTTP, two languages, our icon.

use anyhow::{Context, Result};
use roxmltree::{Document, Node};

/// Where Android keeps an app's data (developer.android.com, "Back up user data with Auto Backup").
const DOMAINS: &[&str] = &[
    "root",
    "file",
    "database",
    "sharedpref",
    "external",
    "device_root",
    "device_file",
    "device_database",
    "device_sharedpref",
];

/// What would leave the phone: `cloud-backup: database`. `sections` are the elements that each have to shut
/// every door; the root itself is one when it has the name.
pub fn leaks(text: &str, sections: &[&str]) -> Result<Vec<String>> {
    let document = Document::parse(text).context("not XML")?;
    let mut found = Vec::new();
    for name in sections {
        let Some(section) = document.descendants().find(|node| node.has_tag_name(*name)) else {
            found.push(format!("{name}: everything"));
            continue;
        };
        if section.children().any(|node| node.has_tag_name("include")) {
            found.push(format!("{name}: an <include>"));
        }
        let shut = |domain: &str| {
            section
                .children()
                .filter(|node| node.has_tag_name("exclude"))
                // Without a path it is the whole domain.
                .any(|node| {
                    node.attribute("domain") == Some(domain)
                        && node.attribute("path").is_none_or(|path| path == ".")
                })
        };
        let open = DOMAINS.iter().filter(|domain| !shut(domain));
        found.extend(open.map(|domain| format!("{name}: {domain}")));
    }
    Ok(found)
}

/// Hosts that may be asked in plain HTTP, `*` for all, and certificates trusted beside the system's.
pub fn openings(text: &str) -> Result<Vec<String>> {
    let document = Document::parse(text).context("not XML")?;
    let mut found = Vec::new();
    let mut shut = false;
    for node in document.descendants().filter(Node::is_element) {
        match (
            node.tag_name().name(),
            node.attribute("cleartextTrafficPermitted"),
        ) {
            ("base-config", Some("false")) => shut = true,
            (_, Some("true")) => {
                let hosts = node.children().filter(|child| child.has_tag_name("domain"));
                let hosts: Vec<_> = hosts.map(host).collect();
                found.extend(if hosts.is_empty() {
                    vec!["*".to_owned()]
                } else {
                    hosts
                });
            }
            ("certificates", _) if node.attribute("src") != Some("system") => {
                found.push(format!("certificates: {:?}", node.attribute("src")));
            }
            _ => {}
        }
    }
    if !shut {
        found.push("*".to_owned());
    }
    Ok(found)
}

fn host(node: Node) -> String {
    let name = node.text().unwrap_or_default().trim();
    match node.attribute("includeSubdomains") {
        Some("true") => format!("*.{name}"),
        _ => name.to_owned(),
    }
}

/// `<string>`s by name, in the order of the file.
pub fn strings(text: &str) -> Result<Vec<(String, String)>> {
    let document = Document::parse(text).context("not XML")?;
    document
        .descendants()
        .filter(|node| node.has_tag_name("string"))
        .map(|node| {
            let name = node.attribute("name").context("a <string> without name")?;
            Ok((
                name.to_owned(),
                node.text().unwrap_or_default().trim().to_owned(),
            ))
        })
        .collect()
}

/// What is wrong with the words of the two languages.
pub fn wordless(chinese: &[(String, String)], english: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (one, other, language) in [(chinese, english, "en"), (english, chinese, "zh")] {
        for (name, text) in one {
            if text.is_empty() {
                found.push(format!("{name} is empty"));
            }
            if other.iter().all(|(known, _)| known != name) {
                found.push(format!("{name} is missing in {language}"));
            }
        }
    }
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for (name, text) in chinese {
        if !is_chinese(text) {
            found.push(format!("{name} is not Chinese: {text}"));
        }
    }
    for (name, text) in english {
        if is_chinese(text) {
            found.push(format!("{name} is not English: {text}"));
        }
    }
    found
}

/// What is wrong with the build file of the app. It is a program; these are the lines it must and must not have.
pub fn build_faults(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"))
        .collect();
    let has = |wanted: &str| lines.iter().any(|line| line.contains(wanted));
    let mut found = Vec::new();
    // Without it the scanner plugin waits for Play services to fetch the model.
    if !has("implementation(\"com.google.mlkit:barcode-scanning:") {
        found.push("ML Kit's model is not in the APK".to_owned());
    }
    for secret in ["storePassword = \"", "keyPassword = \""] {
        if has(secret) {
            found.push(format!("`{secret}` stands in the build file"));
        }
    }
    found
}
