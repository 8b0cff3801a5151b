use menhu_protocol::Field as Part;
use menhu_protocol::api::recovery;
use menhu_protocol::ipc::{RecoveryDrop, RecoveryStep};
use menhu_protocol::values::Secret;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Action, Effect, Exit, State, Waiting};
use crate::app::{self, App, Place, use_app};
use crate::components::{
    Button, DeskLine, Field, Form, Look, Notice, Running, Screen, Switch, Tone, is_wrong,
    use_machine,
};
use crate::flows::code::CodeEntry;
use crate::flows::new_password::NewPasswordFields;
use crate::flows::signin;
use crate::host::{self, clock, keeper};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub begun: State,
}

#[component]
pub fn Recovery(props: &Props) -> Html {
    let app = use_app();
    let (begun, to, card) = (props.begun.clone(), app.act.clone(), app.campus.clone());
    let run = move |effect: Effect, running: Running<State>| match effect {
        Effect::Keep(bookmark) => keeper::keep(bookmark),
        Effect::KeepSoon(bookmark) => keeper::keep_soon(bookmark),
        Effect::Leave(exit) => to.emit(app::Action::Go(match exit {
            Exit::Signin(bookmark) => Place::Signin(signin::State::resumed(bookmark)),
            Exit::Choice => Place::choice(card.as_deref()),
        })),
        asked => spawn_local(async move {
            running.act(match asked {
                Effect::Begin(ask) => Action::Begun(host::call(ask).await),
                Effect::Send(ask) => {
                    let sent = host::call(ask).await;
                    Action::CodeSent(sent, clock::now())
                }
                Effect::Prove(ask) => Action::Proven(host::call(ask).await),
                Effect::Set(ask) => Action::Set(host::call(ask).await),
                Effect::Drop => {
                    // What the server still has of the recovery ends by itself after 30 minutes.
                    let _ = host::call(RecoveryDrop {}).await;
                    return;
                }
                Effect::Keep(_) | Effect::KeepSoon(_) | Effect::Leave(_) => return,
            });
        }),
    };
    let running = use_machine(move || begun, run);
    {
        // Where the flow is entered is kept as well, not only where it goes.
        let bookmark = running.state().bookmark();
        use_effect_with((), move |()| keeper::keep(bookmark));
    }
    screen(&running.state(), &running.callback(), &app)
}

/// The screen of a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    match state.step {
        RecoveryStep::Account => account(state, act, app),
        RecoveryStep::Choose => choose(state, act, app),
        RecoveryStep::Code => code(state, act, app),
        RecoveryStep::Password => password(state, act, app),
        RecoveryStep::Done => done(state, act, app),
    }
}

fn account(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let waiting = state.waiting == Some(Waiting::Begin);
    html! {
        <Screen number="E-01" name="recovery-account" title={words.say("recovery-account-title")} help={words.say("recovery-account-help")} step={(1, 4)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <Field id="account" label={words.say("account-name")} help={words.say("account-name-help")} inputmode="email" autocomplete="username" value={state.account.clone()} invalid={is_wrong(state.failure.as_ref(), Part::Account)} on_input={act.reform(Action::Account)} />
                <Field id="certificate" label={words.say("certificate")} help={words.say("certificate-help")} value={state.certificate.expose().to_owned()} invalid={is_wrong(state.failure.as_ref(), Part::Certificate)} on_input={act.reform(|text: String| Action::Certificate(Secret::new(text)))} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("next")} {waiting} />
            </Form>
            <DeskLine />
        </Screen>
    }
}

fn choose(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let phone = (
        recovery::Way::Phone,
        "recovery-phone",
        state.ways.phone.as_ref(),
    );
    let mail = (
        recovery::Way::Mail,
        "recovery-mail",
        state.ways.mail.as_ref(),
    );
    let offered: Vec<_> = [phone, mail]
        .into_iter()
        .filter_map(|(way, key, hint)| Some((way, key, hint?)))
        .collect();
    let none = offered.is_empty();
    let buttons = offered.into_iter().enumerate().map(|(n, (way, key, hint))| {
        let look = if n == 0 { Look::Filled } else { Look::Outlined };
        let waiting = state.waiting == Some(Waiting::Code(way));
        let disabled = state.waiting.is_some() && !waiting;
        html! { <Button key={key} id={key} {look} label={words.say_with(key, &[("hint", hint)])} {waiting} {disabled} on_press={act.reform(move |()| Action::Choose(way))} /> }
    });
    let (title, help) = match none {
        true => ("recovery-none-title", "recovery-none-help"),
        false => ("recovery-choose-title", "recovery-choose-help"),
    };
    html! {
        <Screen number="E-02" name="recovery-choose" title={words.say(title)} help={words.say(help)} step={(2, 4)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            if !none { <div class="stack">{ for buttons }</div> }
            <section class="stack">
                if !none { <h2>{ words.say("recovery-otherwise") }</h2> }
                if state.ways.device { <Notice tone={Tone::Plain} text={words.say("recovery-device")} /> }
                <p>{ words.say("recovery-desk") }</p>
                <DeskLine hours=true />
            </section>
        </Screen>
    }
}

fn code(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let by_mail = state.way == Some(recovery::Way::Mail);
    let help = if by_mail {
        "recovery-code-mail"
    } else {
        "code-help"
    };
    let missing = by_mail.then(|| AttrValue::from(words.say("recovery-code-mail-missing")));
    let help = state
        .code_out
        .as_ref()
        .map(|out| AttrValue::from(words.say_with(help, &[("to", &out.sent.to)])));
    html! {
        <Screen number="E-03" name="recovery-code" title={words.say("code-title")} {help} step={(3, 4)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <CodeEntry
                value={state.code.expose().to_owned()}
                out={state.code_out.clone()}
                invalid={is_wrong(state.failure.as_ref(), Part::Code)}
                proving={state.waiting == Some(Waiting::Proof)}
                resending={state.waiting == Some(Waiting::Resend)}
                {missing}
                on_input={act.reform(Action::Code)}
                on_submit={act.reform(|()| Action::Submit)}
                on_resend={act.reform(|()| Action::Resend)}
            />
        </Screen>
    }
}

fn password(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let waiting = state.waiting == Some(Waiting::Password);
    let on = state.end_sessions;
    html! {
        <Screen number="E-04" name="recovery-password" title={words.say("recovery-password-title")} help={words.say("recovery-password-help")} step={(4, 4)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <NewPasswordFields typed={state.new.clone()} failure={state.failure.clone()} on_text={act.reform(Action::New)} on_repeat={act.reform(Action::Repeat)} />
                <Switch id="end-sessions" label={words.say("recovery-end")} state={words.say(if on { "switch-on" } else { "switch-off" })} {on} on_toggle={act.reform(Action::EndSessions)} />
                <p class="note">{ words.say("recovery-end-help") }</p>
                <Button id="next" look={Look::Filled} submit=true label={words.say("recovery-set")} {waiting} />
            </Form>
        </Screen>
    }
}

fn done(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen number="E-05" name="recovery-done" title={words.say("recovery-done-title")} failure={state.failure.clone()}>
            <Notice tone={Tone::Good} text={words.say("recovery-done-text")} />
            <p>{ words.say_with("recovery-done-next", &[("account", &state.account)]) }</p>
            <Button id="next" look={Look::Filled} label={words.say("done-signin")} on_press={act.reform(|()| Action::Submit)} />
        </Screen>
    }
}
