use menhu_protocol::values::Secret;
use menhu_protocol::{Failure, Field as Part};
use yew::prelude::*;

use super::NewPassword;
use crate::app::use_app;
use crate::components::{PasswordField, RULES_ID, Rules, is_wrong};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub typed: NewPassword,
    pub failure: Option<Failure>,
    pub on_text: Callback<Secret>,
    pub on_repeat: Callback<Secret>,
}

/// The new password, the rules ticking below it, and the new password once more. Inside a form.
#[component]
pub fn NewPasswordFields(props: &Props) -> Html {
    let words = use_app().words;
    let typed = &props.typed;
    let failure = props.failure.as_ref();
    let refused = typed.refused(failure);
    html! {
        <>
            <PasswordField id="new-password" label={words.say("field-new_password")} value={typed.text.expose().to_owned()} described={typed.rules.as_ref().map(|_| AttrValue::Static(RULES_ID))} invalid={is_wrong(failure, Part::NewPassword)} autocomplete="new-password" on_input={props.on_text.reform(Secret::new)} />
            if let Some(rules) = typed.rules.clone() {
                <Rules {rules} text={typed.text.clone()} {refused} />
            }
            <PasswordField id="repeat-password" label={words.say("new-password-repeat")} value={typed.repeat.expose().to_owned()} invalid={is_wrong(failure, Part::RepeatPassword)} autocomplete="new-password" on_input={props.on_repeat.reform(Secret::new)} />
        </>
    }
}
