use yew::prelude::*;

use super::{Icon, Shape};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub id: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub note: Option<AttrValue>,
    #[prop_or_default]
    pub icon: Option<Shape>,
    pub on_press: Callback<()>,
}

/// A line of a list that leads somewhere; the whole of it is the target.
#[component]
pub fn Row(props: &Props) -> Html {
    let press = props.on_press.clone();
    html! {
        <button id={props.id.clone()} class="row" type="button" onclick={move |_| press.emit(())}>
            if let Some(shape) = props.icon { <Icon {shape} /> }
            <span class="row-text">
                <span>{ props.label.clone() }</span>
                if let Some(note) = &props.note { <span class="note">{ note.clone() }</span> }
            </span>
            <Icon shape={Shape::ChevronRight} />
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub struct FactProps {
    pub label: AttrValue,
    pub value: AttrValue,
}

/// A name and what it is, inside a `<dl>`.
#[component]
pub fn Fact(props: &FactProps) -> Html {
    html! {
        <div class="fact">
            <dt>{ props.label.clone() }</dt>
            <dd>{ props.value.clone() }</dd>
        </div>
    }
}
