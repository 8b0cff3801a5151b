//! A new password, typed twice, as every flow that asks for one treats it.

#[cfg(target_arch = "wasm32")]
mod view;

use menhu_protocol::password::PasswordRules;
use menhu_protocol::values::{Malformed, Secret};
use menhu_protocol::{Code, Failure, Field};

use crate::rules;

#[cfg(target_arch = "wasm32")]
pub use view::NewPasswordFields;

/// What is typed so far, and what the campus asks of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewPassword {
    pub text: Secret,
    pub repeat: Secret,
    /// `None` until the campus said so.
    pub rules: Option<PasswordRules>,
    /// The text as it was last sent or held against the rules: what was said of it is of no other.
    judged: Secret,
}

impl NewPassword {
    pub fn by(rules: Option<PasswordRules>) -> Self {
        Self {
            rules,
            ..Self::default()
        }
    }

    /// Holds it against what the app itself can judge, before it is sent.
    ///
    /// # Errors
    /// `malformed` when a field is empty, `password_weak` with the broken rules, `passwords_differ`.
    pub fn judge(&mut self) -> Result<Secret, Failure> {
        self.judged = self.text.clone();
        if self.text.is_empty() {
            return Err(Failure::malformed(Field::NewPassword, Malformed::Empty));
        }
        let rules = self.rules.iter().flat_map(|rules| &rules.rules);
        let broken: Vec<_> = rules
            .filter(|rule| rule.holds(self.text.expose()) == Some(false))
            .map(|rule| rule.name())
            .collect();
        if !broken.is_empty() {
            return Err(Failure::new(Code::PasswordWeak)
                .at(Field::NewPassword)
                .detail(broken.join(",")));
        }
        if self.repeat.is_empty() {
            return Err(Failure::malformed(Field::RepeatPassword, Malformed::Empty));
        }
        if self.repeat != self.text {
            return Err(Failure::new(Code::PasswordsDiffer).at(Field::RepeatPassword));
        }
        Ok(self.text.clone())
    }

    /// The rules it was refused for, as long as nothing else is typed.
    pub fn refused(&self, failure: Option<&Failure>) -> Vec<String> {
        match self.text == self.judged {
            true => rules::refused(failure),
            false => vec![],
        }
    }

    /// Empties both fields; the rules stay.
    pub fn wipe(&mut self) {
        *self = Self::by(self.rules.take());
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::password::{PasswordRules, Rule};
    use menhu_protocol::values::Secret;
    use menhu_protocol::{Code, Failure, Field};

    use super::NewPassword;

    fn typed(text: &str, repeat: &str) -> NewPassword {
        NewPassword {
            text: Secret::new(text),
            repeat: Secret::new(repeat),
            ..NewPassword::by(Some(PasswordRules {
                profile: "campus-1".into(),
                rules: vec![
                    Rule::Length { least: 6 },
                    Rule::Classes { least: 2 },
                    Rule::NoSpace,
                    Rule::NotCommon,
                ],
            }))
        }
    }

    #[test]
    fn each_field_is_looked_at_in_the_order_it_is_filled_in() {
        for (text, repeat, code, field) in [
            ("", "", Code::Malformed, Field::NewPassword),
            ("abcDEF", "", Code::PasswordWeak, Field::NewPassword),
            ("shufen#1949", "", Code::Malformed, Field::RepeatPassword),
            (
                "shufen#1949",
                "shufen#1950",
                Code::PasswordsDiffer,
                Field::RepeatPassword,
            ),
            (
                "shufen#1949",
                " shufen#1949",
                Code::PasswordsDiffer,
                Field::RepeatPassword,
            ),
        ] {
            let failure = typed(text, repeat).judge().expect_err(text);
            assert_eq!((failure.code, failure.field), (code, Some(field)), "{text}");
        }
        let good = typed("shufen#1949", "shufen#1949").judge();
        assert_eq!(good, Ok(Secret::new("shufen#1949")));
    }

    #[test]
    fn weak_password_names_its_broken_rules_until_something_else_is_typed() {
        let mut typed = typed("a b", "a b");
        let failure = typed.judge().expect_err("weak");
        assert_eq!(failure.detail.as_deref(), Some("length,classes,no_space"));
        assert_eq!(
            typed.refused(Some(&failure)),
            ["length", "classes", "no_space"]
        );
        typed.text = Secret::new("a bc");
        assert!(typed.refused(Some(&failure)).is_empty());
    }

    #[test]
    fn without_rules_the_campus_alone_judges() {
        let mut typed = NewPassword {
            text: Secret::new("x"),
            repeat: Secret::new("x"),
            ..NewPassword::default()
        };
        assert_eq!(typed.judge(), Ok(Secret::new("x")));
        let weak = Failure::new(Code::PasswordWeak).detail("not_common");
        assert_eq!(typed.refused(Some(&weak)), ["not_common"]);
    }

    #[test]
    fn wiped_it_keeps_nothing_but_the_rules() {
        let mut typed = typed("shufen#1949", "shufen#1949");
        let _ = typed.judge();
        typed.wipe();
        assert!(typed.text.is_empty() && typed.repeat.is_empty() && typed.judged.is_empty());
        assert!(typed.rules.is_some());
    }
}
