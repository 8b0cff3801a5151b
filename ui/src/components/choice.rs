use yew::prelude::*;

use super::{Icon, Shape};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub id: AttrValue,
    pub label: AttrValue,
    pub chosen: bool,
    pub on_choose: Callback<()>,
    /// A line below the label.
    #[prop_or_default]
    pub note: Option<AttrValue>,
    /// The language of the label, where it is not the page's.
    #[prop_or_default]
    pub lang: Option<AttrValue>,
    /// Draws the label in the size of this mode: a preview.
    #[prop_or_default]
    pub sample: Option<AttrValue>,
}

/// One of a few big choices; the chosen one is marked by a tick, a frame and `aria-pressed`.
#[component]
pub fn Choice(props: &Props) -> Html {
    let choose = props.on_choose.clone();
    html! {
        <button
            id={props.id.clone()}
            type="button"
            class={classes!("choice", props.chosen.then_some("chosen"))}
            lang={props.lang.clone()}
            aria-pressed={if props.chosen { "true" } else { "false" }}
            onclick={move |_| choose.emit(())}
        >
            <span class="choice-label" data-sample={props.sample.clone()}>{ props.label.clone() }</span>
            if props.chosen { <Icon shape={Shape::Check} /> }
            if let Some(note) = &props.note { <span class="choice-note">{ note.clone() }</span> }
        </button>
    }
}
