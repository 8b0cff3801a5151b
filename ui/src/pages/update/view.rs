use menhu_protocol::api::release::Release;
use menhu_protocol::ipc::{
    Event, Update, UpdateFetch, UpdateInstall, UpdatePhase, UpdateRead, UpdateWay,
};
use menhu_protocol::{Code, Failure};
use menhu_words::size;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::Waiting;
use super::{Action, Effect, State};
use crate::app::{self, App, Words, use_app};
use crate::components::{
    Button, DeskLine, Fact, Look, Notice, Running, Screen, Shape, Tone, use_machine,
};
use crate::host::{self, clock};
use crate::sentence;

#[component]
pub fn UpdatePage() -> Html {
    let app = use_app();
    let to = app.act.clone();
    let running = use_machine(State::default, move |effect, running: Running<State>| {
        if let Effect::Tell(card, phase) = effect {
            to.emit(app::Action::Event(Event::Update { phase }));
            to.emit(app::Action::Campus(card));
            return;
        }
        spawn_local(async move {
            running.act(match effect {
                Effect::Read(asked) => {
                    Action::Read(host::call(UpdateRead { asked }).await.map(Box::new))
                }
                Effect::Fetch => Action::Fetched(host::call(UpdateFetch {}).await),
                Effect::Install => Action::Installed(host::call(UpdateInstall {}).await),
                Effect::Tell(..) => return,
            });
        });
    });
    {
        let running = running.clone();
        use_effect_with((), move |()| running.act(Action::Opened));
    }
    screen(&running.state(), &running.callback(), &app)
}

/// S-10 in a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let back = app.act.reform(|()| app::Action::Return);
    let retry = state.can_fetch().then(|| match app.update {
        UpdatePhase::Ready { .. } => act.reform(|()| Action::Install),
        _ => act.reform(|()| Action::Fetch),
    });
    let body = match &state.update.value {
        Some(update) => known(update, state, act, app, &back),
        None if state.update.asking => {
            html! { <p class="loading" role="status">{ words.say("loading") }</p> }
        }
        None => html! { <DeskLine hours=true /> },
    };
    html! {
        <Screen number="S-10" name="update" title={words.say("update-title")} back={back.clone()} failure={state.failure.clone()} {retry} notice={stale(state, act, app)}>
            { body }
        </Screen>
    }
}

/// Why what is shown may be old.
fn stale(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let Some(failure) = state.update.stale() else {
        return Html::default();
    };
    let text = stale_text(words, failure);
    html! {
        <Notice tone={Tone::Careful} {text}>
            <Button id="update-again" look={Look::Outlined} icon={Shape::Refresh} label={words.say("update-again")} waiting={state.update.asking} on_press={act.reform(|()| Action::Again)} />
        </Notice>
    }
}

/// Nothing was typed here, so the sentence about what was typed has no place.
pub(super) fn stale_text(words: &Words, failure: &Failure) -> String {
    match failure.code {
        Code::Offline => words.say("update-offline"),
        _ => sentence::failure(words, failure),
    }
}

fn known(
    update: &Update,
    state: &State,
    act: &Callback<Action>,
    app: &App,
    later: &Callback<()>,
) -> Html {
    let words = &app.words;
    let newer = update.newest.as_ref().filter(|_| update.newer);
    let age = update.read_at.map(|at| {
        let ago = sentence::ago(words, at, clock::now());
        html! { <p class="note">{ words.say_with("update-read-at", &[("ago", &ago)]) }</p> }
    });
    let facts = newer.map(|release| {
        html! {
            <>
                <Fact label={words.say("update-newest")} value={release.version.clone()} />
                <Fact label={words.say("update-size")} value={size(release.bytes)} />
            </>
        }
    });
    let demand = update.campus.demand.as_ref().filter(|demand| demand.due);
    let again = html! {
        <Button id="update-again" look={Look::Outlined} icon={Shape::Refresh} label={words.say("update-again")} waiting={state.update.asking} on_press={act.reform(|()| Action::Again)} />
    };
    html! {
        <>
            <dl class="facts card">
                <Fact label={words.say("update-own")} value={app.version.clone()} />
                { facts }
            </dl>
            if let Some(release) = newer {
                { notes(release, app) }
                { step(update, state, act, app, later) }
                if !state.can_fetch() && state.update.stale().is_none() {
                    { again.clone() }
                }
            } else {
                if let Some(demand) = demand {
                    <Notice tone={Tone::Careful} text={words.say_with("update-awaited", &[("version", &demand.version)])} />
                } else if update.newest.is_some() {
                    <Notice tone={Tone::Good} text={words.say("update-latest")} />
                } else if update.read_at.is_some() {
                    <Notice tone={Tone::Plain} text={words.say("update-none")} />
                }
                if state.update.stale().is_none() {
                    { again }
                }
            }
            // With a place of its own also while it is empty: the buttons above stay the ones they are.
            <div>{ for age }</div>
            <DeskLine hours={newer.is_none() && demand.is_some()} />
        </>
    }
}

/// What is new, one point a line.
fn notes(release: &Release, app: &App) -> Html {
    let points: Vec<_> = app
        .words
        .pick(&release.notes)
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| html! { <li>{ line.to_owned() }</li> })
        .collect();
    if points.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ app.words.say("update-notes") }</h2>
            <ul class="points">{ for points }</ul>
        </section>
    }
}

/// The one next step, by how far the update has come.
fn step(
    update: &Update,
    state: &State,
    act: &Callback<Action>,
    app: &App,
    later: &Callback<()>,
) -> Html {
    let words = &app.words;
    let later = html! {
        <Button id="update-later" look={Look::Quiet} label={words.say("update-later")} on_press={later.clone()} />
    };
    match &app.update {
        UpdatePhase::Fetching { bytes, of } => {
            let (have, whole) = (size(*bytes), size(*of));
            let said = words.say_with("update-fetching", &[("have", &have), ("of", &whole)]);
            html! {
                <>
                    <label class="note" for="update-progress">{ said }</label>
                    <progress id="update-progress" max={of.to_string()} value={bytes.to_string()}></progress>
                    <p class="note">{ words.say("update-fetching-help") }</p>
                </>
            }
        }
        UpdatePhase::Ready { .. } => html! {
            <>
                <Notice tone={Tone::Good} text={words.say("update-ready")} />
                <Button id="update-install" look={Look::Filled} label={words.say("update-install")} waiting={state.waiting == Some(Waiting::Install)} on_press={act.reform(|()| Action::Install)} />
                { later }
            </>
        },
        UpdatePhase::Idle | UpdatePhase::Handed => {
            let label = match update.way {
                UpdateWay::Page => words.say("update-page"),
                UpdateWay::InPlace | UpdateWay::System => words.say("update-go"),
            };
            html! {
                <>
                    if state.handed {
                        <Notice tone={Tone::Plain} text={words.say("update-handed")} />
                    }
                    if state.can_fetch() {
                        <Button id="update-go" look={Look::Filled} icon={Shape::Download} {label} waiting={state.waiting == Some(Waiting::Fetch)} on_press={act.reform(|()| Action::Fetch)} />
                    }
                    { later }
                </>
            }
        }
    }
}
