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

/// The pictures Tauri's program puts into a new project (2.12.5), by SHA-256.
pub const OF_TAURI: &[&str] = &[
    "01d1a6a6c1234eb7fe270d097eb283d72b9c95ae5118886f1b6573aad280f1f7",
    "ed423c73a6f40a4d2909f0901e60527b3a807cd59e1b5593bcaae1808b1c6321",
    "320e552422179b81dae014ee6cc00561bd6e7455767b28f5518b8862a8c7987c",
    "7a9ae0632bfe5b28a1e6e9a7b38982fef62be07c95de46c26bd4f901ac6b9753",
    "75322a261ba38a23a25647af0d1298f204f3b3fafd317b8122a1b9a1f38284ff",
    "2425d59d27578f75ca97d31d9ae8385898badce3d6a1774bfc2f0fd191dc12c7",
    "44e5c3dc1dfb392f65e3dbcc9b986d30f10dd95b57e306657e56281b572fa684",
    "b1d19b8b78d0ed6903dd35b7640afba29b4cf02f3780e0d1cd46d9ebcbc93695",
    "0b250fc4451dfd1e5a41128234d93225726a2984448b0b966af25677b167d8de",
    "ab9397c9827aef4b3a1f1f917fc722d54abcf26488880c8bf9c724d1e59ab905",
    "dae1ff05b101efea50e4b622fe6a3af8ba8f761162fa7c4fd864adc7cb39eeac",
    "27cf0cdbc78bec8b9a14eaedb084c541a3c191fe5db89766e831fbfd21ce955d",
];

/// What is wrong with the build file of the app. It is a program; these are the lines it must and must not have.
pub fn build_faults(text: &str, least_sdk: u64) -> Vec<String> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"))
        .collect();
    let has = |wanted: &str| lines.iter().any(|line| line.contains(wanted));
    let mut found = Vec::new();
    if !has(&format!("minSdk = {least_sdk}")) {
        found.push(format!(
            "minSdk is not {least_sdk}, as tauri.conf.json says"
        ));
    }
    // Without it the scanner plugin waits for Play services to fetch the model.
    if !has("implementation(\"com.google.mlkit:barcode-scanning:") {
        found.push("ML Kit's model is not in the APK".to_owned());
    }
    // The model's own artefact names it among its dependencies: what both of them call is in there.
    if lines
        .iter()
        .any(|line| line.contains("exclude") && line.contains("mlkit"))
    {
        found.push("a part of ML Kit is left out, the scanner would not start".to_owned());
    }
    for secret in [
        "storePassword = \"",
        "keyPassword = \"",
        "usesCleartextTraffic",
    ] {
        if has(secret) {
            found.push(format!("`{secret}` stands in the build file"));
        }
    }
    found
}
