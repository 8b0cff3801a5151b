use menhu_protocol::Field as Part;
use menhu_protocol::values::Secret;
use yew::prelude::*;

use super::view::{forgotten, wording};
use super::{Act, Action, Proof, State};
use crate::app::App;
use crate::components::{Button, Form, Look, PasswordField, Screen, is_wrong};

/// S-18, over the screen whose act is waiting for it.
pub fn screen(proof: &Proof, state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let then = match proof.act {
        Act::PasswordChange => "safety-then-password",
        Act::PhoneSend | Act::PhoneProve => "safety-then-phone",
        Act::PhoneUnbindSend | Act::PhoneUnbind => "safety-then-phone-unbind",
        Act::MailSend => "safety-then-mail",
        Act::MailUnbindSend => "safety-then-mail-unbind",
        Act::CloseAsk | Act::CloseTakeBack => "safety-then-close",
    };
    html! {
        <Screen number="S-18" name="security-proof" title={words.say("safety-proof-title")} help={words.say(then)} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} wording={wording(words, state)} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Prove)}>
                <PasswordField label={words.say("password")} value={proof.password.expose().to_owned()} invalid={is_wrong(state.failure.as_ref(), Part::Password)} on_input={act.reform(|text: String| Action::ProofPassword(Secret::new(text)))} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("next")} waiting={state.waiting.is_some()} />
            </Form>
            { forgotten(app) }
        </Screen>
    }
}
