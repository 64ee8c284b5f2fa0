//! One's own password and address: changed by whoever signed in and knows the present password.

use usher_application::{
    access_tokens,
    account_users::{self, AccountUserError, UserChanges},
    api_tokens::{self, NewApiToken},
    authentication,
    sessions::SignInError,
};
use usher_domain::{
    account_user::AccountUser, actor::Actor, grants::Scope, ids::AccountUserId, role::Role,
};

use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, World, changes, password};

fn new_password() -> UserChanges {
    UserChanges {
        password: Some(password(OTHER_PASSWORD)),
        ..changes()
    }
}

fn new_address(address: Option<&str>) -> UserChanges {
    UserChanges {
        email: Some(address.map(|address| address.parse().expect("an address"))),
        ..changes()
    }
}

fn proved_by(current: &str, changes: UserChanges) -> UserChanges {
    UserChanges {
        current_password: Some(password(current)),
        ..changes
    }
}

fn password_required(answer: &Result<AccountUser, AccountUserError>) -> bool {
    matches!(answer, Err(AccountUserError::PasswordRequired))
}

impl World {
    /// Ada, who may change the users of her account, signed in.
    async fn administrator(&self) -> Actor {
        let ada = self.member("ada").await;
        let roles = vec![(Role::SecurityAdmin, Scope::Account(self.acme))];
        self.grant(ada.id, roles).await;
        self.signed_in("ada").await.0
    }

    /// What stands for her: an API token, and access tokens for it and for the session.
    async fn deputies(&self, actor: &Actor) -> [Actor; 3] {
        let new = NewApiToken {
            name: "robot".parse().expect("a name"),
            role: Role::SecurityAdmin,
            scope: Scope::Account(self.acme),
            expires_at: None,
        };
        let (_, secret) = api_tokens::create(&self.app, actor, new)
            .await
            .expect("made");
        let token = self.presented(secret.reveal()).await;
        let (of_token, of_session) = (
            access_tokens::issue(&self.app, &token).expect("issued"),
            access_tokens::issue(&self.app, actor).expect("issued"),
        );
        [
            token,
            self.presented(&of_token.jwt).await,
            self.presented(&of_session.jwt).await,
        ]
    }

    async fn presented(&self, bearer: &str) -> Actor {
        authentication::with_bearer(&self.app, bearer)
            .await
            .expect("good")
    }

    async fn change_as(
        &self,
        actor: &Actor,
        user: AccountUserId,
        changes: UserChanges,
    ) -> Result<AccountUser, AccountUserError> {
        account_users::update(&self.app, actor, user, changes).await
    }
}

on_both_databases! {
    async fn ones_own_way_in_is_changed_with_the_present_password(world) {
        let actor = world.administrator().await;
        let ada = actor.user().expect("a user");
        let new_place = || new_address(Some("moved@example.com"));
        for change in [
            new_password(),
            new_place(),
            new_address(None),
            proved_by(OTHER_PASSWORD, new_password()),
            proved_by(OTHER_PASSWORD, new_place()),
            proved_by("", new_place()),
        ] {
            let answer = world.change_as(&actor, ada, change).await;
            assert!(password_required(&answer), "{answer:?}");
        }
        let unchanged = world.get(ada).await;
        assert_eq!(unchanged.email.expect("an address").as_str(), "ada@example.com");

        let moved = world.change_as(&actor, ada, proved_by(PASSWORD, new_place())).await;
        let moved = moved.expect("proved").email.expect("an address");
        assert_eq!(moved.as_str(), "moved@example.com");
        let changed = world.change_as(&actor, ada, proved_by(PASSWORD, new_password())).await;
        changed.expect("proved");
        world.try_sign_in("ada", None, OTHER_PASSWORD).await.expect("the new one");
        let answer = world.try_sign_in("ada", None, PASSWORD).await;
        assert!(matches!(answer, Err(SignInError::Refused)), "{answer:?}");
    }

    async fn no_token_changes_its_makers_way_in(world) {
        let actor = world.administrator().await;
        let ada = actor.user().expect("a user");
        for deputy in world.deputies(&actor).await {
            for change in [new_password(), new_address(Some("moved@example.com")), new_address(None)] {
                let answer = world.change_as(&deputy, ada, proved_by(PASSWORD, change)).await;
                assert!(password_required(&answer), "{:?}: {answer:?}", deputy.credential);
            }
        }
        world.try_sign_in("ada@example.com", None, PASSWORD).await.expect("all is as it was");
    }

    async fn what_changes_nothing_about_the_way_in_needs_no_password(world) {
        let actor = world.administrator().await;
        let ada = actor.user().expect("a user");
        let [token, of_token, of_session] = world.deputies(&actor).await;
        for (number, actor) in [actor, token, of_token, of_session].iter().enumerate() {
            let name = format!("Ada {number}");
            let change = UserChanges {
                display_name: Some(name.parse().expect("a name")),
                ..new_address(Some("ADA@Example.com"))
            };
            let changed = world.change_as(actor, ada, change).await.expect("nothing to prove");
            assert_eq!(changed.display_name.as_str(), name);
        }
    }

    async fn others_need_not_be_asked_for_their_password(world) {
        let actor = world.administrator().await;
        let [token, of_token, of_session] = world.deputies(&actor).await;
        for (number, actor) in [actor, token, of_token, of_session].iter().enumerate() {
            let login = format!("user{number}");
            let user = world.member(&login).await;
            world.change_as(actor, user.id, new_password()).await.expect("hers to set");
            let address = format!("moved{number}@example.com");
            world.change_as(actor, user.id, new_address(Some(&address))).await.expect("hers to set");
            world.try_sign_in(&login, None, OTHER_PASSWORD).await.expect("the new one");
        }
    }

    async fn guesses_at_ones_own_password_are_counted_apart_from_strangers(world) {
        let actor = world.administrator().await;
        let ada = actor.user().expect("a user");
        for _ in 0..10 {
            let answer = world.change_as(&actor, ada, proved_by(OTHER_PASSWORD, new_password())).await;
            assert!(password_required(&answer), "{answer:?}");
        }
        let answer = world.change_as(&actor, ada, proved_by(PASSWORD, new_password())).await;
        assert!(matches!(answer, Err(AccountUserError::TooMany(_))), "{answer:?}");
        world.try_sign_in("ada", None, PASSWORD).await.expect("nobody guessed at the door");
    }
}
