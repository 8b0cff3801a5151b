use menhu_protocol::TextKind;
use menhu_protocol::ipc::{Locale, Preferences};
use menhu_words::{APP_PRIVACY, APP_TERMS};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Action, Effect, State, Step};
use crate::app::{self, App, use_app};
use crate::components::{
    Button, Choice, Form, Look, Notice, Reading, Row, Running, Screen, Shape, Tone, use_machine,
};
use crate::host;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub first: bool,
    pub before: Option<(String, String)>,
}

#[component]
pub fn Welcome(props: &Props) -> Html {
    let app = use_app();
    let (first, before) = (props.first, props.before.clone());
    let act = app.act.clone();
    let run = move |effect: Effect, running: Running<State>| match effect {
        Effect::Give(ask) => {
            spawn_local(async move { running.act(Action::Given(host::call(ask).await)) });
        }
        Effect::Leave => act.emit(app::Action::Consent),
    };
    let running = use_machine(move || State::new(first, before), run);
    screen(&running.state(), &running.callback(), &app)
}

/// The screen of a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    match state.step {
        Step::Manner => manner(act, app),
        Step::Consent => consent(state, act, app),
        Step::Reading(kind) => reading(kind, state, act, app),
        Step::Refused => refused(act, app),
    }
}

fn manner(act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let wear = |preferences: Preferences| {
        let act = app.act.clone();
        Callback::from(move |()| act.emit(app::Action::Preferences(preferences)))
    };
    let now = app.preferences;
    html! {
        <Screen number="A-01" name="welcome" title={words.say("welcome-title")} help={words.say("welcome-help")}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <div class="choices pair" role="group" aria-label={words.say("language")}>
                    <Choice id="lang-zh" label={words.say("language-zh")} lang="zh-CN" chosen={now.locale == Locale::Zh} on_choose={wear(Preferences { locale: Locale::Zh, ..now })} />
                    <Choice id="lang-en" label={words.say("language-en")} lang="en" chosen={now.locale == Locale::En} on_choose={wear(Preferences { locale: Locale::En, ..now })} />
                </div>
                <h2>{ words.say("mode-question") }</h2>
                <div class="choices" role="group" aria-label={words.say("mode-question")}>
                    <Choice id="mode-standard" label={words.say("mode-standard")} note={words.say("mode-standard-note")} sample="standard" chosen={!now.elder} on_choose={wear(Preferences { elder: false, ..now })} />
                    <Choice id="mode-elder" label={words.say("mode-elder")} note={words.say("mode-elder-note")} sample="elder" chosen={now.elder} on_choose={wear(Preferences { elder: true, ..now })} />
                </div>
                <Button id="next" look={Look::Filled} submit=true label={words.say("next")} />
            </Form>
        </Screen>
    }
}

fn consent(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let read = |kind| act.reform(move |()| Action::Read(kind));
    let again = state.before.is_some();
    let title = if again {
        "consent-title-again"
    } else {
        "consent-title"
    };
    html! {
        <Screen
            number="A-02"
            name="consent"
            title={words.say(title)}
            help={words.say("consent-help")}
            back={state.can_go_back().then(|| act.reform(|()| Action::Back))}
            failure={state.failure.clone()}
            retry={act.reform(|()| Action::Agree)}
        >
            <div class="rows">
                <Row id="read-terms" icon={Shape::FileText} label={words.say("app-terms")} note={words.say_with("text-version", &[("version", APP_TERMS.version)])} on_press={read(TextKind::Terms)} />
                <Row id="read-privacy" icon={Shape::FileText} label={words.say("app-privacy")} note={words.say_with("text-version", &[("version", APP_PRIVACY.version)])} on_press={read(TextKind::Privacy)} />
            </div>
            <p>{ words.say("consent-summary") }</p>
            <div class="pair">
                <Button id="consent-refuse" look={Look::Outlined} label={words.say("consent-refuse")} disabled={state.waiting} on_press={act.reform(|()| Action::Refuse)} />
                <Button id="consent-agree" look={Look::Outlined} label={words.say("consent-agree")} disabled={state.waiting} on_press={act.reform(|()| Action::Agree)} />
            </div>
        </Screen>
    }
}

fn reading(kind: TextKind, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let (text, title, before) = match kind {
        TextKind::Privacy => (
            &APP_PRIVACY,
            "app-privacy",
            state.before.as_ref().map(|(_, privacy)| privacy),
        ),
        TextKind::Terms | TextKind::Other => (
            &APP_TERMS,
            "app-terms",
            state.before.as_ref().map(|(terms, _)| terms),
        ),
    };
    // What changed is said to those who agreed to an earlier version of this text.
    let changed = match before {
        Some(before) if before != text.version => text.changed(words.tongue()),
        _ => "",
    };
    html! {
        <Screen number="A-03" name="consent-reading" title={words.say(title)} back={act.reform(|()| Action::Back)}>
            <Reading body={text.body(words.tongue()).lines().skip(1).collect::<Vec<_>>().join("\n")} version={text.version} {changed} />
            <Button id="next" look={Look::Filled} label={words.say("read-done")} on_press={act.reform(|()| Action::Back)} />
        </Screen>
    }
}

fn refused(act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen number="A-04" name="consent-refused" title={words.say("refused-title")} back={act.reform(|()| Action::Back)}>
            <Notice tone={Tone::Plain} text={words.say("refused-nothing")} />
            <p>{ words.say("refused-help") }</p>
            <Button id="consent-return" look={Look::Filled} label={words.say("consent-return")} on_press={act.reform(|()| Action::Return)} />
        </Screen>
    }
}
