use menhu_protocol::values::CODE_DIGITS;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub label: AttrValue,
    /// The digits so far.
    pub value: AttrValue,
    pub on_input: Callback<String>,
    #[prop_or_default]
    pub invalid: bool,
}

/// Six large digits over one real input: the phone fills them from the message, paste fills all.
#[component]
pub fn CodeField(props: &Props) -> Html {
    let focused = use_state(|| false);
    let changed = |on: &Callback<String>, event: &Event| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        on.emit(input.value());
    };
    let (typed, left) = (props.on_input.clone(), props.on_input.clone());
    let (entered, exited) = (focused.clone(), focused.clone());
    let digits: Vec<char> = props.value.chars().collect();
    let cells = (0..CODE_DIGITS).map(|i| {
        let next = *focused && i == digits.len().min(CODE_DIGITS - 1);
        html! {
            <span class={classes!("digit", next.then_some("next"), props.invalid.then_some("invalid"))}>
                { digits.get(i).copied().map(String::from).unwrap_or_default() }
            </span>
        }
    });
    html! {
        <div class="field">
            <label for="code">{ props.label.clone() }</label>
            <div class="code">
                <div class="digits" aria-hidden="true">{ for cells }</div>
                <input
                    id="code"
                    name="code"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    value={props.value.clone()}
                    aria-invalid={props.invalid.then_some("true")}
                    aria-describedby={props.invalid.then_some("message")}
                    oninput={move |event: InputEvent| changed(&typed, &event)}
                    onchange={move |event: Event| changed(&left, &event)}
                    onfocus={move |_| entered.set(true)}
                    onblur={move |_| exited.set(false)}
                />
            </div>
        </div>
    }
}
