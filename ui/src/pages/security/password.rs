use menhu_protocol::Field as Part;
use menhu_protocol::values::Secret;
use yew::prelude::*;

use super::view::{forgotten, wording};
use super::{Act, Action, State};
use crate::app::App;
use crate::components::{Button, Form, Look, PasswordField, Screen, Switch, is_wrong};
use crate::flows::new_password::NewPasswordFields;

/// S-12
pub fn screen(state: &State, act: &Callback<Action>, app: &App) -> Html {
    let words = &app.words;
    let form = &state.password;
    let switch = if form.end_others {
        "switch-on"
    } else {
        "switch-off"
    };
    let waiting = state.is_waiting(Act::PasswordChange);
    html! {
        <Screen number="S-12" name="security-password" title={words.say("safety-password-title")} back={act.reform(|()| Action::Back)} failure={state.failure.clone()} wording={wording(words, state)} retry={act.reform(|()| Action::Retry)}>
            <Form on_submit={act.reform(|()| Action::Submit)}>
                <PasswordField id="old-password" label={words.say("safety-password-old")} value={form.old.expose().to_owned()} invalid={is_wrong(state.failure.as_ref(), Part::Password)} on_input={act.reform(|text: String| Action::Old(Secret::new(text)))} />
                <NewPasswordFields typed={form.new.clone()} failure={state.failure.clone()} on_text={act.reform(Action::New)} on_repeat={act.reform(Action::Repeat)} />
                <Switch id="end-others" label={words.say("safety-end-others")} state={words.say(switch)} on={form.end_others} on_toggle={act.reform(Action::EndOthers)} />
                <Button id="next" look={Look::Filled} submit=true label={words.say("safety-password-go")} {waiting} />
            </Form>
            { forgotten(app) }
        </Screen>
    }
}
