//! Messages that are claimed and cannot be tried: they wait, and keep no other from its turn.

use chrono::Duration;
use usher_application::{App, dispatcher, keys};
use usher_domain::{
    delivery::DeliveryStatus,
    keyring::{KeyId, Keyring, MasterKey},
    password_link::LinkState,
};

use crate::mail_server::MailServer;
use crate::mailbox::token;
use crate::places::on_both_databases;
use crate::world::KEYRING_SECRET;

/// The keyring after a rotation.
fn rotated() -> Keyring {
    let keys = [(KeyId(1), KEYRING_SECRET), (KeyId(2), [2; 32])];
    let keys = keys.map(|(id, secret)| MasterKey::new(id, secret));
    Keyring::new(keys.to_vec()).expect("keys")
}

async fn deliver(app: &App) {
    let delivered = dispatcher::deliver_due(app).await;
    delivered.expect("the messages are tried");
}

on_both_databases! {
    async fn a_message_waits_for_a_node_that_has_the_key_of_its_link(world) {
        let behind = world.second_node();
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        keys::introduce(&world.database, &rotated(), &*world.clock, &*world.entropy)
            .await
            .expect("introduced");
        world.app.replace_keyring(rotated());
        let (first, second) = (world.welcome(ada.id).await.id, world.welcome(grace.id).await.id);
        for _ in 0..3 {
            deliver(&behind).await;
            world.advance(Duration::seconds(15));
        }
        for id in [first, second] {
            let message = world.message(id).await;
            assert_eq!((message.status, message.attempts), (DeliveryStatus::Queued, 0));
            let reply = message.last_reply.expect("why it waits");
            assert!(reply.text.contains("key"), "{}", reply.text);
        }
        assert_eq!(world.place.number("SELECT count(*) AS number FROM attempts"), 0);
        assert!(world.mailbox.is_empty());

        behind.replace_keyring(rotated());
        deliver(&behind).await;
        let mail = world.mailbox.of(first);
        assert_eq!(world.state(&token(&mail)).await, LinkState::Open);
        assert_eq!(world.message(second).await.status, DeliveryStatus::Captured);
    }

    async fn a_provider_is_probed_with_the_next_message_when_the_first_cannot_be_made(world) {
        let server = MailServer::start().await;
        server.greet_with(Some("421 4.3.2 closed for today"));
        let app = world.sending_to(&server);
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        let broken = world.welcome(ada.id).await.id;
        deliver(&app).await;
        assert_eq!(world.message(broken).await.status, DeliveryStatus::Queued);

        world.place.execute("UPDATE password_links SET message_id = NULL");
        server.greet_with(None);
        world.advance(Duration::seconds(10));
        let good = world.welcome(grace.id).await.id;
        for _ in 0..2 {
            deliver(&app).await;
        }
        assert_ne!(world.message(broken).await.status, DeliveryStatus::Sent);
        assert_eq!(world.message(good).await.status, DeliveryStatus::Sent);
    }
}
