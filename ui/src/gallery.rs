//! Every page in each main state on one sheet, at `#gallery`; development builds only.
//!
//! One sample alone is at `?sample=NAME#gallery`, with `&elder`, `&px=32`, `&dark`, `&light` and `&en`
//! for its looks: the sheet shows each in a frame of its own, so that numbers and ids stay what they are.

mod samples;

use std::rc::Rc;

use menhu_protocol::ipc::{Keychain, Locale, Preferences, Scanner, System, Theme, UpdatePhase};
use yew::prelude::*;

use crate::app::{App, Words};
use crate::components::{Frame, Tab, framed};
use crate::flows::{campus, recovery, registration, signin, welcome};
use crate::host::document;
use crate::pages::{desktop as computer, home, security, settings, shortcuts, update};
use samples::Sample;

/// What the address asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// `None`: the sheet.
    sample: Option<String>,
    query: String,
    preferences: Preferences,
}

/// The gallery, if the address names it.
pub fn asked_for() -> Option<Shown> {
    let location = web_sys::window()?.location();
    if location.hash().ok()? != "#gallery" {
        return None;
    }
    let search = location.search().ok()?;
    let query = search.trim_start_matches('?').to_owned();
    let value = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name));
    let has = |flag: &str| query.split('&').any(|part| part == flag);
    let preferences = Preferences {
        locale: if has("en") { Locale::En } else { Locale::Zh },
        elder: has("elder"),
        theme: match (has("dark"), has("light")) {
            (true, _) => Theme::Dark,
            (_, true) => Theme::Light,
            _ => Theme::System,
        },
        elder_px: value("px=")
            .and_then(|px| px.parse().ok())
            .unwrap_or(Preferences::default().elder_px),
    };
    let sample = value("sample=").map(str::to_owned);
    Some(Shown {
        sample,
        query,
        preferences,
    })
}

#[derive(Clone, Properties, PartialEq)]
pub struct Props {
    pub shown: Shown,
}

#[component]
pub fn Gallery(props: &Props) -> Html {
    let shown = &props.shown;
    use_effect_with(shown.preferences, |preferences| {
        document::wear(*preferences)
    });
    let app = App {
        words: Words::of(shown.preferences.locale),
        preferences: shown.preferences,
        campus: Some(Rc::new(samples::card())),
        keychain: Keychain::Ready,
        scanner: Scanner::Page,
        system: System::Linux,
        desktop: Some(samples::COMPUTER),
        version: env!("CARGO_PKG_VERSION").into(),
        signed_in: true,
        pinned: false,
        reachable: true,
        update: UpdatePhase::Idle,
        failure: None,
        act: Callback::noop(),
    };
    let body = match &shown.sample {
        None => sheet(&shown.query),
        Some(name) => match samples::all().into_iter().find(|(n, _)| n == name) {
            Some((_, sample)) => draw(&sample, &app),
            None => Html::default(),
        },
    };
    html! { <ContextProvider<App> context={app}>{ body }</ContextProvider<App>> }
}

/// All samples side by side, each 390 px wide.
fn sheet(looks: &str) -> Html {
    let frames = samples::all().into_iter().map(|(name, _)| {
        let src = format!("?sample={name}&{looks}#gallery");
        html! {
            <figure data-sample={name}>
                <iframe title={name} {src} loading="lazy" width="390" height="844"></iframe>
                <figcaption><a href={format!("?sample={name}&{looks}#gallery")}>{ name }</a></figcaption>
            </figure>
        }
    });
    html! { <div class="sheet">{ for frames }</div> }
}

fn draw(sample: &Sample, app: &App) -> Html {
    match sample {
        Sample::Welcome(state) => welcome::screen(state, &Callback::noop(), app),
        Sample::Campus(state) => {
            let native = state.scanner == Scanner::Native;
            let system = if native { System::Android } else { app.system };
            let app = App {
                system,
                ..app.clone()
            };
            let behind = native && state.step == campus::Step::Camera;
            html! {
                <ContextProvider<App> context={app.clone()}>
                    // What a phone's camera would show behind the page.
                    if behind { <div class="scenery"></div> }
                    { campus::screen(state, &Callback::noop(), &app) }
                </ContextProvider<App>>
            }
        }
        Sample::Registration(state) => registration::screen(state, &Callback::noop(), app),
        Sample::Signin(state) => signin::screen(state, &Callback::noop(), app),
        Sample::Recovery(state) => recovery::screen(state, &Callback::noop(), app),
        Sample::Home(state) => {
            html! { <Frame tab={Tab::Home}>{ home::screen(state, &Callback::noop(), app) }</Frame> }
        }
        Sample::Desktop(state) => framed(app, computer::screen(state, &Callback::noop(), app)),
        Sample::Shortcuts => framed(app, shortcuts::screen(app)),
        Sample::Update(state, phase) => update::screen(
            state,
            &Callback::noop(),
            &App {
                update: phase.clone(),
                ..app.clone()
            },
        ),
        Sample::TooOld(demand) => {
            let state = update::gate::State::default();
            update::gate::screen(demand, &state, &Callback::noop(), app)
        }
        Sample::Security(state) => security::screen(state, &Callback::noop(), app),
        Sample::Settings(state) => {
            html! { <Frame tab={Tab::Settings}>{ settings::screen(state, &Callback::noop(), app) }</Frame> }
        }
    }
}
