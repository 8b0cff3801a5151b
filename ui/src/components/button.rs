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
    /// Its request is on its way: the button says so and is disabled.
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
    let onclick = (!props.submit).then(|| {
        let press = props.on_press.clone();
        Callback::from(move |_: MouseEvent| press.emit(()))
    });
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
            disabled={props.disabled || props.waiting}
            aria-busy={props.waiting.then_some("true")}
            {onclick}
        >
            if let Some(shape) = props.icon { <Icon {shape} /> }
            <span>{ label }</span>
        </button>
    }
}
