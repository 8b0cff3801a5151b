use menhu_protocol::Field as Part;
use menhu_protocol::api::security::{MailAct, Security};
use menhu_protocol::values::MailAddress;
use yew::prelude::*;

use super::{Act, Action, Letter, Section, Standing, State};
use crate::app::{App, use_app};
use crate::components::{
    Button, DeskLine, Field, Form, Look, Notice, Screen, Tone, is_wrong, use_now,
};
use crate::sentence;

/// S-15
pub fn address(security: &Security, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let (title, help) = match &security.mail {
        Some(mail) => (
            words.say("safety-mail-change"),
            words.say_with("safety-mail-change-help", &[("mail", mail)]),
        ),
        None => (
            words.say("safety-mail-bind"),
            words.say("safety-mail-bind-help"),
        ),
    };
    html! {
        <Screen number="S-15" name="security-mail" {title} {help} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <Field id="mail" label={words.say("safety-mail-address")} kind="email" inputmode="email" autocomplete="email" value={state.mail.clone()} invalid={is_wrong(state.failure.as_ref(), Part::Mail)} on_input={act.reform(Action::Mail)} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("safety-mail-go")} waiting={state.is_waiting(Act::MailSend)} />
            </Form>
            if let Some(mail) = &security.mail {
                <Button id="unbind" look={Look::Quiet} label={words.say_with("safety-unbind", &[("what", mail)])} on_press={act.reform(|()| Action::Open(Section::MailUnbind))} />
            }
        </Screen>
    }
}

/// S-20: what is different without a mail, before anything is sent.
pub fn unbind(security: &Security, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let mail = security.mail.clone().unwrap_or_default();
    let body = if security.last_channel {
        html! {
            <>
                <Notice tone={Tone::Careful} text={words.say("safety-mail-last")} />
                <Button id="bind-phone" look={Look::Filled} label={words.say("safety-bind-phone-first")} on_press={act.reform(|()| Action::Open(Section::Phone))} />
            </>
        }
    } else {
        html! {
            <>
                <Notice tone={Tone::Careful} text={words.say_with("safety-mail-unbind-help", &[("mail", &mail)])} />
                <Button id="unbind-confirm" look={Look::Destructive} label={words.say_with("safety-mail-unbind-go", &[("mail", &mail)])} waiting={state.is_waiting(Act::MailUnbindSend)} on_press={act.reform(|()| Action::Act(Act::MailUnbindSend))} />
            </>
        }
    };
    html! {
        <Screen number="S-20" name="security-mail-unbind" title={words.say("safety-mail-unbind")} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)}>
            { body }
        </Screen>
    }
}

/// S-21
pub fn letter(security: &Security, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let back = act.reform(|()| Action::Back);
    let Some(letter) = &state.letter else {
        return address(security, state, act, app);
    };
    // Only the address as it was typed can be sent to; a letter that was found has its mask alone.
    let typed = MailAddress::parse(&state.mail).is_ok_and(|mail| mail.masked() == letter.to);
    let again = match letter.act {
        MailAct::Unbind => Action::Act(Act::MailUnbindSend),
        MailAct::Bind if typed => Action::Act(Act::MailSend),
        MailAct::Bind => Action::Open(Section::Mail),
    };
    let resending = state.is_waiting(Act::MailSend) || state.is_waiting(Act::MailUnbindSend);
    let (title, help) = match (letter.is_done(security), letter.act) {
        (true, MailAct::Bind) => (words.say("safety-bound-title"), None),
        (true, MailAct::Unbind) => (words.say("safety-unbound-title"), None),
        (false, _) => {
            let help = words.say_with("safety-letter-help", &[("to", &letter.to)]);
            (
                words.say("safety-letter-title"),
                Some(AttrValue::from(help)),
            )
        }
    };
    html! {
        <Screen number="S-21" name="security-letter" {title} {help} {back} failure={state.failure.clone()} retry={act.reform(|()| Action::Retry)} notice={super::view::stale(state, act, app)}>
            <LetterOut
                letter={letter.clone()}
                security={security.clone()}
                {resending}
                looking={state.security.asking}
                on_look={act.reform(|()| Action::ReadAgain)}
                on_again={act.reform(move |()| again.clone())}
                on_done={act.reform(|()| Action::Back)}
            />
        </Screen>
    }
}

#[derive(Properties, PartialEq)]
struct LetterProps {
    letter: Letter,
    security: Security,
    resending: bool,
    looking: bool,
    on_look: Callback<()>,
    on_again: Callback<()>,
    on_done: Callback<()>,
}

/// How the letter stands, as time passes. The two buttons stay where they are.
#[component]
fn LetterOut(props: &LetterProps) -> Html {
    let words = use_app().words;
    let now = use_now();
    let letter = &props.letter;
    let standing = letter.standing(&props.security, now);
    let (tone, text) = match (standing, letter.act) {
        (Standing::Out(_), MailAct::Bind) => (Tone::Plain, words.say("safety-letter-bind")),
        (Standing::Out(_), MailAct::Unbind) => (Tone::Plain, words.say("safety-letter-unbind")),
        (Standing::Done, MailAct::Bind) => (
            Tone::Good,
            words.say_with("safety-mail-bound", &[("to", &letter.to)]),
        ),
        (Standing::Done, MailAct::Unbind) => (
            Tone::Good,
            words.say_with("safety-mail-unbound", &[("to", &letter.to)]),
        ),
        (Standing::Over, _) => (Tone::Careful, words.say("safety-letter-over")),
    };
    let left = match standing {
        Standing::Out(good) => {
            Some(words.say_with("code-left", &[("time", &sentence::span(&words, good))]))
        }
        Standing::Done | Standing::Over => None,
    };
    let wait = letter.resend_after_s(now);
    let again = match wait {
        0 => words.say("safety-letter-again"),
        n => words.say_with("safety-letter-again-after", &[("n", &n.to_string())]),
    };
    let done = standing == Standing::Done;
    // What helps stands out; the buttons stay where they are.
    let (look, resend) = match standing {
        Standing::Over => (Look::Outlined, Look::Filled),
        _ => (Look::Filled, Look::Outlined),
    };
    html! {
        <>
            // Read aloud when it changes; the countdown beside it is not.
            <div role="status"><Notice {tone} {text} /></div>
            if let Some(left) = left { <p class="countdown">{ left }</p> }
            if done {
                <Button key="done" id="done" look={Look::Filled} label={words.say("safety-done")} on_press={props.on_done.clone()} />
            } else {
                <Button key="look" id="look" {look} label={words.say("safety-letter-look")} waiting={props.looking} on_press={props.on_look.clone()} />
                <Button key="again" id="again" look={resend} label={again} disabled={wait > 0} waiting={props.resending} on_press={props.on_again.clone()} />
                <p class="note">{ words.say("safety-letter-missing") }</p>
                <DeskLine />
            }
        </>
    }
}
