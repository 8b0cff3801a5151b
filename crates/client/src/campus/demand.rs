//! Whether a campus wants a newer app than this one, and from when.

use menhu_protocol::ipc::Demand;
use menhu_protocol::{Day, Manifest, Millis};
use semver::Version;

/// What the campus asks of an app of this version at this moment. A version or day nobody can read
/// asks for nothing: a slip in a configuration must not lock everybody out.
pub(crate) fn demand_of(manifest: &Manifest, app: &str, now: Millis) -> Option<Demand> {
    let own = Version::parse(app).ok()?;
    let older_than = |least: &str| Version::parse(least).is_ok_and(|least| own < least);
    // Days in this form sort as their time does.
    let today = Day::of(now).to_string();
    let require = manifest
        .require
        .as_ref()
        .filter(|require| older_than(&require.version) && is_day(&require.from));
    let (version, require, due) = match require {
        Some(require) if require.from <= today => (&require.version, Some(require), true),
        // The floor of the configuration has neither a day nor a reason.
        _ if older_than(&manifest.least_app) => (&manifest.least_app, None, true),
        Some(require) => (&require.version, Some(require), false),
        None => return None,
    };
    Some(Demand {
        version: version.clone(),
        from: require
            .map(|require| require.from.clone())
            .unwrap_or_default(),
        why: require.map(|require| require.why.clone()),
        due,
    })
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use menhu_protocol::Manifest;
    use serde_json::json;

    use super::demand_of;

    /// 2026-11-30 23:59:59.999 at the campus.
    const EVE: i64 = 1_796_054_399_999;

    fn manifest(least: &str, require: &str, from: &str) -> Manifest {
        serde_json::from_value(json!({
            "menhu": 1, "campus": "example", "name": {"zh": "示例大学", "en": "Example"},
            "origin": "https://menhu.example.edu.cn", "accent": "#1F5FA8", "texts": [],
            "modules": [], "least_app": least,
            "require": {"version": require, "from": from, "why": {"zh": "旧版", "en": "Old"}},
            "desk": {"phone": "0451", "hours": {"zh": "", "en": ""}},
        }))
        .expect("a manifest")
    }

    #[test]
    fn a_requirement_is_announced_before_its_day_and_counts_from_midnight_at_the_campus() {
        let manifest = manifest("0.1.0", "0.2.0", "2026-12-01");
        let before = demand_of(&manifest, "0.1.0", EVE).expect("announced");
        assert!(!before.due);
        let after = demand_of(&manifest, "0.1.0", EVE + 1).expect("counts");
        assert!(after.due);
        assert_eq!(after.why.map(|why| why.zh).as_deref(), Some("旧版"));
        assert_eq!(demand_of(&manifest, "0.2.0", EVE + 1), None);
        assert_eq!(demand_of(&manifest, "0.10.0", EVE + 1), None);
    }

    #[test]
    fn a_least_version_counts_at_once_and_keeps_the_reason_where_there_is_one() {
        let both = manifest("0.2.0", "0.2.0", "2026-12-01");
        let eve = demand_of(&both, "0.1.0", EVE).expect("a demand");
        assert!(eve.due && eve.why.is_none(), "the floor itself gives none");
        let day = demand_of(&both, "0.1.0", EVE + 1).expect("a demand");
        assert!(day.due && day.why.is_some());
    }

    #[test]
    fn what_nobody_can_read_locks_nobody_out() {
        for (least, require, from) in [
            ("soon", "later", "2026-12-01"),
            ("0.1.0", "0.2.0", "tomorrow"),
            ("0.1.0", "0.2.0", "2026/12/01"),
            ("0.1.0", "0.2.0", ""),
        ] {
            let manifest = manifest(least, require, from);
            assert_eq!(demand_of(&manifest, "0.1.0", EVE + 1), None, "{from}");
        }
    }
}
