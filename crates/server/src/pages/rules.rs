//! What the campus asks of a new password, as a list beside its field.

use askama::Template;
use menhu_protocol::Failure;
use menhu_protocol::password::{PasswordRules, Rule};
use menhu_words::Lexicon;

use super::frame::part;
use super::visit::Visit;

/// One line of the list.
struct Line {
    /// [`Rule::name`], for the script.
    name: &'static str,
    least: u32,
    text: String,
    /// The server said no to it in the form that came.
    refused: bool,
    /// Only the server can say; the script says when it will.
    at_send: bool,
}

#[derive(Template)]
#[template(path = "rules.html")]
struct List<'a> {
    lines: Vec<Line>,
    words: &'a Lexicon,
}

/// The list, for the same form as the field with `autocomplete="new-password"`: the script ticks it in
/// words as somebody types there; without JavaScript it stands as it is. The rules that a `password_weak`
/// names are marked.
pub(crate) fn rules_after_html(
    visit: &Visit,
    rules: &PasswordRules,
    failure: Option<&Failure>,
) -> String {
    let words = visit.words();
    let detail = failure.and_then(|failure| failure.detail.as_deref());
    let refused: Vec<&str> = detail
        .map(|names| names.split(',').collect())
        .unwrap_or_default();
    let line = |rule: &Rule| Line {
        name: rule.name(),
        least: least(*rule),
        text: said(words, *rule),
        refused: refused.contains(&rule.name()),
        at_send: rule.holds("").is_none(),
    };
    let list = List {
        lines: rules.rules.iter().map(line).collect(),
        words,
    };
    part(&list)
}

fn least(rule: Rule) -> u32 {
    match rule {
        Rule::Length { least } | Rule::Classes { least } => least,
        _ => 0,
    }
}

fn said(words: &Lexicon, rule: Rule) -> String {
    let least = least(rule).to_string();
    let facts = [("least", least.as_str())];
    match rule {
        Rule::Length { .. } => words.say_with("rule-length", &facts),
        Rule::Classes { .. } => words.say_with("rule-classes", &facts),
        Rule::NoSpace => words.say("rule-no_space"),
        Rule::NotCommon => words.say("rule-not_common"),
        Rule::NotYours => words.say("rule-not_yours"),
        Rule::Other => words.say("rule-other"),
    }
}
