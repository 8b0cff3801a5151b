//! Links that are not followed: to another campus, in a build for one campus or while somebody is in.

use menhu_protocol::Failure;
use menhu_protocol::values::{CampusAddress, CampusCode, NotACampus};

use crate::flows::campus::no_campus;

/// Whether a poster still hangs is asked by the core; here only where it leads.
const ANY_DAY: (u16, u8, u8) = (0, 0, 0);

/// Why a link is not followed; `None` when it leads to the own campus, where the person is already.
pub fn refusal(link: &str, own: &CampusAddress) -> Option<Failure> {
    match CampusCode::parse(link, ANY_DAY) {
        Ok(code) if code.address == *own => None,
        Ok(_) => Some(no_campus(NotACampus::OtherCampus)),
        Err(why) => Some(no_campus(why)),
    }
}

/// Why a link was not followed by whoever is in.
#[derive(Clone, Debug, PartialEq)]
pub enum Unfollowed {
    /// They would have to sign out first.
    SignedIn,
    /// This build is for one campus.
    Pinned(Failure),
}

impl Unfollowed {
    /// `None` for a link to `own`, the campus where the person is, or to none at all.
    pub fn of(
        link: &str,
        pinned: Option<&CampusAddress>,
        own: Option<&CampusAddress>,
    ) -> Option<Self> {
        if let Some(pinned) = pinned {
            return refusal(link, pinned).map(Self::Pinned);
        }
        let code = CampusCode::parse(link, ANY_DAY).ok()?;
        (Some(&code.address) != own).then_some(Self::SignedIn)
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::CampusAddress;

    use super::refusal;

    #[test]
    fn link_to_another_campus_is_refused_and_one_to_the_own_is_nothing_new() {
        let own = CampusAddress::parse("menhu.example.edu.cn").expect("an address");
        let why = |link| refusal(link, &own).and_then(|failure| failure.detail);
        assert_eq!(why("menhu://menhu.example.edu.cn"), None);
        assert_eq!(why("https://menhu.example.edu.cn/r?until=2020-01-01"), None);
        assert_eq!(
            why("menhu://other.example.edu.cn").as_deref(),
            Some("other_campus")
        );
        assert_eq!(
            why("menhu://menhu.example.edu.cn.evil.example").as_deref(),
            Some("other_campus")
        );
        assert_eq!(why("menhu://").as_deref(), Some("not_an_address"));
    }
}
