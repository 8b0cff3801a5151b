//! The least version the campus takes.

use menhu_protocol::{Millis, Requirement};

use super::version_of;
use crate::Campus;
use crate::books::Trouble;
use crate::books::release::Require;
use crate::config::campus_day;
use crate::identity::id;

/// Asks for a least version from a day on, in the place of what was asked for before.
///
/// # Errors
/// The database's.
pub async fn require(campus: &Campus, requirement: &Requirement) -> Result<(), Trouble> {
    let id = id(campus.clock.as_ref(), campus.dice.as_ref());
    campus
        .books
        .enter(&Require {
            id: &id,
            requirement,
            now: campus.clock.now(),
        })
        .await
}

/// The least version as apps that know of no announcement read it: the configuration's, or, from its day
/// on, the one that was announced.
pub fn least_app(configured: &str, requirement: Option<&Requirement>, now: Millis) -> String {
    let (year, month, day) = campus_day(now);
    let today = format!("{year:04}-{month:02}-{day:02}");
    requirement
        .filter(|requirement| requirement.from <= today)
        .filter(|requirement| version_of(&requirement.version) > version_of(configured))
        .map_or(configured, |requirement| &requirement.version)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use menhu_protocol::{Localized, Requirement};

    use super::least_app;

    #[test]
    fn an_announced_version_counts_from_midnight_at_the_campus() {
        let requirement = Requirement {
            version: "0.10.0".into(),
            from: "2026-12-01".into(),
            why: Localized {
                zh: String::new(),
                en: String::new(),
            },
        };
        // 2026-11-30 23:59:59.999 at the campus.
        let eve = 1_796_054_399_999;
        assert_eq!(least_app("0.2.0", Some(&requirement), eve), "0.2.0");
        assert_eq!(least_app("0.2.0", Some(&requirement), eve + 1), "0.10.0");
        assert_eq!(least_app("0.11.0", Some(&requirement), eve + 1), "0.11.0");
        assert_eq!(least_app("0.2.0", None, eve), "0.2.0");
    }
}
