use gloo_timers::callback::Interval;
use menhu_protocol::ipc::{CampusLeave, Demand, UpdateRead};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::view::stale_text;
use super::{Action, Effect, State};
use crate::app::{self, App, Place, use_app};
use crate::components::{Button, DeskLine, Look, Notice, Running, Screen, Tone, use_machine};
use crate::flows::campus;
use crate::host::{self, clock, sight};
use crate::pages::settings::SigningOut;
use crate::sentence;

/// An app that stays open asks again so often, ms: two small requests an hour cost nobody anything.
const ASK_EVERY_MS: u32 = 3_600_000;

///
#[component]
pub fn TooOld() -> Html {
    let app = use_app();
    let to = app.act.clone();
    let running = use_machine(State::default, move |effect, running| {
        carry_out(effect, running, &to);
    });
    {
        let running = running.clone();
        use_effect_with((), move |()| {
            running.act(Action::Again);
            let front = running.clone();
            let seen = sight::on_sight(move |seen| {
                if seen {
                    front.act(Action::Again);
                }
            });
            let hour = Interval::new(ASK_EVERY_MS, move || running.act(Action::Again));
            move || drop((seen, hour))
        });
    }
    let demand = app.campus.as_ref().and_then(|card| card.demand.clone());
    let demand = demand.filter(|demand| demand.due);
    {
        let act = app.act.clone();
        use_effect_with(demand.is_some(), move |stands| {
            // The campus has taken it back: the app goes on where it was.
            if !stands {
                act.emit(app::Action::Opened);
            }
        });
    }
    match demand {
        Some(demand) => screen(&demand, &running.state(), &running.callback(), &app),
        None => Html::default(),
    }
}

fn carry_out(effect: Effect, running: Running<State>, to: &Callback<app::Action>) {
    match effect {
        Effect::Tell(card) => to.emit(app::Action::Campus(card)),
        Effect::Left => {
            to.emit(app::Action::CampusLeft);
            to.emit(app::Action::Go(Place::Campus(campus::Entry::Find)));
        }
        Effect::Read => spawn_local(async move {
            let read = host::call(UpdateRead { asked: true }).await;
            running.act(Action::Read(read.map(Box::new)));
        }),
        Effect::LeaveCampus => spawn_local(async move {
            running.act(Action::Left(host::call(CampusLeave {}).await));
        }),
    }
}

/// A-06 in a state.
pub fn screen(demand: &Demand, state: &State, act: &Callback<Action>, app: &App) -> Html {
    if state.signing_out {
        return html! { <SigningOut back={act.reform(|()| Action::Stay)} /> };
    }
    let words = &app.words;
    let help = words.say_with(
        "too-old-help",
        &[("version", &demand.version), ("own", &app.version)],
    );
    let why = demand.why.as_ref().map(|why| words.pick(why).to_owned());
    let update = app.act.reform(|()| app::Action::Aside(Place::Update));
    let stale = state.update.stale().map(|failure| {
        html! { <Notice tone={Tone::Careful} text={stale_text(words, failure)} /> }
    });
    let read_at = state
        .update
        .value
        .as_ref()
        .and_then(|update| update.read_at);
    let age = read_at.map(|at| {
        let ago = sentence::ago(words, at, clock::now());
        html! { <p class="note">{ words.say_with("update-read-at", &[("ago", &ago)]) }</p> }
    });
    html! {
        <Screen number="A-06" name="too-old" title={words.say("too-old-title")} {help} failure={state.failure.clone()} retry={act.reform(|()| Action::Other)}>
            if let Some(why) = why.filter(|why| !why.is_empty()) {
                <Notice tone={Tone::Plain} text={why} />
            }
            if app.signed_in { <p>{ words.say("too-old-kept") }</p> }
            <Button id="go-update" look={Look::Filled} label={words.say("too-old-go")} on_press={update} />
            <Button id="too-old-again" look={Look::Quiet} label={words.say("update-again")} waiting={state.update.asking} on_press={act.reform(|()| Action::Again)} />
            if app.signed_in {
                <Button id="sign-out" look={Look::Quiet} label={words.say("sign-out")} on_press={act.reform(|()| Action::SignOut)} />
            } else if !app.pinned {
                <Button id="other-campus" look={Look::Quiet} label={words.say("other-campus")} waiting={state.leaving} on_press={act.reform(|()| Action::Other)} />
            }
            // Below, and in a place of their own: an answer that comes late moves no button under a finger, and
            // makes no button out of another one that has the focus.
            <div class="stack">
                { for stale }
                { for age }
            </div>
            <DeskLine hours=true />
        </Screen>
    }
}
