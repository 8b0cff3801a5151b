use menhu_protocol::ipc::{Home, Keychain, LinkOpen, Preferences};
use menhu_protocol::{Code, Failure, Module};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Action, Effect, State, tiles};
use crate::app::{self, App, Place, use_app};
use crate::components::{
    Button, DeskLine, Fact, Frame, Icon, Look, Notice, Row, Running, Screen, Shape, Switch, Tab,
    Tone, use_machine,
};
use crate::host::{self, clock};
use crate::pages::update::UpdateLine;
use crate::sentence;

/// Path of the campus's download page below its origin.
const DOWNLOAD_PATH: &str = "/d";

#[component]
pub fn HomePage() -> Html {
    let app = use_app();
    let to = app.act.clone();
    let running = use_machine(
        State::default,
        move |effect, running: Running<State>| match effect {
            Effect::Kept(ask) => spawn_local(async move {
                running.act(Action::Kept(host::call(ask).await));
            }),
            Effect::Fresh(ask) => spawn_local(async move {
                running.act(Action::Fresh(host::call(ask).await));
            }),
            Effect::Campus(card) => to.emit(app::Action::Campus(card)),
            Effect::SignedOut => to.emit(app::Action::SessionEnded),
        },
    );
    {
        let running = running.clone();
        use_effect_with((), move |()| running.act(Action::Opened));
    }
    {
        // The campus can be reached again: what is shown is made fresh without being asked.
        let running = running.clone();
        use_effect_with(app.reachable, move |reachable| {
            if *reachable && running.state().stale().is_some() {
                running.act(Action::Again);
            }
        });
    }
    html! { <Frame tab={Tab::Home}>{ screen(&running.state(), &running.callback(), &app) }</Frame> }
}

/// The screen of a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let home = state.home.value.as_ref();
    let me = home.and_then(|home| home.me.as_ref());
    let title = match me {
        Some(me) => sentence::greeting(words, clock::hour(), &me.name),
        None => words.say("home-title"),
    };
    html! {
        <Screen number="H-01" name="home" {title} notice={state.stale().map(|failure| stale(failure, state, act, app)).unwrap_or_default()}>
            { keychain(state, app) }
            <UpdateLine />
            <ElderSwitch />
            if home.is_none() && state.home.asking {
                <p class="loading" role="status">{ words.say("loading") }</p>
            }
            if let Some(home) = home {
                <div class="columns">
                    { who(home, app) }
                    { apps(home, app) }
                </div>
                <DeskLine desk={home.campus.manifest.desk.clone()} hours=true />
            }
        </Screen>
    }
}

/// A session that cannot be kept, or not be read, is said where it is used.
fn keychain(state: &State, app: &App) -> Html {
    let words = &app.words;
    let keychain = state
        .home
        .value
        .as_ref()
        .map_or(app.keychain, |home| home.keychain);
    html! {
        <>
            if keychain == Keychain::Missing {
                <Notice tone={Tone::Careful} text={words.say("keychain-missing")} />
            }
            if keychain == Keychain::Locked {
                <Notice tone={Tone::Careful} text={words.say("failure-keychain_locked")} />
            }
        </>
    }
}

/// Why what is shown may be old, and how old it is.
fn stale(failure: &Failure, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let age = state.home.value.as_ref().filter(|home| home.me.is_some());
    let age = age.map(|home| {
        let ago = sentence::ago(words, home.read_at, clock::now());
        words.say_with("home-stale", &[("ago", &ago)])
    });
    // Nothing was typed here, so the sentence about what was typed has no place.
    let text = match failure.code {
        Code::Offline => words.say("home-offline"),
        _ => sentence::failure(words, failure),
    };
    html! {
        <Notice tone={Tone::Careful} {text}>
            if let Some(age) = age { <p class="note">{ age }</p> }
            <Button id="retry" look={Look::Outlined} icon={Shape::Refresh} label={words.say("retry")} waiting={state.home.asking} on_press={act.reform(|()| Action::Again)} />
        </Notice>
    }
}

/// 长辈版 on the home page itself, where people look for it.
#[component]
fn ElderSwitch() -> Html {
    let app = use_app();
    let act = app.act.clone();
    let now = app.preferences;
    let state = if now.elder { "switch-on" } else { "switch-off" };
    html! {
        <Switch id="elder-switch" label={app.words.say("mode-elder")} state={app.words.say(state)} on={now.elder} on_toggle={move |elder| act.emit(app::Action::Preferences(Preferences { elder, ..now }))} />
    }
}

fn who(home: &Home, app: &App) -> Html {
    let words = &app.words;
    let campus = words.pick(&home.campus.manifest.name).to_owned();
    let Some(me) = &home.me else {
        return html! {
            <section class="card">
                <h2>{ words.say("home-me") }</h2>
                <p>{ words.say("home-me-unread") }</p>
                <dl class="facts"><Fact label={words.say("campus")} value={campus} /></dl>
            </section>
        };
    };
    let memberships = me.members.iter().map(|m| {
        let category = words.say(&format!("category-{}", sentence::wire_name(&m.category)));
        let value = format!("{category} · {}", m.department);
        html! { <Fact label={words.say_with("member-id", &[("id", m.member.as_str())])} {value} /> }
    });
    html! {
        <section class="card">
            <h2>{ words.say("home-me") }</h2>
            <dl class="facts">
                <Fact label={words.say("name")} value={me.name.clone()} />
                { for memberships }
                <Fact label={words.say("phone")} value={me.phone.clone()} />
                <Fact label={words.say("campus")} value={campus} />
            </dl>
            <Row id="open-security" icon={Shape::Shield} label={words.say("safety-title")} note={words.say("safety-note")} on_press={app.act.reform(|()| app::Action::Aside(Place::Security))} />
        </section>
    }
}

fn apps(home: &Home, app: &App) -> Html {
    let words = &app.words;
    let tiles = tiles(&home.campus.manifest);
    if tiles.is_empty() {
        return html! {
            <section class="card">
                <h2>{ words.say("home-apps") }</h2>
                <p>{ words.say("home-apps-none") }</p>
            </section>
        };
    }
    let origin = home.campus.manifest.origin.origin();
    let tiles = tiles.into_iter().filter_map(|module| match module {
        Module::Download => {
            let url = format!("{origin}{DOWNLOAD_PATH}");
            let open = Callback::from(move |_: MouseEvent| {
                let url = url.clone();
                spawn_local(async move {
                    // A system without a browser has said so itself by then.
                    let _ = host::call(LinkOpen { url }).await;
                });
            });
            Some(html! {
                <button id="tile-download" class="tile" type="button" onclick={open}>
                    <Icon shape={Shape::Download} />
                    <span>{ words.say("tile-download") }</span>
                    <span class="note">{ words.say("tile-download-note") }</span>
                </button>
            })
        }
        // Joins `Module::BUILT` when it is built, and gets its tile then.
        _ => None,
    });
    html! {
        <section class="card">
            <h2>{ words.say("home-apps") }</h2>
            <div class="tiles">{ for tiles }</div>
        </section>
    }
}
