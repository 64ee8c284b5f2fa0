//! What a restored database no longer believes, and how its audit log goes on.

use usher_application::{
    App, DeliveryRoute,
    access_keys::{self, NewCredential},
    audit_chain::{self, Flaw, Verification},
    authentication,
    bulk_sends::{self, Recipients},
    keys::{self, KeyError},
    password_links, restores,
};
use usher_domain::{
    actor::Actor,
    bulk_send::{BulkSendStatus, PauseReason},
    delivery::DeliveryStatus,
    grants::Scope,
    keyring::{KeyId, Keyring, MasterKey},
    password_link::LinkState,
    request_origin::RequestOrigin,
    role::Role,
};

use crate::bulk_sends::{NO_CANARY, NODE, everybody, limited, tend, to};
use crate::places::on_both_databases;
use crate::world::{KEYRING_SECRET, OTHER_PASSWORD, World};

const FRESH: KeyId = KeyId(9);

/// The keyring after a restore: the old key, if anybody has it, and a fresh one.
fn keyring(with_old: bool) -> Keyring {
    let old = with_old.then(|| MasterKey::new(KeyId(1), KEYRING_SECRET));
    let keys = old.into_iter().chain([MasterKey::new(FRESH, [9; 32])]);
    Keyring::new(keys.collect()).expect("keys")
}

impl World {
    /// The application as it is started on the restored database.
    fn with_keys(&self, keyring: Keyring) -> App {
        App::new(
            self.database.clone(),
            self.clock.clone(),
            self.entropy.clone(),
            keyring,
            DeliveryRoute::Capture(self.mailbox.0.clone()),
            self.app.settings().clone(),
        )
    }

    async fn take_over(&self, keyring: &Keyring) -> restores::TakenOver {
        restores::take_over(&self.database, keyring, &*self.clock, &*self.entropy)
            .await
            .expect("taken_over over")
    }
}

on_both_databases! {
    async fn old_links_are_renewed_and_not_redeemed_and_nothing_goes_on(world) {
        world.member("ada").await;
        let (_, session) = world.signed_in("ada").await;
        let bob = world.user("bob").await;
        let token = world.welcome_token(bob.id).await;
        let cleo = world.user("cleo").await;
        let waiting = world.welcome(cleo.id).await;

        let taken_over = world.take_over(&keyring(true)).await;
        assert_eq!((taken_over.renew_only, taken_over.lost), (vec![KeyId(1)], vec![]));
        assert_eq!((taken_over.sessions, taken_over.messages, taken_over.access_keys), (1, 1, 0));
        let app = world.with_keys(keyring(true));
        keys::introduce(&world.database, &keyring(true), &*world.clock, &*world.entropy)
            .await
            .expect("a node starts with it");

        assert_eq!(world.message(waiting.id).await.status, DeliveryStatus::Cancelled);
        let welcome = world.get(cleo.id).await.latest_welcome.expect("a welcome");
        assert_eq!(welcome.status, DeliveryStatus::Cancelled);
        authentication::with_session(&app, session.secret.reveal()).await.expect_err("ended");

        let seen = password_links::inspect(&app, &token, None).await.expect("looked up");
        assert_eq!((seen.state, seen.renewable), (LinkState::Expired, true));
        world.consume(&token, OTHER_PASSWORD).await.expect_err("not redeemed");
        password_links::renew(&app, &token, RequestOrigin::local()).await.expect("a fresh mail");
    }

    async fn bulk_sends_are_paused_with_what_waited_and_half_listed_ones_go(world) {
        let users = world.crowd(12).await;
        let running = world.start(limited(NO_CANARY)).await;
        assert!(tend(&world.app, NODE).await.acted);
        // The backup was made while the users of another were being listed.
        world.start(to(Recipients::Users(users))).await;
        world.place.execute("UPDATE bulk_sends SET status = 'preparing' WHERE is_listed");
        let taken_over = world.take_over(&keyring(true)).await;
        assert_eq!((taken_over.messages, taken_over.runs), (12, 1));
        let send = world.bulk_send(running).await;
        assert_eq!((send.status, send.pause_reason), (BulkSendStatus::Paused, Some(PauseReason::Asked)));
        let progress = send.progress;
        assert_eq!((progress.queued, progress.cancelled, progress.open()), (12, 12, 0));
        for (table, left) in [("bulk_sends", 1), ("bulk_send_recipients", 0)] {
            let count = format!("SELECT count(*) AS number FROM {table}");
            assert_eq!(world.place.number(&count), left, "{table}");
        }
    }

    async fn a_restored_run_whose_first_messages_were_all_called_off_begins_with_as_many_others(world) {
        world.crowd(30).await;
        let id = world.start(everybody()).await;
        while tend(&world.app, NODE).await.acted {}
        assert_eq!(world.take_over(&keyring(true)).await.messages, 10);
        bulk_sends::resume(&world.app, &Actor::system(), id).await.expect("resumed");
        while tend(&world.app, NODE).await.acted {}
        let progress = world.bulk_send(id).await.progress;
        assert_eq!((progress.queued, progress.cancelled, progress.open()), (20, 10, 10));
        world.work_off(&world.app).await;
        assert_eq!(world.bulk_send(id).await.progress.sent, 20);
    }

    async fn keys_that_nobody_has_are_revoked_and_a_node_starts_without_them(world) {
        let bob = world.user("bob").await;
        let token = world.welcome_token(bob.id).await;
        let taken_over = world.take_over(&keyring(false)).await;
        assert_eq!((taken_over.renew_only, taken_over.lost), (vec![], vec![KeyId(1)]));
        let ours = keyring(false);
        keys::introduce(&world.database, &ours, &*world.clock, &*world.entropy).await.expect("it starts");
        let app = world.with_keys(ours);
        let seen = password_links::inspect(&app, &token, None).await.expect("looked up");
        assert_eq!((seen.state, seen.renewable), (LinkState::Void, false));
    }

    async fn access_keys_that_nobody_can_open_are_revoked(world) {
        let new = NewCredential {
            name: "signer".parse().expect("a name"),
            role: Role::Owner,
            scope: Scope::Installation,
            expires_at: None,
        };
        access_keys::create(&world.app, &Actor::system(), new).await.expect("a key");
        assert_eq!(world.take_over(&keyring(false)).await.access_keys, 1);
        let left = "SELECT count(*) AS number FROM access_keys WHERE revoked_at IS NULL";
        assert_eq!(world.place.number(left), 0);
    }

    async fn another_key_of_the_same_name_is_refused_and_nothing_is_changed(world) {
        let other = MasterKey::new(KeyId(1), [1; 32]);
        let ring = Keyring::new(vec![other, MasterKey::new(FRESH, [9; 32])]).expect("keys");
        let refused = restores::take_over(&world.database, &ring, &*world.clock, &*world.entropy).await;
        assert!(matches!(refused, Err(KeyError::Different(KeyId(1)))));
        assert_eq!(world.audited("backup.restored"), 0);
    }

    async fn the_audit_log_goes_on_where_the_old_key_is_at_hand(world) {
        world.seal().await;
        world.take_over(&keyring(true)).await;
        let app = world.with_keys(keyring(true));
        let found = restores::go_on_with_audit_log(&app).await.expect("sealed");
        assert!(matches!(found, Verification::Intact { .. }), "{found:?}");
        assert_eq!(world.audited("backup.restored"), 1);
    }

    async fn the_audit_log_goes_on_where_the_key_that_signed_it_is_gone(world) {
        world.seal().await;
        world.take_over(&keyring(false)).await;
        let app = world.with_keys(keyring(false));
        let found = audit_chain::verify(&app, None).await.expect("walked");
        assert!(matches!(found, Verification::Broken { flaw: Flaw::KeyGone, .. }), "{found:?}");
        let found = restores::go_on_with_audit_log(&app).await.expect("sealed");
        assert!(matches!(found, Verification::Intact { .. }), "{found:?}");

        // The new head vouches for what the old one covered.
        world.place.execute("UPDATE audit_events SET action = 'account.deleted' WHERE chain_seq = 1");
        let found = audit_chain::verify(&app, None).await.expect("walked");
        assert!(matches!(found, Verification::Broken { seq: 1, .. }), "{found:?}");
    }

    async fn a_log_that_was_changed_is_not_taken_over_under_a_new_key(world) {
        world.user("ada").await;
        world.seal().await;
        world.place.execute("UPDATE audit_events SET action = 'account.deleted' WHERE chain_seq = 1");
        let ring = keyring(false);
        world.take_over(&ring).await;
        let found = restores::go_on_with_audit_log(&world.with_keys(ring)).await.expect("walked");
        assert!(matches!(found, Verification::Broken { seq: 1, flaw: Flaw::EventChanged, .. }), "{found:?}");
    }
}
