//! What became of the links of users' latest welcome emails, as a list of them tells it.

use chrono::Duration;
use usher_application::{
    account_users::{self, UserChanges, WelcomeLink},
    housekeeping, memberships, password_links,
};
use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    clock::Clock as _,
    grants::Scope,
    ids::{AccountId, AccountUserId},
    password_link::LinkState,
    request_origin::RequestOrigin,
    role::Role,
};

use crate::places::on_both_databases;
use crate::world::{PASSWORD, World, changes};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0";

impl World {
    async fn look(&self, token: &str, user_agent: &str) {
        let origin = RequestOrigin::new(Some(user_agent), None, None);
        password_links::inspect(&self.app, token, Some(origin))
            .await
            .expect("looked up");
        housekeeping::write_notes(&self.app).await.expect("written");
    }

    /// What an actor is told of the link of a user whom she was shown in an account.
    async fn told(
        &self,
        actor: &Actor,
        user: AccountUserId,
        shown_in: Option<AccountId>,
    ) -> Option<WelcomeLink> {
        let user = self.get(user).await;
        let id = user.id;
        account_users::welcome_links(&self.app, actor, &[user], shown_in)
            .await
            .expect("looked up")
            .remove(&id)
    }

    async fn link_told(&self, user: &AccountUser) -> Option<(LinkState, bool)> {
        let link = self.told(&Actor::system(), user.id, None).await;
        link.map(|link| (link.state, link.opened_at.is_some()))
    }
}

on_both_databases! {
    async fn each_user_is_told_of_by_her_latest_link(world) {
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        let never = world.user("never").await;
        let (first, second) = (world.welcome_token(ada.id).await, world.welcome_token(grace.id).await);
        assert_eq!(world.link_told(&never).await, None);
        assert_eq!(world.link_told(&ada).await, Some((LinkState::Open, false)));
        world.advance(Duration::minutes(5));
        world.look(&first, "Barracuda Sentinel").await;
        assert_eq!(world.link_told(&ada).await, Some((LinkState::Open, false)), "no person");
        world.look(&first, FIREFOX).await;
        let opened = world.told(&Actor::system(), ada.id, None).await.and_then(|link| link.opened_at);
        assert_eq!(opened, Some(world.clock.now()));

        world.consume(&second, PASSWORD).await.expect("set");
        let listed = vec![world.get(ada.id).await, world.get(grace.id).await, never];
        let links = account_users::welcome_links(&world.app, &Actor::system(), &listed, None).await;
        let links = links.expect("looked up");
        assert_eq!(links.len(), 2);
        assert_eq!(links[&ada.id].state, LinkState::Open);
        assert_eq!(links[&grace.id].state, LinkState::Used);

        world.welcome_token(ada.id).await;
        assert_eq!(world.link_told(&ada).await, Some((LinkState::Open, false)), "a fresh one");
        world.advance(Duration::days(31));
        assert_eq!(world.link_told(&ada).await, Some((LinkState::Expired, false)));
    }

    async fn being_disabled_voids_a_link_for_good(world) {
        let ada = world.user("ada").await;
        world.welcome_token(ada.id).await;
        for enabled in [false, true] {
            world.change(ada.id, UserChanges { enabled: Some(enabled), ..changes() }).await;
            assert_eq!(world.link_told(&ada).await, Some((LinkState::Void, false)), "{enabled}");
        }
    }

    async fn only_those_who_may_see_deliveries_are_told(world) {
        world.member("ada").await;
        let (herself, _) = world.signed_in("ada").await;
        let ada = herself.user().expect("a user");
        world.welcome_token(ada).await;
        let elsewhere = world.account("Elsewhere").await.id;
        memberships::add(&world.app, &Actor::system(), elsewhere, ada).await.expect("a member");
        let here = world.robot(Role::Helpdesk, Scope::Account(world.acme));
        let there = world.robot(Role::Helpdesk, Scope::Account(elsewhere));
        for (actor, shown_in, told) in [
            (&here, None, true),
            (&here, Some(world.acme), true),
            (&there, Some(elsewhere), true),
            (&there, None, false),
            (&herself, None, false),
        ] {
            let link = world.told(actor, ada, shown_in).await;
            assert_eq!(link.is_some(), told, "{:?} {shown_in:?}", actor.grants);
        }
    }
}
