use menhu_protocol::ipc::Scanner;
use yew::prelude::*;

use super::{Action, State, Waiting};
use crate::app::use_app;
use crate::components::{Button, Field, Form, Icon, Look, Screen, Shape};
use crate::host::picture;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: State,
    pub act: Callback<Action>,
}

/// B-01: scan, a picture (chosen, pasted, dropped), or the address.
#[component]
pub fn Find(props: &Props) -> Html {
    let words = use_app().words;
    let (state, act) = (&props.state, &props.act);
    let taken = act.reform(|bytes: Option<Vec<u8>>| match bytes {
        Some(bytes) => Action::Picture(bytes),
        None => Action::PictureUnreadable,
    });
    {
        let taken = taken.clone();
        use_effect_with((), move |()| {
            let handed = picture::handed(taken);
            move || drop(handed)
        });
    }
    let chosen = Callback::from(move |event: Event| {
        picture::chosen(&event.target_unchecked_into(), taken.clone());
    });
    let busy = state.waiting.is_some();
    let picture_key = if state.waiting == Some(Waiting::Picture) {
        "waiting"
    } else {
        "find-picture"
    };
    html! {
        <Screen
            number="B-01"
            name="campus-find"
            title={words.say("find-title")}
            help={words.say("find-help")}
            failure={state.failure.clone()}
            retry={state.sought.is_some().then(|| act.reform(|()| Action::FindAgain))}
            back={(state.waiting == Some(Waiting::Scan)).then(|| act.reform(|()| Action::Back))}
        >
            <div class="stack">
                <Button id="scan" look={Look::Filled} icon={Shape::Scan} label={words.say("find-scan")} waiting={state.waiting == Some(Waiting::Scan)} disabled={busy} on_press={act.reform(|()| Action::Scan)} />
                <label class={classes!("button", "outlined", "file", busy.then_some("off"))}>
                    <Icon shape={Shape::Image} />
                    <span>{ words.say(picture_key) }</span>
                    <input id="picture" type="file" accept="image/png,image/jpeg,image/webp,image/gif,image/bmp" disabled={busy} onchange={chosen} />
                </label>
                if state.scanner == Scanner::Page {
                    <p class="note">{ words.say("find-picture-help") }</p>
                }
            </div>
            <p class="or"><span>{ words.say("find-or") }</span></p>
            <Form on_submit={act.reform(|()| Action::Find)}>
                <Field id="address" label={words.say("find-address")} help={words.say("find-address-help")} value={state.address.clone()} inputmode="url" invalid={state.failure.as_ref().is_some_and(|f| f.field == Some(menhu_protocol::Field::Address))} on_input={act.reform(Action::Address)} />
                <Button id="find" look={Look::Outlined} submit=true label={words.say("find-go")} waiting={state.waiting == Some(Waiting::Find)} disabled={busy} />
            </Form>
        </Screen>
    }
}
