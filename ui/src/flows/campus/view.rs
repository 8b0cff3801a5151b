use menhu_protocol::TextKind;
use menhu_protocol::ipc::{CameraSettingsOpen, CampusCard, CampusLeave, Keychain};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::find::Find;
use super::viewfinder::Viewfinder;
use super::{Action, Effect, Entry, State, Step, Waiting, Way};
use crate::app::{self, App, Place, Words, use_app};
use crate::components::{
    Button, DeskLine, Icon, Look, Notice, Reading, Row, Running, Screen, Shape, Tone, use_machine,
};
use crate::host::{self, clock};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub entry: Entry,
}

#[component]
pub fn Campus(props: &Props) -> Html {
    let app = use_app();
    let (entry, scanner) = (props.entry.clone(), app.scanner);
    let to = app.act.clone();
    let running = use_machine(
        move || State::new(entry, scanner),
        move |effect, running| carry_out(effect, running, &to),
    );
    {
        let running = running.clone();
        use_effect_with((), move |()| running.act(Action::Opened));
    }
    screen(&running.state(), &running.callback(), &app)
}

fn carry_out(effect: Effect, running: Running<State>, to: &Callback<app::Action>) {
    let to = to.clone();
    match effect {
        Effect::Link(text) => running.act(Action::Linked(text, clock::today())),
        Effect::Adopted(card) => to.emit(app::Action::Campus(card)),
        Effect::Leave(way) => to.emit(match way {
            Way::Signin => app::Action::Go(Place::signin(String::new())),
            Way::Registration => app::Action::Go(Place::registration(String::new())),
            Way::Home => app::Action::Go(Place::Home),
        }),
        asked => spawn_local(async move {
            let action = match asked {
                Effect::Find(ask) => Action::Found(host::call(ask).await),
                Effect::SettingsOpen => {
                    Action::SettingsOpened(host::call(CameraSettingsOpen {}).await)
                }
                Effect::Picture(bytes) => {
                    Action::PictureRead(host::scan_picture(&bytes).await, clock::today())
                }
                Effect::Texts(ask) => Action::Texts(host::call(ask).await),
                Effect::Adopt(ask) => Action::Adopted(host::call(ask).await),
                Effect::LeaveCampus => {
                    let left = host::call(CampusLeave {}).await;
                    if left.is_ok() {
                        to.emit(app::Action::CampusLeft);
                    }
                    Action::Left(left)
                }
                Effect::Link(_) | Effect::Adopted(_) | Effect::Leave(_) => return,
            };
            running.act(action);
        }),
    }
}

/// The screen of a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    match (state.step, &state.found) {
        (Step::Pinned, _) => pinned(state, act, app),
        (Step::Camera, _) => html! { <Viewfinder state={state.clone()} act={act.clone()} /> },
        (Step::Confirm, Some(card)) => confirm(card, state, act, app),
        (Step::Reading(kind), Some(_)) => reading(kind, state, act, app),
        (Step::Choice, Some(card)) => choice(card, state, act, app),
        _ => html! { <Find state={state.clone()} act={act.clone()} /> },
    }
}

/// What a text is called.
pub fn text_name(words: &Words, kind: TextKind) -> String {
    words.say(match kind {
        TextKind::Terms => "campus-terms",
        TextKind::Privacy => "campus-privacy",
        TextKind::Other => "campus-text-other",
    })
}

/// B-09: the one campus of this build is asked for its manifest; seen when that takes a while or fails.
fn pinned(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen
            number="B-09"
            name="campus-pinned"
            title={words.say("pinned-title")}
            failure={state.failure.clone().or_else(|| app.failure.clone())}
            retry={act.reform(|()| Action::FindAgain)}
        >
            <section class="card campus-card">
                <p class="note">{ words.say("campus-host") }</p>
                <p class="host">{ state.address.trim_start_matches("https://").to_owned() }</p>
            </section>
            if state.waiting.is_some() {
                <p class="loading" role="status">{ words.say("loading") }</p>
            }
        </Screen>
    }
}

fn confirm(card: &CampusCard, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let title = if state.again {
        "campus-title-again"
    } else {
        "campus-title"
    };
    let waiting = state.waiting == Some(Waiting::Adopt);
    let rows = card.manifest.texts.iter().map(|text| {
        let (kind, id) = match text.kind {
            TextKind::Terms => (TextKind::Terms, "read-terms"),
            TextKind::Privacy => (TextKind::Privacy, "read-privacy"),
            TextKind::Other => (TextKind::Other, "read-other"),
        };
        html! {
            <Row {id} icon={Shape::FileText} label={text_name(words, kind)} note={words.say_with("text-version", &[("version", &text.version)])} on_press={act.reform(move |()| Action::Read(kind))} />
        }
    });
    let failure = state.failure.clone().or(state.texts.failure.clone());
    // Reading again is not agreeing.
    let retry = match state.failure {
        Some(_) => act.reform(|()| Action::Agree),
        None => act.reform(|()| Action::TextsAgain),
    };
    html! {
        <Screen
            number="B-03"
            name="campus-confirm"
            title={words.say(title)}
            back={state.can_go_back().then(|| act.reform(|()| Action::Back))}
            {failure}
            {retry}
        >
            <section class="card campus-card">
                <p class="campus-name"><Icon shape={Shape::School} /><span>{ words.pick(&card.manifest.name).to_owned() }</span></p>
                <p class="note">{ words.say("campus-host") }</p>
                <p class="host">{ for card.host.split_inclusive('.').map(|label| html! { <>{ label.to_owned() }<wbr /></> }) }</p>
                <DeskLine desk={card.manifest.desk.clone()} hours=true />
            </section>
            if state.again {
                <p>{ words.say("campus-texts-again") }</p>
            } else {
                <p>{ words.say("campus-texts-help") }</p>
            }
            <div class="rows">{ for rows }</div>
            <Button id="campus-agree" look={Look::Filled} label={words.say("campus-agree")} {waiting} on_press={act.reform(|()| Action::Agree)} />
        </Screen>
    }
}

fn reading(kind: TextKind, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen
            number="B-04"
            name="campus-reading"
            title={text_name(words, kind)}
            back={act.reform(|()| Action::Back)}
            failure={state.texts.failure.clone()}
            retry={act.reform(move |()| Action::Read(kind))}
        >
            if let Some(text) = state.text(kind) {
                <Reading body={text.body.clone()} version={text.version.clone()} changed={text.changed.clone()} />
            } else if state.texts.asking {
                <p class="loading" role="status">{ words.say("loading") }</p>
            }
            <Button id="next" look={Look::Filled} label={words.say("read-done")} on_press={act.reform(|()| Action::Back)} />
        </Screen>
    }
}

fn choice(card: &CampusCard, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let waiting = state.waiting == Some(Waiting::Leave);
    html! {
        <Screen
            number="B-05"
            name="campus-choice"
            title={words.pick(&card.manifest.name).to_owned()}
            help={words.say("choice-help")}
            failure={state.failure.clone().or_else(|| app.failure.clone())}
            retry={act.reform(|()| Action::Other)}
        >
            <div class="stack">
                <Button id="go-signin" look={Look::Filled} label={words.say("go-signin")} on_press={act.reform(|()| Action::Signin)} />
                <Button id="go-register" look={Look::Outlined} label={words.say("go-register")} on_press={act.reform(|()| Action::Register)} />
            </div>
            if !app.reachable {
                <Notice tone={Tone::Careful} text={words.say("unreachable")} />
            }
            if app.keychain == Keychain::Missing {
                <Notice tone={Tone::Careful} text={words.say("keychain-missing")} />
            }
            <DeskLine hours=true />
            if !app.pinned {
                <Button id="other-campus" look={Look::Quiet} label={words.say("other-campus")} {waiting} on_press={act.reform(|()| Action::Other)} />
            }
        </Screen>
    }
}
