use menhu_protocol::ipc::{Scanner, System};
use menhu_protocol::{Code, Field as Asked};
use yew::prelude::*;

use super::pictures::Pictures;
use super::{Action, State, Waiting};
use crate::app::use_app;
use crate::components::{Button, Field, Form, Look, Screen, Shape};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: State,
    pub act: Callback<Action>,
}

/// B-01: scan, a picture (chosen, pasted, dropped), or the address.
#[component]
pub fn Find(props: &Props) -> Html {
    let app = use_app();
    let words = &app.words;
    let (state, act) = (&props.state, &props.act);
    let busy = state.waiting.is_some();
    let failed = |code| state.failure.as_ref().is_some_and(|f| f.code == code);
    // Linux has no such place in its settings.
    let settings = failed(Code::CameraDenied) && app.system != System::Linux;
    let picture = if state.scanner == Scanner::Native {
        "scan-album"
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
            notice={if settings { html! {
                <Button id="camera-settings" look={Look::Outlined} icon={Shape::Settings} label={words.say("camera-settings")} on_press={act.reform(|()| Action::Settings)} />
            } } else { Html::default() }}
        >
            <div class="stack">
                <Button id="scan" look={Look::Filled} icon={Shape::Scan} label={words.say("find-scan")} disabled={busy} on_press={act.reform(|()| Action::Scan)} />
                <p class="note">{ words.say("scan-purpose") }</p>
                <Pictures state={state.clone()} act={act.clone()} label={words.say(picture)} />
                if state.scanner == Scanner::Page {
                    <p class="note">{ words.say("find-picture-help") }</p>
                }
            </div>
            <p class="or"><span>{ words.say("find-or") }</span></p>
            <Form on_submit={act.reform(|()| Action::Find)}>
                <Field id="address" label={words.say("find-address")} help={words.say("find-address-help")} value={state.address.clone()} inputmode="url" invalid={state.failure.as_ref().is_some_and(|f| f.field == Some(Asked::Address))} on_input={act.reform(Action::Address)} />
                <Button id="find" look={Look::Outlined} submit=true label={words.say("find-go")} waiting={state.waiting == Some(Waiting::Find)} disabled={busy} />
            </Form>
        </Screen>
    }
}
