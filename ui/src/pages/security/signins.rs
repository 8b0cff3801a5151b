use menhu_protocol::api::security::SigninSeen;
use yew::prelude::*;

use super::view::stale;
use super::{Action, Section, State};
use crate::app::{App, Words};
use crate::components::{Button, Icon, Look, Notice, Screen, Shape, Tone};
use crate::host::clock;
use crate::sentence;

/// S-16
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let seen = state.signins.value.as_deref();
    let guessed = seen.is_some_and(|seen| seen.iter().any(|signin| !signin.ok));
    let back = act.reform(|()| Action::Back);
    html! {
        <Screen number="S-16" name="security-signins" title={words.say("safety-signins-title")} help={words.say("safety-signins-help")} {back} notice={stale(state, act, app)}>
            if seen.is_none() && state.signins.asking && state.signins.failure.is_none() {
                <p class="loading" role="status">{ words.say("loading") }</p>
            }
            if guessed {
                <Notice tone={Tone::Careful} text={words.say("safety-signins-guessed")}>
                    <Button id="open-password" look={Look::Outlined} label={words.say("safety-password-title")} on_press={act.reform(|()| Action::Open(Section::Password))} />
                </Notice>
            }
            if seen.is_some_and(<[_]>::is_empty) {
                <p>{ words.say("safety-signins-none") }</p>
            }
            <ul class="list">{ for seen.into_iter().flatten().map(|signin| one(words, signin)) }</ul>
        </Screen>
    }
}

/// When, how, from where; whether it got in stands first, in a word beside a shape.
fn one(words: &Words, signin: &SigninSeen) -> Html {
    let (class, shape, key) = if signin.ok {
        ("came good", Shape::CircleCheck, "safety-signin-ok")
    } else {
        ("came bad", Shape::TriangleAlert, "safety-signin-guess")
    };
    let way = words.say(&format!("safety-way-{}", sentence::wire_name(&signin.way)));
    let device = menhu_words::device(words, &signin.device);
    let network = menhu_words::network(&signin.network);
    let network = words.say_with("safety-network", &[("network", &network)]);
    html! {
        <li class="card">
            <p {class}><Icon {shape} /><span>{ words.say(key) }</span></p>
            <p class="device">{ sentence::moment(words, clock::local(signin.at)) }</p>
            <p>{ format!("{way} · {device}") }</p>
            <p class="note">{ network }</p>
        </li>
    }
}
