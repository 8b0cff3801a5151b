use menhu_protocol::{Failure, Field as Part};
use yew::prelude::*;

use super::{Icon, Shape};
use crate::app::use_app;

/// Whether a failure is about this field.
pub fn is_wrong(failure: Option<&Failure>, part: Part) -> bool {
    failure.is_some_and(|failure| failure.field == Some(part))
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub id: AttrValue,
    pub label: AttrValue,
    pub value: AttrValue,
    pub on_input: Callback<String>,
    /// What is expected, below the field.
    #[prop_or_default]
    pub help: Option<AttrValue>,
    /// The id of what is read aloud with the field, where it is more than `help`.
    #[prop_or_default]
    pub described: Option<AttrValue>,
    /// The message is about this field.
    #[prop_or_default]
    pub invalid: bool,
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    #[prop_or_default]
    pub inputmode: Option<AttrValue>,
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// Stands at the end of the field, inside its frame.
    #[prop_or_default]
    pub children: Children,
}

/// One line of text with its name above. Whatever changes the field is heard: typing, pasting, a
/// password manager, a test driver that empties it.
#[component]
pub fn Field(props: &Props) -> Html {
    let changed = |on: &Callback<String>, event: &Event| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        on.emit(input.value());
    };
    let (typed, left) = (props.on_input.clone(), props.on_input.clone());
    let help_id = format!("{}-help", props.id);
    let described = match (props.invalid, &props.described, &props.help) {
        (true, Some(more), _) => Some(format!("message {more}")),
        (true, None, _) => Some("message".to_owned()),
        (false, Some(more), _) => Some(more.to_string()),
        (false, None, Some(_)) => Some(help_id.clone()),
        (false, None, None) => None,
    };
    html! {
        <div class="field">
            <label id={format!("{}-label", props.id)} for={props.id.clone()}>{ props.label.clone() }</label>
            <div class={classes!("field-box", props.invalid.then_some("invalid"))}>
                <input
                    id={props.id.clone()}
                    name={props.id.clone()}
                    type={props.kind.clone()}
                    inputmode={props.inputmode.clone()}
                    autocomplete={props.autocomplete.clone()}
                    autocapitalize="none"
                    spellcheck="false"
                    value={props.value.clone()}
                    aria-invalid={props.invalid.then_some("true")}
                    aria-describedby={described}
                    oninput={move |event: InputEvent| changed(&typed, &event)}
                    onchange={move |event: Event| changed(&left, &event)}
                />
                { props.children.clone() }
            </div>
            if let Some(help) = &props.help {
                <p id={help_id} class="note">{ help.clone() }</p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct PasswordProps {
    /// Of the field; a screen with several has one each.
    #[prop_or(AttrValue::Static("password"))]
    pub id: AttrValue,
    pub label: AttrValue,
    pub value: AttrValue,
    pub on_input: Callback<String>,
    #[prop_or_default]
    pub described: Option<AttrValue>,
    #[prop_or_default]
    pub invalid: bool,
    /// The last screen that types it asks a password manager to fill it in.
    #[prop_or(AttrValue::Static("current-password"))]
    pub autocomplete: AttrValue,
}

/// A password that can be looked at while it is typed, pasted and filled in.
#[component]
pub fn PasswordField(props: &PasswordProps) -> Html {
    let app = use_app();
    let shown = use_state(|| false);
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let id = format!("show-{}", props.id);
    let name = format!("{id} {}-label", props.id);
    let (key, shape) = if *shown {
        ("password-hide", Shape::EyeOff)
    } else {
        ("password-show", Shape::Eye)
    };
    html! {
        <Field
            id={props.id.clone()}
            label={props.label.clone()}
            kind={if *shown { "text" } else { "password" }}
            value={props.value.clone()}
            on_input={props.on_input.clone()}
            described={props.described.clone()}
            invalid={props.invalid}
            autocomplete={props.autocomplete.clone()}
        >
            // Which password it shows is in its name for whoever does not see the field around it.
            <button {id} class="field-button" type="button" aria-labelledby={name} aria-pressed={if *shown { "true" } else { "false" }} onclick={toggle}>
                <Icon {shape} />
                <span>{ app.words.say(key) }</span>
            </button>
        </Field>
    }
}
