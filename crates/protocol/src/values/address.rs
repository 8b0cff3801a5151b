//! Where a campus lives on the network, and the QR code that says so.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::half_width;

/// The origin of a campus server: `https://menhu.example.edu.cn`, no path, no user, no trailing dot.
///
/// Plain HTTP is accepted for the loopback only (design.md §5): a password will go there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CampusAddress {
    /// `false` on the loopback only.
    tls: bool,
    host: String,
    port: Option<u16>,
}

/// Why a text or a QR code names no campus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotACampus {
    #[error("nothing was typed or scanned")]
    Empty,
    #[error("longer than any campus code")]
    Long,
    #[error("not the address of a server")]
    NotAnAddress,
    #[error("a web address, but no campus code")]
    OtherSite,
    #[error("unencrypted: http is for this machine only")]
    Unencrypted,
    #[error("the poster was valid until an earlier day")]
    Expired,
    #[error("a campus, but not the one this app was made for")]
    OtherCampus,
}

/// No address we print is longer than this; a QR code holds up to 4296 characters.
const LONGEST: usize = 512;

impl CampusAddress {
    /// Reads what a person types from a poster: `menhu.example.edu.cn`, with or without `https://`.
    ///
    /// # Errors
    /// Why the text is no address, see [`NotACampus`].
    pub fn parse(text: &str) -> Result<Self, NotACampus> {
        let (address, _rest) = Self::split(text)?;
        Ok(address)
    }

    /// The origin and what follows it (`/r?until=…`), undecoded.
    fn split(text: &str) -> Result<(Self, String), NotACampus> {
        if text.chars().count() > LONGEST {
            return Err(NotACampus::Long);
        }
        // `。` is what a Chinese input method makes of a full stop.
        let plain = half_width(text).replace('。', ".");
        if plain.is_empty() {
            return Err(NotACampus::Empty);
        }
        let lower = plain.to_ascii_lowercase();
        let (scheme, rest) = if lower.starts_with("https://") {
            (Some("https"), &plain[8..])
        } else if lower.starts_with("http://") {
            (Some("http"), &plain[7..])
        } else if plain.contains("://") {
            return Err(NotACampus::NotAnAddress);
        } else {
            (None, plain.as_str())
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (
                host,
                Some(port.parse::<u16>().map_err(|_| NotACampus::NotAnAddress)?),
            ),
            None => (authority, None),
        };
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        // ASCII names only: a look-alike letter of another script must not pass for the campus.
        let labels_are_plain = host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        });
        let loopback = host == "localhost" || host == "127.0.0.1";
        if !labels_are_plain || host.len() > 253 || !(host.contains('.') || loopback) {
            return Err(NotACampus::NotAnAddress);
        }
        let tls = match scheme {
            Some("http") if !loopback => return Err(NotACampus::Unencrypted),
            Some("http") => false,
            None => !loopback,
            Some(_) => true,
        };
        let port = port.filter(|p| *p != if tls { 443 } else { 80 });
        Ok((Self { tls, host, port }, path.to_owned()))
    }

    /// The host as it is shown in large type before anything is typed (design.md §1).
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether this is the machine itself; demo and tests only.
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host == "127.0.0.1"
    }

    /// Whether the connection is encrypted; `false` on the loopback only.
    pub fn is_tls(&self) -> bool {
        self.tls
    }

    /// `https://menhu.example.edu.cn`, no trailing slash.
    pub fn origin(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        match self.port {
            Some(port) => format!("{scheme}://{}:{port}", self.host),
            None => format!("{scheme}://{}", self.host),
        }
    }
}

impl fmt::Display for CampusAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

impl TryFrom<String> for CampusAddress {
    type Error = NotACampus;
    fn try_from(text: String) -> Result<Self, NotACampus> {
        Self::parse(&text)
    }
}

impl From<CampusAddress> for String {
    fn from(address: CampusAddress) -> String {
        address.origin()
    }
}

/// What a poster's QR code or a `menhu://` link says: the campus, and until when the poster is good.
///
/// `https://HOST/r[?until=YYYY-MM-DD]` or `menhu://HOST[/r]`. It carries no secret and no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampusCode {
    pub address: CampusAddress,
    /// The last day on which the poster is good, `(year, month, day)`; `None`: for ever.
    pub until: Option<(u16, u8, u8)>,
}

impl CampusCode {
    /// The path of the registration page, and so of every campus code.
    pub const PATH: &'static str = "/r";

    /// `today` is `(year, month, day)` on the reader's clock.
    ///
    /// # Errors
    /// Why this is no campus code, see [`NotACampus`].
    pub fn parse(text: &str, today: (u16, u8, u8)) -> Result<Self, NotACampus> {
        let text = text.trim();
        let (link, text) = match text.get(..8) {
            Some(head) if head.eq_ignore_ascii_case("menhu://") => {
                (true, format!("https://{}", &text[8..]))
            }
            _ => (false, text.to_owned()),
        };
        if text.chars().count() > LONGEST {
            return Err(NotACampus::Long);
        }
        if !text.contains("://") {
            return Err(if text.is_empty() {
                NotACampus::Empty
            } else {
                NotACampus::NotAnAddress
            });
        }
        let (mut address, rest) = CampusAddress::split(&text)?;
        if link && (address.host == "localhost" || address.host == "127.0.0.1") {
            address.tls = false;
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        if path.trim_end_matches('/') != Self::PATH
            && !(link && path.trim_end_matches('/').is_empty())
        {
            return Err(NotACampus::OtherSite);
        }
        let until = match query
            .split('&')
            .find_map(|pair| pair.strip_prefix("until="))
        {
            Some(day) => Some(day_of(day).ok_or(NotACampus::OtherSite)?),
            None => None,
        };
        if until.is_some_and(|day| day < today) {
            return Err(NotACampus::Expired);
        }
        Ok(Self { address, until })
    }

    /// The text to print as a QR code.
    pub fn text(&self) -> String {
        match self.until {
            Some((y, m, d)) => format!("{}{}?until={y:04}-{m:02}-{d:02}", self.address, Self::PATH),
            None => format!("{}{}", self.address, Self::PATH),
        }
    }
}

/// `YYYY-MM-DD`
fn day_of(text: &str) -> Option<(u16, u8, u8)> {
    let mut parts = text.split('-');
    let day = (
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    );
    (parts.next().is_none() && (1..=12).contains(&day.1) && (1..=31).contains(&day.2))
        .then_some(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CampusAddress, CampusCode, NotACampus};

    const TODAY: (u16, u8, u8) = (2026, 11, 21);

    #[test]
    fn an_address_is_read_however_it_is_typed() {
        for text in [
            "menhu.example.edu.cn",
            "HTTPS://Menhu.Example.edu.cn/",
            "https://menhu.example.edu.cn:443/r",
            "ｍｅｎｈｕ。example．edu.cn",
            " menhu.example.edu.cn. ",
        ] {
            assert_eq!(
                CampusAddress::parse(text).map(|a| a.origin()),
                Ok("https://menhu.example.edu.cn".into()),
                "{text}"
            );
        }
    }

    #[test]
    fn http_is_for_this_machine_only() {
        assert_eq!(
            CampusAddress::parse("http://menhu.example.edu.cn"),
            Err(NotACampus::Unencrypted)
        );
        assert_eq!(
            CampusAddress::parse("127.0.0.1:8787").map(|a| a.origin()),
            Ok("http://127.0.0.1:8787".into())
        );
        assert_eq!(
            CampusAddress::parse("http://127.0.0.1.evil.com"),
            Err(NotACampus::Unencrypted)
        );
    }

    #[test]
    fn tricks_are_no_address() {
        for text in [
            "https://menhu.example.edu.cn@evil.com/r",
            "https://",
            "https:///r",
            "javascript:alert(1)",
            "menhu",
            "https://мenhu.example.edu.cn",
            "https://a..b/r",
            "https://a.b:99999/r",
            "ftp://menhu.example.edu.cn",
        ] {
            assert_eq!(
                CampusAddress::parse(text),
                Err(NotACampus::NotAnAddress),
                "{text}"
            );
        }
    }

    #[test]
    fn a_poster_code_names_its_campus() {
        let code = CampusCode::parse("https://menhu.example.edu.cn/r", TODAY).expect("a campus");
        assert_eq!(code.address.host(), "menhu.example.edu.cn");
        assert_eq!(CampusCode::parse(&code.text(), TODAY), Ok(code));
        let link = CampusCode::parse("menhu://menhu.example.edu.cn", TODAY).expect("a link");
        assert_eq!(link.address.origin(), "https://menhu.example.edu.cn");
    }

    #[test]
    fn a_poster_is_good_through_its_last_day() {
        assert!(CampusCode::parse("https://a.edu.cn/r?until=2026-11-21", TODAY).is_ok());
        assert_eq!(
            CampusCode::parse("https://a.edu.cn/r?until=2026-11-20", TODAY),
            Err(NotACampus::Expired)
        );
    }

    #[test]
    fn other_codes_are_told_apart() {
        for (text, why) in [
            ("https://www.example.com/", NotACampus::OtherSite),
            ("https://u.wechat.com/abcdef", NotACampus::OtherSite),
            ("WIFI:S:campus;T:WPA;P:secret;;", NotACampus::NotAnAddress),
            ("hello", NotACampus::NotAnAddress),
            ("", NotACampus::Empty),
        ] {
            assert_eq!(CampusCode::parse(text, TODAY), Err(why), "{text}");
        }
        assert_eq!(
            CampusCode::parse(&"长".repeat(4096), TODAY),
            Err(NotACampus::Long)
        );
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_parses_parses_again(text in "\\PC{0,80}") {
            if let Ok(address) = CampusAddress::parse(&text) {
                prop_assert_eq!(CampusAddress::parse(&address.origin()), Ok(address));
            }
            let _ = CampusCode::parse(&text, TODAY);
        }
    }
}
