//! About, and the two ways out: signing out and taking the agreement back.

use menhu_protocol::ipc::Scanner;
use yew::prelude::*;

use super::{Action, Section, State};
use crate::app::App;
use crate::components::{Button, DeskLine, Fact, Look, Notice, Screen, Tone};

pub fn about(act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let campus = app.campus.as_ref().map(|card| {
        let filing = card.manifest.filing.as_ref().map(|filing| {
            html! { <Fact label={words.say("filing")} value={filing.clone()} /> }
        });
        html! {
            <>
                <Fact label={words.say("campus")} value={words.pick(&card.manifest.name).to_owned()} />
                <Fact label={words.say("campus-address")} value={card.host.clone()} />
                { filing }
            </>
        }
    });
    html! {
        <Screen number="S-04" name="settings-about" title={words.say("about")} back={act.reform(|()| Action::Back)}>
            <dl class="facts card">
                <Fact label={words.say("version")} value={app.version.clone()} />
                { campus }
            </dl>
            <DeskLine hours=true />
            <p class="note">{ words.say("about-icons") }</p>
            <Button id="withdraw" look={Look::Quiet} label={words.say("withdraw")} on_press={act.reform(|()| Action::Open(Section::Withdraw))} />
        </Screen>
    }
}

pub fn sign_out(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    // A device with a scanner of its own is a phone; any other runs the page's camera.
    let confirm = match app.scanner {
        Scanner::Native => words.say("sign-out-phone"),
        Scanner::Page => words.say("sign-out-computer"),
    };
    html! {
        <Screen number="S-05" name="settings-sign-out" title={words.say("sign-out-title")} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::SignOut)}>
            <Notice tone={Tone::Plain} text={words.say("sign-out-help")} />
            <Button id="sign-out-confirm" look={Look::Destructive} label={confirm} waiting={state.leaving} on_press={act.reform(|()| Action::SignOut)} />
        </Screen>
    }
}

pub fn withdraw(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen number="S-07" name="settings-withdraw" title={words.say("withdraw-title")} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Withdraw)}>
            <Notice tone={Tone::Careful} text={words.say("withdraw-help")} />
            <Button id="withdraw-confirm" look={Look::Destructive} label={words.say("withdraw-confirm")} waiting={state.leaving} on_press={act.reform(|()| Action::Withdraw)} />
        </Screen>
    }
}
