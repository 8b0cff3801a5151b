use menhu_protocol::Field as Part;
use menhu_protocol::api::registration::{Activation, Record};
use menhu_protocol::ipc::{
    RegistrationActivate, RegistrationCodeAgain, RegistrationDrop, RegistrationStep,
};
use menhu_protocol::values::Secret;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Action, DISPUTABLE, Effect, State, Waiting, Way};
use crate::app::{self, App, Place, use_app};
use crate::components::{
    Button, Choice, DeskLine, Fact, Field, Form, Look, Notice, PasswordField, Running, Screen,
    Tone, is_wrong, use_machine,
};
use crate::flows::code::CodeEntry;
use crate::flows::recovery;
use crate::host::{self, clock, keeper};
use crate::sentence;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub begun: State,
}

#[component]
pub fn Registration(props: &Props) -> Html {
    let app = use_app();
    let (begun, to, card) = (props.begun.clone(), app.act.clone(), app.campus.clone());
    let run = move |effect: Effect, running: Running<State>| match effect {
        Effect::Keep(bookmark) => keeper::keep(bookmark),
        Effect::KeepSoon(bookmark) => keeper::keep_soon(bookmark),
        Effect::Leave(way) => to.emit(app::Action::Go(match way {
            Way::Signin { phone } => Place::signin(phone),
            Way::Recovery { account } => Place::Recovery(recovery::State::new(account, None)),
            Way::Choice => Place::choice(card.as_deref()),
        })),
        asked => spawn_local(async move {
            running.act(match asked {
                Effect::Open(ask) => Action::Opened(host::call(ask).await),
                Effect::Activate => Action::Activated(host::call(RegistrationActivate {}).await),
                Effect::Dispute(ask) => Action::Disputed(host::call(ask).await),
                Effect::Send(ask) => {
                    let sent = host::call(ask).await;
                    Action::CodeSent(sent, clock::now())
                }
                Effect::SendAgain => {
                    let sent = host::call(RegistrationCodeAgain {}).await;
                    Action::CodeSent(sent, clock::now())
                }
                Effect::Prove(ask) => Action::Proven(host::call(ask).await),
                Effect::Drop => {
                    // What the server still has of the registration ends by itself after 30 minutes.
                    let _ = host::call(RegistrationDrop {}).await;
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
    match (state.step, state.record(), state.activation()) {
        (RegistrationStep::Confirm, Some(record), _) => confirm(record, state, act, app),
        (RegistrationStep::Dispute, ..) => dispute(state, act, app),
        (RegistrationStep::Phone, ..) => phone(state, act, app),
        (RegistrationStep::Code, ..) => code(state, act, app),
        (RegistrationStep::Done, _, Some(activation)) => done(activation, act, app),
        _ => account(state, act, app),
    }
}

fn account(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen number="C-01" name="registration-account" title={words.say("registration-account-title")} help={words.say("registration-account-help")} step={(1, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <Field id="account" label={words.say("account")} autocomplete="username" value={state.account.clone()} invalid={is_wrong(state.failure.as_ref(), Part::Account)} on_input={act.reform(Action::Account)} />
                <PasswordField label={words.say("password")} value={state.password.expose().to_owned()} invalid={is_wrong(state.failure.as_ref(), Part::Password)} on_input={act.reform(|text: String| Action::Password(Secret::new(text)))} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("next")} waiting={state.waiting == Some(Waiting::Open)} />
            </Form>
            <Button id="forgot" look={Look::Quiet} label={words.say("forgot")} disabled={state.waiting.is_some()} on_press={act.reform(|()| Action::Forgot)} />
            <DeskLine />
        </Screen>
    }
}

fn confirm(record: &Record, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let category = words.say(&format!(
        "category-{}",
        sentence::wire_name(&record.category)
    ));
    let phone = record
        .phone
        .clone()
        .unwrap_or_else(|| words.say("confirm-no-phone"));
    let busy = state.waiting.is_some();
    let case = record.dispute.as_ref().map(|case| {
        let key = if case.blocks {
            "dispute-blocks"
        } else {
            "dispute-open"
        };
        let field = sentence::field(words, case.field);
        html! {
            <Notice tone={Tone::Careful} text={words.say_with(key, &[("field", &field), ("number", &case.number)])}>
                <DeskLine hours=true />
            </Notice>
        }
    });
    let (go, other) = if record.phone.is_some() {
        ("confirm-activate", "confirm-other-phone")
    } else {
        ("confirm-bind-phone", "")
    };
    html! {
        <Screen number="C-02" name="registration-confirm" title={words.say("confirm-title")} help={words.say("confirm-help")} step={(2, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <dl class="facts card">
                <Fact label={words.say("name")} value={record.name.clone()} />
                <Fact label={words.say("account")} value={record.member.clone()} />
                <Fact label={words.say("department")} value={record.department.clone()} />
                <Fact label={words.say("category")} value={category} />
                <Fact label={words.say("phone")} value={phone} />
            </dl>
            { case }
            <div class="stack">
                if !state.is_blocked() {
                    <Button id="activate" look={Look::Filled} label={words.say(go)} waiting={state.waiting == Some(Waiting::Activate)} on_press={act.reform(|()| Action::Submit)} />
                }
                <Button id="dispute" look={Look::Outlined} label={words.say("confirm-dispute")} disabled={busy} on_press={act.reform(|()| Action::Dispute)} />
                if !other.is_empty() {
                    <Button id="other-phone" look={Look::Quiet} label={words.say(other)} disabled={busy} on_press={act.reform(|()| Action::OtherPhone)} />
                }
            </div>
        </Screen>
    }
}

fn dispute(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let choices = DISPUTABLE.iter().copied().map(|field| {
        let name = sentence::wire_name(&field);
        html! { <Choice id={format!("wrong-{name}")} label={sentence::field(words, field)} chosen={state.wrong == Some(field)} on_choose={act.reform(move |()| Action::Wrong(field))} /> }
    });
    html! {
        <Screen number="C-03" name="registration-dispute" title={words.say("dispute-title")} help={words.say("dispute-help")} step={(2, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <div class="choices pair" role="group" aria-label={words.say("dispute-title")}>{ for choices }</div>
                <Field id="should-be" label={words.say("should-be")} value={state.should_be.clone()} invalid={is_wrong(state.failure.as_ref(), Part::ShouldBe)} on_input={act.reform(Action::ShouldBe)} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("dispute-send")} waiting={state.waiting == Some(Waiting::Dispute)} />
            </Form>
            <DeskLine hours=true />
        </Screen>
    }
}

fn phone(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen number="C-04" name="registration-phone" title={words.say("bind-title")} help={words.say("bind-help")} step={(2, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <Field id="phone" label={words.say("phone")} kind="tel" inputmode="tel" autocomplete="tel-national" value={state.phone.clone()} invalid={is_wrong(state.failure.as_ref(), Part::Phone)} on_input={act.reform(Action::Phone)} />
                <Field id="certificate" label={words.say("certificate")} help={words.say("certificate-help")} value={state.certificate.expose().to_owned()} invalid={is_wrong(state.failure.as_ref(), Part::Certificate)} on_input={act.reform(|text: String| Action::Certificate(Secret::new(text)))} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("send-code")} waiting={state.waiting == Some(Waiting::Code)} />
            </Form>
            <DeskLine />
        </Screen>
    }
}

fn code(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    html! {
        <Screen number="C-05" name="registration-code" title={words.say("code-title")} help={state.code_out.as_ref().map(|out| AttrValue::from(words.say_with("code-help", &[("to", &out.sent.to)])))} step={(2, 3)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
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

fn done(activation: &Activation, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let (year, month, day, hour, minute) = clock::local(activation.at);
    let at = words.say_with(
        "date-time",
        &[
            ("year", &year.to_string()),
            ("month", &month.to_string()),
            ("day", &day.to_string()),
            ("time", &format!("{hour}:{minute:02}")),
        ],
    );
    html! {
        <Screen number="C-06" name="registration-done" title={words.say("done-title")} step={(3, 3)}>
            <Notice tone={Tone::Good} text={words.say_with("done-text", &[("name", &activation.name)])} />
            <dl class="facts card">
                <Fact label={words.say("done-at")} value={at} />
                <Fact label={words.say("phone")} value={activation.phone.clone()} />
            </dl>
            <p>{ words.say_with("done-next", &[("phone", &activation.phone)]) }</p>
            <Button id="next" look={Look::Filled} label={words.say("done-signin")} on_press={act.reform(|()| Action::Submit)} />
        </Screen>
    }
}
