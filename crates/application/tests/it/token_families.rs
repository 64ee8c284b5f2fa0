//! Tokens that make tokens: none outlives the one it came from.

use chrono::{DateTime, Duration, Utc};
use usher_application::{
    access_tokens::{self, AccessTokenError},
    api_tokens::{self, ApiToken, ApiTokenError, NewApiToken},
    authentication::{self, AuthenticationError},
};
use usher_domain::{
    actor::Actor, clock::Clock as _, grants::Scope, role::Role, secret_token::SecretToken,
};

use crate::places::on_both_databases;
use crate::world::World;

fn wanted(expires_at: Option<DateTime<Utc>>) -> NewApiToken {
    NewApiToken {
        name: "robot".parse().expect("a name"),
        role: Role::SecurityAdmin,
        scope: Scope::Installation,
        expires_at,
    }
}

impl World {
    async fn made_by(
        &self,
        maker: &Actor,
        expires_at: Option<DateTime<Utc>>,
    ) -> (ApiToken, SecretToken) {
        api_tokens::create(&self.app, maker, wanted(expires_at))
            .await
            .expect("made")
    }

    async fn with_token(&self, secret: &SecretToken) -> Actor {
        authentication::with_bearer(&self.app, secret.reveal())
            .await
            .expect("a live token")
    }

    async fn is_dead(&self, secret: &SecretToken) -> bool {
        let answer = authentication::with_bearer(&self.app, secret.reveal()).await;
        matches!(answer, Err(AuthenticationError::Invalid))
    }

    /// A token, one that it made, and one that the second made.
    async fn generations(&self, root: &Actor) -> [(ApiToken, SecretToken); 3] {
        let first = self.made_by(root, None).await;
        let second = self.made_by(&self.with_token(&first.1).await, None).await;
        let third = self.made_by(&self.with_token(&second.1).await, None).await;
        [first, second, third]
    }
}

on_both_databases! {
    async fn a_token_that_a_token_makes_ends_with_it_at_the_latest(world) {
        let day = |days| world.clock.now() + Duration::days(days);
        let (parent, secret) = world.made_by(&Actor::system(), Some(day(10))).await;
        let maker = world.with_token(&secret).await;
        for (asked, given) in [
            (None, parent.expires_at),
            (Some(day(20)), parent.expires_at),
            (Some(day(5)), Some(day(5))),
        ] {
            let (child, secret) = world.made_by(&maker, asked).await;
            assert_eq!((child.expires_at, child.parent), (given, Some(parent.id)), "{asked:?}");
            let (grandchild, _) = world.made_by(&world.with_token(&secret).await, None).await;
            assert_eq!((grandchild.expires_at, grandchild.parent), (given, Some(child.id)));
        }
        let (child, secret) = world.made_by(&maker, None).await;
        assert_eq!(child.parent, Some(parent.id));
        world.advance(Duration::days(10));
        assert!(world.is_dead(&secret).await);
    }

    async fn revoking_a_token_revokes_what_came_from_it(world) {
        let owner = world.owner().await;
        let (session, _) = world.signed_in("owner@example.com").await;
        for root in [Actor::system(), session] {
            let [first, second, third] = world.generations(&root).await;
            let sibling = world.made_by(&world.with_token(&first.1).await, None).await;
            let stranger = world.made_by(&root, None).await;
            assert_eq!(third.0.created_by, root.user().map(|_| owner.id), "hers as well");

            api_tokens::revoke(&world.app, &root, second.0.id).await.expect("revoked");
            assert!(world.is_dead(&second.1).await && world.is_dead(&third.1).await);
            assert!(!world.is_dead(&first.1).await && !world.is_dead(&sibling.1).await);

            let [child, grandchild] = {
                let child = world.made_by(&world.with_token(&sibling.1).await, None).await;
                let grandchild = world.made_by(&world.with_token(&child.1).await, None).await;
                [child, grandchild]
            };
            api_tokens::revoke(&world.app, &root, first.0.id).await.expect("revoked");
            for (_, secret) in [&first, &sibling, &child, &grandchild] {
                assert!(world.is_dead(secret).await);
            }
            assert!(!world.is_dead(&stranger.1).await);
        }
    }

    async fn a_token_that_is_revoked_while_it_makes_another_leaves_none(world) {
        for _ in 0..20 {
            let (parent, secret) = world.made_by(&Actor::system(), None).await;
            let maker = world.with_token(&secret).await;
            let system = Actor::system();
            let (made, revoked) = tokio::join!(
                api_tokens::create(&world.app, &maker, wanted(None)),
                api_tokens::revoke(&world.app, &system, parent.id),
            );
            revoked.expect("revoked");
            match made {
                Ok((_, secret)) => assert!(world.is_dead(&secret).await),
                Err(error) => assert!(matches!(error, ApiTokenError::NotFound), "{error:?}"),
            }
        }
    }

    async fn an_access_token_begets_nothing(world) {
        world.owner().await;
        let (session, _) = world.signed_in("owner@example.com").await;
        let (_, secret) = world.made_by(&Actor::system(), None).await;
        for actor in [session, world.with_token(&secret).await] {
            let issued = access_tokens::issue(&world.app, &actor).expect("issued");
            let deputy = authentication::with_bearer(&world.app, &issued.jwt).await.expect("good");
            assert!(deputy.delegated);
            let answer = api_tokens::create(&world.app, &deputy, wanted(None)).await;
            assert!(matches!(answer, Err(ApiTokenError::Denied(_))), "{answer:?}");
            let answer = access_tokens::issue(&world.app, &deputy).map(|issued| issued.life);
            assert!(matches!(answer, Err(AccessTokenError::NotACredential)), "{answer:?}");
            world.made_by(&actor, None).await;
        }
    }
}
