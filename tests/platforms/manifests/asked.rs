//! The closed list of what the Android app asks for, and what a merged manifest does beside it.

use super::merged::{Component, Manifest};

/// Every permission, and what for. A new one is a decision, and a line in the privacy statement.
pub const PERMISSIONS: &[(&str, &str)] = &[
    ("android.permission.INTERNET", "the campus's server"),
    (
        "android.permission.CAMERA",
        "QR codes; asked when the scanner is opened",
    ),
];

/// What only the libraries of Google's repositories add, which a test cannot read here: seen in the
/// manifest of a real build.
pub const OF_LIBRARIES: &[(&str, &str)] = &[
    (
        "android.permission.ACCESS_NETWORK_STATE",
        "declared by a part of ML Kit whose sender is taken out",
    ),
    (
        "cn.menhu.app.DYNAMIC_RECEIVER_NOT_EXPORTED_PERMISSION",
        "androidx.core's own lock: nobody but the app itself can hold it",
    ),
];

/// Nothing a phone or tablet must have. The camera is used where there is one.
const FEATURES: &[&str] = &[
    "android.hardware.camera.any",
    "android.hardware.camera",
    "android.hardware.camera.autofocus",
];

/// The one component other apps may call: the launcher, and whoever opens a link.
const DOOR: &str = "cn.menhu.app.MainActivity";

/// Where an app is started without anybody having touched it.
const STARTS: &[&str] = &[
    "android.intent.action.BOOT_COMPLETED",
    "android.intent.action.LOCKED_BOOT_COMPLETED",
    "android.intent.action.QUICKBOOT_POWERON",
    "com.htc.intent.action.QUICKBOOT_POWERON",
    "android.intent.action.MY_PACKAGE_REPLACED",
    "android.intent.action.USER_PRESENT",
    "android.net.conn.CONNECTIVITY_CHANGE",
];

/// A kind of link the app may open, as `tauri.conf.json` lists it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub scheme: String,
    pub host: Option<String>,
}

/// Everything that is wrong with a merged manifest; `also` are permissions beside [`PERMISSIONS`].
pub fn complaints(app: &Manifest, links: &[Link], also: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    permissions(app, also, &mut found);
    for feature in &app.features {
        if !FEATURES.contains(&feature.name.as_str()) {
            found.push(format!("feature {} is not on the list", feature.name));
        } else if feature.required {
            found.push(format!("feature {} is required", feature.name));
        }
    }
    for feature in FEATURES {
        if app.features.iter().all(|one| one.name != *feature) {
            found.push(format!("feature {feature} is implied, and then required"));
        }
    }
    for (attribute, value) in [("allowBackup", "false"), ("usesCleartextTraffic", "false")] {
        if app.says(attribute) != Some(value) {
            found.push(format!("{attribute} is not {value}"));
        }
    }
    for attribute in [
        "dataExtractionRules",
        "fullBackupContent",
        "networkSecurityConfig",
    ] {
        if app.says(attribute).is_none() {
            found.push(format!("{attribute} is missing"));
        }
    }
    if app.says("debuggable").is_some() {
        found.push("debuggable stands in the manifest".to_owned());
    }
    for component in &app.components {
        component_complaints(component, links, &mut found);
    }
    if app.components.iter().all(|one| one.name != DOOR) {
        found.push(format!("{DOOR} is missing"));
    }
    found
}

fn permissions(app: &Manifest, also: &[(&str, &str)], found: &mut Vec<String>) {
    for permission in &app.permissions {
        let mut listed = PERMISSIONS.iter().chain(also);
        if !listed.any(|(name, _)| *name == permission.name) {
            found.push(format!("permission {} is not on the list", permission.name));
        }
    }
    for (name, _) in PERMISSIONS {
        if app.permissions.iter().all(|one| one.name != *name) {
            found.push(format!(
                "permission {name} is listed, and nobody asks for it"
            ));
        }
    }
}

fn component_complaints(component: &Component, links: &[Link], found: &mut Vec<String>) {
    let Component { kind, name, .. } = component;
    for action in component.filters.iter().flat_map(|one| &one.actions) {
        if STARTS.contains(&action.as_str()) {
            found.push(format!("{kind} {name} starts the app on {action}"));
        }
    }
    if name != DOOR {
        // With a filter and no word about it, Android up to 11 opens a component, and 12 refuses the app.
        let open = component.exported.unwrap_or(!component.filters.is_empty());
        if open && component.guard.is_none() {
            found.push(format!("{kind} {name} is open to other apps"));
        }
        return;
    }
    let mut opened = Vec::new();
    for filter in &component.filters {
        let is = |list: &[String], word: &str| list.iter().any(|one| one.ends_with(word));
        if is(&filter.actions, "action.MAIN") && is(&filter.categories, "category.LAUNCHER") {
            continue;
        }
        if !is(&filter.actions, "action.VIEW") || filter.schemes.is_empty() {
            found.push(format!("{name} answers {:?}", filter.actions));
        }
        for scheme in &filter.schemes {
            if scheme.starts_with("http") && !filter.verified {
                found.push(format!("{name} opens {scheme} links that are not verified"));
            }
            let hosts = filter.hosts.iter().cloned().map(Some);
            let hosts: Vec<_> = hosts
                .chain(filter.hosts.is_empty().then_some(None))
                .collect();
            opened.extend(hosts.into_iter().map(|host| Link {
                scheme: scheme.clone(),
                host,
            }));
        }
    }
    for link in &opened {
        if !links.contains(link) {
            found.push(format!(
                "{name} opens {link:?}, which tauri.conf.json does not"
            ));
        }
    }
    for link in links {
        if !opened.contains(link) {
            found.push(format!("{name} does not open {link:?} of tauri.conf.json"));
        }
    }
}
