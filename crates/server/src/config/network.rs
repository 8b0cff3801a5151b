use std::net::IpAddr;

/// A block of addresses, `10.0.0.0/8` or `2001:db8::/32`; an address alone is a block of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl std::str::FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address
            .parse()
            .map_err(|_| format!("`{text}` is no address block, such as 10.0.0.0/8"))?;
        let longest = width(address);
        let prefix = match prefix {
            Some(prefix) => prefix
                .parse()
                .ok()
                .filter(|p| *p <= longest)
                .ok_or_else(|| format!("`{text}`: the prefix is 0 to {longest}"))?,
            None => longest,
        };
        Ok(Self { address, prefix })
    }
}

impl Network {
    /// Whether an address belongs to the block. IPv4 inside IPv6 (`::ffff:10.0.0.1`) counts as IPv4.
    pub fn holds(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        width(address) == width(self.address)
            && head(address, self.prefix) == head(self.address, self.prefix)
    }

    /// What one household or machine comes from: an IPv4 address, a /64 of IPv6 (RFC 6177: a device
    /// changes its address within it as it likes).
    pub fn of(address: IpAddr) -> String {
        let address = address.to_canonical();
        let prefix = if address.is_ipv4() { 32 } else { 64 };
        format!("{:x}/{prefix}", head(address, prefix))
    }

    /// The block an address is budgeted by: /24 of IPv4, /48 of IPv6 (security.md OTP-6).
    pub fn around(address: IpAddr) -> String {
        let address = address.to_canonical();
        let prefix = if address.is_ipv4() { 24 } else { 48 };
        format!("{:x}/{prefix}", head(address, prefix))
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// The first `prefix` bits.
fn head(address: IpAddr, prefix: u8) -> u128 {
    let (bits, width) = match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()), 32),
        IpAddr::V6(v6) => (v6.to_bits(), 128),
    };
    bits.checked_shr(u32::from(width - prefix)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Network;

    #[test]
    fn a_block_holds_its_addresses_and_no_others() {
        let block: Network = "10.1.0.0/16".parse().expect("a block");
        assert!(block.holds("10.1.2.3".parse().expect("v4")));
        assert!(block.holds("::ffff:10.1.2.3".parse().expect("v6")));
        assert!(!block.holds("10.2.0.1".parse().expect("v4")));
        assert!(!block.holds("2001:db8::1".parse().expect("v6")));
        let all: Network = "::/0".parse().expect("a block");
        assert!(all.holds("2001:db8::1".parse().expect("v6")));
        let one: Network = "127.0.0.1".parse().expect("a block");
        assert!(one.holds("127.0.0.1".parse().expect("v4")));
        assert!(!one.holds("127.0.0.2".parse().expect("v4")));
    }

    #[test]
    fn what_is_no_block_is_refused() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "a/8",
            "10.0.0.0/-1",
            "::/129",
        ] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_machine_is_one_address_of_ipv4_and_a_whole_64_of_ipv6() {
        let of = |text: &str| Network::of(text.parse().expect("an address"));
        assert_ne!(of("10.0.0.1"), of("10.0.0.2"));
        assert_eq!(of("10.0.0.1"), of("::ffff:10.0.0.1"));
        assert_eq!(of("2001:db8:1:1::1"), of("2001:db8:1:1:ffff::2"));
        assert_ne!(of("2001:db8:1:1::1"), of("2001:db8:1:2::1"));
    }

    #[test]
    fn neighbours_share_a_budget_block() {
        let around = |text: &str| Network::around(text.parse().expect("an address"));
        assert_eq!(around("10.0.0.1"), around("10.0.0.254"));
        assert_ne!(around("10.0.0.1"), around("10.0.1.1"));
        assert_eq!(around("2001:db8:1::1"), around("2001:db8:1:ff::2"));
        assert_ne!(around("2001:db8:1::1"), around("2001:db8:2::1"));
    }
}
