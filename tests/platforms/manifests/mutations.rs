//! Each rule is shown to fail: small manifests with one thing wrong.

use super::asked::{Link, complaints};
use super::merged::Manifest;
use super::project;

const HEAD: &str = r#"<manifest xmlns:android="http://schemas.android.com/apk/res/android"
    xmlns:tools="http://schemas.android.com/tools">"#;

/// An app that nothing is wrong with; `extra` stands in it, `activity` in its one activity.
fn app(extra: &str, application: &str, activity: &str) -> Manifest {
    let text = format!(
        r#"{HEAD}
        <uses-permission android:name="android.permission.INTERNET" />
        <uses-permission android:name="android.permission.WAKE_LOCK" tools:node="remove" />
        <uses-feature android:name="android.hardware.camera.any" android:required="false" tools:node="replace" />
        <uses-feature android:name="android.hardware.camera" android:required="false" />
        <uses-feature android:name="android.hardware.camera.autofocus" android:required="false" />
        {extra}
        <application android:allowBackup="false" android:usesCleartextTraffic="false"
            android:dataExtractionRules="@xml/a" android:fullBackupContent="@xml/b"
            android:networkSecurityConfig="@xml/c">
          <activity android:name=".MainActivity" android:exported="true">
            <intent-filter>
              <action android:name="android.intent.action.MAIN" />
              <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
            <intent-filter>
              <action android:name="android.intent.action.VIEW" />
              <data android:scheme="menhu" />
            </intent-filter>
            {activity}
          </activity>
          <receiver android:name="lib.Boot" tools:node="remove" />
          {application}
        </application>
        </manifest>"#
    );
    Manifest::parse(&text, "cn.menhu.app").expect("a manifest")
}

/// A library; `application` stands in its `<application>`.
fn library(extra: &str, application: &str) -> Manifest {
    let text = format!(
        r#"{HEAD}
        <uses-permission android:name="android.permission.CAMERA" />
        <uses-permission android:name="android.permission.WAKE_LOCK" />
        <uses-feature android:name="android.hardware.camera.any" />
        {extra}<application>
          <receiver android:name="lib.Boot"><intent-filter>
            <action android:name="android.intent.action.BOOT_COMPLETED" />
          </intent-filter></receiver>{application}
        </application></manifest>"#
    );
    Manifest::parse(&text, "lib").expect("a manifest")
}

fn menhu() -> Vec<Link> {
    vec![Link {
        scheme: "menhu".to_owned(),
        host: None,
    }]
}

fn said(app: &Manifest, library: &Manifest) -> Vec<String> {
    complaints(&app.merge(std::slice::from_ref(library)), &menhu(), &[])
}

#[test]
fn nothing_is_said_about_a_good_app() {
    let found = said(&app("", "", ""), &library("", ""));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_plugins_new_permission_is_seen() {
    let extra = r#"<uses-permission-sdk-23 android:name="android.permission.RECORD_AUDIO" />"#;
    let found = said(&app("", "", ""), &library(extra, ""));
    assert_eq!(
        found,
        ["permission android.permission.RECORD_AUDIO is not on the list"]
    );
}

#[test]
fn a_permission_nobody_needs_any_more_is_seen() {
    let found = complaints(&app("", "", ""), &menhu(), &[]);
    assert!(
        found.iter().any(|one| one.contains("CAMERA is listed")),
        "{found:?}"
    );
}

#[test]
fn a_feature_that_a_library_requires_is_seen_unless_ours_replaces_it() {
    let extra = r#"<uses-feature android:name="android.hardware.camera" />
        <uses-feature android:name="android.hardware.nfc" android:required="false" />"#;
    let found = said(&app("", "", ""), &library(extra, ""));
    assert_eq!(
        found,
        [
            "feature android.hardware.camera is required",
            "feature android.hardware.nfc is not on the list"
        ]
    );
}

#[test]
fn backup_and_plain_http_are_seen() {
    let mut app = app("", "", "");
    app.application.clear();
    let found = said(&app, &library("", ""));
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn a_start_with_the_phone_is_seen() {
    let receiver = r#"<receiver android:name="lib.Other" android:exported="false"><intent-filter>
        <action android:name="android.intent.action.LOCKED_BOOT_COMPLETED" /></intent-filter></receiver>"#;
    let found = said(&app("", "", ""), &library("", receiver));
    assert_eq!(
        found,
        ["receiver lib.Other starts the app on android.intent.action.LOCKED_BOOT_COMPLETED"]
    );
}

#[test]
fn a_component_open_to_other_apps_is_seen_but_not_one_behind_a_permission() {
    let open = r#"<service android:name="lib.Open" android:exported="true" />
        <provider android:name="lib.Shut" android:exported="false" />
        <receiver android:name="lib.Guarded" android:exported="true" android:permission="android.permission.DUMP" />"#;
    let found = said(&app("", open, ""), &library("", ""));
    assert_eq!(found, ["service lib.Open is open to other apps"]);
}

#[test]
fn a_link_that_is_not_in_the_configuration_is_seen() {
    let filter = r#"<intent-filter><action android:name="android.intent.action.VIEW" />
        <data android:scheme="https" /><data android:host="campus.example" /></intent-filter>"#;
    let found = said(&app("", "", filter), &library("", ""));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("not verified") && found[1].contains("campus.example"));
    let wanted = [
        menhu().remove(0),
        Link {
            scheme: "tel".to_owned(),
            host: None,
        },
    ];
    let found = complaints(&app("", "", "").merge(&[library("", "")]), &wanted, &[]);
    assert!(
        found.len() == 1 && found[0].contains("does not open"),
        "{found:?}"
    );
}

#[test]
fn an_order_to_the_merger_that_is_not_known_here_is_refused() {
    let text =
        format!(r#"{HEAD}<uses-permission android:name="a" tools:node="removeAll" /></manifest>"#);
    assert!(Manifest::parse(&text, "x").is_err());
}

#[test]
fn a_hole_in_the_backup_rules_is_seen() {
    let leaks = |text: &str| project::leaks(text, &["cloud-backup"]).expect("rules");
    assert_eq!(
        leaks("<x><device-transfer/></x>"),
        ["cloud-backup: everything"]
    );
    let part = r#"<x><cloud-backup><exclude domain="root" path="a"/></cloud-backup></x>"#;
    assert!(leaks(part).contains(&"cloud-backup: root".to_owned()));
    let more = r#"<x><cloud-backup><include domain="root"/></cloud-backup></x>"#;
    assert!(leaks(more).contains(&"cloud-backup: an <include>".to_owned()));
}

#[test]
fn an_opening_of_the_network_is_seen() {
    let openings = |text: &str| project::openings(text).expect("a configuration");
    assert_eq!(openings("<x/>"), ["*"]);
    assert_eq!(
        openings(r#"<x><base-config cleartextTrafficPermitted="true"/></x>"#),
        ["*", "*"]
    );
    let shut = r#"<base-config cleartextTrafficPermitted="false"/>"#;
    assert_eq!(openings(&format!("<x>{shut}</x>")), Vec::<String>::new());
    let host = r#"<domain-config cleartextTrafficPermitted="true"><domain includeSubdomains="true">a.cn</domain></domain-config>"#;
    assert_eq!(openings(&format!("<x>{shut}{host}</x>")), ["*.a.cn"]);
    let user = r#"<certificates src="user"/>"#;
    assert_eq!(openings(&format!("<x>{shut}{user}</x>")).len(), 1);
}

#[test]
fn a_word_in_one_language_only_is_seen() {
    let strings = |text: &str| project::strings(text).expect("strings");
    let chinese =
        strings(r#"<x><string name="a">门户</string><string name="b">Menhu</string></x>"#);
    let english = strings(r#"<x><string name="a">门户</string><string name="c"/></x>"#);
    let found = project::wordless(&chinese, &english);
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn a_build_without_the_model_or_with_a_secret_is_seen() {
    let good = "implementation(\"com.google.mlkit:barcode-scanning:17.3.0\")";
    assert_eq!(project::build_faults(good), Vec::<String>::new());
    for bad in [
        format!("// {good}"),
        format!("{good}\nstorePassword = \"secret\""),
    ] {
        assert_eq!(project::build_faults(&bad).len(), 1, "{bad}");
    }
}
