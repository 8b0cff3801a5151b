use std::rc::Rc;

use menhu_protocol::ipc::{AppQuit, AppStart, DesktopKeep, WindowClose, Wish};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::link::Unfollowed;
use super::{Action, App, Effect, Place, State, Words};
use crate::components::{Button, Notice, Running, Screen, Tone, use_machine};
use crate::flows::campus::Campus;
use crate::flows::recovery::Recovery;
use crate::flows::registration::Registration;
use crate::flows::signin::Signin;
use crate::flows::welcome::Welcome;
use crate::host::{self, back, document, keys};
use crate::pages::desktop::DesktopPage;
use crate::pages::home::HomePage;
use crate::pages::security::SecurityPage;
use crate::pages::settings::Settings;
use crate::pages::shortcuts::ShortcutsPage;
use crate::pages::update::{TooOld, UpdatePage};
use crate::{sentence, shortcuts};

/// The whole page.
#[component]
pub fn Root() -> Html {
    let running = use_machine(State::default, carry_out);
    let state = running.state();
    {
        let running = running.clone();
        use_effect_with((), move |()| {
            back::listen();
            let heard = running.clone();
            host::listen(move |event| heard.act(Action::Event(event)));
            let pressed = running.clone();
            keys::listen(move |press| hear(&pressed, press));
            running.act(Action::Opened);
        });
    }
    use_effect_with(state.preferences, |preferences| {
        document::wear(*preferences)
    });
    let accent = state.campus.as_ref().map(|c| c.manifest.accent.clone());
    use_effect_with(accent, |accent| document::wear_accent(accent.as_deref()));
    let started = state.place != Place::Starting || state.failure.is_some();
    use_effect_with(started, |started| {
        if *started {
            document::ready();
        }
    });
    let words = use_memo(state.preferences.locale, |locale| Words::of(*locale));
    let campus = use_memo(state.campus.clone(), |card| card.clone().map(Rc::new));
    let app = App {
        words: (*words).clone(),
        preferences: state.preferences,
        campus: (*campus).clone(),
        pinned: state.pinned.is_some(),
        keychain: state.keychain,
        scanner: state.scanner,
        system: state.system,
        desktop: state.desktop,
        version: state.version.clone().into(),
        signed_in: state.signed_in,
        reachable: state.reachable,
        update: state.update.clone(),
        failure: state.failure.clone(),
        act: (*use_memo((), |()| running.callback())).clone(),
    };
    html! {
        <ContextProvider<App> context={app}>
            { place(&state, &running) }
            if state.still_running || state.unfollowed.is_some() {
                <div class="told" role="status">
                    if state.still_running { <StillRunning /> }
                    if let Some(why) = state.unfollowed.clone() {
                        <NotFollowed {why} at_gate={state.place == Place::TooOld} />
                    }
                </div>
            }
        </ContextProvider<App>>
    }
}

/// A key was pressed; whether it was a shortcut.
fn hear(running: &Running<State>, press: &shortcuts::Press) -> bool {
    let state = running.state();
    let act = state
        .desktop
        .and_then(|_| shortcuts::find(press, state.system));
    if let Some(act) = act {
        running.act(Action::Shortcut(act));
    }
    act.is_some()
}

fn carry_out(effect: Effect, running: Running<State>) {
    spawn_local(async move {
        match effect {
            Effect::Start => {
                running.act(Action::Started(host::call(AppStart {}).await.map(Box::new)))
            }
            // A device that cannot keep it looks right until the next start; nothing else is lost.
            Effect::Keep(ask) => drop(host::call(ask).await),
            Effect::Zoom(zoom) => {
                let wish = Wish::Zoom(zoom);
                let desktop = host::call(DesktopKeep { wish }).await;
                running.act(Action::Desktop(desktop.ok().flatten()));
            }
            Effect::Back => back::go(),
            // The window is gone before anybody could read why not.
            Effect::Close => drop(host::call(WindowClose {}).await),
            Effect::Quit => drop(host::call(AppQuit {}).await),
        }
    });
}

fn place(state: &State, running: &Running<State>) -> Html {
    // A place that is entered again begins anew.
    let key = state.visit;
    match &state.place {
        Place::Starting => {
            let retry = running.callback().reform(|()| Action::Opened);
            match &state.failure {
                Some(failure) => html! { <NotStarted failure={failure.clone()} {retry} /> },
                None => Html::default(),
            }
        }
        Place::Welcome { first, before } => {
            html! { <Welcome {key} first={*first} before={before.clone()} /> }
        }
        Place::Campus(entry) => html! { <Campus {key} entry={entry.clone()} /> },
        Place::Registration(begun) => html! { <Registration {key} begun={begun.clone()} /> },
        Place::Signin(begun) => html! { <Signin {key} begun={begun.clone()} /> },
        Place::Recovery(begun) => html! { <Recovery {key} begun={begun.clone()} /> },
        Place::Home => html! { <HomePage {key} /> },
        Place::Settings => html! { <Settings {key} /> },
        Place::Security => html! { <SecurityPage {key} /> },
        Place::Desktop => html! { <DesktopPage {key} /> },
        Place::Shortcuts => html! { <ShortcutsPage {key} /> },
        Place::Update => html! { <UpdatePage {key} /> },
        Place::TooOld => html! { <TooOld {key} /> },
    }
}

#[derive(Properties, PartialEq)]
struct NotStartedProps {
    failure: menhu_protocol::Failure,
    retry: Callback<()>,
}

/// the core could not say what to show.
#[component]
fn NotStarted(props: &NotStartedProps) -> Html {
    let words = super::use_app().words;
    html! {
        <Screen number="A-05" name="not-started" title={words.say("not-started-title")} failure={props.failure.clone()} retry={props.retry.clone()} />
    }
}

/// The window was closed and the app stayed: said when the window is open again, where the system could
/// not say it.
#[component]
fn StillRunning() -> Html {
    let app = super::use_app();
    let read = app.act.reform(|()| Action::StillRunningRead);
    html! {
        <Notice tone={Tone::Plain} text={app.words.say("still-running")}>
            <Button id="still-running-read" label={app.words.say("still-running-read")} on_press={read} />
        </Notice>
    }
}

#[derive(Properties, PartialEq)]
struct NotFollowedProps {
    why: Unfollowed,
    /// There are no settings here; the way out stands on the page.
    at_gate: bool,
}

/// A link to another campus was opened while somebody is in.
#[component]
fn NotFollowed(props: &NotFollowedProps) -> Html {
    let app = super::use_app();
    let words = &app.words;
    let name = app
        .campus
        .as_ref()
        .map(|card| words.pick(&card.manifest.name));
    let facts = [("campus", name.unwrap_or_default())];
    let text = match &props.why {
        Unfollowed::Pinned(failure) => sentence::failure(words, failure),
        Unfollowed::SignedIn if props.at_gate => words.say_with("link-unfollowed-here", &facts),
        Unfollowed::SignedIn => words.say_with("link-unfollowed", &facts),
    };
    let read = app.act.reform(|()| Action::UnfollowedRead);
    html! {
        <Notice tone={Tone::Plain} {text}>
            <Button id="link-unfollowed-read" label={words.say("link-unfollowed-read")} on_press={read} />
        </Notice>
    }
}
