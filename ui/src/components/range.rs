use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub id: AttrValue,
    pub label: AttrValue,
    pub value: u8,
    pub least: u8,
    pub most: u8,
    pub smaller: AttrValue,
    pub larger: AttrValue,
    pub on_change: Callback<u8>,
}

/// A size between two ends: drawn, or by two buttons for hands that cannot drag (WCAG 2.5.7).
#[component]
pub fn Range(props: &Props) -> Html {
    let to = |value: u8| {
        let on = props.on_change.clone();
        Callback::from(move |_: MouseEvent| on.emit(value))
    };
    let on = props.on_change.clone();
    let value = props.value;
    // Only the end of a drag changes the page: nothing may move under the hand that drags.
    let onchange = Callback::from(move |event: Event| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        on.emit(input.value().parse().unwrap_or(value));
    });
    let (down, up) = (
        value.saturating_sub(1).max(props.least),
        value.saturating_add(1).min(props.most),
    );
    html! {
        <div class="field">
            <label for={props.id.clone()}>{ props.label.clone() }</label>
            <div class="range">
                <button type="button" class="button outlined" disabled={value == props.least} onclick={to(down)}>{ props.smaller.clone() }</button>
                <input
                    id={props.id.clone()}
                    type="range"
                    min={props.least.to_string()}
                    max={props.most.to_string()}
                    value={value.to_string()}
                    {onchange}
                />
                <button type="button" class="button outlined" disabled={value == props.most} onclick={to(up)}>{ props.larger.clone() }</button>
            </div>
        </div>
    }
}
