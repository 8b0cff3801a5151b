use yew::prelude::*;

use super::{Icon, Shape};
use crate::app::use_app;

/// How much a button stands out. A page has one filled button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    Filled,
    #[default]
    Outlined,
    Quiet,
    /// Ends something; names its object.
    Destructive,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub id: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub look: Look,
    #[prop_or_default]
    pub icon: Option<Shape>,
    /// Its request is on its way: the button says so and takes no press. It is not `disabled`, which
    /// would take the focus off it, and a screen reader to the top of the page.
    #[prop_or_default]
    pub waiting: bool,
    #[prop_or_default]
    pub disabled: bool,
    /// Submits the form around it instead.
    #[prop_or_default]
    pub submit: bool,
    #[prop_or_default]
    pub on_press: Callback<()>,
}

#[component]
pub fn Button(props: &Props) -> Html {
    let look = match props.look {
        Look::Filled => "button filled",
        Look::Outlined => "button outlined",
        Look::Quiet => "button quiet",
        Look::Destructive => "button destructive",
    };
    let kind = if props.submit { "submit" } else { "button" };
    let onclick = {
        let (press, submit, waiting) = (props.on_press.clone(), props.submit, props.waiting);
        Callback::from(move |event: MouseEvent| {
            if waiting {
                // Enter in a field presses the form's button, too.
                event.prevent_default();
            } else if !submit {
                press.emit(());
            }
        })
    };
    let words = use_app().words;
    let label = if props.waiting {
        words.say("waiting").into()
    } else {
        props.label.clone()
    };
    html! {
        <button
            id={props.id.clone()}
            class={look}
            type={kind}
            disabled={props.disabled}
            aria-disabled={props.waiting.then_some("true")}
            aria-busy={props.waiting.then_some("true")}
            {onclick}
        >
            if let Some(shape) = props.icon { <Icon {shape} /> }
            <span>{ label }</span>
        </button>
    }
}
