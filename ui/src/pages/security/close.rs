use menhu_protocol::api::security::Security;
use yew::prelude::*;

use super::{Act, Action, State};
use crate::app::App;
use crate::components::{Button, DeskLine, Look, Notice, Screen, Tone};
use crate::sentence;

/// S-17 注销账号: what happens, and taking it back until it has.
pub fn screen(security: &Security, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let body = match security.closes_at {
        Some(at) => html! {
            <>
                <Notice tone={Tone::Careful} text={words.say_with("safety-close-under-way", &[("day", &sentence::campus_day(words, at))])} />
                <Button key="back" id="close-back" look={Look::Filled} label={words.say("safety-close-take-back")} waiting={state.is_waiting(Act::CloseTakeBack)} on_press={act.reform(|()| Action::Act(Act::CloseTakeBack))} />
            </>
        },
        None => html! {
            <>
                <Notice tone={Tone::Careful} text={words.say("safety-close-help")} />
                <ul class="points">
                    <li>{ words.say("safety-close-when") }</li>
                    <li>{ words.say("safety-close-what") }</li>
                    <li>{ words.say("safety-close-log") }</li>
                    <li>{ words.say("safety-close-stays") }</li>
                </ul>
                <Button key="ask" id="close-ask" look={Look::Destructive} label={words.say("safety-close-go")} waiting={state.is_waiting(Act::CloseAsk)} on_press={act.reform(|()| Action::Act(Act::CloseAsk))} />
            </>
        },
    };
    html! {
        <Screen number="S-17" name="security-close" title={words.say("safety-close-title")} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            { body }
            <DeskLine hours=true />
        </Screen>
    }
}
