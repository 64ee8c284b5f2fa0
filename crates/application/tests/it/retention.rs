//! What grows old goes, and nothing else: in small portions, on one node, and again after a restart.

use std::fmt::Write as _;

use chrono::Duration;
use usher_application::{
    account_users,
    retention::{self, RetentionPolicy, Swept},
    welcome_emails::{self, Repeat},
};
use usher_domain::{
    actor::Actor,
    ids::{AccountUserId, MessageId},
    request_origin::RequestOrigin,
};
use uuid::Uuid;

use crate::places::on_both_databases;
use crate::world::World;

const HERE: Uuid = Uuid::from_u128(1);
const ELSEWHERE: Uuid = Uuid::from_u128(2);

pub(crate) const POLICY: RetentionPolicy = RetentionPolicy {
    personal_data: Duration::days(90),
    messages: Some(Duration::days(400)),
};

fn origin() -> RequestOrigin {
    RequestOrigin {
        user_agent: Some("Firefox".to_owned()),
        address: Some("192.0.2.7".parse().expect("an address")),
        place: Some("Bonn".to_owned()),
    }
}

impl World {
    pub(crate) async fn sweep(&self) -> Swept {
        retention::sweep(&self.app, POLICY, HERE)
            .await
            .expect("swept")
    }

    async fn sweep_messages(&self) -> Swept {
        retention::sweep_messages(&self.app, POLICY, HERE)
            .await
            .expect("swept")
    }

    /// A welcome email that was delivered, asked for from a known place.
    async fn welcomed(&self, user: AccountUserId) -> MessageId {
        let asked = welcome_emails::request(
            &self.app,
            &Actor::system(),
            user,
            origin(),
            Repeat::AlwaysSend,
        )
        .await
        .expect("a welcome email");
        self.deliver().await;
        asked.id
    }

    async fn tells_origin(&self, message: MessageId) -> bool {
        let origin = self.message(message).await.requested.origin;
        origin.user_agent.is_some() || origin.address.is_some() || origin.place.is_some()
    }

    pub(crate) fn stored(&self, what: &str) -> i64 {
        self.place
            .number(&format!("SELECT count(*) AS number FROM {what}"))
    }

    /// Copies a message so often, with ids in the order of the copies, just behind its own.
    fn copy(&self, message: MessageId, times: usize) {
        let columns = "purpose, account_id, user_id, status, priority, next_attempt_at, give_up_at, \
             attempts, uncertain_attempts, recipient, recipient_name, sender_address, locale, \
             template_version, has_password, link_life_hours, requested_at, requested_kind, \
             requested_user_id, requested_name, origin_user_agent, origin_address, origin_place, \
             sent_at, updated_at";
        let first = Uuid::from(message).as_u128();
        let literal = |id: u128| match self.place.url() {
            usher_persistence::DatabaseUrl::Sqlite(_) => format!("x'{id:032x}'"),
            usher_persistence::DatabaseUrl::Postgres(_) => format!("'\\x{id:032x}'::bytea"),
        };
        let from = literal(first);
        let mut sql = "BEGIN;".to_owned();
        for number in 1..=times {
            let id = literal(first + number as u128);
            let _ = write!(
                sql,
                "INSERT INTO messages (id, rfc_message_id, {columns}) \
                 SELECT {id}, 'copy-{number}', {columns} FROM messages WHERE id = {from};"
            );
        }
        self.place.execute(&(sql + "COMMIT"));
    }
}

on_both_databases! {
    async fn where_requests_came_from_is_forgotten_after_ninety_days_and_not_before(world) {
        let ada = world.user("ada").await;
        let old = world.welcomed(ada.id).await;
        world.advance(Duration::days(1));
        let younger = world.welcomed(ada.id).await;
        world.advance(Duration::days(89));
        assert_eq!(world.sweep().await, Swept::default());
        assert!(world.tells_origin(old).await);

        world.advance(Duration::seconds(1));
        assert_eq!(world.sweep().await, Swept { rows: 1, writes: 1 });
        assert!(!world.tells_origin(old).await);
        assert!(world.tells_origin(younger).await);
    }

    async fn visits_and_the_origins_of_sessions_go_and_the_sessions_stay(world) {
        world.member("ada").await;
        world.signed_in("ada").await;
        world.place.execute(
            "UPDATE sessions SET user_agent = 'Firefox', address = '192.0.2.7', place = 'Bonn', \
             expires_at = 9000000000000000",
        );
        let bob = world.user("bob").await;
        let token = world.welcome_token(bob.id).await;
        usher_application::password_links::inspect(&world.app, &token, Some(origin())).await.expect("looked up");
        usher_application::housekeeping::write_notes(&world.app).await.expect("noted");
        assert_eq!(world.stored("link_visits"), 1);

        world.advance(Duration::days(90) + Duration::seconds(1));
        assert_eq!(world.sweep().await.rows, 2, "one visit, one session");
        assert_eq!(world.stored("link_visits"), 0);
        assert_eq!(world.stored("sessions WHERE address IS NULL AND user_agent IS NULL AND place IS NULL"), 1);
    }

    async fn a_message_under_way_keeps_what_its_mail_is_made_of(world) {
        let ada = world.user("ada").await;
        let message = world.welcomed(ada.id).await;
        world.place.execute("UPDATE messages SET status = 'deferred'");
        world.advance(Duration::days(91));
        assert_eq!(world.sweep().await, Swept::default());
        world.place.execute("UPDATE messages SET status = 'sent'");
        assert_eq!(world.sweep().await.rows, 1);
        assert!(!world.tells_origin(message).await);
    }

    async fn thousands_are_blanked_and_removed_in_portions_to_the_end(world) {
        let ada = world.user("ada").await;
        let first = world.welcomed(ada.id).await;
        world.copy(first, 2_500);
        world.advance(Duration::days(401));
        let swept = world.sweep().await;
        assert_eq!(swept, Swept { rows: 2_501, writes: 6 });
        assert_eq!(world.stored("messages WHERE origin_address IS NOT NULL"), 0);

        let swept = world.sweep_messages().await;
        assert_eq!(swept.rows, 2_500, "all but the latest welcome email");
        assert!(swept.writes >= 5 && swept.writes <= 12, "{swept:?}");
        assert_eq!(world.stored("messages"), 1);
        assert_eq!(world.sweep_messages().await, Swept::default());
    }

    async fn a_sweep_that_was_broken_off_is_taken_up_by_the_next_process(world) {
        let ada = world.user("ada").await;
        let first = world.welcomed(ada.id).await;
        world.copy(first, 600);
        world.advance(Duration::days(91));
        // One portion went before the process died with the lease in its hands.
        world.place.execute(
            "UPDATE messages SET origin_user_agent = NULL, origin_address = NULL, origin_place = NULL \
             WHERE rfc_message_id LIKE 'copy-1%'",
        );
        let left = world.stored("messages WHERE origin_address IS NOT NULL");
        let (now, database) = (world.app.now(), world.database.clone());
        database.write(move |connection| {
            usher_persistence::leases::acquire(connection, "retention", ELSEWHERE, now, Duration::minutes(1))
        }).await.expect("a lease");
        assert_eq!(world.sweep().await, Swept::default(), "the lease has not run out");
        if matches!(world.place.url(), usher_persistence::DatabaseUrl::Postgres(_)) {
            world.place.execute("UPDATE leases SET held_until = 0");
        }
        world.advance(Duration::minutes(2));
        assert_eq!(i64::try_from(world.sweep().await.rows).expect("few rows"), left);
    }

    async fn old_messages_go_with_attempts_and_links_but_the_latest_welcome_stays(world) {
        let ada = world.user("ada").await;
        world.welcomed(ada.id).await;
        let second = world.welcomed(ada.id).await;
        world.advance(Duration::days(400) - Duration::seconds(1));
        assert_eq!(world.sweep_messages().await, Swept::default());
        world.advance(Duration::minutes(1));
        let swept = world.sweep_messages().await;
        assert_eq!(swept, Swept { rows: 3, writes: 2 }, "a message, its attempt, its link; then nothing");
        assert_eq!(world.stored("messages"), 1);
        assert_eq!((world.stored("attempts"), world.stored("password_links")), (1, 1));
        assert_eq!(world.message(second).await.id, second);

        // Once she is welcomed anew, the one that was the latest goes as well.
        let third = world.welcomed(ada.id).await;
        assert_eq!(world.sweep_messages().await.rows, 3);
        assert_eq!(world.message(third).await.id, third);
    }

    async fn a_message_whose_link_is_still_good_for_something_stays(world) {
        let ada = world.user("ada").await;
        world.welcomed(ada.id).await;
        world.welcomed(ada.id).await;
        world.advance(Duration::days(401));
        let soon = (world.app.now() + Duration::hours(1)).timestamp_micros();
        world.place.execute(&format!("UPDATE password_links SET expires_at = {soon}"));
        assert_eq!(world.sweep_messages().await, Swept::default());
        world.advance(Duration::hours(2));
        assert_eq!(world.sweep_messages().await.rows, 3);
    }

    async fn messages_stay_for_ever_when_that_is_wished(world) {
        let ada = world.user("ada").await;
        world.welcomed(ada.id).await;
        world.welcomed(ada.id).await;
        world.advance(Duration::days(4_000));
        let policy = RetentionPolicy { messages: None, ..POLICY };
        assert_eq!(
            retention::sweep_messages(&world.app, policy, HERE).await.expect("swept"),
            Swept::default()
        );
    }

    async fn credentials_that_are_good_for_nothing_go_with_what_they_begot(world) {
        let id = |n: u8| match world.place.url() {
            usher_persistence::DatabaseUrl::Sqlite(_) => format!("x'{n:032x}'"),
            usher_persistence::DatabaseUrl::Postgres(_) => format!("'\\x{n:032x}'::bytea"),
        };
        let then = world.app.now().timestamp_micros();
        let token = |n, parent: &str, revoked: &str| format!(
            "INSERT INTO api_tokens (id, token_hash, hint, name, role, created_at, revoked_at, parent_id) \
             VALUES ({0}, {0}, 'h', 'n', 'owner', {then}, {revoked}, {parent});", id(n));
        let gone = then.to_string();
        world.place.execute(&[
            token(1, "NULL", &gone),
            token(2, &id(1), &gone),
            token(3, "NULL", "NULL"),
            format!("INSERT INTO access_keys (id, access_key, sealed_secret, name, role, created_at, revoked_at, parent_id) \
                VALUES ({0}, 'A', {0}, 'n', 'owner', {then}, {then}, {1});", id(4), id(2)),
        ].concat());
        world.advance(Duration::days(400));
        assert_eq!(world.sweep().await, Swept::default());
        world.advance(Duration::seconds(1));
        assert_eq!(world.sweep().await.rows, 3);
        assert_eq!((world.stored("api_tokens"), world.stored("access_keys")), (1, 0));
    }

    async fn a_deleted_users_name_is_in_nobody_elses_messages(world) {
        world.owner().await;
        let eve = world.member("eve").await;
        world.grant(eve.id, vec![(usher_domain::role::Role::UserAdmin, usher_domain::grants::Scope::Account(world.acme))]).await;
        let (actor, _) = world.signed_in("eve").await;
        let ada = world.user("ada").await;
        let asked = welcome_emails::request(&world.app, &actor, ada.id, origin(), Repeat::AlwaysSend)
            .await
            .expect("a welcome email");
        world.deliver().await;
        assert!(world.message(asked.id).await.requested.by_name.is_some());
        world.copy(asked.id, 1_200);

        account_users::delete(&world.app, &Actor::system(), eve.id).await.expect("deleted");
        assert_eq!(world.stored("messages WHERE requested_name IS NOT NULL"), 0);
        assert_eq!(world.stored("messages"), 1_201, "they are Ada's");
    }
}
