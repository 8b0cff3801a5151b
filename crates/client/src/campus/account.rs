//! Bounds of what a campus says of an account. It is shown, and some of it kept on the device, so that a
//! server that means harm must not fill either.

use menhu_protocol::api::recovery::Ways;
use menhu_protocol::password::PasswordRules;

/// Longest masked number or address, and longest name of a profile, characters: the longest mail address
/// of RFC 5321 is 254 octets, and its mask is shorter.
const LINE_LONGEST: usize = 254;
/// Most rules of one profile; today's longest has five.
const RULES_MOST: usize = 16;

/// The ways as they may be shown and kept.
pub(crate) fn ways_bounded(ways: Ways) -> Ways {
    Ways {
        phone: ways.phone.map(|hint| line(&hint)),
        mail: ways.mail.map(|hint| line(&hint)),
        device: ways.device,
    }
}

/// The rules as they may be shown and kept; the server judges by all of them.
pub(crate) fn rules_bounded(mut rules: PasswordRules) -> PasswordRules {
    rules.profile = line(&rules.profile);
    rules.rules.truncate(RULES_MOST);
    rules
}

/// The rules a password breaks, out of the detail of `password_must_change`.
pub(crate) fn unmet_bounded(detail: &str) -> Vec<String> {
    detail
        .split(',')
        .filter(|name| !name.is_empty())
        .take(RULES_MOST)
        .map(line)
        .collect()
}

/// One line: cut, and without what would break it.
fn line(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(LINE_LONGEST)
        .collect()
}

#[cfg(test)]
mod tests {
    use menhu_protocol::api::recovery::Ways;
    use menhu_protocol::password::{PasswordRules, Rule};

    use super::{LINE_LONGEST, RULES_MOST, rules_bounded, unmet_bounded, ways_bounded};

    #[test]
    fn plain_answers_stay_as_they_are() {
        let ways = Ways {
            phone: Some("15*****".to_owned()),
            mail: Some("*****@*****.cn".to_owned()),
            device: true,
        };
        assert_eq!(ways_bounded(ways.clone()), ways);
        let rules = PasswordRules {
            profile: "campus-1".to_owned(),
            rules: vec![Rule::Length { least: 6 }, Rule::NoSpace],
        };
        assert_eq!(rules_bounded(rules.clone()), rules);
        assert_eq!(unmet_bounded("length,no_space"), ["length", "no_space"]);
        assert_eq!(unmet_bounded(""), [""; 0]);
    }

    #[test]
    fn endless_answers_are_cut() {
        let ways = ways_bounded(Ways {
            phone: Some("1\n".repeat(1 << 20)),
            ..Ways::default()
        });
        assert_eq!(ways.phone, Some("1".repeat(LINE_LONGEST)));
        let rules = rules_bounded(PasswordRules {
            profile: "x".repeat(1 << 20),
            rules: vec![Rule::Other; 1 << 20],
        });
        assert_eq!(
            (rules.profile.len(), rules.rules.len()),
            (LINE_LONGEST, RULES_MOST)
        );
        assert_eq!(unmet_bounded(&"x,".repeat(1 << 20)).len(), RULES_MOST);
    }
}
