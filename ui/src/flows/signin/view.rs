use menhu_protocol::ipc::{SigninDrop, SigninRules, SigninStep};
use menhu_protocol::values::{Phone, Secret};
use menhu_protocol::{Code, Field as Part};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Action, Effect, State, Waiting, Way};
use crate::app::{self, App, Place, use_app};
use crate::components::{
    Button, DeskLine, Field, Form, Look, Notice, PasswordField, Running, Screen, Tone, is_wrong,
    rule_said, use_machine,
};
use crate::flows::code::CodeEntry;
use crate::flows::new_password::NewPasswordFields;
use crate::flows::recovery;
use crate::host::{self, clock, keeper};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub begun: State,
}

#[component]
pub fn Signin(props: &Props) -> Html {
    let app = use_app();
    let (begun, to, card) = (props.begun.clone(), app.act.clone(), app.campus.clone());
    let run = move |effect: Effect, running: Running<State>| match effect {
        Effect::Keep(bookmark) => keeper::keep(bookmark),
        Effect::KeepSoon(bookmark) => keeper::keep_soon(bookmark),
        Effect::Leave(way) => to.emit(match way {
            Way::Home => app::Action::SignedIn,
            Way::Registration => app::Action::Go(Place::registration(running.state().account)),
            Way::Recovery(signin) => {
                let account = signin.account.clone();
                app::Action::Go(Place::Recovery(recovery::State::new(account, Some(signin))))
            }
            Way::Choice => app::Action::Go(Place::choice(card.as_deref())),
        }),
        asked => spawn_local(async move {
            running.act(match asked {
                Effect::Send(ask) => {
                    let sent = host::call(ask).await;
                    Action::CodeSent(sent, clock::now())
                }
                Effect::Prove(ask) => Action::CodeProven(host::call(ask).await),
                Effect::SignIn(ask) => Action::SignedIn(host::call(ask).await),
                Effect::Rules => Action::Rules(host::call(SigninRules {}).await),
                Effect::Renew(ask) => Action::SignedIn(host::call(ask).await),
                Effect::Drop => {
                    // What the server still has of the attempt ends by itself after 30 minutes.
                    let _ = host::call(SigninDrop {}).await;
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
        let running = running.clone();
        use_effect_with((), move |()| {
            keeper::keep(bookmark);
            running.act(Action::Opened);
        });
    }
    screen(&running.state(), &running.callback(), &app)
}

/// The screen of a state.
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    match state.step {
        SigninStep::Phone => phone(state, act, app),
        SigninStep::Code => code(state, act, app),
        SigninStep::WrongPhone => wrong_phone(state, act, app),
        SigninStep::Password => password(state, act, app),
        SigninStep::Renewal => renewal(state, act, app),
    }
}

fn phone(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let waiting = state.waiting == Some(Waiting::Code);
    html! {
        <Screen number="D-01" name="signin-phone" title={words.say("signin-phone-title")} help={words.say("signin-phone-help")} step={(1, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <Field id="phone" label={words.say("phone")} kind="tel" inputmode="tel" autocomplete="tel-national" value={state.phone.clone()} invalid={is_wrong(state.failure.as_ref(), Part::Phone)} on_input={act.reform(Action::Phone)} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("send-code")} {waiting} />
            </Form>
        </Screen>
    }
}

fn code(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen number="D-02" name="signin-code" title={words.say("code-title")} help={state.code_out.as_ref().map(|out| AttrValue::from(words.say_with("code-help", &[("to", &out.sent.to)])))} step={(2, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <CodeEntry
                value={state.code.expose().to_owned()}
                out={state.code_out.clone()}
                invalid={is_wrong(state.failure.as_ref(), Part::Code)}
                proving={state.waiting == Some(Waiting::Proof)}
                resending={state.waiting == Some(Waiting::Resend)}
                on_input={act.reform(Action::Code)}
                on_submit={act.reform(|()| Action::Submit)}
                on_resend={act.reform(|()| Action::Resend)}
            />
        </Screen>
    }
}

fn wrong_phone(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let masked = Phone::parse(&state.phone).map_or(state.phone.clone(), |p| p.masked());
    let wrong = state.wrong.unwrap_or(Code::PhoneUnknown);
    let help = words.say_with("wrong-phone-help", &[("phone", &masked)]);
    let reason = words.say(&format!("failure-{}", wrong.as_str()));
    let button = |id: &'static str, look, key: &str, action: fn() -> Action| {
        html! { <Button {id} {look} label={words.say(key)} on_press={act.reform(move |()| action())} /> }
    };
    let (again, register) = (|| Action::PhoneAgain, || Action::Register);
    let ways = match wrong {
        Code::NotActivated => html! { <>
            { button("next", Look::Filled, "continue-activating", register) }
            { button("other-phone", Look::Outlined, "other-phone", again) }
        </> },
        Code::PhoneOfAnother => html! { <>
            { button("next", Look::Filled, "account-again", || Action::AccountAgain) }
            { button("other-phone", Look::Outlined, "other-phone", again) }
        </> },
        _ => html! { <>
            { button("next", Look::Filled, "phone-again", again) }
            { button("go-register", Look::Outlined, "register-now", register) }
        </> },
    };
    html! {
        <Screen number="D-03" name="signin-wrong-phone" title={words.say("wrong-phone-title")} {help} step={(2, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()}>
            <Notice tone={Tone::Careful} text={reason} />
            <div class="stack">{ ways }</div>
            <DeskLine hours=true />
        </Screen>
    }
}

fn password(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let waiting = matches!(state.waiting, Some(Waiting::Password | Waiting::Rules));
    let help = match Phone::parse(&state.phone) {
        Ok(phone) => words.say_with("signin-password-help", &[("phone", &phone.masked())]),
        Err(_) => words.say("signin-password-help-plain"),
    };
    html! {
        <Screen number="D-04" name="signin-password" title={words.say("signin-password-title")} {help} step={(3, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <Field id="account" label={words.say("account-name")} help={words.say("account-name-help")} inputmode="email" autocomplete="username" value={state.account.clone()} invalid={is_wrong(state.failure.as_ref(), Part::Account)} on_input={act.reform(Action::Account)} />
                <PasswordField label={words.say("password")} value={state.password.expose().to_owned()} invalid={is_wrong(state.failure.as_ref(), Part::Password)} on_input={act.reform(|text: String| Action::Password(Secret::new(text)))} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("signin-go")} {waiting} />
            </Form>
            <Button id="forgot" look={Look::Quiet} label={words.say("forgot")} disabled={state.waiting.is_some()} on_press={act.reform(|()| Action::Forgot)} />
        </Screen>
    }
}

/// D-05: the password was right and is too easy to guess.
fn renewal(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let waiting = state.waiting == Some(Waiting::Renewal);
    let rules = state.new.rules.iter().flat_map(|rules| &rules.rules);
    let unmet: Vec<_> = rules
        .filter(|rule| state.unmet.iter().any(|name| name == rule.name()))
        .map(|rule| html! { <li>{ rule_said(words, *rule) }</li> })
        .collect();
    html! {
        <Screen number="D-05" name="signin-renewal" title={words.say("renewal-title")} help={words.say("renewal-help")} step={(3, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            if state.new.rules.is_some() {
                if !unmet.is_empty() {
                    <Notice tone={Tone::Careful} text={words.say("renewal-unmet")}><ul>{ for unmet }</ul></Notice>
                }
                <Form on_submit={act.reform(|()| Action::Submit)}>
                    <NewPasswordFields typed={state.new.clone()} failure={state.failure.clone()} on_text={act.reform(Action::New)} on_repeat={act.reform(Action::Repeat)} />
                    <Button id="next" look={Look::Filled} submit=true label={words.say("renewal-go")} {waiting} />
                </Form>
            } else if state.waiting.is_some() {
                <p class="loading">{ words.say("loading") }</p>
            }
        </Screen>
    }
}
