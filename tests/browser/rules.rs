//! The portal's script judges a new password as the server does, whoever types what.

use anyhow::{Context, Result};
use menhu_protocol::password::Rule;
use menhu_tests::browser::{Browser, PHONE};
use menhu_tests::page::Page;
use serde_json::Value;

const SCRIPT: &str = include_str!("../../crates/server/assets/portal.js");

const RULES: [Rule; 3] = [
    Rule::Length { least: 6 },
    Rule::Classes { least: 2 },
    Rule::NoSpace,
];

/// Every character of the lower planes that is one, beside two digits; what a person may type; and pictures.
fn texts() -> Vec<String> {
    let typed = [
        "abc123",
        "abcDEF",
        "abc12",
        "密码abc",
        "密码１２３",
        "e\u{301}toile",
        "\u{e9}toil7",
        "abc 123",
        "abc\u{3000}123",
        "👩\u{200d}🔬a1bcd",
        "qzw\u{200d}739",
        "🙂🙃😉😊😇🥰",
        "\u{20bb7}\u{20bb7}1",
        "👩🏽\u{200d}❤\u{fe0f}\u{200d}👩a1b2c3",
        "abcdef\u{fe0f}",
        "abcdef\0",
        "₂₃½ab",
        "ﷺ12345",
    ];
    let planes = (1..0x3_2000u32).filter_map(char::from_u32);
    // A field of one line keeps no line breaks; what is not assigned may be by the next version of Unicode.
    let kept = planes.filter(|c| !matches!(c, '\n' | '\r'));
    let all = kept.map(|c| format!("7{c}7"));
    typed.map(str::to_owned).into_iter().chain(all).collect()
}

/// What the script says of each text: the form of it that it judged, and which rules are kept.
async fn judged(page: &Page, texts: &[String]) -> Result<Vec<(String, Vec<bool>)>> {
    let list = serde_json::to_value(texts)?;
    let script = "var input = document.getElementById('new'), lines = document.querySelectorAll('li');
        var done = arguments[arguments.length - 1];
        done(arguments[0].map(function (text) {
          input.value = text;
          input.dispatchEvent(new Event('input'));
          return [input.value.normalize('NFKC'), Array.from(lines, function (line) { return line.className === 'kept'; })];
        }));";
    let judged = page.script_async(script, vec![list]).await?;
    serde_json::from_value(judged).context("what the script said")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_ticks_what_the_server_keeps() -> Result<()> {
    let lines: String = RULES
        .iter()
        .map(|rule| {
            let least = match rule {
                Rule::Length { least } | Rule::Classes { least } => *least,
                _ => 0,
            };
            format!(
                "<li data-rule='{}' data-least='{least}'><span class='tick'></span></li>",
                rule.name()
            )
        })
        .collect();
    let html = format!(
        "<meta charset='utf-8'><form><input id='new' autocomplete='new-password'>\
         <div><ul data-rules data-kept='kept' data-open='open' data-send='later'>{lines}\
         <li data-rule='not_common'><span class='tick'></span></li></ul>\
         <p role='status' data-met='all'></p></div></form><script>{SCRIPT}</script>"
    );
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("rules.html");
    std::fs::write(&file, html)?;
    let browser = Browser::start()?;
    let page = browser.page(PHONE, None).await?;
    page.open(&format!("file://{}", file.display())).await?;
    let mut differs = Vec::new();
    let texts = texts();
    for some in texts.chunks(20_000) {
        for (text, kept) in judged(&page, some).await? {
            for (rule, kept) in RULES.iter().zip(&kept) {
                if rule.holds(&text) != Some(*kept) {
                    differs.push(format!("{} of {text:?}: {kept}", rule.name()));
                }
            }
            assert!(
                !kept[3],
                "the list of common ones is the server's: {text:?}"
            );
        }
    }
    let first = differs.iter().take(40).cloned().collect::<Vec<_>>();
    assert!(
        differs.is_empty(),
        "{} of {}: {first:#?}",
        differs.len(),
        texts.len()
    );
    // In words, not by colour alone.
    let said = page
        .script(
            "var input = document.getElementById('new'); input.value = 'abc12';
             input.dispatchEvent(new Event('input'));
             return Array.from(document.querySelectorAll('.tick'), function (t) { return t.textContent; });",
        )
        .await?;
    let words: Vec<Value> = ["open", "kept", "kept", "later"].map(Value::from).into();
    assert_eq!(said, Value::from(words));
    Ok(())
}
