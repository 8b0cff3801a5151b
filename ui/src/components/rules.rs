use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::Secret;
use yew::prelude::*;

use super::{Icon, Shape};
use crate::app::{Words, use_app};
use crate::rules::{Tick, missing, ticks};

/// Of the list, for the field that is described by it.
pub const RULES_ID: &str = "rules";

#[derive(Properties, PartialEq)]
pub struct Props {
    pub rules: PasswordRules,
    /// The password as far as it is typed.
    pub text: Secret,
    /// The names of the rules it was refused for ([`crate::rules::refused`]).
    #[prop_or_default]
    pub refused: Vec<String>,
}

/// What the campus asks of a password, ticked as it is typed: a shape and a word beside each rule, and
/// how many are missing for whoever does not look.
#[component]
pub fn Rules(props: &Props) -> Html {
    let words = use_app().words;
    let ticks = ticks(&props.rules, &props.text, &props.refused);
    let lines = ticks.iter().map(|(rule, tick)| {
        let (class, shape, key) = match tick {
            Tick::Open => ("rule", Shape::Circle, None),
            Tick::Kept => ("rule kept", Shape::CircleCheck, Some("tick-kept")),
            Tick::Broken => ("rule", Shape::Circle, Some("tick-broken")),
            Tick::AtSend => ("rule", Shape::Circle, Some("tick-at-send")),
            Tick::Refused => ("rule refused", Shape::CircleAlert, Some("tick-refused")),
        };
        html! {
            <li {class} data-rule={rule.name()}>
                <Icon {shape} />
                <span class="rule-name">{ rule_said(&words, *rule) }</span>
                <span class="rule-tick">{ key.map(|key| words.say(key)) }</span>
            </li>
        }
    });
    let left = missing(&ticks);
    let summary = match left {
        _ if props.text.is_empty() => String::new(),
        0 => words.say("rules-met"),
        n => words.say_with("rules-missing", &[("n", &n.to_string())]),
    };
    html! {
        <div class="rules">
            <ul id={RULES_ID} aria-label={words.say("rules-title")}>{ for lines }</ul>
            <p class="unseen" role="status">{ summary }</p>
        </div>
    }
}

/// The rule as a sentence; one of a newer campus is left to its server.
pub fn rule_said(words: &Words, rule: Rule) -> String {
    let least = match rule {
        Rule::Length { least } | Rule::Classes { least } => least,
        _ => 0,
    };
    words.say_with(
        &format!("rule-{}", rule.name()),
        &[("least", &least.to_string())],
    )
}
