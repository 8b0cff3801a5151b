use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub id: AttrValue,
    pub label: AttrValue,
    /// What it says beside the knob: the state in a word, never by colour alone.
    pub state: AttrValue,
    pub on: bool,
    pub on_toggle: Callback<bool>,
}

/// On or off, at once.
#[component]
pub fn Switch(props: &Props) -> Html {
    let (toggle, on) = (props.on_toggle.clone(), props.on);
    html! {
        <button
            id={props.id.clone()}
            class="switch"
            type="button"
            role="switch"
            aria-checked={if props.on { "true" } else { "false" }}
            onclick={move |_| toggle.emit(!on)}
        >
            <span class="switch-label">{ props.label.clone() }</span>
            <span class="switch-state" aria-hidden="true">{ props.state.clone() }</span>
            <span class="track" aria-hidden="true"><span class="knob"></span></span>
        </button>
    }
}
