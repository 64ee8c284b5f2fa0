//! The history of one user: what was done to her and by whom, and from where she signed in.

use chrono::Duration;
use usher_application::{
    PageRequest,
    account_users::{AccountUserError, UserChanges},
    api_tokens::{self, NewApiToken},
    authentication, housekeeping, password_links, roles, sessions,
    user_events::{self, UserEvent},
};
use usher_domain::{
    actor::Actor, grants::Scope, ids::AccountUserId, names::Phone, request_origin::RequestOrigin,
    role::Role,
};

use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, World, changes, password};

impl World {
    async fn events(&self, user: AccountUserId) -> Vec<UserEvent> {
        let page = PageRequest::default();
        let found = user_events::list(&self.app, &Actor::system(), user, page).await;
        found.expect("her history").items
    }
}

fn actions(events: &[UserEvent]) -> Vec<&str> {
    events.iter().map(|event| event.action.as_str()).collect()
}

on_both_databases! {
    async fn a_history_tells_what_happened_to_one_user_newest_first(world) {
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        let token = world.welcome_token(ada.id).await;
        world.advance(Duration::minutes(1));
        world.consume(&token, PASSWORD).await.expect("set");
        for enabled in [false, true, true] {
            world.advance(Duration::seconds(1));
            world.change(ada.id, UserChanges { enabled: Some(enabled), ..changes() }).await;
        }
        world.change(ada.id, UserChanges { phone: Some(Phone::parse("+49 228 1").ok()), ..changes() }).await;
        let roles = vec![(Role::Helpdesk, Scope::Installation)];
        roles::replace(&world.app, &Actor::system(), ada.id, roles).await.expect("granted");
        world.change(grace.id, UserChanges { enabled: Some(false), ..changes() }).await;
        let events = world.events(ada.id).await;
        let mut seen = actions(&events);
        // Of what happens in one millisecond the order is not told.
        seen.sort_unstable();
        assert_eq!(
            seen,
            [
                "password_link.consumed", "role.granted", "user.created", "user.disabled",
                "user.enabled", "user.updated", "welcome_email.requested",
            ]
        );
        let told: Vec<_> = events.iter().filter_map(|event| event.role.as_deref()).collect();
        assert_eq!(told, ["helpdesk"]);
        assert!(events.is_sorted_by(|newer, older| newer.at >= older.at));
        assert_eq!(events.last().map(|event| event.at), Some(ada.created_at));
    }

    async fn a_sign_in_says_from_where_while_its_session_exists(world) {
        let ada = world.member("ada").await;
        let origin = RequestOrigin::new(
            Some("Mozilla/5.0 Firefox/140.0"),
            Some("192.0.2.7".parse().expect("an address")),
            Some("Bonn, Germany"),
        );
        let request = sessions::SignIn {
            login: "ada".to_owned(),
            password: password(PASSWORD),
            account: None,
            origin,
        };
        let session = sessions::sign_in(&world.app, request).await.expect("signed in");
        let find = |events: Vec<UserEvent>| {
            let event = events.into_iter().find(|event| event.action == "session.created");
            event.expect("she signed in")
        };
        let event = find(world.events(ada.id).await);
        let by = event.by.expect("she did");
        assert_eq!((by.kind.as_str(), by.id), ("session", Some(ada.id.into())));
        assert_eq!(by.name.as_deref(), Some("ada"));
        let from = event.session.expect("it is open");
        assert_eq!(from.id, session.session.id);
        assert_eq!(from.user_agent.as_deref(), Some("Mozilla/5.0 Firefox/140.0"));
        assert_eq!(from.address.as_deref(), Some("192.0.2.7"));
        assert_eq!(from.place.as_deref(), Some("Bonn, Germany"));

        let actor = world.with_cookie(&session).await.expect("signed in");
        sessions::sign_out(&world.app, &actor).await.expect("signed out");
        assert!(find(world.events(ada.id).await).session.is_none());
        let token = world.welcome_token(ada.id).await;
        world.consume(&token, OTHER_PASSWORD).await.expect("set");
        let events = world.events(ada.id).await;
        let set = events.iter().find(|event| event.action == "password_link.consumed");
        assert!(set.is_some_and(|event| event.session.is_some()), "that is a sign-in as well");
    }

    async fn a_wrong_password_is_told_once_an_hour_and_only_of_people_who_exist(world) {
        let ada = world.member("ada").await;
        let grace = world.user("grace").await;
        let told = |user| {
            let world = &world;
            async move {
                housekeeping::write_notes(&world.app).await.expect("written");
                let events = world.events(user).await;
                events.iter().filter(|event| event.action == "session.refused").count()
            }
        };
        for (minutes, expected) in [(0, 1), (0, 1), (59, 1), (2, 2)] {
            world.advance(Duration::minutes(minutes));
            for login in ["ada", "ada@example.com", "grace", "nobody"] {
                let answer = world.try_sign_in(login, None, OTHER_PASSWORD).await;
                assert!(matches!(answer, Err(sessions::SignInError::Refused)), "{answer:?}");
            }
            assert_eq!(told(ada.id).await, expected);
            assert_eq!(told(grace.id).await, 0, "she has no password that could be wrong");
        }
        assert_eq!(world.audited("session.refused"), 2);
        let event = world.events(ada.id).await.remove(0);
        assert_eq!((event.action.as_str(), event.by), ("session.refused", None));
        world.signed_in("ada").await;
        assert_eq!(told(ada.id).await, 2);
    }

    async fn whoever_acted_is_named(world) {
        world.owner().await;
        let (owner, _) = world.signed_in("owner@example.com").await;
        let ada = world.user("ada").await;
        let new = NewApiToken {
            name: "HR import".parse().expect("a name"),
            role: Role::SecurityAdmin,
            scope: Scope::Installation,
            expires_at: None,
        };
        let (_, secret) = api_tokens::create(&world.app, &owner, new).await.expect("made");
        let robot = authentication::with_bearer(&world.app, secret.reveal()).await.expect("known");
        for actor in [&owner, &robot] {
            world.advance(Duration::seconds(1));
            password_links::revoke_all(&world.app, actor, ada.id).await.expect("revoked");
        }
        let events = world.events(ada.id).await;
        let by = |number: usize| events[number].by.clone().expect("somebody");
        assert_eq!((by(0).kind.as_str(), by(0).name.as_deref()), ("api_token", Some("HR import")));
        assert_eq!((by(1).kind.as_str(), by(1).name.as_deref()), ("session", Some("owner")));
        assert_eq!(events[2].action, "user.created");
        assert_eq!(events[2].by, None, "the system itself");
    }

    async fn a_history_is_paged_and_shown_to_whoever_may_see_the_user(world) {
        let other = world.account("Other").await.id;
        let ada = world.member("ada").await;
        for _ in 0..3 {
            world.advance(Duration::seconds(1));
            world.signed_in("ada").await;
        }
        let (herself, _) = world.signed_in("ada").await;
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = PageRequest { limit: 2, cursor };
            let page = user_events::list(&world.app, &herself, ada.id, page).await;
            let page = page.expect("she sees herself");
            seen.extend(page.items.into_iter().map(|event| event.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let all: Vec<_> = world.events(ada.id).await.iter().map(|event| event.id).collect();
        assert_eq!(seen, all);
        let stranger = world.robot(Role::Owner, Scope::Account(other));
        let page = PageRequest::default();
        let answer = user_events::list(&world.app, &stranger, ada.id, page).await;
        assert!(matches!(answer, Err(AccountUserError::NotFound)), "{answer:?}");
    }
}
