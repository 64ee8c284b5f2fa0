//! Which address a request came from, behind the proxies that the configuration trusts.
//!
//! `X-Forwarded-For` is a list to which every proxy appends the address it saw, so only its right
//! end can be trusted, and only as far as our own proxies wrote it: the client is the rightmost
//! hop that is not one of them. Whatever stands left of it is the client's own invention.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use ipnet::IpNet;

/// The proxies whose word about their peer is taken.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Trusts the proxies in these networks; with none, the peer is always the client.
    #[must_use]
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// The address of the client, given the peer of the connection and the request's headers.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        for hop in hops_from_the_right(headers) {
            if !self.trust(client) {
                break;
            }
            // A hop that is no address: what came before it is the last thing we know.
            let Some(address) = hop.and_then(address) else {
                break;
            };
            client = address;
        }
        client
    }

    /// Whether this address is one of our proxies'.
    #[must_use]
    pub fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// The hops of all `X-Forwarded-For` headers, the latest first; `None` for bytes that are no text.
fn hops_from_the_right(headers: &HeaderMap) -> impl Iterator<Item = Option<&str>> {
    let values: Vec<_> = headers.get_all("x-forwarded-for").iter().collect();
    values.into_iter().rev().flat_map(|value| {
        let text = value.to_str().ok();
        let hops: Vec<_> = match text {
            Some(text) => text.rsplit(',').map(|hop| Some(hop.trim())).collect(),
            None => vec![None],
        };
        hops
    })
}

/// Reads a hop: an address, in brackets or not, with a port or not. IPv4 in IPv6 clothes becomes
/// plain IPv4, so that one client has one address.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(hop);
    bare.parse()
        .or_else(|_| hop.parse().map(|socket: SocketAddr| socket.ip()))
        .ok()
        .map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let proxies = TrustedProxies::new(trusted.iter().map(|net| net.parse().unwrap()).collect());
        let headers = forwarded
            .iter()
            .map(|text| {
                (
                    "x-forwarded-for".parse().unwrap(),
                    HeaderValue::from_str(text).unwrap(),
                )
            })
            .collect();
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn the_client_is_the_rightmost_hop_that_is_not_trusted() {
        let proxies = ["10.0.0.0/8", "::1/128"];
        let cases: &[(&str, &[&str], &str)] = &[
            ("192.0.2.1", &["203.0.113.5"], "192.0.2.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.5"], "203.0.113.5"),
            (
                "10.0.0.1",
                &["198.51.100.1, 203.0.113.5, 10.0.0.2"],
                "203.0.113.5",
            ),
            (
                "10.0.0.1",
                &["198.51.100.1", "203.0.113.5", "10.0.0.2"],
                "203.0.113.5",
            ),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("::1", &["2001:db8::7"], "2001:db8::7"),
            ("::1", &["[2001:db8::7]:4711"], "2001:db8::7"),
            ("::1", &["[2001:db8::7]"], "2001:db8::7"),
            ("::1", &["203.0.113.5:4711"], "203.0.113.5"),
            ("::ffff:10.0.0.1", &["::ffff:203.0.113.5"], "203.0.113.5"),
            ("10.0.0.1", &["203.0.113.5, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.5, 10.0.0.2, "], "10.0.0.1"),
        ];
        for (peer, forwarded, expected) in cases {
            assert_eq!(
                client(&proxies, peer, forwarded),
                *expected,
                "{peer} {forwarded:?}"
            );
        }
    }

    #[test]
    fn without_trusted_proxies_the_header_is_ignored() {
        assert_eq!(client(&[], "127.0.0.1", &["203.0.113.5"]), "127.0.0.1");
    }

    proptest! {
        #[test]
        fn no_header_panics_or_moves_an_untrusted_peer(bytes in vec(any::<u8>(), 0..300)) {
            let peer: IpAddr = "192.0.2.1".parse().unwrap();
            let proxies = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), value)]);
                prop_assert_eq!(proxies.client(peer, &headers), peer);
                let _ = proxies.client("10.0.0.1".parse().unwrap(), &headers);
            }
        }

        #[test]
        fn nothing_left_of_an_untrusted_hop_matters(lies in "[ -~]{0,80}", real in any::<u32>()) {
            let real = IpAddr::from(real.to_be_bytes());
            prop_assume!(!"10.0.0.0/8".parse::<IpNet>().unwrap().contains(&real));
            let forwarded = format!("{lies},{real}");
            prop_assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &[&forwarded]), real.to_string());
        }
    }
}
