use menhu_protocol::TextKind;
use menhu_protocol::ipc::{ConsentWithdraw, DevicesRead, Locale, Preferences, SignOut, Theme};
use menhu_words::{APP_PRIVACY, APP_TERMS};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::leave::{about, sign_out, withdraw};
use super::{Action, Effect, Section, State, Text};
use crate::app::{self, App, Place, use_app};
use crate::components::{
    Button, Choice, Frame, Look, Range, Reading, Row, Running, Screen, Shape, Switch, Tab,
    use_machine,
};
use crate::flows::campus::text_name;
use crate::host::{self, clock};
use crate::sentence;

/// look.md: base type of 长辈版, px.
const ELDER_LEAST: u8 = 18;
const ELDER_MOST: u8 = 32;

#[component]
pub fn Settings() -> Html {
    let app = use_app();
    let running = use_machine(State::default, carry_out(app.act.clone()));
    html! { <Frame tab={Tab::Settings}>{ screen(&running.state(), &running.callback(), &app) }</Frame> }
}

/// One screen of the settings, and where the way back from it leads.
#[derive(Properties, PartialEq)]
pub struct AloneProps {
    pub back: Callback<()>,
}

/// S-05 alone, for a place from which the settings cannot be reached.
#[component]
pub fn SigningOut(props: &AloneProps) -> Html {
    let app = use_app();
    let running = use_machine(State::default, carry_out(app.act.clone()));
    let (act, back) = (running.callback(), props.back.clone());
    let act = Callback::from(move |action| match action {
        Action::Back => back.emit(()),
        other => act.emit(other),
    });
    sign_out(&running.state(), &act, &app)
}

/// S-02 alone, for the security centre.
#[component]
pub fn Devices(props: &AloneProps) -> Html {
    let app = use_app();
    let running = use_machine(State::default, carry_out(app.act.clone()));
    {
        let running = running.clone();
        use_effect_with((), move |()| running.act(Action::Open(Section::Devices)));
    }
    let (act, back) = (running.callback(), props.back.clone());
    let act = Callback::from(move |action| match action {
        Action::Back => back.emit(()),
        other => act.emit(other),
    });
    devices(&running.state(), &act, &app)
}

fn carry_out(to: Callback<app::Action>) -> impl Fn(Effect, Running<State>) {
    move |effect, running| match effect {
        Effect::SignedOut => to.emit(app::Action::SignedOut),
        Effect::Withdrawn => to.emit(app::Action::Consent),
        asked => spawn_local(async move {
            running.act(match asked {
                Effect::Devices => Action::Devices(host::call(DevicesRead {}).await),
                Effect::End(ask) => Action::Ended(host::call(ask).await),
                Effect::Texts(ask) => Action::Texts(host::call(ask).await),
                Effect::SignOut => Action::SignedOut(host::call(SignOut {}).await),
                Effect::Withdraw => Action::Withdrawn(host::call(ConsentWithdraw {}).await),
                Effect::SignedOut | Effect::Withdrawn => return,
            });
        }),
    }
}

/// The screen of a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    match state.section {
        Section::Root => root(act, app),
        Section::Devices => devices(state, act, app),
        Section::Texts => texts(act, app),
        Section::Reading(text) => reading(text, state, act, app),
        Section::About => about(act, app),
        Section::SignOut => sign_out(state, act, app),
        Section::Withdraw => withdraw(state, act, app),
    }
}

fn root(act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let now = app.preferences;
    let wear = |preferences: Preferences| {
        let act = app.act.clone();
        Callback::from(move |()| act.emit(app::Action::Preferences(preferences)))
    };
    let elder = {
        let act = app.act.clone();
        Callback::from(move |elder| {
            act.emit(app::Action::Preferences(Preferences { elder, ..now }));
        })
    };
    let size = {
        let act = app.act.clone();
        Callback::from(move |elder_px| {
            act.emit(app::Action::Preferences(Preferences { elder_px, ..now }));
        })
    };
    let open = |section| act.reform(move |()| Action::Open(section));
    let theme = |id: &'static str, key: &str, theme| {
        html! { <Choice {id} label={words.say(key)} chosen={now.theme == theme} on_choose={wear(Preferences { theme, ..now })} /> }
    };
    let switch = if now.elder { "switch-on" } else { "switch-off" };
    html! {
        <Screen number="S-01" name="settings" title={words.say("settings-title")}>
            <section class="card">
                <h2>{ words.say("settings-look") }</h2>
                <Switch id="elder-switch" label={words.say("mode-elder")} state={words.say(switch)} on={now.elder} on_toggle={elder} />
                if now.elder {
                    <Range id="elder-size" label={words.say_with("size-label", &[("px", &now.elder_px.to_string())])} value={now.elder_px} least={ELDER_LEAST} most={ELDER_MOST} smaller={words.say("size-smaller")} larger={words.say("size-larger")} on_change={size} />
                }
                <h3>{ words.say("theme") }</h3>
                <div class="choices pair" role="group" aria-label={words.say("theme")}>
                    { theme("theme-system", "theme-system", Theme::System) }
                    { theme("theme-light", "theme-light", Theme::Light) }
                    { theme("theme-dark", "theme-dark", Theme::Dark) }
                </div>
                <h3>{ words.say("language") }</h3>
                <div class="choices pair" role="group" aria-label={words.say("language")}>
                    <Choice id="lang-zh" label={words.say("language-zh")} lang="zh-CN" chosen={now.locale == Locale::Zh} on_choose={wear(Preferences { locale: Locale::Zh, ..now })} />
                    <Choice id="lang-en" label={words.say("language-en")} lang="en" chosen={now.locale == Locale::En} on_choose={wear(Preferences { locale: Locale::En, ..now })} />
                </div>
            </section>
            <div class="rows">
                <Row id="open-security" icon={Shape::Shield} label={words.say("safety-title")} note={words.say("safety-note")} on_press={app.act.reform(|()| app::Action::Aside(Place::Security))} />
                <Row id="devices" icon={Shape::Smartphone} label={words.say("devices")} note={words.say("devices-note")} on_press={open(Section::Devices)} />
                if app.desktop.is_some() {
                    <Row id="desktop" icon={Shape::Monitor} label={words.say("desktop")} note={words.say("desktop-note")} on_press={app.act.reform(|()| app::Action::Aside(Place::Desktop))} />
                }
                <Row id="texts" icon={Shape::FileText} label={words.say("texts")} on_press={open(Section::Texts)} />
                <Row id="update" icon={Shape::Download} label={words.say("update-title")} note={app.version.clone()} on_press={app.act.reform(|()| app::Action::Aside(Place::Update))} />
                <Row id="about" icon={Shape::Info} label={words.say("about")} on_press={open(Section::About)} />
                <Row id="sign-out" icon={Shape::LogOut} label={words.say("sign-out")} on_press={open(Section::SignOut)} />
            </div>
        </Screen>
    }
}

fn devices(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let now = clock::now();
    let list = state.devices.value.iter().flatten().map(|device| {
        let ago = sentence::ago(words, device.seen_at, now);
        let seen = words.say_with("device-seen", &[("ago", &ago)]);
        let name = menhu_words::device(words, &device.name);
        let kind = words.say(&format!("safety-kind-{}", sentence::wire_name(&device.kind)));
        let waiting = state.ending.as_ref() == Some(&device.id);
        let end = if device.this_one {
            html! { <p class="note">{ words.say("device-this") }</p> }
        } else {
            let id = device.id.clone();
            html! { <Button id={format!("end-{id}")} look={Look::Destructive} label={words.say_with("device-end", &[("name", &name)])} {waiting} disabled={state.ending.is_some()} on_press={act.reform(move |()| Action::End(id.clone()))} /> }
        };
        html! {
            <li class="card">
                <p class="device">{ name }</p>
                <p class="note">{ format!("{kind} · {seen}") }</p>
                { end }
            </li>
        }
    });
    html! {
        <Screen number="S-02" name="settings-devices" title={words.say("devices")} help={words.say("devices-help")} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::DevicesAgain)}>
            if state.devices.asking && state.devices.value.is_none() {
                <p class="loading" role="status">{ words.say("loading") }</p>
            }
            <ul class="list">{ for list }</ul>
        </Screen>
    }
}

fn texts(act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let Some(card) = &app.campus else {
        return Html::default();
    };
    let origin = &card.manifest.origin;
    let read = |text: Text| {
        let origin = origin.clone();
        act.reform(move |()| Action::Read(text, origin.clone()))
    };
    let version = |version: &str| words.say_with("text-version", &[("version", version)]);
    let campus = card.manifest.texts.iter().map(|text| {
        let id = format!("campus-{}", sentence::wire_name(&text.kind));
        html! { <Row {id} icon={Shape::FileText} label={text_name(words, text.kind)} note={version(&text.version)} on_press={read(Text::Campus(text.kind))} /> }
    });
    html! {
        <Screen number="S-03" name="settings-texts" title={words.say("texts")} help={words.say("texts-help")} back={act.reform(|()| Action::Back)}>
            <div class="rows">
                <Row id="read-terms" icon={Shape::FileText} label={words.say("app-terms")} note={version(APP_TERMS.version)} on_press={read(Text::App(TextKind::Terms))} />
                <Row id="read-privacy" icon={Shape::FileText} label={words.say("app-privacy")} note={version(APP_PRIVACY.version)} on_press={read(Text::App(TextKind::Privacy))} />
                { for campus }
            </div>
        </Screen>
    }
}

fn reading(text: Text, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let bundled = |text: &menhu_words::AppText| {
        let body: Vec<_> = text.body(words.tongue()).lines().skip(1).collect();
        html! { <Reading body={body.join("\n")} version={text.version} /> }
    };
    let (title, body) = match text {
        Text::App(TextKind::Privacy) => (words.say("app-privacy"), bundled(&APP_PRIVACY)),
        Text::App(_) => (words.say("app-terms"), bundled(&APP_TERMS)),
        Text::Campus(kind) => {
            let body = match state.text(kind) {
                Some(text) => {
                    html! { <Reading body={text.body.clone()} version={text.version.clone()} /> }
                }
                None if state.texts.asking => {
                    html! { <p class="loading" role="status">{ words.say("loading") }</p> }
                }
                None => Html::default(),
            };
            (text_name(words, kind), body)
        }
    };
    let again = app.campus.as_ref().map(|card| {
        let origin = card.manifest.origin.clone();
        act.reform(move |()| Action::Read(text, origin.clone()))
    });
    html! {
        <Screen number="S-06" name="settings-reading" {title} back={act.reform(|()| Action::Back)} failure={state.texts.failure.clone()} retry={again}>
            { body }
        </Screen>
    }
}
