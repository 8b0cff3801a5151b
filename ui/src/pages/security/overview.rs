use menhu_protocol::api::security::Security;
use yew::prelude::*;

use super::view::{browse, stale, told};
use super::{Action, Happened, Section, State};
use crate::app::{App, Words};
use crate::components::{DeskLine, Notice, Row, Screen, Shape, Tone};
use crate::host::clock;
use crate::sentence;

/// Below the campus's origin: what the campus has of me, and taking it along.
const DATA_PATH: &str = "/me/data";

/// S-11
pub fn screen(security: &Security, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let open = |section| act.reform(move |()| Action::Open(section));
    let now = clock::now();
    let password = match security.password_at {
        Some(at) => words.say_with(
            "safety-password-at",
            &[("ago", &sentence::ago(words, at, now))],
        ),
        None => words.say("safety-password-initial"),
    };
    let phone = security.phone.clone();
    let mail = match (&security.mail_pending, &security.mail) {
        (Some(pending), _) => words.say_with("safety-mail-pending", &[("to", &pending.to)]),
        (None, Some(mail)) => mail.clone(),
        (None, None) => words.say("safety-mail-none"),
    };
    let mail_section = match security.mail_pending {
        Some(_) => Section::Letter,
        None => Section::Mail,
    };
    let close = match security.closes_at {
        Some(at) => words.say_with(
            "safety-closes",
            &[("day", &sentence::campus_day(words, at))],
        ),
        None => words.say("safety-close-note"),
    };
    let notice = html! {
        <>
            { stale(state, act, app) }
            { happened(state, words) }
        </>
    };
    html! {
        <Screen number="S-11" name="security" title={words.say("safety-title")} back={act.reform(|()| Action::Back)} {notice}>
            if security.password_at.is_none() {
                <Notice tone={Tone::Careful} text={words.say("safety-initial")} />
            }
            if security.phone.is_none() {
                <Notice tone={Tone::Careful} text={words.say("safety-no-phone")} />
            }
            <div class="rows">
                <Row id="open-password" icon={Shape::Lock} label={words.say("safety-password")} note={password} on_press={open(Section::Password)} />
                <Row id="open-phone" icon={Shape::Smartphone} label={words.say("safety-phone")} note={phone.unwrap_or_else(|| words.say("safety-none"))} on_press={open(Section::Phone)} />
                <Row id="open-mail" icon={Shape::Mail} label={words.say("safety-mail")} note={mail} on_press={open(mail_section)} />
                <Row id="open-devices" icon={Shape::Monitor} label={words.say("devices")} note={words.say("devices-note")} on_press={open(Section::Devices)} />
                <Row id="open-signins" icon={Shape::Clock} label={words.say("safety-signins")} note={words.say("safety-signins-note")} on_press={open(Section::Signins)} />
                <Row id="open-data" icon={Shape::FileText} label={words.say("safety-data")} note={words.say("safety-data-note")} on_press={browse(app, DATA_PATH)} />
                <Row id="open-close" icon={Shape::UserX} label={words.say("safety-close")} note={close} on_press={open(Section::Close)} />
            </div>
        </Screen>
    }
}

/// S-11 while nothing was read yet.
pub fn unread(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let back = act.reform(|()| Action::Back);
    html! {
        <Screen number="S-11" name="security" title={words.say("safety-title")} {back} notice={stale(state, act, app)}>
            if state.security.asking && state.security.failure.is_none() {
                <p class="loading" role="status">{ words.say("loading") }</p>
            }
            if state.security.failure.is_some() {
                <p>{ words.say("safety-unread") }</p>
                <DeskLine hours=true />
            }
        </Screen>
    }
}

/// What was just done, and who hears of it.
fn happened(state: &State, words: &Words) -> Html {
    let Some(happened) = &state.happened else {
        return Html::default();
    };
    let (text, to): (String, &[String]) = match happened {
        Happened::PasswordChanged { ended, told } => {
            let key = if *ended {
                "safety-did-password-ended"
            } else {
                "safety-did-password"
            };
            (words.say(key), told)
        }
        Happened::PhoneBound { phone, told } => (
            words.say_with("safety-did-phone", &[("phone", phone)]),
            told,
        ),
        Happened::PhoneUnbound { phone, told } => (
            words.say_with("safety-did-unbind", &[("phone", phone)]),
            told,
        ),
        Happened::CloseAsked { at } => {
            let text = words.say_with(
                "safety-did-close",
                &[("day", &sentence::campus_day(words, *at))],
            );
            (text, &[])
        }
        Happened::CloseTakenBack => (words.say("safety-did-close-back"), &[]),
    };
    html! {
        <Notice tone={Tone::Good} {text}>
            if let Some(told) = told(words, to) { <p class="note">{ told }</p> }
        </Notice>
    }
}
