use menhu_protocol::ipc::{DesktopRead, Wish, ZOOM_PLAIN, ZOOMS, Zoom};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Action, Effect, State};
use crate::app::{self, App, Place, use_app};
use crate::components::{Button, Row, Running, Screen, Shape, Switch, framed, use_machine};
use crate::host;

#[component]
pub fn DesktopPage() -> Html {
    let app = use_app();
    let to = app.act.clone();
    let known = app.desktop;
    let running = use_machine(
        move || State::new(known),
        move |effect, running: Running<State>| match effect {
            Effect::Read => spawn_local(async move {
                running.act(Action::Read(host::call(DesktopRead {}).await));
            }),
            Effect::Keep(ask) => spawn_local(async move {
                running.act(Action::Kept(host::call(ask).await));
            }),
            Effect::Tell(desktop) => to.emit(app::Action::Desktop(Some(desktop))),
        },
    );
    {
        let running = running.clone();
        use_effect_with((), move |()| running.act(Action::Opened));
    }
    {
        let running = running.clone();
        use_effect_with(app.desktop, move |desktop| {
            if let Some(desktop) = *desktop {
                running.act(Action::Changed(desktop));
            }
        });
    }
    framed(&app, screen(&running.state(), &running.callback(), &app))
}

/// The screen of a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let back = app.act.reform(|()| app::Action::Return);
    let switch = |id: &'static str, label: &str, note: &str, on: bool, wish: fn(bool) -> Wish| {
        let state = words.say(if on { "switch-on" } else { "switch-off" });
        html! {
            <div class="wish">
                <Switch {id} label={words.say(label)} {state} {on} on_toggle={act.reform(move |on| Action::Wish(wish(on)))} />
                <p class="note">{ words.say(note) }</p>
            </div>
        }
    };
    let body = state.desktop.map_or_else(Html::default, |desktop| {
        html! {
            <>
                <section class="card">
                    if let Some(on) = desktop.autostart {
                        { switch("autostart", "autostart", "autostart-note", on, Wish::Autostart) }
                    }
                    if let Some(on) = desktop.stay {
                        { switch("stay", "stay", "stay-note", on, Wish::Stay) }
                    }
                    if let Some(on) = desktop.notifications {
                        { switch("notifications", "notifications", "notifications-note", on, Wish::Notifications) }
                    }
                    { zoom(desktop.zoom, act, app) }
                </section>
                <div class="rows">
                    <Row id="shortcuts" icon={Shape::Keyboard} label={words.say("shortcuts")} on_press={app.act.reform(|()| app::Action::Aside(Place::Shortcuts))} />
                </div>
            </>
        }
    });
    html! {
        <Screen number="S-08" name="desktop" title={words.say("desktop")} help={words.say("desktop-help")} {back} failure={state.failure.clone()} retry={act.reform(|()| Action::Again)}>
            { body }
        </Screen>
    }
}

fn zoom(percent: u16, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let [least, .., most] = ZOOMS;
    let to = |zoom| act.reform(move |()| Action::Wish(Wish::Zoom(zoom)));
    let line = words.say_with("zoom", &[("percent", &percent.to_string())]);
    html! {
        <div class="wish stack" role="group" aria-label={line.clone()}>
            <h3 id="zoom" role="status">{ line }</h3>
            <div class="range">
                <Button id="zoom-out" label={words.say("size-smaller")} disabled={percent == least} on_press={to(Zoom::Out)} />
                <Button id="zoom-in" label={words.say("size-larger")} disabled={percent == most} on_press={to(Zoom::In)} />
            </div>
            if percent != ZOOM_PLAIN {
                <Button id="zoom-reset" label={words.say("zoom-reset")} on_press={to(Zoom::Reset)} />
            }
        </div>
    }
}
