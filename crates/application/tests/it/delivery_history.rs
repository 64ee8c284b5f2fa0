//! How delivery went: what administrators see of the last hours and days.

use chrono::Duration;
use usher_application::{
    deliveries::{self, DeliveryHistory, Funnel},
    housekeeping, password_links,
};
use usher_domain::{
    actor::Actor, clock::Clock as _, grants::Scope, ids::AccountId, request_origin::RequestOrigin,
    role::Role,
};

use crate::places::on_both_databases;
use crate::world::{PASSWORD, World};

impl World {
    async fn history(&self, account: Option<AccountId>, days: u32) -> DeliveryHistory {
        deliveries::history(&self.app, &Actor::system(), account, days)
            .await
            .expect("the figures")
    }

    async fn funnel(&self, days: u32) -> Funnel {
        self.history(None, days).await.funnel
    }

    /// A browser, or a program that says so, opens a link.
    async fn open(&self, token: &str, user_agent: &str) {
        let origin = RequestOrigin::new(Some(user_agent), None, None);
        password_links::inspect(&self.app, token, Some(origin))
            .await
            .expect("looked up");
        housekeeping::write_notes(&self.app).await.expect("written");
    }
}

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0";

on_both_databases! {
    async fn the_funnel_follows_the_mails_of_its_days(world) {
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        let funnel = |sent, opened, password_set| Funnel { sent, opened, password_set };
        let first = world.welcome_token(ada.id).await;
        let second = world.welcome_token(grace.id).await;
        assert_eq!(world.funnel(1).await, funnel(2, 0, 0));

        world.open(&first, FIREFOX).await;
        assert_eq!(world.funnel(1).await, funnel(2, 0, 0), "nobody is so quick");
        world.advance(Duration::minutes(5));
        world.open(&first, "Barracuda Sentinel").await;
        assert_eq!(world.funnel(1).await, funnel(2, 0, 0), "nor a person");
        for token in [&first, &first, &second] {
            world.open(token, FIREFOX).await;
        }
        assert_eq!(world.funnel(1).await, funnel(2, 2, 0));
        world.advance(Duration::hours(30));
        world.consume(&first, PASSWORD).await.expect("set");
        assert_eq!(world.funnel(1).await, funnel(0, 0, 0), "their mails are older than a day");
        assert_eq!(world.funnel(2).await, funnel(2, 2, 1));
    }

    async fn every_hour_of_the_last_day_is_told(world) {
        let ada = world.user("ada").await;
        world.welcome_token(ada.id).await;
        world.advance(Duration::hours(3));
        world.welcome_token(ada.id).await;
        let history = world.history(Some(world.acme), 7).await;
        assert_eq!(history.until, world.clock.now());
        assert_eq!(history.hours.len(), 24);
        let gaps = history.hours.windows(2).map(|pair| pair[1].at - pair[0].at);
        assert!(gaps.into_iter().all(|gap| gap == Duration::hours(1)));
        let last = history.hours[23];
        assert!(last.at <= history.until && history.until < last.at + Duration::hours(1));
        assert_eq!(history.from, last.at - Duration::hours(7 * 24 - 1));
        let sent: Vec<i64> = history.hours.iter().map(|hour| hour.sent).collect();
        assert_eq!((sent[20], sent[23], sent.iter().sum::<i64>()), (1, 1, 2));
        assert_eq!(world.history(None, 31).await.hours, history.hours);
        world.advance(Duration::hours(24));
        assert!(world.history(None, 1).await.hours.iter().all(|hour| hour.sent == 0));
    }

    async fn one_sees_the_figures_of_ones_own_accounts(world) {
        let other = world.account("Other").await.id;
        let (ada, grace) = (world.user("ada").await, world.user_of(other, "grace").await);
        for user in [ada.id, grace.id] {
            world.welcome_token(user).await;
        }
        let helpdesk = world.robot(Role::Helpdesk, Scope::Account(other));
        let seen = |account| {
            let (app, helpdesk) = (world.app.clone(), helpdesk.clone());
            async move { deliveries::history(&app, &helpdesk, account, 1).await }
        };
        assert_eq!(seen(None).await.expect("allowed").funnel.sent, 1);
        assert_eq!(seen(Some(other)).await.expect("allowed").funnel.sent, 1);
        assert!(seen(Some(world.acme)).await.is_err());
        assert_eq!(world.history(None, 1).await.funnel.sent, 2);
        assert_eq!(world.history(Some(world.acme), 1).await.funnel.sent, 1);
    }

    async fn figures_are_kept_for_as_long_as_anybody_can_ask_for_them(world) {
        let ada = world.user("ada").await;
        world.welcome_token(ada.id).await;
        world.advance(Duration::hours(31 * 24 - 1));
        housekeeping::tidy(&world.app).await.expect("tidied");
        assert_eq!(world.funnel(31).await.sent, 1);
        world.advance(Duration::days(2));
        housekeeping::tidy(&world.app).await.expect("tidied");
        for table in ["delivery_hours", "delivery_hour_shares"] {
            assert_eq!(world.rows_of(table), 0, "{table}");
        }
    }
}
