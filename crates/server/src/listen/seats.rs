//! How many connections the clients of one network may hold, so that none of them keeps the others out.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use tokio::time::Instant;
use usher_api::client_address::TrustedProxies;
use usher_application::network;

/// How many connections one network may hold: an IPv4 address, or an IPv6 /64. A quarter of all there are;
/// an office behind one address has enough, since browsers keep six at most and come again.
pub(super) const SHARE: usize = 200;

/// This machine.
const LOOPBACK: [IpNet; 2] = [
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8)),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128)),
];

/// It is said at most so often that somebody is turned away.
const SAY_EVERY: Duration = Duration::from_mins(1);

/// Counts the connections of each network.
#[derive(Clone)]
pub(crate) struct Seats {
    share: usize,
    exempt: Arc<TrustedProxies>,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Default)]
struct Taken {
    by_network: HashMap<IpAddr, usize>,
    said_at: Option<Instant>,
}

/// One connection's place in the share of its network, given back when it is dropped.
pub(super) struct Seat(Option<(Seats, IpAddr)>);

impl Seats {
    /// Counts everybody but our own proxies, which stand for many clients, and this machine: behind a proxy
    /// that runs on it nobody else connects, and whoever is on it has other ways.
    pub(crate) fn behind(proxies: Vec<IpNet>) -> Self {
        Self::of(SHARE, proxies.into_iter().chain(LOOPBACK).collect())
    }

    fn of(share: usize, exempt: Vec<IpNet>) -> Self {
        Self {
            share,
            exempt: Arc::new(TrustedProxies::new(exempt)),
            taken: Arc::default(),
        }
    }

    /// A seat for one more connection of this peer; none when its network holds its share.
    pub(super) fn take(&self, peer: IpAddr) -> Option<Seat> {
        if self.exempt.trust(peer.to_canonical()) {
            return Some(Seat(None));
        }
        let network = network(peer);
        let mut taken = self.lock();
        let count = taken.by_network.entry(network).or_default();
        if *count < self.share {
            *count += 1;
            return Some(Seat(Some((self.clone(), network))));
        }
        let now = Instant::now();
        if taken.said_at.is_none_or(|said| now >= said + SAY_EVERY) {
            taken.said_at = Some(now);
            tracing::warn!(
                share = self.share,
                "a network of clients holds its share of connections; more of them are turned away"
            );
        }
        None
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        // Numbers are whole whoever panicked.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some((seats, network)) = self.0.take() else {
            return;
        };
        let mut taken = seats.lock();
        if let Some(count) = taken.by_network.get_mut(&network) {
            *count -= 1;
            // What nobody holds is forgotten, so that the counts grow with the connections alone.
            if *count == 0 {
                taken.by_network.remove(&network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn each_network_has_its_share_and_gets_back_what_it_gives_back() {
        let seats = Seats::of(2, Vec::new());
        let (one, other) = (address("192.0.2.1"), address("192.0.2.2"));
        let held: Vec<_> = (0..2).map(|_| seats.take(one).expect("a seat")).collect();
        assert!(seats.take(one).is_none());
        assert!(seats.take(address("::ffff:192.0.2.1")).is_none());
        let others = seats.take(other).expect("a seat");
        drop(held);
        let again = seats.take(one).expect("a seat");
        drop((others, again));
        assert!(seats.lock().by_network.is_empty());
    }

    #[test]
    fn whoever_has_ipv6_has_a_whole_network_and_it_counts_as_one() {
        let seats = Seats::of(2, Vec::new());
        let _held = ["2001:db8:0:1::1", "2001:db8:0:1:ffff::2"]
            .map(|peer| seats.take(address(peer)).expect("a seat"));
        assert!(seats.take(address("2001:db8:0:1::3")).is_none());
        assert!(seats.take(address("2001:db8:0:2::1")).is_some());
    }

    #[test]
    fn our_own_proxies_and_this_machine_are_not_counted() {
        let seats = Seats {
            share: 1,
            ..Seats::behind(vec!["10.0.0.0/8".parse().expect("a network")])
        };
        for peer in ["10.0.0.7", "::ffff:10.0.0.7", "127.0.0.1", "::1"] {
            let held: Vec<_> = (0..5).filter_map(|_| seats.take(address(peer))).collect();
            assert_eq!(held.len(), 5, "{peer}");
        }
        let stranger = address("192.0.2.1");
        let _held = seats.take(stranger).expect("a seat");
        assert!(seats.take(stranger).is_none());
    }
}
