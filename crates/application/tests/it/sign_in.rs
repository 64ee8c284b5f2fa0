//! Signing in, and what ends a session.

use chrono::Duration;
use usher_application::{
    account_users::UserChanges,
    authentication::AuthenticationError,
    me::{self, ChangePasswordError},
    sessions::{self, SessionError, SignInError},
};
use usher_domain::{
    actor::{Actor, Credential},
    request_origin::RequestOrigin,
};

use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, World, changes, password};

fn refused<T: std::fmt::Debug>(answer: &Result<T, SignInError>) -> bool {
    matches!(answer, Err(SignInError::Refused))
}

on_both_databases! {
    async fn every_way_to_name_a_user_signs_her_in(world) {
        let ada = world.member("ada").await;
        let corp = world.account("Büro & Söhne GmbH").await;
        let uwe = world.user_of(corp.id, "uwe").await;
        world.change(uwe.id, UserChanges { password: Some(password(PASSWORD)), ..changes() }).await;
        for (login, account, user) in [
            ("ada", None, ada.id),
            (" ADA ", None, ada.id),
            ("Ada@Example.com", None, ada.id),
            ("ada@acme", None, ada.id),
            ("ada@example.com@Acme", None, ada.id),
            ("ada", Some("ACME"), ada.id),
            ("ada@example.com", Some("acme"), ada.id),
            ("ada", Some("  "), ada.id),
            ("uwe@Büro & Söhne GmbH", None, uwe.id),
            ("UWE", Some("büro & söhne gmbh"), uwe.id),
        ] {
            let session = world.try_sign_in(login, account, PASSWORD).await;
            let session = session.unwrap_or_else(|error| panic!("{login} {account:?}: {error}"));
            assert_eq!(session.session.user_id, user, "{login} {account:?}");
        }
        assert!(world.get(ada.id).await.last_sign_in_at.is_some());
    }

    async fn whatever_is_wrong_gets_the_same_refusal(world) {
        world.member("ada").await;
        world.user("pending").await;
        let locked = world.member("locked").await;
        world.change(locked.id, UserChanges { enabled: Some(false), ..changes() }).await;
        for (login, account, text) in [
            ("ada", None, OTHER_PASSWORD),
            ("ada", None, ""),
            ("nobody", None, PASSWORD),
            ("pending", None, PASSWORD),
            ("pending", None, ""),
            ("locked", None, PASSWORD),
            ("ada", Some("Elsewhere"), PASSWORD),
            ("ada@elsewhere", None, PASSWORD),
            ("", None, PASSWORD),
            ("@", None, PASSWORD),
            ("a\0da", None, PASSWORD),
            ("ada", Some("Ac\0me"), PASSWORD),
        ] {
            let answer = world.try_sign_in(login, account, text).await;
            assert!(refused(&answer), "{login:?} {account:?}: {answer:?}");
        }
    }

    async fn a_name_that_two_users_share_signs_in_with_its_account_only(world) {
        let here = world.member("ada").await;
        let other = world.account("Other").await;
        let there = world.user_of(other.id, "ada").await;
        world.change(there.id, UserChanges { password: Some(password(PASSWORD)), ..changes() }).await;

        for ambiguous in ["ada", "ada@example.com"] {
            assert!(refused(&world.try_sign_in(ambiguous, None, PASSWORD).await), "{ambiguous}");
        }
        let first = world.try_sign_in("ada@acme", None, PASSWORD).await.expect("named");
        let second = world.try_sign_in("ada", Some("other"), PASSWORD).await.expect("named");
        assert_eq!((first.session.user_id, second.session.user_id), (here.id, there.id));
    }

    async fn guessing_is_slowed_down_and_told_when_to_go_on(world) {
        world.member("ada").await;
        for _ in 0..10 {
            assert!(refused(&world.try_sign_in("ada", None, OTHER_PASSWORD).await));
        }
        let answer = world.try_sign_in("ada", None, PASSWORD).await;
        let Err(SignInError::TooMany(wait)) = answer else { panic!("{answer:?}") };
        assert_eq!(wait.retry_after, Duration::minutes(5));
        world.advance(wait.retry_after);
        world.try_sign_in("ada", None, PASSWORD).await.expect("the window has ended");
    }

    async fn guesses_at_nonsense_slow_nobody_else_down(world) {
        world.member("ada").await;
        for number in 0..12 {
            let nonsense = format!("no such <person> {number}");
            assert!(refused(&world.try_sign_in(&nonsense, None, PASSWORD).await), "{number}");
        }
    }

    async fn a_session_ends_when_unused_for_a_week(world) {
        world.member("ada").await;
        let (_, session) = world.signed_in("ada").await;
        for _ in 0..3 {
            world.advance(Duration::days(6));
            world.with_cookie(&session).await.expect("used in time");
        }
        world.advance(Duration::days(7));
        let ended = world.with_cookie(&session).await;
        assert!(matches!(ended, Err(AuthenticationError::Invalid)));
    }

    async fn a_session_ends_after_thirty_days_however_much_it_is_used(world) {
        world.member("ada").await;
        let (_, session) = world.signed_in("ada").await;
        for _ in 0..5 {
            world.advance(Duration::days(5));
            world.with_cookie(&session).await.expect("used in time");
        }
        world.advance(Duration::days(5));
        let ended = world.with_cookie(&session).await;
        assert!(matches!(ended, Err(AuthenticationError::Invalid)));
    }

    async fn disabling_someone_ends_her_access_at_once_and_for_good(world) {
        let ada = world.member("ada").await;
        let (_, session) = world.signed_in("ada").await;
        world.change(ada.id, UserChanges { enabled: Some(false), ..changes() }).await;
        let ended = world.with_cookie(&session).await;
        assert!(matches!(ended, Err(AuthenticationError::Invalid)));

        world.change(ada.id, UserChanges { enabled: Some(true), ..changes() }).await;
        assert!(world.with_cookie(&session).await.is_err(), "enabling revives no session");
        world.signed_in("ada").await;
    }

    async fn a_new_password_ends_all_sessions_and_the_old_password(world) {
        let ada = world.member("ada").await;
        let (actor, first) = world.signed_in("ada").await;
        let (_, second) = world.signed_in("ada").await;
        let token = world.welcome_token(ada.id).await;
        let change = |current, new| {
            let origin = RequestOrigin::local();
            me::change_password(&world.app, &actor, password(current), password(new), origin)
        };
        let wrong = change(OTHER_PASSWORD, OTHER_PASSWORD).await;
        assert!(matches!(wrong, Err(ChangePasswordError::Refused)), "{wrong:?}");
        let weak = change(PASSWORD, "short").await;
        assert!(matches!(weak, Err(ChangePasswordError::Weak(_))), "{weak:?}");
        world.with_cookie(&second).await.expect("nothing has happened yet");

        let fresh = change(PASSWORD, OTHER_PASSWORD).await.expect("changed");

        world.with_cookie(&fresh).await.expect("she goes on");
        for ended in [first, second] {
            assert!(world.with_cookie(&ended).await.is_err());
        }
        assert!(refused(&world.try_sign_in("ada", None, PASSWORD).await));
        world.try_sign_in("ada", None, OTHER_PASSWORD).await.expect("the new one");
        assert!(world.consume(&token, PASSWORD).await.is_err(), "her links are void");
        assert_eq!(world.audited("password.changed"), 1);
    }

    async fn a_sign_in_beside_a_new_password_leaves_no_session_of_the_old_one(world) {
        let ada = world.member("ada").await;
        for (old, new) in [(PASSWORD, OTHER_PASSWORD), (OTHER_PASSWORD, PASSWORD)].repeat(3) {
            let change = UserChanges { password: Some(password(new)), ..changes() };
            let (signed_in, _) =
                tokio::join!(world.try_sign_in("ada", None, old), world.change(ada.id, change));
            match signed_in {
                Ok(session) => assert!(world.with_cookie(&session).await.is_err()),
                Err(error) => assert!(matches!(error, SignInError::Refused), "{error:?}"),
            }
        }
    }

    async fn of_two_password_changes_at_once_one_is_made(world) {
        world.member("ada").await;
        let (actor, _) = world.signed_in("ada").await;
        let changers: Vec<_> = (0..4)
            .map(|number| {
                let (app, actor) = (world.app.clone(), actor.clone());
                tokio::spawn(async move {
                    let new = password(&format!("{OTHER_PASSWORD} {number}"));
                    let origin = RequestOrigin::local();
                    me::change_password(&app, &actor, password(PASSWORD), new, origin).await
                })
            })
            .collect();
        let mut changed = 0;
        for changer in changers {
            match changer.await.expect("no panic") {
                Ok(session) => {
                    changed += 1;
                    world.with_cookie(&session).await.expect("the one that counts");
                }
                Err(error) => assert!(matches!(error, ChangePasswordError::Refused), "{error:?}"),
            }
        }
        assert_eq!(changed, 1);
    }

    async fn sessions_are_listed_and_ended_by_their_user(world) {
        world.member("ada").await;
        let (_, idle) = world.signed_in("ada").await;
        world.advance(Duration::days(5));
        let (_, other) = world.signed_in("ada").await;
        world.advance(Duration::days(5));
        let (actor, own) = world.signed_in("ada").await;

        let listed = sessions::list_own(&world.app, &actor).await.expect("listed");
        let listed: Vec<_> = listed.iter().map(|session| session.id).collect();
        assert_eq!(listed, [own.session.id, other.session.id], "the idle one has ended");
        assert!(world.with_cookie(&idle).await.is_err());

        sessions::end_others(&world.app, &actor).await.expect("ended");
        assert!(world.with_cookie(&other).await.is_err());
        sessions::sign_out(&world.app, &actor).await.expect("signed out");
        assert!(world.with_cookie(&own).await.is_err());
        let robot = Actor { credential: Credential::System, ..actor };
        let answer = sessions::sign_out(&world.app, &robot).await;
        assert!(matches!(answer, Err(SessionError::NotASession)));
    }
}

/// Whoever holds a cookie of the wrong form is not even looked up.
#[tokio::test]
async fn a_made_up_cookie_is_invalid() {
    let world = World::sqlite().await;
    for cookie in [
        "",
        "usher_se_",
        "usher_se_\0",
        &format!("usher_se_{}", "A".repeat(43)),
    ] {
        let answer = usher_application::authentication::with_session(&world.app, cookie).await;
        assert!(
            matches!(answer, Err(AuthenticationError::Invalid)),
            "{cookie:?}"
        );
    }
}
