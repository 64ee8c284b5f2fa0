//! The first start: one link, one first owner.

use chrono::Duration;
use usher_application::{
    password_links::{self, ConsumeError, Redemption},
    sessions::NewSession,
    setup,
};
use usher_domain::{
    grants::Scope, password_link::LinkState, request_origin::RequestOrigin, role::Role,
};

use crate::mailbox::tokens;
use crate::places::on_both_databases;
use crate::world::{PASSWORD, World, password};

impl World {
    async fn setup_token(&self) -> Option<String> {
        let url = setup::setup_link(&self.app)
            .await
            .expect("the database answers")?;
        Some(tokens(url.expose()).remove(0))
    }

    async fn found(&self, token: &str, email: Option<&str>) -> Result<NewSession, ConsumeError> {
        let redemption = Redemption {
            password: password(PASSWORD),
            email: email.map(|email| email.parse().expect("an address")),
            account: Some("Headquarters".parse().expect("a name")),
            origin: RequestOrigin::local(),
        };
        password_links::consume(&self.app, token, redemption).await
    }
}

on_both_databases! {
    async fn the_setup_link_makes_the_first_owner(world) {
        let token = world.setup_token().await.expect("there is no owner yet");
        assert_eq!(world.state(&token).await, LinkState::Open);
        let answer = world.found(&token, None).await;
        assert!(matches!(answer, Err(ConsumeError::MissingEmail)), "{answer:?}");

        let session = world.found(&token, Some("first@example.com")).await.expect("founded");

        let owner = world.with_cookie(&session).await.expect("she is signed in");
        assert_eq!(owner.grants.within(Scope::Installation), Role::Owner.permissions());
        world.try_sign_in("first@example.com", Some("headquarters"), PASSWORD).await.expect("she signs in");
        assert_eq!(world.audited("installation.set_up"), 1);
        let answer = world.found(&token, Some("second@example.com")).await;
        assert!(matches!(answer, Err(ConsumeError::Used)), "{answer:?}");
        assert_eq!(world.setup_token().await, None, "there is an owner");
        assert_eq!(world.state(&token).await, LinkState::Void);
    }

    async fn of_two_who_found_at_once_one_succeeds(world) {
        let token = world.setup_token().await.expect("there is no owner yet");
        let founders: Vec<_> = ["one@example.com", "two@example.com"]
            .into_iter()
            .map(|email| {
                let (app, token) = (world.app.clone(), token.clone());
                tokio::spawn(async move {
                    let redemption = Redemption {
                        password: password(PASSWORD),
                        email: Some(email.parse().expect("an address")),
                        account: None,
                        origin: RequestOrigin::local(),
                    };
                    password_links::consume(&app, &token, redemption).await
                })
            })
            .collect();
        let mut founded = 0;
        for founder in founders {
            founded += u32::from(founder.await.expect("no panic").is_ok());
        }
        assert_eq!(founded, 1);
        let owners = world.place.number("SELECT count(*) AS number FROM role_grants");
        assert_eq!(owners, 1);
    }

    async fn each_start_makes_the_link_anew_and_it_lives_an_hour(world) {
        let first = world.setup_token().await.expect("there is no owner yet");
        let second = world.setup_token().await.expect("there is no owner yet");
        assert_eq!(world.state(&first).await, LinkState::Void);
        world.advance(Duration::minutes(59));
        assert_eq!(world.state(&second).await, LinkState::Open);
        world.advance(Duration::minutes(1));
        let answer = world.found(&second, Some("late@example.com")).await;
        assert!(matches!(answer, Err(ConsumeError::Expired)), "{answer:?}");
    }

    async fn an_account_name_that_is_taken_leaves_the_link_as_it_was(world) {
        world.account("Headquarters").await;
        let token = world.setup_token().await.expect("there is no owner yet");
        let answer = world.found(&token, Some("first@example.com")).await;
        assert!(matches!(answer, Err(ConsumeError::AccountNameTaken)), "{answer:?}");
        assert_eq!(world.state(&token).await, LinkState::Open);
    }

    async fn an_owner_made_on_the_command_line_ends_the_setup_link(world) {
        let token = world.setup_token().await.expect("there is no owner yet");
        world.owner().await;
        assert_eq!(world.state(&token).await, LinkState::Void);
        assert_eq!(world.setup_token().await, None);
    }

    async fn an_owner_made_by_granting_ends_the_setup_link(world) {
        let ada = world.user("ada").await;
        let token = world.setup_token().await.expect("there is no owner yet");
        world.grant(ada.id, vec![(Role::Owner, Scope::Account(world.acme))]).await;
        assert_eq!(world.state(&token).await, LinkState::Open, "of an account only");
        world.grant(ada.id, vec![(Role::Owner, Scope::Installation)]).await;
        let answer = world.found(&token, Some("second@example.com")).await;
        assert!(matches!(answer, Err(ConsumeError::Void)), "{answer:?}");
    }
}
