//! The password of a person: what the campus asks of it, and setting it.

use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field};

use crate::books::person::Person;
use crate::{Campus, identity};

/// What this campus asks of a password now.
pub fn rules(_campus: &Campus) -> PasswordRules {
    identity::password::campus()
}

/// The rules a person's password breaks, in the order they are shown.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub(crate) async fn unmet(
    campus: &Campus,
    _person: &Person,
    password: &Secret,
) -> Result<Vec<Rule>, Failure> {
    Ok(rules(campus)
        .rules
        .into_iter()
        .filter(|rule| rule.holds(password.expose()) == Some(false))
        .collect())
}

/// `password_weak` or `password_must_change`, with the names of the rules.
pub(crate) fn refusal(code: Code, unmet: &[Rule]) -> Failure {
    let names: Vec<_> = unmet.iter().map(|rule| rule.name()).collect();
    Failure::new(code)
        .at(Field::NewPassword)
        .detail(names.join(","))
}
