//! Who asks, as far as budgets care.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::Campus;
use crate::config::Network;

/// The address a request comes from: the connection's own, or, behind a trusted proxy, the one it forwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    pub address: IpAddr,
}

impl Caller {
    /// The nearest address of `X-Forwarded-For` that is no proxy of ours. What a stranger writes into
    /// the header stands further left and is never reached (security.md §3, class 10).
    fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> Self {
        let trusted = |address: IpAddr| proxies.iter().any(|network| network.holds(address));
        let mut address = peer;
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for hop in forwarded.iter().rev() {
            if !trusted(address) {
                break;
            }
            match forwarded_address(hop) {
                Some(hop) => address = hop,
                None => break,
            }
        }
        Self {
            address: address.to_canonical(),
        }
    }
}

/// One entry of the header: proxies write addresses with and without a port, and some put IPv6 into
/// brackets.
fn forwarded_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']'));
    let address = bare.unwrap_or(hop).parse().ok();
    address.or_else(|| hop.parse::<SocketAddr>().ok().map(|hop| hop.ip()))
}

impl FromRequestParts<Campus> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, campus: &Campus) -> Result<Self, Infallible> {
        // Without a connection (a router called by a test) everybody shares one budget.
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        Ok(Self::behind(
            peer,
            &parts.headers,
            &campus.config.behind_proxy,
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::HeaderMap;

    use super::Caller;
    use crate::config::Network;

    fn seen(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("a header"));
        }
        let proxies: Vec<Network> = proxies
            .iter()
            .map(|p| p.parse().expect("a block"))
            .collect();
        let peer: IpAddr = peer.parse().expect("an address");
        Caller::behind(peer, &headers, &proxies).address.to_string()
    }

    #[test]
    fn a_strangers_forwarded_header_is_not_believed() {
        assert_eq!(seen("203.0.113.9", &["10.0.0.1"], &[]), "203.0.113.9");
        assert_eq!(
            seen("203.0.113.9", &["10.0.0.1"], &["10.0.0.0/8"]),
            "203.0.113.9"
        );
    }

    #[test]
    fn behind_a_proxy_the_nearest_address_that_is_no_proxy_counts() {
        let proxies = &["10.0.0.0/8"];
        assert_eq!(seen("10.0.0.1", &["198.51.100.7"], proxies), "198.51.100.7");
        assert_eq!(
            seen("10.0.0.1", &["1.1.1.1, 198.51.100.7, 10.0.0.2"], proxies),
            "198.51.100.7"
        );
        assert_eq!(
            seen("10.0.0.1", &["1.1.1.1", "198.51.100.7"], proxies),
            "198.51.100.7"
        );
        assert_eq!(seen("10.0.0.1", &["nonsense"], proxies), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &[], proxies), "10.0.0.1");
        for (hop, address) in [
            ("198.51.100.7:52344", "198.51.100.7"),
            ("[2001:db8::7]:52344", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("2001:db8::7", "2001:db8::7"),
        ] {
            assert_eq!(seen("10.0.0.1", &[hop], proxies), address);
        }
    }
}
