//! Links that heal themselves: an ended one is exchanged for a fresh mail.

use chrono::Duration;
use usher_application::{
    account_users::UserChanges,
    password_links::{self, RenewError},
    welcome_emails,
};
use usher_domain::{actor::Actor, password_link::LinkState, request_origin::RequestOrigin};

use crate::mailbox::token;
use crate::places::on_both_databases;
use crate::world::{PASSWORD, World, changes};

impl World {
    async fn renew(&self, token: &str) -> Result<(), RenewError> {
        password_links::renew(&self.app, token, RequestOrigin::local()).await
    }

    /// The link of the newest mail, once everything is delivered.
    async fn newest_token(&self) -> String {
        self.deliver().await;
        token(&self.mailbox.all()[0])
    }
}

fn wait(answer: &Result<(), RenewError>) -> Option<Duration> {
    match answer {
        Err(RenewError::TooMany(wait)) => Some(wait.retry_after),
        _ => None,
    }
}

on_both_databases! {
    async fn an_expired_link_brings_a_fresh_mail(world) {
        let ada = world.user("ada").await;
        let expired = world.welcome_token(ada.id).await;
        world.advance(Duration::days(8));
        world.renew(&expired).await.expect("renewed");
        assert_eq!(world.audited("password_link.renewed"), 1);
        let fresh = world.newest_token().await;
        assert_ne!(fresh, expired);
        assert_eq!(world.state(&expired).await, LinkState::Superseded);
        world.consume(&fresh, PASSWORD).await.expect("the fresh one is good");
    }

    async fn an_open_link_is_mailed_again_and_nothing_is_superseded(world) {
        let ada = world.user("ada").await;
        let superseded = world.welcome_token(ada.id).await;
        world.advance(Duration::minutes(1));
        let open = world.welcome_token(ada.id).await;
        world.advance(Duration::days(1));
        let ends = password_links::inspect(&world.app, &open, None).await.expect("there").expires_at;

        world.renew(&superseded).await.expect("renewed");

        assert_eq!(world.newest_token().await, open, "the same link");
        assert_eq!(world.state(&open).await, LinkState::Open);
        let link = password_links::inspect(&world.app, &open, None).await.expect("there");
        assert_eq!(link.expires_at, ends, "its life is what it was");
        let links = world.place.number("SELECT count(*) AS number FROM password_links");
        assert_eq!(links, 2);
    }

    async fn calling_a_renewal_off_leaves_the_link_that_she_has(world) {
        let ada = world.user("ada").await;
        let superseded = world.welcome_token(ada.id).await;
        world.advance(Duration::minutes(1));
        let open = world.welcome_token(ada.id).await;
        world.advance(Duration::minutes(1));
        world.renew(&superseded).await.expect("renewed");
        let latest = world.get(ada.id).await.latest_welcome.expect("the renewal").id;
        welcome_emails::cancel(&world.app, &Actor::system(), latest).await.expect("cancelled");
        assert_eq!(world.state(&open).await, LinkState::Open);
    }

    async fn only_an_ended_link_can_be_exchanged(world) {
        let ada = world.user("ada").await;
        let open = world.welcome_token(ada.id).await;
        let answer = world.renew(&open).await;
        assert!(matches!(answer, Err(RenewError::NotRenewable)), "{answer:?}");
        world.consume(&open, PASSWORD).await.expect("consumed");
        let answer = world.renew(&open).await;
        assert!(matches!(answer, Err(RenewError::NotRenewable)), "{answer:?}");

        let late = world.welcome_token(ada.id).await;
        world.advance(Duration::days(90) + Duration::seconds(1));
        let answer = world.renew(&late).await;
        assert!(matches!(answer, Err(RenewError::NotRenewable)), "{answer:?}");
    }

    async fn a_void_link_gets_no_mail_and_no_reason(world) {
        let (locked, moved, revoked) =
            (world.user("locked").await, world.user("moved").await, world.user("revoked").await);
        let mut tokens = vec!["A".repeat(usher_domain::password_link::TOKEN_CHARS)];
        for user in [&locked, &moved, &revoked] {
            tokens.push(world.welcome_token(user.id).await);
        }
        let sent = world.mailbox.all().len();
        let email = Some(Some("new@example.com".parse().expect("an address")));
        world.change(locked.id, UserChanges { enabled: Some(false), ..changes() }).await;
        world.change(moved.id, UserChanges { email, ..changes() }).await;
        password_links::revoke_all(&world.app, &Actor::system(), revoked.id).await.expect("revoked");
        world.advance(Duration::days(8));

        for token in &tokens {
            let answer = world.renew(token).await;
            assert!(matches!(answer, Err(RenewError::Void)), "{answer:?}");
        }
        world.deliver().await;
        assert_eq!(world.mailbox.all().len(), sent);
    }

    async fn there_is_one_renewal_in_a_quarter_of_an_hour_and_three_a_day(world) {
        let ada = world.user("ada").await;
        let expired = world.welcome_token(ada.id).await;
        world.advance(Duration::days(8));
        world.renew(&expired).await.expect("the first");
        world.advance(Duration::minutes(5));
        assert_eq!(wait(&world.renew(&expired).await), Some(Duration::minutes(10)));
        for _ in 0..2 {
            world.advance(Duration::minutes(10));
            world.renew(&expired).await.expect("the second and third");
            world.advance(Duration::minutes(5));
        }
        world.advance(Duration::minutes(25));
        // The first was an hour ago.
        assert_eq!(wait(&world.renew(&expired).await), Some(Duration::hours(23)));
        world.advance(Duration::hours(23));
        world.renew(&expired).await.expect("another day");
    }

    async fn renewals_at_the_same_moment_are_one_mail(world) {
        let ada = world.user("ada").await;
        let expired = world.welcome_token(ada.id).await;
        world.advance(Duration::days(8));
        let holders: Vec<_> = (0..6)
            .map(|_| {
                let (app, token) = (world.app.clone(), expired.clone());
                tokio::spawn(async move {
                    password_links::renew(&app, &token, RequestOrigin::local()).await
                })
            })
            .collect();
        let mut renewed = 0;
        for holder in holders {
            let answer = holder.await.expect("no panic");
            assert!(answer.is_ok() || wait(&answer).is_some(), "{answer:?}");
            renewed += u32::from(answer.is_ok());
        }
        assert_eq!(renewed, 1);
    }

    async fn a_link_of_a_withdrawn_key_can_only_be_exchanged(world) {
        let ada = world.user("ada").await;
        let old = world.welcome_token(ada.id).await;
        world.place.execute("UPDATE keyring_keys SET state = 'renew_only'");
        assert_eq!(world.state(&old).await, LinkState::Expired);
        world.renew(&old).await.expect("renewed");
    }
}
