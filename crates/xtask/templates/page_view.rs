use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Action, Effect, State};
use crate::app::{App, use_app};
use crate::components::{Frame, Running, Screen, Tab, use_machine};
use crate::host;

#[component]
pub fn @Name@Page() -> Html {
    let app = use_app();
    let running = use_machine(
        State::default,
        |effect, running: Running<State>| match effect {
            Effect::Read(ask) => spawn_local(async move {
                running.act(Action::Answered(Box::new(host::call(ask).await)));
            }),
        },
    );
    {
        let running = running.clone();
        use_effect_with((), move |()| running.act(Action::Opened));
    }
    html! { <Frame tab={Tab::Home}>{ screen(&running.state(), &running.callback(), &app) }</Frame> }
}

/// The screen of a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen number="@NUMBER@" name="@page@" title={words.say("@page@-title")} failure={state.home.failure.clone()} retry={act.reform(|()| Action::Again)}>
            if state.home.value.is_none() && state.home.asking {
                <p class="loading" role="status">{ words.say("loading") }</p>
            }
            if let Some(home) = &state.home.value {
                <p>{ words.pick(&home.campus.manifest.name).to_owned() }</p>
            }
        </Screen>
    }
}
