//! The rules of a new password as they stand while it is typed (design.md §9, "password rule").

use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure};

/// How a rule stands. Said in a word beside a shape, never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Nothing is typed yet.
    Open,
    Kept,
    Broken,
    /// Only the server can say; it does so when the password is sent.
    AtSend,
    /// The server said no to the password as it was sent.
    Refused,
}

/// Every rule with how it stands for `text`, in the order the campus gave. `refused` are the names of
/// [`refused`], for as long as the text is the one that was sent.
pub fn ticks(rules: &PasswordRules, text: &Secret, refused: &[String]) -> Vec<(Rule, Tick)> {
    let tick = |rule: Rule| {
        if refused.iter().any(|name| name == rule.name()) {
            return Tick::Refused;
        }
        match rule.holds(text.expose()) {
            None => Tick::AtSend,
            Some(_) if text.is_empty() => Tick::Open,
            Some(true) => Tick::Kept,
            Some(false) => Tick::Broken,
        }
    };
    rules
        .rules
        .iter()
        .map(|rule| (*rule, tick(*rule)))
        .collect()
}

/// How many rules are broken or refused.
pub fn missing(ticks: &[(Rule, Tick)]) -> usize {
    let wrong = |tick: &Tick| matches!(tick, Tick::Broken | Tick::Refused);
    ticks.iter().filter(|(_, tick)| wrong(tick)).count()
}

/// The names of the rules a password was refused for; empty for any other failure.
pub fn refused(failure: Option<&Failure>) -> Vec<String> {
    let weak = |f: &&Failure| matches!(f.code, Code::PasswordWeak | Code::PasswordMustChange);
    failure
        .filter(weak)
        .and_then(|failure| failure.detail.as_deref())
        .map(|names| names.split(',').map(str::to_owned).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use menhu_protocol::password::{PasswordRules, Rule};
    use menhu_protocol::values::Secret;
    use menhu_protocol::{Code, Failure};

    use super::{Tick, missing, refused, ticks};

    fn campus() -> PasswordRules {
        PasswordRules {
            profile: "campus-1".into(),
            rules: vec![
                Rule::Length { least: 6 },
                Rule::Classes { least: 2 },
                Rule::NoSpace,
                Rule::NotCommon,
            ],
        }
    }

    fn of(text: &str, refused: &[&str]) -> Vec<Tick> {
        let refused: Vec<_> = refused.iter().map(|name| (*name).to_owned()).collect();
        let ticks = ticks(&campus(), &Secret::new(text), &refused);
        ticks.into_iter().map(|(_, tick)| tick).collect()
    }

    #[test]
    fn rules_tick_as_the_text_grows_and_an_empty_field_blames_nobody() {
        use Tick::{AtSend, Broken, Kept, Open};
        assert_eq!(of("", &[]), [Open, Open, Open, AtSend]);
        assert_eq!(of("abcDEF", &[]), [Kept, Broken, Kept, AtSend]);
        assert_eq!(of("a1\u{3000}", &[]), [Broken, Kept, Broken, AtSend]);
        assert_eq!(of("abc123", &[]), [Kept, Kept, Kept, AtSend]);
    }

    #[test]
    fn what_the_server_refused_is_never_shown_as_kept() {
        assert_eq!(of("abc123", &["not_common", "length"])[3], Tick::Refused);
        assert_eq!(of("abc123", &["length"])[0], Tick::Refused);
        let stands = ticks(&campus(), &Secret::new("abc123"), &["not_common".into()]);
        assert_eq!(missing(&stands), 1);
    }

    #[test]
    fn only_a_weak_password_names_rules() {
        let weak = Failure::new(Code::PasswordWeak).detail("length,not_yours");
        assert_eq!(refused(Some(&weak)), ["length", "not_yours"]);
        let other = Failure::new(Code::CampusUnreadable).detail("length");
        assert!(refused(Some(&other)).is_empty());
        assert!(refused(None).is_empty());
    }
}
