//! What a password is worth while it is typed: the verdict that setting it would meet.

use std::net::IpAddr;

use chrono::Duration;
use usher_application::{
    access_tokens,
    account_users::{self, AccountUserError, UserChanges},
    authentication,
    me::{self, ChangePasswordError},
    password_links::{self, ConsumeError, JudgeError},
};
use usher_domain::{
    actor::Actor,
    password::{PasswordJudgement, WeakPassword},
    password_link::LinkState,
    request_origin::RequestOrigin,
};

use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, World, changes, password};

const WEAK: [&str; 5] = [
    "",
    "qwerty123456",
    "acmeacmeacme1",
    "aaaaaaaaaaaaaaaa",
    "ada@example.com1",
];

impl World {
    async fn judge(&self, token: &str, text: &str) -> Result<PasswordJudgement, JudgeError> {
        self.judge_from(None, token, text).await
    }

    async fn judge_from(
        &self,
        address: Option<IpAddr>,
        token: &str,
        text: &str,
    ) -> Result<PasswordJudgement, JudgeError> {
        password_links::judge(&self.app, token, password(text), address).await
    }

    async fn judge_own(
        &self,
        actor: &Actor,
        text: &str,
    ) -> Result<PasswordJudgement, ChangePasswordError> {
        me::judge_password(&self.app, actor, password(text), None).await
    }
}

on_both_databases! {
    async fn the_verdict_is_that_of_redeeming(world) {
        let ada = world.user("ada").await;
        let token = world.welcome_token(ada.id).await;
        for weak in WEAK {
            let found = world.judge(&token, weak).await.expect("judged");
            let answer = world.consume(&token, weak).await;
            let Err(ConsumeError::Weak(reason)) = answer else { panic!("{weak}: {answer:?}") };
            assert_eq!(found.weakness, Some(reason), "{weak}");
            assert!(found.strength < 3, "{weak}: {found:?}");
        }
        let good = world.judge(&token, PASSWORD).await.expect("judged");
        assert!(good.weakness.is_none() && good.strength >= 3, "{good:?}");
        assert_eq!(world.state(&token).await, LinkState::Open, "nothing was used up");
        world.consume(&token, PASSWORD).await.expect("as was said");
        let answer = world.judge(&token, OTHER_PASSWORD).await;
        assert!(matches!(answer, Err(JudgeError::Link(ConsumeError::Used))), "{answer:?}");
    }

    async fn what_an_administrator_sets_is_judged_alike(world) {
        let ada = world.user("ada").await;
        let token = world.welcome_token(ada.id).await;
        for weak in WEAK {
            let found = world.judge(&token, weak).await.expect("judged");
            let set = UserChanges { password: Some(password(weak)), ..changes() };
            let answer = account_users::update(&world.app, &Actor::system(), ada.id, set).await;
            let Err(AccountUserError::Weak(reason)) = answer else { panic!("{weak}: {answer:?}") };
            assert_eq!(found.weakness, Some(reason), "{weak}");
        }
    }

    async fn the_verdict_is_that_of_changing_ones_own(world) {
        world.member("ada").await;
        let (ada, _) = world.signed_in("ada").await;
        for weak in WEAK {
            let found = world.judge_own(&ada, weak).await.expect("judged");
            let (current, new, origin) = (password(PASSWORD), password(weak), RequestOrigin::local());
            let answer = me::change_password(&world.app, &ada, current, new, origin).await;
            let Err(ChangePasswordError::Weak(reason)) = answer else { panic!("{weak}: {answer:?}") };
            assert_eq!(found.weakness, Some(reason), "{weak}");
        }
        let good = world.judge_own(&ada, OTHER_PASSWORD).await.expect("judged");
        assert_eq!(good.weakness, None);
        assert_eq!(world.audited("password.changed"), 0);
    }

    async fn what_is_personal_depends_on_whose_password_it_is(world) {
        let text = "grace.hopper@example.com";
        for (login, weak) in [("grace.hopper", true), ("ada", false)] {
            let user = world.user(login).await;
            let token = world.welcome_token(user.id).await;
            let found = world.judge(&token, text).await.expect("judged");
            let personal = found.weakness == Some(WeakPassword::Personal);
            assert_eq!(personal, weak, "{login}: {found:?}");
        }
    }

    async fn a_link_that_sets_no_password_judges_none(world) {
        let ada = world.user("ada").await;
        let superseded = world.welcome_token(ada.id).await;
        world.advance(Duration::minutes(1));
        let expired = world.welcome_token(ada.id).await;
        let judged = world.judge(&superseded, PASSWORD).await;
        assert!(matches!(judged, Err(JudgeError::Link(ConsumeError::Superseded))), "{judged:?}");
        world.advance(Duration::days(8));
        let judged = world.judge(&expired, PASSWORD).await;
        assert!(matches!(judged, Err(JudgeError::Link(ConsumeError::Expired))), "{judged:?}");

        let grace = world.user("grace").await;
        let revoked = world.welcome_token(grace.id).await;
        password_links::revoke_all(&world.app, &Actor::system(), grace.id).await.expect("revoked");
        let forged = "A".repeat(revoked.len());
        for token in [revoked.as_str(), &forged, "", "\0"] {
            let judged = world.judge(token, PASSWORD).await;
            assert!(matches!(judged, Err(JudgeError::Link(ConsumeError::Void))), "{judged:?}");
        }
    }

    async fn only_who_sits_there_is_told_about_her_own_password(world) {
        world.member("ada").await;
        let (ada, _) = world.signed_in("ada").await;
        let token = access_tokens::issue(&world.app, &ada).expect("issued").jwt;
        let deputy = authentication::with_bearer(&world.app, &token).await.expect("good");
        for actor in [deputy, Actor::system(), Actor::anonymous()] {
            let answer = world.judge_own(&actor, PASSWORD).await;
            assert!(matches!(answer, Err(ChangePasswordError::NotAUser)), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn typing_is_limited_by_address_and_forged_tokens_count_for_nothing() {
    let world = World::sqlite().await;
    let ada = world.user("ada").await;
    let token = world.welcome_token(ada.id).await;
    let [here, there] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().ok());
    for _ in 0..2_000 {
        let answer = world.judge_from(here, "forged", "").await;
        assert!(
            matches!(answer, Err(JudgeError::Link(ConsumeError::Void))),
            "{answer:?}"
        );
    }
    for _ in 0..1_000 {
        world.judge_from(here, &token, "").await.expect("judged");
    }
    let answer = world.judge_from(here, &token, "").await;
    assert!(matches!(answer, Err(JudgeError::TooMany(_))), "{answer:?}");
    world
        .judge_from(there, &token, "")
        .await
        .expect("another address");
    world.advance(Duration::minutes(5));
    world.judge_from(here, &token, "").await.expect("later");
}
