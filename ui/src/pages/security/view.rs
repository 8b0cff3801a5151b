use gloo_events::EventListener;
use menhu_protocol::Code;
use menhu_protocol::Failure;
use menhu_protocol::ipc::{
    CloseAsk, CloseTakeBack, MailSend, MailUnbindSend, PasswordChange, PhoneProve, PhoneSend,
    PhoneUnbind, PhoneUnbindSend, SecurityProve, SecurityRead, SigninsRead,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Act, Action, Answer, Effect, Section, State};
use crate::app::{self, App, Words, use_app};
use crate::components::{Button, Look, Notice, Running, Shape, Tone, use_machine};
use crate::host::{self, clock, sight};
use crate::pages::settings::Devices;
use crate::sentence;

/// Below the campus's origin: the page where a forgotten password is set anew.
const RECOVER_PATH: &str = "/recover";

#[component]
pub fn SecurityPage() -> Html {
    let app = use_app();
    let to = app.act.clone();
    let running = use_machine(State::default, move |effect, running: Running<State>| {
        match effect {
            Effect::Leave => return to.emit(app::Action::Return),
            Effect::SignedOut => return to.emit(app::Action::SessionEnded),
            _ => {}
        }
        let state = running.state();
        spawn_local(async move {
            running.act(match effect {
                Effect::Read => {
                    let read = host::call(SecurityRead {}).await.map(Box::new);
                    Action::Read(read, clock::now())
                }
                Effect::Signins => Action::Signins(host::call(SigninsRead {}).await),
                Effect::Do(act) => {
                    let answer = ask(act, &state).await;
                    Action::Answered(act, answer, clock::now())
                }
                Effect::Prove(password) => {
                    Action::Proven(host::call(SecurityProve { password }).await)
                }
                Effect::Leave | Effect::SignedOut => return,
            });
        });
    });
    {
        let running = running.clone();
        use_effect_with((), move |()| {
            running.act(Action::Opened);
            // The link of a letter is opened elsewhere; whoever comes back sees what it did.
            let listener = sight::on_sight(move |seen| {
                if seen {
                    running.act(Action::Opened);
                }
            });
            move || drop::<Option<EventListener>>(listener)
        });
    }
    {
        let running = running.clone();
        use_effect_with(app.reachable, move |reachable| {
            if *reachable && running.state().stale().is_some() {
                running.act(Action::ReadAgain);
            }
        });
    }
    screen(&running.state(), &running.callback(), &app)
}

/// Sends an act with what stands in its form.
async fn ask(act: Act, state: &State) -> Result<Answer, Failure> {
    let security = |security| Answer::Security(Box::new(security));
    let code = state.phone.code.clone();
    match act {
        Act::PasswordChange => {
            let form = &state.password;
            let ask = PasswordChange {
                old: form.old.clone(),
                new: form.new.text.clone(),
                end_others: form.end_others,
            };
            host::call(ask).await.map(security)
        }
        Act::PhoneSend => {
            let phone = state.phone.number.clone();
            host::call(PhoneSend { phone }).await.map(Answer::Code)
        }
        Act::PhoneProve => host::call(PhoneProve { code }).await.map(security),
        Act::PhoneUnbindSend => host::call(PhoneUnbindSend {}).await.map(Answer::Code),
        Act::PhoneUnbind => host::call(PhoneUnbind { code }).await.map(security),
        Act::MailSend => {
            let mail = state.mail.clone();
            host::call(MailSend { mail }).await.map(Answer::Letter)
        }
        Act::MailUnbindSend => host::call(MailUnbindSend {}).await.map(Answer::Letter),
        Act::CloseAsk => host::call(CloseAsk {}).await.map(security),
        Act::CloseTakeBack => host::call(CloseTakeBack {}).await.map(security),
    }
}

/// The screen of a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    if let Some(proof) = &state.proof {
        return super::proof::screen(proof, state, act, app);
    }
    let Some(security) = &state.security.value else {
        return super::overview::unread(state, act, app);
    };
    match state.section {
        Section::Root => super::overview::screen(security, state, act, app),
        Section::Password => super::password::screen(state, act, app),
        Section::Phone => super::phone::number(security, state, act, app),
        Section::Code(aim) => super::phone::code(aim, security, state, act, app),
        Section::PhoneUnbind => super::phone::unbind(security, state, act, app),
        Section::Mail => super::mail::address(security, state, act, app),
        Section::MailUnbind => super::mail::unbind(security, state, act, app),
        Section::Letter => super::mail::letter(security, state, act, app),
        Section::Devices => html! { <Devices back={act.reform(|()| Action::Back)} /> },
        Section::Signins => super::signins::screen(state, act, app),
        Section::Close => super::close::screen(security, state, act, app),
    }
}

/// Why what is shown may be old, and how old it is.
pub(super) fn stale(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let Some(failure) = state.stale() else {
        return Html::default();
    };
    // Nothing was typed here, so the sentence about what was typed has no place.
    let text = match failure.code {
        Code::Offline => words.say("safety-offline"),
        _ => sentence::failure(words, failure),
    };
    let (known, asking) = match state.section {
        Section::Signins => (state.signins.value.is_some(), state.signins.asking),
        _ => (state.security.value.is_some(), state.security.asking),
    };
    let ago = sentence::ago(words, state.read_at, clock::now());
    html! {
        <Notice tone={Tone::Careful} {text}>
            if known { <p class="note">{ words.say_with("home-stale", &[("ago", &ago)]) }</p> }
            <Button id="read-again" look={Look::Outlined} icon={Shape::Refresh} label={words.say("retry")} waiting={asking} on_press={act.reform(|()| Action::ReadAgain)} />
        </Notice>
    }
}

/// The sentence about a password that is asked of somebody who is in: no account was typed.
pub(super) fn wording(words: &Words, state: &State) -> Option<AttrValue> {
    let failure = state.failure.as_ref()?;
    let said = match (failure.code, failure.left) {
        (Code::PasswordWrong, Some(left)) => {
            words.say_with("safety-password-wrong-left", &[("n", &left.to_string())])
        }
        (Code::PasswordWrong, None) => words.say("safety-password-wrong"),
        _ => return None,
    };
    Some(said.into())
}

/// The way of somebody who does not know the password any more: the campus's own page.
pub(super) fn forgotten(app: &App) -> Html {
    let words = &app.words;
    html! {
        <Button id="forgotten" look={Look::Quiet} label={words.say("safety-forgotten")} on_press={browse(app, RECOVER_PATH)} />
    }
}

/// Opens a page of the campus in the browser.
pub(super) fn browse(app: &App, path: &'static str) -> Callback<()> {
    let campus = app.campus.clone();
    Callback::from(move |()| {
        let Some(card) = &campus else { return };
        let url = format!("{}{path}", card.manifest.origin.origin());
        spawn_local(async move {
            // A system without a browser has said so itself by then.
            let _ = host::call(menhu_protocol::ipc::LinkOpen { url }).await;
        });
    })
}

/// 「通知会发到 …」; nothing where nobody is told.
pub(super) fn told(words: &Words, channels: &[String]) -> Option<String> {
    let to = match channels {
        [] => return None,
        [one] => one.clone(),
        [one, .., other] => words.say_with("safety-pair", &[("a", one), ("b", other)]),
    };
    Some(words.say_with("safety-told", &[("to", &to)]))
}
