//! Password policy by profiles (design.md §9, "password rule"; security.md §1.1). Rules about the text
//! alone are `menhu_protocol::password`, so that pages tick the same ones.

pub mod common;
pub mod own;
#[cfg(test)]
mod tests;

use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::Secret;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use common::Place;
use own::Own;

/// What a campus chose. The number behind a profile in [`Profile::version`] rises with every change of
/// its rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Seed B §二 (2) 3, to the letter, and the blocklist of design.md §9.
    #[default]
    Campus,
    /// NIST SP 800-63B-4 §3.1.1.2: fifteen characters, because a password alone opens the portal's pages
    /// (eight would do beside a second factor); no composition, spaces welcome, a blocklist.
    #[serde(rename = "nist-4")]
    Nist4,
    /// 等保 third level (GB/T 22239-2019 §8.1.4.1 a): the standard asks for complexity; eight characters of
    /// all three classes are what assessors read into it. Its other half, leaving after idleness and
    /// limits to guessing, is `books::browser` and `identity::lockout`; a change every ninety days is not
    /// built (NIST and ASVS 6.2.10 forbid it).
    #[serde(rename = "dengbao-3")]
    Dengbao3,
}

impl Profile {
    pub const ALL: [Self; 3] = [Self::Campus, Self::Nist4, Self::Dengbao3];

    /// Name and version, as they stand beside each password that kept the rules.
    pub fn version(self) -> &'static str {
        match self {
            Self::Campus => "campus-1",
            Self::Nist4 => "nist-4-1",
            Self::Dengbao3 => "dengbao-3-1",
        }
    }

    /// Its rules, in the order they are shown.
    pub fn rules(self) -> PasswordRules {
        let text: &[Rule] = match self {
            Self::Campus => &[
                Rule::Length { least: 6 },
                Rule::Classes { least: 2 },
                Rule::NoSpace,
            ],
            Self::Nist4 => &[Rule::Length { least: 15 }],
            Self::Dengbao3 => &[
                Rule::Length { least: 8 },
                Rule::Classes { least: 3 },
                Rule::NoSpace,
            ],
        };
        let rules = text.iter().chain(&[Rule::NotCommon, Rule::NotYours]);
        PasswordRules {
            profile: self.version().to_owned(),
            rules: rules.copied().collect(),
        }
    }

    /// The rules a password breaks, in the order they are shown. What is its owner's own is looked for only
    /// in one that keeps all others.
    pub fn unmet(self, password: &Secret, place: &Place, own: &Own<'_>) -> Vec<Rule> {
        let mut unmet = self.unmet_by_anyone(password, place);
        if unmet.is_empty() && !is_nobodys(password, own) {
            unmet.push(Rule::NotYours);
        }
        unmet
    }

    /// The rules a password breaks whoever has it: all but [`Rule::NotYours`]. To say so tells nothing of
    /// anybody, so it need not be counted.
    pub fn unmet_by_anyone(self, password: &Secret, place: &Place) -> Vec<Rule> {
        let text = normal(password);
        let text = text.expose();
        let keeps = |rule: &Rule| match rule {
            Rule::NotCommon => !common::is_common(text, place),
            Rule::NotYours => true,
            rule => rule.holds(text).unwrap_or(true),
        };
        let rules = self.rules().rules;
        rules.into_iter().filter(|rule| !keeps(rule)).collect()
    }
}

/// Whether a password has nothing of somebody's own in it ([`Rule::NotYours`]). The answer tells something
/// of them: who asks for others to see has to be counted.
pub fn is_nobodys(password: &Secret, own: &Own<'_>) -> bool {
    let text = normal(password);
    let text = text.expose();
    !own.is_in(text)
}

/// The one form of a password that is judged and hashed (NIST SP 800-63B-4 §3.1.1.2: NFKC): the same
/// password typed on two systems, or with full-width digits, is the same.
pub fn normal(password: &Secret) -> Secret {
    if password.expose().is_ascii() {
        return password.clone();
    }
    Secret::new(password.expose().nfkc().collect::<String>())
}
