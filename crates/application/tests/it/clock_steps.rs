//! A clock that somebody sets back while mail waits.

use chrono::Duration;
use usher_application::{
    clock_steps, dispatcher,
    health::{self, Readiness},
};
use usher_domain::{clock::Clock as _, delivery::DeliveryStatus};

use crate::mail_server::MailServer;
use crate::mailbox::{received, token};
use crate::places::on_both_databases;
use crate::world::World;

impl World {
    fn set_back(&self, by: Duration) {
        self.advance(-by);
    }
}

on_both_databases! {
    async fn mail_that_waits_for_a_server_goes_out_when_it_is_back(world) {
        let server = MailServer::start().await;
        server.greet_with(Some("421 4.3.2 closed for today"));
        let app = world.sending_to(&server);
        let mut ids = Vec::new();
        for login in ["ada", "bob", "eve"] {
            ids.push(world.welcome(world.user(login).await.id).await.id);
        }
        dispatcher::deliver_due(&app).await.expect("tried");
        assert_eq!(health::ready(&app).await, Readiness::Degraded);

        world.set_back(Duration::days(1));
        server.greet_with(None);
        clock_steps::pull_back(&app).await.expect("pulled back");
        for _ in 0..2 {
            dispatcher::deliver_due(&app).await.expect("delivered");
        }

        for id in ids {
            let message = world.message(id).await;
            assert_eq!(message.status, DeliveryStatus::Sent);
            assert_eq!(message.sent_at, Some(world.clock.now()), "by the clock as it is");
        }
        assert_eq!(server.contents().len(), 3, "one mail each");
        assert_eq!(health::ready(&app).await, Readiness::Ready);
    }

    async fn a_deferred_mail_goes_again_and_its_link_lives_from_then(world) {
        let server = MailServer::start().await;
        server.answer("ada@example.com", Some("451 4.7.1 later"));
        let app = world.sending_to(&server);
        let id = world.welcome(world.user("ada").await.id).await.id;
        dispatcher::deliver_due(&app).await.expect("tried");
        assert_eq!(world.message(id).await.status, DeliveryStatus::Deferred);

        world.set_back(Duration::days(1));
        server.answer("ada@example.com", None);
        dispatcher::deliver_due(&app).await.expect("nothing is due");
        assert_eq!(world.message(id).await.status, DeliveryStatus::Deferred);
        assert_eq!(clock_steps::pull_back(&app).await.expect("pulled back"), 1);
        dispatcher::deliver_due(&app).await.expect("delivered");

        assert_eq!(world.message(id).await.status, DeliveryStatus::Sent);
        let token = token(&received(&server.contents()[0]));
        world.advance(Duration::days(7) - Duration::seconds(1));
        assert_eq!(world.state(&token).await, usher_domain::password_link::LinkState::Open);
        world.advance(Duration::seconds(1));
        assert_eq!(world.state(&token).await, usher_domain::password_link::LinkState::Expired);
    }

    async fn waits_that_can_be_are_kept(world) {
        let server = MailServer::start().await;
        server.answer("ada@example.com", Some("451 4.7.1 later"));
        let app = world.sending_to(&server);
        let id = world.welcome(world.user("ada").await.id).await.id;
        dispatcher::deliver_due(&app).await.expect("tried");
        let due = world.message(id).await.next_attempt_at;
        assert_eq!(clock_steps::pull_back(&app).await.expect("nothing to do"), 0);
        assert_eq!(world.message(id).await.next_attempt_at, due);
    }
}
