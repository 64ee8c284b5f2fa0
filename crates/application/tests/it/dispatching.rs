//! Delivering: what becomes of each message when the mail server is kind, picky, slow or gone.

use chrono::Duration;
use usher_application::{
    App, dispatcher,
    health::{self, Readiness},
    mail_providers, welcome_emails,
};
use usher_domain::{
    actor::Actor, clock::Clock as _, delivery::DeliveryStatus, ids::MessageId,
    message::AttemptOutcome,
};

use crate::mail_server::MailServer;
use crate::mailbox::{received, token};
use crate::places::{execute_at, on_both_databases};
use crate::world::{PASSWORD, World};

async fn deliver(app: &App) {
    dispatcher::deliver_due(app)
        .await
        .expect("the messages are tried");
}

impl World {
    async fn welcome_all(&self, logins: &[&str]) -> Vec<MessageId> {
        let mut ids = Vec::new();
        for login in logins {
            ids.push(self.welcome(self.user(login).await.id).await.id);
        }
        ids
    }

    async fn statuses(&self, ids: &[MessageId]) -> Vec<&'static str> {
        let mut statuses = Vec::new();
        for id in ids {
            statuses.push(self.message(*id).await.status.as_str());
        }
        statuses
    }

    async fn outcomes(&self, id: MessageId) -> Vec<AttemptOutcome> {
        let email = welcome_emails::get(&self.app, &Actor::system(), id)
            .await
            .expect("there");
        let mut attempts = email.attempts;
        attempts.sort_by_key(|attempt| attempt.started_at);
        attempts.iter().map(|attempt| attempt.outcome).collect()
    }
}

on_both_databases! {
    async fn many_messages_are_delivered_once_each_by_two_nodes(world) {
        let server = MailServer::start().await;
        let nodes = [world.sending_to(&server), world.sending_to(&server)];
        let logins: Vec<String> = (0..80).map(|number| format!("user{number:02}")).collect();
        let logins: Vec<&str> = logins.iter().map(String::as_str).collect();
        let ids = world.welcome_all(&logins).await;
        tokio::join!(deliver(&nodes[0]), deliver(&nodes[1]));
        assert_eq!(world.statuses(&ids).await, vec!["sent"; 80]);
        let expected: Vec<String> = logins.iter().map(|login| format!("{login}@example.com")).collect();
        assert_eq!(server.delivered_to(), expected);
    }

    async fn a_refused_message_fails_alone(world) {
        let server = MailServer::start().await;
        server.answer("bad@example.com", Some("550 5.1.1 no such mailbox"));
        let app = world.sending_to(&server);
        let ids = world.welcome_all(&["good", "bad", "fine"]).await;
        deliver(&app).await;
        assert_eq!(world.statuses(&ids).await, ["sent", "failed", "sent"]);
        let refused = world.message(ids[1]).await;
        let reply = refused.last_reply.expect("the server's words");
        assert_eq!((reply.code, reply.enhanced.as_deref()), (Some(550), Some("5.1.1")));
        assert_eq!(refused.attempts, 1);
        assert_eq!(world.outcomes(ids[1]).await, [AttemptOutcome::Refused]);
        assert_eq!(health::ready(&app).await, Readiness::Ready);
    }

    async fn a_deferred_message_comes_back_later_and_later(world) {
        let server = MailServer::start().await;
        server.answer("slow@example.com", Some("451 4.7.1 greylisted"));
        let app = world.sending_to(&server);
        let ids = world.welcome_all(&["slow", "good"]).await;
        let mut waits = Vec::new();
        for attempt in 1..=3 {
            deliver(&app).await;
            let message = world.message(ids[0]).await;
            assert_eq!((message.status, message.attempts), (DeliveryStatus::Deferred, attempt));
            let wait = message.next_attempt_at.expect("it waits") - world.clock.now();
            waits.push(wait);
            world.advance(wait - Duration::microseconds(1));
            deliver(&app).await;
            assert_eq!(world.message(ids[0]).await.attempts, attempt, "not before its time");
            world.advance(Duration::microseconds(1));
        }
        for (wait, most) in waits.into_iter().zip([30, 60, 120]) {
            let most = Duration::seconds(most);
            assert!(wait <= most && wait >= most * 3 / 4, "{wait} of {most}");
        }
        server.answer("slow@example.com", None);
        deliver(&app).await;
        assert_eq!(world.statuses(&ids).await, ["sent", "sent"]);
        assert_eq!(server.delivered_to(), ["good@example.com", "slow@example.com"]);
    }

    async fn a_server_that_is_down_costs_no_message_an_attempt(world) {
        let server = MailServer::start().await;
        server.greet_with(Some("421 4.3.2 closed for today"));
        let app = world.sending_to(&server);
        let ids = world.welcome_all(&["one", "two", "three"]).await;
        deliver(&app).await;
        assert_eq!(world.statuses(&ids).await, ["queued"; 3]);
        for id in &ids {
            assert_eq!(world.message(*id).await.attempts, 0);
        }
        assert_eq!(health::ready(&app).await, Readiness::Degraded);
        let providers = mail_providers::list(&app, &Actor::system()).expect("listed");
        assert_eq!(providers[0].breaker, "open");
        assert!(providers[0].last_failure.as_ref().is_some_and(|words| words.contains("421")));

        // Still down: one message finds out, the others stay where they are.
        world.advance(Duration::seconds(10));
        deliver(&app).await;
        assert_eq!(world.statuses(&ids).await, ["queued"; 3]);
        let tries: i64 = world.place.number("SELECT count(*) AS number FROM attempts");

        server.greet_with(None);
        world.advance(Duration::minutes(1));
        for _ in 0..2 {
            deliver(&app).await;
        }
        assert_eq!(world.statuses(&ids).await, ["sent"; 3]);
        let after: i64 = world.place.number("SELECT count(*) AS number FROM attempts");
        assert_eq!(after - tries, 3);
        assert_eq!(health::ready(&app).await, Readiness::Ready);
        assert_eq!(server.contents().len(), 3);
    }

    async fn a_message_is_given_up_when_its_time_is_over(world) {
        let server = MailServer::start().await;
        server.answer("slow@example.com", Some("451 4.7.1 greylisted"));
        let app = world.sending_to(&server);
        let ids = world.welcome_all(&["slow"]).await;
        world.advance(Duration::days(7) - Duration::seconds(1));
        deliver(&app).await;
        assert_eq!(world.statuses(&ids).await, ["failed"]);
    }

    async fn a_repetition_is_the_same_to_the_byte(world) {
        let server = MailServer::start().await;
        server.fall_silent_after(2);
        let app = world.sending_to(&server);
        let ids = world.welcome_all(&["ada"]).await;
        for _ in 0..2 {
            deliver(&app).await;
            assert_eq!(world.statuses(&ids).await, ["deferred"], "nobody knows");
            world.advance(Duration::hours(1));
        }
        deliver(&app).await;

        assert_eq!(world.statuses(&ids).await, ["sent"]);
        let contents = server.contents();
        assert_eq!(contents.len(), 3);
        assert!(contents.iter().all(|content| *content == contents[0]));
        assert!(contents[0].contains(&format!("Message-ID: <{}@usher.example>", ids[0])));
        let uncertain = AttemptOutcome::Uncertain;
        assert_eq!(world.outcomes(ids[0]).await, [uncertain, uncertain, AttemptOutcome::Delivered]);
    }

    async fn what_a_killed_process_had_under_way_goes_again_unchanged(world) {
        let server = MailServer::start().await;
        let (killed, survivor) = (world.sending_to(&server), world.sending_to(&server));
        let ids = world.welcome_all(&["ada"]).await;
        // The outcome reaches the database under a lease that is no longer held.
        deliver(&killed).await;
        world.place.execute("UPDATE messages SET status = 'sending', leased_until = 0");
        world.place.execute("UPDATE attempts SET outcome = 'running', finished_at = NULL");
        world.advance(Duration::minutes(1));

        deliver(&survivor).await;

        assert_eq!(world.statuses(&ids).await, ["sent"]);
        let contents = server.contents();
        assert_eq!(contents.len(), 2);
        assert_eq!(contents[0], contents[1]);
        let expected = [AttemptOutcome::Uncertain, AttemptOutcome::Delivered];
        assert_eq!(world.outcomes(ids[0]).await, expected);
    }

    async fn a_message_whose_lease_is_over_before_there_is_a_connection_is_not_sent_under_it(world) {
        let server = MailServer::start().await;
        let app = world.sending_to(&server);
        let ids = world.welcome_all(&["ada"]).await;
        let (clock, url) = (world.clock.clone(), world.place.url());
        server.meanwhile(move || {
            // Nobody takes the message over before it is put back.
            execute_at(&url, "UPDATE messages SET leased_until = leased_until + 60000000");
            clock.advance(Duration::seconds(30));
        });
        deliver(&app).await;
        assert_eq!(server.contents().len(), 0, "somebody else may have it");
        assert_eq!(world.statuses(&ids).await, ["queued"]);
        assert_eq!(world.message(ids[0]).await.attempts, 0, "no try is spent");

        deliver(&app).await;
        assert_eq!(world.statuses(&ids).await, ["sent"]);
        assert_eq!(server.contents().len(), 1);
    }

    async fn three_unknown_ends_are_enough(world) {
        let server = MailServer::start().await;
        server.fall_silent_after(9);
        let app = world.sending_to(&server);
        let ids = world.welcome_all(&["ada"]).await;
        for _ in 0..5 {
            deliver(&app).await;
            world.advance(Duration::hours(1));
        }
        assert_eq!(world.statuses(&ids).await, ["failed"]);
        assert_eq!(server.contents().len(), 3);
        assert_eq!(world.outcomes(ids[0]).await, [AttemptOutcome::Uncertain; 3]);
    }

    async fn a_mail_that_nobody_vouches_for_still_lets_its_reader_in(world) {
        let server = MailServer::start().await;
        server.fall_silent_after(1);
        let app = world.sending_to(&server);
        world.welcome_all(&["ada"]).await;
        deliver(&app).await;
        let token = token(&received(&server.contents()[0]));
        world.consume(&token, PASSWORD).await.expect("the link is good");
        world.advance(Duration::hours(1));
        deliver(&app).await;
        assert_eq!(server.contents().len(), 1, "the repetition was called off");
    }

    async fn a_reply_that_quotes_the_link_is_recorded_nowhere(world) {
        for (code, status) in [(554, "failed"), (451, "deferred"), (421, "queued")] {
            let server = MailServer::start().await;
            server.quote_links_with(code);
            let app = world.sending_to(&server);
            let ids = world.welcome_all(&[&format!("user{code}")]).await;
            deliver(&app).await;
            assert_eq!(world.statuses(&ids).await, [status]);
            let secret = token(&received(&server.contents()[0]));

            let reply = world.message(ids[0]).await.last_reply.expect("the server's words");
            assert_eq!(reply.code, Some(code));
            let email = welcome_emails::get(&app, &Actor::system(), ids[0]).await.expect("there");
            let tries = email.attempts.iter().filter_map(|attempt| attempt.reply.as_ref());
            let mut said: Vec<_> = tries.map(|reply| reply.text.clone()).collect();
            assert_eq!(said.len(), 1);
            said.push(reply.text);
            let providers = mail_providers::list(&app, &Actor::system()).expect("listed");
            said.extend(providers.into_iter().filter_map(|provider| provider.last_failure));
            assert_eq!(said.len(), 2 + usize::from(code == 421));
            for text in said {
                assert!(text.contains("quoted the link"), "{text}");
                let part = |start| text.contains(&secret[start..start + 8]);
                assert!(!(0..secret.len() - 8).any(part), "{code}: {text}");
            }
            world.place.execute("DELETE FROM messages");
        }
    }

    async fn a_dispatcher_works_until_it_is_told_to_stop(world) {
        let server = MailServer::start().await;
        let app = world.sending_to(&server);
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let running = tokio::spawn(dispatcher::run(app.clone(), stopped));
        let ids = world.welcome_all(&["ada", "grace"]).await;
        for id in &ids {
            let patience = std::time::Duration::from_secs(30);
            let message = welcome_emails::wait(&app, *id, patience).await.expect("waited");
            assert_eq!(message.status, DeliveryStatus::Sent);
        }
        stop.send(true).expect("it listens");
        running.await.expect("no panic");
    }
}
