//! Password policy by profiles (design.md §9, "password rule"). Rules about the text alone are
//! `menhu_protocol::password`, so that the page ticks the same ones.

use menhu_protocol::password::{PasswordRules, Rule};

/// Seed B §二 (3): at least six, two of letter, digit and special character, no space.
const LEAST: u32 = 6;
const CLASSES: u32 = 2;

/// The profile `campus`: exactly the seed's rule.
pub fn campus() -> PasswordRules {
    PasswordRules {
        profile: "campus-1".to_owned(),
        rules: vec![
            Rule::Length { least: LEAST },
            Rule::Classes { least: CLASSES },
            Rule::NoSpace,
        ],
    }
}
