//! Who asks, and with what: for the audit, and for what the owner of an account is told.

mod browser;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use menhu_words::traces::BETWEEN;

use crate::Caller;

/// Where a request came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    pub caller: Caller,
    /// System and browser by their own names, `Windows · Chrome`, or the name a device gave itself. For
    /// people it is worded by [`menhu_words::device`].
    pub device: String,
}

impl Trace {
    /// Of a browser, by its `User-Agent`.
    pub fn of_browser(caller: Caller, agent: &str) -> Self {
        let (system, browser) = browser::of(agent);
        Self {
            caller,
            device: format!("{system}{BETWEEN}{browser}"),
        }
    }

    /// Of a device, by the name it was given at sign-in.
    pub fn of_device(caller: Caller, name: &str) -> Self {
        Self {
            caller,
            device: name.to_owned(),
        }
    }

    /// The network it came from, as its owner may recognise it: `203.0.113.0/24`, `2001:db8:1::/48`. No
    /// whole address is kept longer than a request takes.
    pub fn network(&self) -> String {
        match self.caller.address {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                format!("{}/24", Ipv4Addr::new(a, b, c, 0))
            }
            IpAddr::V6(v6) => {
                let [a, b, c, ..] = v6.segments();
                format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use menhu_words::{Lexicon, Tongue, device};

    use super::Trace;
    use crate::Caller;

    fn from(address: &str) -> Caller {
        Caller {
            address: address.parse().expect("an address"),
        }
    }

    #[test]
    fn a_network_is_told_and_no_address() {
        let network = |address| Trace::of_device(from(address), "").network();
        assert_eq!(network("203.0.113.9"), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2::9"), "2001:db8:1::/48");
    }

    #[test]
    fn a_browser_is_named_in_the_readers_language() {
        let agent = "Mozilla/5.0 (Linux; Android 10; ELE-AL00) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.48";
        let trace = Trace::of_browser(from("203.0.113.9"), agent);
        assert_eq!(trace.device, "Android · WeChat");
        let [zh, en] = [Tongue::Zh, Tongue::En].map(Lexicon::of);
        assert_eq!(device(&zh, &trace.device), "Android · 微信");
        assert_eq!(device(&en, &trace.device), "Android · WeChat");
        let nothing = Trace::of_browser(from("203.0.113.9"), "");
        assert_eq!(
            device(&zh, &nothing.device),
            "没有报名字的电脑或手机 · 浏览器"
        );
    }
}
