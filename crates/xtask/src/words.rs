//! `check-words`: every key that is said exists in both languages, and every key there is gets said.

mod literals;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use menhu_protocol::Code;

use crate::tree::{Tree, files};
use literals::{Literal, literals};

const LANGUAGES: &[&str] = &["zh-CN", "en"];

/// Where words are said: Rust and the server's templates.
const SPEAKERS: &[&str] = &[
    "ui/src",
    "src-tauri/src",
    "crates/client/src",
    "crates/protocol/src",
    "crates/server/src",
    "crates/server/templates",
    "crates/words/src",
];

pub fn check(tree: &Tree) -> Result<()> {
    let mut languages = BTreeMap::new();
    for language in LANGUAGES {
        languages.insert(
            *language,
            keys(&tree.at("crates/words/locales").join(language))?,
        );
    }
    let mut said = Vec::new();
    for speaker in SPEAKERS {
        for file in files(&tree.at(speaker))? {
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("reading {}", file.display()))?;
            let place = file
                .strip_prefix(&tree.root)
                .unwrap_or(&file)
                .display()
                .to_string();
            said.extend(
                literals(&text)
                    .into_iter()
                    .map(|literal| (place.clone(), literal)),
            );
        }
    }
    let wrong = wrong_words(&languages, &said);
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    println!("check-words: good");
    Ok(())
}

/// The keys of a language's Fluent files.
fn keys(folder: &Path) -> Result<BTreeSet<String>> {
    let mut keys = BTreeSet::new();
    for file in files(folder)? {
        let text = std::fs::read_to_string(&file)?;
        keys.extend(text.lines().filter_map(key).map(str::to_owned));
    }
    Ok(keys)
}

/// The key a line of a Fluent file begins. Comments, continued lines and terms begin none.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    (line.starts_with(|c: char| c.is_ascii_alphabetic())
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
    .then_some(key)
}

/// What is wrong, one line each. `said` is every literal with the file it stands in.
fn wrong_words(
    languages: &BTreeMap<&str, BTreeSet<String>>,
    said: &[(String, Literal)],
) -> Vec<String> {
    let mut wrong = BTreeSet::new();
    let all: BTreeSet<&String> = languages.values().flatten().collect();
    for (language, keys) in languages {
        for key in all.iter().filter(|key| !keys.contains(**key)) {
            wrong.insert(format!(
                "{language}: `{key}` is missing, the other language has it"
            ));
        }
    }
    for (place, literal) in said.iter().filter(|(_, literal)| literal.is_said) {
        if !literal.text.contains('{') && !all.contains(&literal.text) {
            wrong.insert(format!(
                "{place}: says `{}`, which no language has",
                literal.text
            ));
        }
    }
    for code in Code::ALL {
        let key = format!("failure-{}", code.as_str());
        if !all.contains(&key) {
            wrong.insert(format!("failure code without words: `{key}`"));
        }
    }
    let patterns: Vec<Vec<&str>> = said
        .iter()
        .filter(|(_, literal)| literal.text.contains('{'))
        .map(|(_, literal)| holes(&literal.text))
        .collect();
    let plain: BTreeSet<&str> = said
        .iter()
        .map(|(_, literal)| literal.text.as_str())
        .collect();
    for key in all {
        let used =
            plain.contains(key.as_str()) || patterns.iter().any(|pattern| fits(pattern, key));
        if !used {
            wrong.insert(format!("nobody says `{key}`"));
        }
    }
    wrong.into_iter().collect()
}

/// The fixed pieces of a key that is put together: `failure-{code}-left` → `["failure-", "-left"]`.
fn holes(text: &str) -> Vec<&str> {
    text.split('{')
        .map(|piece| piece.split_once('}').map_or(piece, |(_, after)| after))
        .collect()
}

/// Whether a key can come out of such pieces. The first one must carry a prefix of its own,
/// or `{a}-{b}` would excuse everything.
fn fits(pieces: &[&str], key: &str) -> bool {
    let [first, middle @ .., last] = pieces else {
        return false;
    };
    if !first.ends_with('-') {
        return false;
    }
    let Some(rest) = key
        .strip_prefix(first)
        .and_then(|rest| rest.strip_suffix(last))
    else {
        return false;
    };
    let mut rest = rest;
    for piece in middle {
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Literal, fits, holes, key, wrong_words};
    use menhu_protocol::Code;
    use std::collections::{BTreeMap, BTreeSet};

    fn language(more: &[&str]) -> BTreeSet<String> {
        let failures = Code::ALL
            .iter()
            .map(|code| format!("failure-{}", code.as_str()));
        failures
            .chain(more.iter().map(ToString::to_string))
            .collect()
    }

    fn said(text: &str, is_said: bool) -> (String, Literal) {
        (
            "view.rs".into(),
            Literal {
                text: text.into(),
                is_said,
            },
        )
    }

    #[test]
    fn missing_unused_and_one_sided_keys_are_each_named() {
        let ground = [said("failure-{code}", false), said("home-hello", true)];
        let both =
            |more: &[&str]| BTreeMap::from([("zh-CN", language(more)), ("en", language(more))]);
        assert_eq!(
            wrong_words(&both(&["home-hello"]), &ground),
            Vec::<String>::new()
        );
        assert_eq!(
            wrong_words(&both(&[]), &ground).len(),
            1,
            "said, but nowhere written"
        );
        assert_eq!(
            wrong_words(&both(&["home-hello", "home-old"]), &ground).len(),
            1,
            "written, never said"
        );
        let one_sided =
            BTreeMap::from([("zh-CN", language(&["home-hello"])), ("en", language(&[]))]);
        assert_eq!(
            wrong_words(&one_sided, &ground).len(),
            1,
            "written in one language"
        );
        let mut wordless = both(&["home-hello"]);
        for keys in wordless.values_mut() {
            keys.remove("failure-offline");
        }
        assert_eq!(
            wrong_words(&wordless, &ground).len(),
            1,
            "a code without words"
        );
    }

    #[test]
    fn keys_that_are_put_together_are_recognised() {
        assert!(fits(
            &holes("failure-{code}-left"),
            "failure-code_wrong-left"
        ));
        assert!(!fits(&holes("failure-{code}-left"), "failure-code_wrong"));
        assert!(!fits(&holes("{a}-{b}"), "home-hello"));
    }

    #[test]
    fn only_the_first_line_of_a_message_is_a_key() {
        assert_eq!(key("home-hello = 您好"), Some("home-hello"));
        for line in [
            "# a = b",
            "    more = text",
            "-term = 门户",
            "a b = c",
            "plain",
        ] {
            assert_eq!(key(line), None, "{line}");
        }
    }
}
