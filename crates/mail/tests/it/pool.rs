//! Connections are kept, shared, bounded and let go.

use std::time::{Duration, Instant};

use usher_domain::delivery::Verdict;
use usher_mail::pool::{ConnectionPool, Lane, PoolLimits, PooledConnection};

use crate::fake_server::{FakeServer, Reaction, Step, mail, polite};

/// Long enough to be sure that something waits, when it would otherwise happen at once.
const MOMENT: Duration = Duration::from_millis(100);

async fn polite_server() -> FakeServer {
    FakeServer::start(|_, step| polite(step)).await
}

fn pool(server: &FakeServer, connections: usize, reserved: usize) -> ConnectionPool {
    let limits = PoolLimits {
        connections,
        reserved,
        ..PoolLimits::default()
    };
    ConnectionPool::new(server.provider(), limits)
}

async fn checkout(pool: &ConnectionPool, lane: Lane) -> Result<PooledConnection, Verdict> {
    pool.checkout(pool.place(lane).await).await
}

async fn waits<T>(checkout: impl Future<Output = T>) -> bool {
    tokio::time::timeout(MOMENT, checkout).await.is_err()
}

#[tokio::test]
async fn a_connection_given_back_is_used_again() {
    let server = polite_server().await;
    let pool = pool(&server, 8, 2);
    for _ in 0..5 {
        let mut connection = checkout(&pool, Lane::Single).await.unwrap();
        assert!(matches!(
            connection.deliver(&mail()).await,
            Verdict::Delivered(_)
        ));
        pool.checkin(connection);
    }
    assert_eq!(server.connections(), 1);
    assert_eq!(pool.idle_count(), 1);
    pool.close_all().await;
    assert_eq!(pool.idle_count(), 0);
    assert_eq!(server.commands().last().map(String::as_str), Some("QUIT"));
}

#[tokio::test]
async fn bulk_sends_leave_the_reserved_connections_to_single_ones() {
    let server = polite_server().await;
    let pool = pool(&server, 3, 2);
    let bulk = checkout(&pool, Lane::Bulk).await.unwrap();
    assert!(waits(checkout(&pool, Lane::Bulk)).await);
    let first = checkout(&pool, Lane::Single).await.unwrap();
    let second = checkout(&pool, Lane::Single).await.unwrap();
    assert!(waits(checkout(&pool, Lane::Single)).await);
    assert_eq!(pool.busy_count(), 3);
    drop((first, second));
    assert_eq!(pool.busy_count(), 1);
    pool.checkin(bulk);
    checkout(&pool, Lane::Bulk).await.unwrap();
}

#[tokio::test]
async fn a_dropped_connection_frees_its_place() {
    let server = polite_server().await;
    let pool = pool(&server, 1, 0);
    drop(checkout(&pool, Lane::Single).await.unwrap());
    checkout(&pool, Lane::Bulk).await.unwrap();
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_failed_connection_frees_its_place_and_is_not_kept() {
    let server = FakeServer::start(|connection, step| match (connection, step) {
        (1, Step::Greeting) => Reaction::ReplyAndClose("554 not today"),
        (2, Step::Content) => Reaction::Close,
        (_, step) => polite(step),
    })
    .await;
    let pool = pool(&server, 1, 0);
    assert!(checkout(&pool, Lane::Single).await.is_err());
    let mut connection = checkout(&pool, Lane::Single).await.unwrap();
    assert!(matches!(
        connection.deliver(&mail()).await,
        Verdict::Uncertain { .. }
    ));
    pool.checkin(connection);
    assert_eq!(pool.idle_count(), 0);
}

#[tokio::test]
async fn connections_idle_for_too_long_are_closed() {
    let server = polite_server().await;
    let limits = PoolLimits {
        keep_idle: Duration::ZERO,
        ..PoolLimits::default()
    };
    let pool = ConnectionPool::new(server.provider(), limits);
    pool.checkin(checkout(&pool, Lane::Single).await.unwrap());
    pool.close_expired().await;
    assert_eq!(pool.idle_count(), 0);
    assert_eq!(server.commands().last().map(String::as_str), Some("QUIT"));
}

#[tokio::test]
async fn a_quarter_of_the_connections_is_left_to_single_sends() {
    for (connections, for_bulk) in [(1, 1), (2, 1), (4, 3), (8, 6), (40, 30)] {
        let server = polite_server().await;
        let pool = ConnectionPool::new(server.provider(), PoolLimits::of(connections));
        let mut places = Vec::new();
        for _ in 0..for_bulk {
            places.push(pool.place(Lane::Bulk).await);
        }
        assert!(waits(pool.place(Lane::Bulk)).await, "of {connections}");
    }
}

#[tokio::test]
async fn a_server_that_fell_silent_does_not_keep_its_connections_from_ending() {
    let server = FakeServer::start(|_, step| {
        if step.is("QUIT") {
            Reaction::Hang
        } else {
            polite(step)
        }
    })
    .await;
    let pool = pool(&server, 8, 2);
    let mut lent = Vec::new();
    for _ in 0..8 {
        lent.push(checkout(&pool, Lane::Single).await.unwrap());
    }
    for connection in lent {
        pool.checkin(connection);
    }
    let begun = Instant::now();
    pool.close_all().await;
    // One after the other they would take at least eight times as long as one.
    assert!(begun.elapsed() < Duration::from_secs(12), "all at once");
}

#[tokio::test]
async fn a_pool_of_nothing_still_has_one_connection_for_everybody() {
    let server = polite_server().await;
    let pool = pool(&server, 0, 5);
    pool.checkin(checkout(&pool, Lane::Bulk).await.unwrap());
    checkout(&pool, Lane::Single).await.unwrap();
}
