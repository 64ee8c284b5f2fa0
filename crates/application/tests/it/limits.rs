//! How much mail an account may ask for, and how much one person may get, whoever she is made anew as.

use chrono::Duration;
use usher_application::{
    account_users::{self, AccountUserError, NewAccountUser},
    accounts::{self, AccountChanges},
    housekeeping, limits,
    welcome_emails::{self, Repeat, RequestWelcomeEmailError, WelcomeEmailError},
};
use usher_domain::{
    account::SendLimit,
    account_user::AccountUser,
    actor::Actor,
    clock::Clock as _,
    ids::{AccountUserId, MessageId},
    message::Message,
    request_origin::RequestOrigin,
};

use crate::places::on_both_databases;
use crate::world::{World, new_user};

impl World {
    pub(crate) async fn limit(&self, per_hour: Option<i64>) {
        let limit = per_hour.map(|count| SendLimit::from_per_hour(count).expect("a limit"));
        let changes = AccountChanges {
            welcome_emails_per_hour: Some(limit),
            ..AccountChanges::default()
        };
        accounts::update(&self.app, &Actor::system(), self.acme, changes)
            .await
            .expect("the limit is set");
    }

    pub(crate) async fn try_welcome(
        &self,
        user: AccountUserId,
    ) -> Result<Message, RequestWelcomeEmailError> {
        let (actor, origin) = (Actor::system(), RequestOrigin::local());
        welcome_emails::request(&self.app, &actor, user, origin, Repeat::AlwaysSend).await
    }

    /// Makes a user who is to be welcomed.
    async fn try_create(
        &self,
        login: &str,
    ) -> Result<(AccountUser, Option<MessageId>), AccountUserError> {
        let new = NewAccountUser {
            send_welcome: Some(true),
            ..new_user(login, Some(&format!("{login}@example.com")))
        };
        let origin = RequestOrigin::local();
        account_users::create(&self.app, &Actor::system(), self.acme, new, origin).await
    }

    pub(crate) async fn delete(&self, user: AccountUserId) {
        let deleted = account_users::delete(&self.app, &Actor::system(), user).await;
        deleted.expect("deleted");
    }

    pub(crate) async fn move_to(&self, user: AccountUserId, address: &str) {
        let email = Some(Some(address.parse().expect("an address")));
        let changes = account_users::UserChanges {
            email,
            ..crate::world::changes()
        };
        self.change(user, changes).await;
    }

    async fn room(&self) -> Option<usize> {
        let (account, now) = (self.acme, self.clock.now());
        let account = accounts::get(&self.app, &Actor::system(), account).await;
        let account = account.expect("the account");
        let room = self
            .database
            .read(move |connection| limits::room(connection, &account, now));
        room.await.expect("counted")
    }
}

on_both_databases! {
    async fn an_account_without_a_limit_counts_nothing(world) {
        let ada = world.user("ada").await;
        for _ in 0..3 {
            world.welcome(ada.id).await;
        }
        assert_eq!((world.room().await, world.rows_of("send_hours")), (None, 0));
    }

    async fn an_account_at_its_limit_waits_for_the_next_hour(world) {
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        world.limit(Some(2)).await;
        assert_eq!(world.room().await, Some(2));
        world.try_welcome(ada.id).await.expect("the first");
        world.try_welcome(grace.id).await.expect("the second");
        assert_eq!(world.room().await, Some(0));

        let answer = world.try_welcome(ada.id).await;
        let Err(RequestWelcomeEmailError::AccountLimit(limit)) = answer else {
            panic!("{answer:?}")
        };
        // The story begins 800 seconds before the hour is full.
        assert_eq!(limit.0.retry_after, Duration::seconds(800));
        let answer = world.try_create("joan").await;
        assert!(matches!(answer, Err(AccountUserError::AccountLimit(_))), "{answer:?}");
        assert_eq!(world.rows_of("account_users"), 2, "she is not made either");
        assert_eq!(world.rows_of("messages"), 2);

        world.advance(limit.0.retry_after);
        assert_eq!(world.room().await, Some(2));
        world.try_create("joan").await.expect("made and welcomed");
        assert_eq!(world.room().await, Some(1));
        world.limit(None).await;
        assert_eq!(world.room().await, None);
        for _ in 0..3 {
            world.try_welcome(ada.id).await.expect("no limit any more");
        }
    }

    async fn sending_again_counts_as_well(world) {
        let ada = world.user("ada").await;
        world.limit(Some(2)).await;
        let message = world.try_welcome(ada.id).await.expect("the first").id;
        let system = Actor::system();
        let cancel = || welcome_emails::cancel(&world.app, &system, message);
        let retry = || welcome_emails::retry(&world.app, &system, message);
        cancel().await.expect("cancelled");
        retry().await.expect("the second");
        cancel().await.expect("cancelled");
        let answer = retry().await;
        assert!(matches!(answer, Err(WelcomeEmailError::AccountLimit(_))), "{answer:?}");
    }

    async fn of_many_at_once_no_more_than_the_limit_are_sent(world) {
        world.limit(Some(3)).await;
        let mut asked = Vec::new();
        for number in 0..8 {
            let user = world.user(&format!("user{number}")).await.id;
            let app = world.app.clone();
            asked.push(tokio::spawn(async move {
                let (actor, origin) = (Actor::system(), RequestOrigin::local());
                welcome_emails::request(&app, &actor, user, origin, Repeat::AlwaysSend).await
            }));
        }
        let mut sent = 0;
        for answer in asked {
            sent += usize::from(answer.await.expect("no panic").is_ok());
        }
        assert_eq!((sent, world.rows_of("messages")), (3, 3));
    }

    async fn making_somebody_anew_starts_no_new_count(world) {
        let mut ada = world.user("ada").await;
        for _ in 0..2 {
            for _ in 0..10 {
                world.welcome(ada.id).await;
                world.advance(Duration::minutes(1));
            }
            world.delete(ada.id).await;
            ada = world.user("ada").await;
        }
        let answer = world.try_welcome(ada.id).await;
        let Err(RequestWelcomeEmailError::TooMany(wait)) = answer else { panic!("{answer:?}") };
        assert_eq!(wait.retry_after, Duration::minutes(40));
        world.delete(ada.id).await;
        let answer = world.try_create("ada").await;
        let Err(AccountUserError::TooMany(wait)) = answer else { panic!("{answer:?}") };
        assert_eq!(wait.retry_after, Duration::minutes(40));
        world.try_create("grace").await.expect("another address");

        world.advance(Duration::minutes(40));
        world.try_create("ada").await.expect("within the hour there were fewer");
    }

    async fn an_address_taken_over_from_somebody_deleted_is_the_same_mailbox(world) {
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        for _ in 0..20 {
            world.welcome(ada.id).await;
        }
        world.delete(ada.id).await;
        world.advance(Duration::minutes(30));
        world.move_to(grace.id, "Ada@example.com").await;
        let answer = world.try_welcome(grace.id).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::TooMany(_))), "{answer:?}");
    }

    async fn what_is_remembered_of_the_deleted_names_nobody_and_goes_after_an_hour(world) {
        let ada = world.user("ada").await;
        world.welcome(ada.id).await;
        world.advance(Duration::minutes(59));
        world.welcome(ada.id).await;
        world.advance(Duration::minutes(2));
        world.delete(ada.id).await;
        assert_eq!(world.rows_of("deleted_recipients"), 1, "what is older counts no longer");
        world.advance(Duration::minutes(59));
        housekeeping::tidy(&world.app).await.expect("tidied");
        assert_eq!(world.rows_of("deleted_recipients"), 0);
    }
}
