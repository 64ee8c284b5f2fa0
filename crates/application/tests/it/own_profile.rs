//! One's own profile: everybody may change it, in person; the address with the present password.

use usher_application::{
    access_tokens, authentication,
    me::{self, Me, ProfileChanges, ProfileError},
    sessions::SignInError,
};
use usher_domain::{
    account_user::AccountUser, actor::Actor, grants::Scope, password_link::LinkState,
    request_origin::RequestOrigin, role::Role,
};

use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, World, password};

fn address(text: Option<&str>, current: Option<&str>) -> ProfileChanges {
    ProfileChanges {
        email: Some(text.map(|text| text.parse().expect("an address"))),
        current_password: current.map(password),
        ..ProfileChanges::default()
    }
}

fn name(text: &str) -> ProfileChanges {
    ProfileChanges {
        display_name: Some(text.parse().expect("a name")),
        ..ProfileChanges::default()
    }
}

impl World {
    async fn update_me(&self, actor: &Actor, changes: ProfileChanges) -> Result<Me, ProfileError> {
        me::update(&self.app, actor, changes, RequestOrigin::local()).await
    }

    /// Ada, who holds no role, signed in.
    async fn ada(&self) -> Actor {
        self.member("ada").await;
        self.signed_in("ada").await.0
    }
}

fn user(me: Me) -> AccountUser {
    me.user.expect("a user")
}

on_both_databases! {
    async fn what_her_address_was_sent_is_remembered_when_she_leaves_it(world) {
        let ada = world.ada().await;
        world.welcome(ada.user().expect("a user")).await;
        let moved = address(Some("new@example.com"), Some(PASSWORD));
        world.update_me(&ada, moved).await.expect("moved");
        assert_eq!(world.place.number("SELECT count(*) AS number FROM deleted_recipients"), 1);
    }

    async fn everybody_changes_what_she_is_called_and_how_she_is_reached(world) {
        let ada = world.ada().await;
        let before = world.audited("user.updated");
        let all = ProfileChanges {
            locale: Some(Some("ar".parse().expect("a language"))),
            phone: Some(Some("+49 228 1".parse().expect("a number"))),
            ..name("Ada King")
        };
        let changed = user(world.update_me(&ada, all).await.expect("hers to change"));
        assert_eq!(changed.display_name.as_str(), "Ada King");
        assert_eq!(changed.locale.as_ref().expect("set").as_str(), "ar");
        assert_eq!(changed.phone.as_ref().expect("set").as_str(), "+49 228 1");
        assert_eq!(user(world.update_me(&ada, ProfileChanges::default()).await.expect("left")).phone, changed.phone);

        let clear = ProfileChanges { locale: Some(None), phone: Some(None), ..ProfileChanges::default() };
        let cleared = user(world.update_me(&ada, clear).await.expect("hers to clear"));
        assert_eq!((cleared.locale, cleared.phone), (None, None));
        assert_eq!(cleared.display_name.as_str(), "Ada King");
        assert_eq!(before + 2, world.audited("user.updated"), "once she left all as it was");
    }

    async fn a_new_address_takes_the_present_password_and_voids_what_the_old_one_has(world) {
        let ada = world.ada().await;
        let id = ada.user().expect("a user");
        let link = world.welcome_token(id).await;
        let waiting = world.welcome(id).await;
        let moved = |current| address(Some("moved@example.com"), current);
        let answer = world.update_me(&ada, moved(None)).await;
        assert!(matches!(answer, Err(ProfileError::PasswordRequired)), "{answer:?}");
        let answer = world.update_me(&ada, moved(Some(OTHER_PASSWORD))).await;
        assert!(matches!(answer, Err(ProfileError::Refused)), "{answer:?}");
        let answer = world.update_me(&ada, address(None, None)).await;
        assert!(matches!(answer, Err(ProfileError::PasswordRequired)), "{answer:?}");
        assert_eq!(world.state(&link).await, LinkState::Open);

        let changed = user(world.update_me(&ada, moved(Some(PASSWORD))).await.expect("proved"));
        assert_eq!(changed.email.expect("an address").as_str(), "moved@example.com");
        assert_eq!(world.state(&link).await, LinkState::Void);
        assert_eq!(world.message(waiting.id).await.status.as_str(), "cancelled");
        world.try_sign_in("moved@example.com", None, PASSWORD).await.expect("the new one");
        let answer = world.try_sign_in("ada@example.com", None, PASSWORD).await;
        assert!(matches!(answer, Err(SignInError::Refused)), "{answer:?}");
    }

    async fn a_new_password_calls_off_what_would_bring_a_link_to_set_one(world) {
        let ada = world.ada().await;
        let id = ada.user().expect("somebody");
        let waiting = world.welcome(id).await;
        let (old, new) = (password(PASSWORD), password(OTHER_PASSWORD));
        me::change_password(&world.app, &ada, old, new, RequestOrigin::local()).await.expect("changed");
        assert_eq!(world.message(waiting.id).await.status.as_str(), "cancelled");
        world.deliver().await;
        assert!(world.mailbox.is_empty());
    }

    async fn another_spelling_of_the_address_needs_no_proof_and_voids_nothing(world) {
        let ada = world.ada().await;
        let link = world.welcome_token(ada.user().expect("a user")).await;
        let same = address(Some("ADA@Example.com"), None);
        let changed = user(world.update_me(&ada, same).await.expect("nothing to prove"));
        assert_eq!(changed.email.expect("an address").as_str(), "ADA@Example.com");
        assert_eq!(world.state(&link).await, LinkState::Open);
    }

    async fn an_address_of_another_user_is_taken(world) {
        let ada = world.ada().await;
        world.user("grace").await;
        let taken = address(Some("GRACE@example.com"), Some(PASSWORD));
        let answer = world.update_me(&ada, taken).await;
        assert!(matches!(answer, Err(ProfileError::EmailTaken)), "{answer:?}");
        let unchanged = world.get(ada.user().expect("a user")).await;
        assert_eq!(unchanged.email.expect("an address").as_str(), "ada@example.com");
    }

    async fn no_token_changes_its_makers_profile(world) {
        let ada = world.ada().await;
        let token = access_tokens::issue(&world.app, &ada).expect("issued").jwt;
        let deputy = authentication::with_bearer(&world.app, &token).await.expect("good");
        let robot = world.robot(Role::Owner, Scope::Installation);
        for actor in [deputy, robot, Actor::system(), Actor::anonymous()] {
            let answer = world.update_me(&actor, name("X")).await;
            assert!(matches!(answer, Err(ProfileError::NotAUser)), "{answer:?}");
        }
    }

    async fn guesses_at_the_password_count_like_any_others(world) {
        let ada = world.ada().await;
        let guess = |current| address(Some("moved@example.com"), Some(current));
        for _ in 0..10 {
            let answer = world.update_me(&ada, guess(OTHER_PASSWORD)).await;
            assert!(matches!(answer, Err(ProfileError::Refused)), "{answer:?}");
        }
        let answer = world.update_me(&ada, guess(PASSWORD)).await;
        assert!(matches!(answer, Err(ProfileError::TooMany(_))), "{answer:?}");
        world.update_me(&ada, name("Ada King")).await.expect("no guess");
    }

    async fn whoever_was_locked_out_meanwhile_changes_nothing(world) {
        let ada = world.ada().await;
        world.place.execute("UPDATE account_users SET enabled = FALSE");
        let answer = world.update_me(&ada, name("X")).await;
        assert!(matches!(answer, Err(ProfileError::NotAUser)), "{answer:?}");
    }
}
