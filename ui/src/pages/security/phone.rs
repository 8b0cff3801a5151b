use menhu_protocol::Field as Part;
use menhu_protocol::api::security::Security;
use yew::prelude::*;

use super::{Act, Action, Aim, Section, State};
use crate::app::App;
use crate::components::{Button, Field, Form, Look, Notice, Screen, Tone, is_wrong};
use crate::flows::code::CodeEntry;

/// S-13
pub fn number(security: &Security, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let (title, help) = match &security.phone {
        Some(phone) => (
            words.say("safety-phone-change"),
            words.say_with("safety-phone-change-help", &[("phone", phone)]),
        ),
        None => (
            words.say("safety-phone-bind"),
            words.say("safety-phone-bind-help"),
        ),
    };
    html! {
        <Screen number="S-13" name="security-phone" {title} {help} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <Field id="phone" label={words.say("safety-phone-new")} kind="tel" inputmode="tel" autocomplete="tel-national" value={state.phone.number.clone()} invalid={is_wrong(state.failure.as_ref(), Part::Phone)} on_input={act.reform(Action::Phone)} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("send-code")} waiting={state.is_waiting(Act::PhoneSend)} />
            </Form>
            if let Some(phone) = &security.phone {
                <Button id="unbind" look={Look::Quiet} label={words.say_with("safety-unbind", &[("what", phone)])} on_press={act.reform(|()| Action::Open(Section::PhoneUnbind))} />
            }
        </Screen>
    }
}

/// S-14
pub fn code(
    aim: Aim,
    security: &Security,
    state: &State,
    act: &Callback<Action>,
    app: &App,
) -> Html {
    let words = &app.words;
    let out = state.phone.out.as_ref().map(|(_, out)| out.clone());
    let help = out
        .as_ref()
        .map(|out| AttrValue::from(words.say_with("code-help", &[("to", &out.sent.to)])));
    let phone = security.phone.clone().unwrap_or_default();
    let (title, prove, again) = match aim {
        Aim::Bind => (words.say("code-title"), Act::PhoneProve, Act::PhoneSend),
        // The button of the code says 「下一步」; what it does stands above it.
        Aim::Unbind => (
            words.say_with("safety-unbind-code", &[("phone", &phone)]),
            Act::PhoneUnbind,
            Act::PhoneUnbindSend,
        ),
    };
    html! {
        <Screen number="S-14" name="security-phone-code" {title} {help} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <CodeEntry
                value={state.phone.code.expose().to_owned()}
                {out}
                invalid={is_wrong(state.failure.as_ref(), Part::Code)}
                proving={state.is_waiting(prove)}
                resending={state.is_waiting(again)}
                on_input={act.reform(Action::Code)}
                on_submit={act.reform(|()| Action::Submit)}
                on_resend={act.reform(move |()| Action::Act(again))}
            />
        </Screen>
    }
}

/// S-19: what is different without a phone, before anything is sent.
pub fn unbind(security: &Security, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let phone = security.phone.clone().unwrap_or_default();
    let body = if security.last_channel {
        html! {
            <>
                <Notice tone={Tone::Careful} text={words.say("safety-phone-last")} />
                <Button id="bind-mail" look={Look::Filled} label={words.say("safety-bind-mail-first")} on_press={act.reform(|()| Action::Open(Section::Mail))} />
            </>
        }
    } else {
        html! {
            <>
                <Notice tone={Tone::Careful} text={words.say("safety-phone-unbind-help")} />
                <Button id="unbind-confirm" look={Look::Destructive} label={words.say_with("safety-phone-unbind-go", &[("phone", &phone)])} waiting={state.is_waiting(Act::PhoneUnbindSend)} on_press={act.reform(|()| Action::Act(Act::PhoneUnbindSend))} />
            </>
        }
    };
    html! {
        <Screen number="S-19" name="security-phone-unbind" title={words.say("safety-phone-unbind")} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            { body }
        </Screen>
    }
}
