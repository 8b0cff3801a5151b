use menhu_protocol::ipc::CodeOut;
use yew::prelude::*;

use super::{good_for_s, resend_after_s};
use crate::app::use_app;
use crate::components::{Button, CodeField, DeskLine, Form, Look, use_now};
use crate::sentence;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub value: AttrValue,
    pub out: Option<CodeOut>,
    pub invalid: bool,
    /// The code is being proven.
    pub proving: bool,
    /// Another is being sent.
    pub resending: bool,
    /// What to do when none comes, where it is not a text message.
    #[prop_or_default]
    pub missing: Option<AttrValue>,
    pub on_input: Callback<String>,
    pub on_submit: Callback<()>,
    pub on_resend: Callback<()>,
}

/// Six digits, how long they are good for, and another message when one may be sent.
#[component]
pub fn CodeEntry(props: &Props) -> Html {
    let words = use_app().words;
    let now = use_now();
    let good = props.out.as_ref().map_or(0, |out| good_for_s(out, now));
    let wait = props.out.as_ref().map_or(0, |out| resend_after_s(out, now));
    let left = if good > 0 {
        words.say_with("code-left", &[("time", &sentence::countdown(&words, good))])
    } else {
        words.say("code-over")
    };
    let resend = if wait > 0 {
        words.say_with("resend-after", &[("n", &wait.to_string())])
    } else {
        words.say("resend")
    };
    let missing = props
        .missing
        .clone()
        .unwrap_or_else(|| words.say("code-missing").into());
    html! {
        <>
            <Form on_submit={props.on_submit.clone()}>
                <CodeField label={words.say("code")} value={props.value.clone()} invalid={props.invalid} on_input={props.on_input.clone()} />
                <p class="countdown">{ left }</p>
                <Button id="next" look={Look::Filled} submit=true label={words.say("next")} disabled={props.resending} waiting={props.proving} />
            </Form>
            <Button id="resend" look={Look::Quiet} label={resend} disabled={wait > 0 || props.proving} waiting={props.resending} on_press={props.on_resend.clone()} />
            <p class="note">{ missing }</p>
            <DeskLine />
        </>
    }
}
