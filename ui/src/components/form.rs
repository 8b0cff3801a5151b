use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The filled button, or Enter.
    pub on_submit: Callback<()>,
    pub children: Children,
}

/// Fields and their one filled button. Enter works, and password managers recognise it.
#[component]
pub fn Form(props: &Props) -> Html {
    let submit = props.on_submit.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        submit.emit(());
    });
    html! {
        <form class="form" novalidate=true {onsubmit}>{ props.children.clone() }</form>
    }
}
