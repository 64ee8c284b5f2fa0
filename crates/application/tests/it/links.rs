//! Password links in the hands of their holders, and of administrators.

use chrono::Duration;
use usher_application::{
    account_users::{self, UserChanges},
    accounts::{self, AccountChanges},
    captured_emails::{self, CapturedEmailError, Look},
    housekeeping,
    password_links::{self, ConsumeError, RevealError},
    password_resets, welcome_emails,
};
use usher_domain::{
    account::LinkLife,
    actor::Actor,
    grants::Scope,
    password_link::{LinkPurpose, LinkState},
    request_origin::RequestOrigin,
    role::Role,
};

use uuid::Uuid;

use crate::mailbox::{token, tokens};
use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, PUBLIC_URL, changes, password};

on_both_databases! {
    async fn looking_at_a_link_changes_nothing(world) {
        let ada = world.user("ada").await;
        let token = world.welcome_token(ada.id).await;
        let before = world.get(ada.id).await.version;
        let firefox = RequestOrigin::new(Some("Mozilla/5.0 Firefox/140.0"), None, None);
        for _ in 0..30 {
            let link = password_links::inspect(&world.app, &token, Some(firefox.clone())).await;
            let link = link.expect("looked up");
            assert_eq!((link.state, link.purpose), (LinkState::Open, Some(LinkPurpose::Welcome)));
            assert_eq!(link.user.map(|user| user.id), Some(ada.id));
            assert!(!link.renewable);
        }
        assert_eq!(world.get(ada.id).await.version, before);
        world.consume(&token, PASSWORD).await.expect("it is as good as before");
    }

    async fn of_eight_who_use_a_link_at_once_one_sets_the_password(world) {
        let ada = world.user("ada").await;
        let token = world.welcome_token(ada.id).await;
        let holders: Vec<_> = (0..8)
            .map(|number| {
                let (app, token) = (world.app.clone(), token.clone());
                tokio::spawn(async move {
                    let text = format!("{PASSWORD} {number}");
                    let redemption = password_links::Redemption {
                        password: password(&text),
                        email: None,
                        account: None,
                        origin: RequestOrigin::local(),
                    };
                    (text, password_links::consume(&app, &token, redemption).await)
                })
            })
            .collect();
        let mut winners = Vec::new();
        for holder in holders {
            let (text, answer) = holder.await.expect("no panic");
            match answer {
                Ok(session) => winners.push((text, session)),
                Err(error) => assert!(matches!(error, ConsumeError::Used), "{error:?}"),
            }
        }
        let [(text, session)] = &winners[..] else { panic!("{} winners", winners.len()) };
        world.with_cookie(session).await.expect("she is signed in");
        world.try_sign_in("ada", None, text).await.expect("with her password");
        assert_eq!(world.audited("password_link.consumed"), 1);
        let sessions = world.place.number("SELECT count(*) AS number FROM sessions");
        assert_eq!(sessions, 2, "one from the link, one from signing in");
    }

    async fn a_weak_password_leaves_the_link_as_it_was(world) {
        let ada = world.user("ada").await;
        let token = world.welcome_token(ada.id).await;
        for weak in ["", "short", "password1234", "ada@example.com ada"] {
            let answer = world.consume(&token, weak).await;
            assert!(matches!(answer, Err(ConsumeError::Weak(_))), "{weak:?}: {answer:?}");
        }
        assert_eq!(world.state(&token).await, LinkState::Open);
        world.consume(&token, PASSWORD).await.expect("a good one");
    }

    async fn setting_a_password_voids_her_other_links_and_ends_her_sessions(world) {
        let ada = world.member("ada").await;
        let (_, session) = world.signed_in("ada").await;
        password_resets::request(&world.app, "ada".to_owned(), RequestOrigin::local())
            .await
            .expect("taken");
        world.deliver().await;
        let reset = token(&world.mailbox.only());
        assert_eq!(world.inspect(&reset).await.purpose, Some(LinkPurpose::Reset));
        world.advance(Duration::seconds(1));
        let welcome = world.welcome_token(ada.id).await;
        assert_eq!(world.state(&reset).await, LinkState::Open, "one purpose, one link each");
        world.try_sign_in("ada", None, PASSWORD).await.expect("the old password works until then");
        let waiting = { world.advance(Duration::seconds(1)); world.welcome(ada.id).await };

        let fresh = world.consume(&reset, OTHER_PASSWORD).await.expect("consumed");

        assert_eq!(world.state(&reset).await, LinkState::Used);
        assert_eq!(world.state(&welcome).await, LinkState::Void);
        assert!(world.with_cookie(&session).await.is_err());
        world.with_cookie(&fresh).await.expect("the new session");
        let email = welcome_emails::get(&world.app, &Actor::system(), waiting.id).await;
        assert_eq!(email.expect("there").message.status.as_str(), "cancelled");
        assert!(world.try_sign_in("ada", None, PASSWORD).await.is_err());
        world.try_sign_in("ada", None, OTHER_PASSWORD).await.expect("the new password");
    }

    async fn every_end_of_a_link_has_its_word(world) {
        let ada = world.user("ada").await;
        let superseded = world.welcome_token(ada.id).await;
        world.advance(Duration::minutes(1));
        let expired = world.welcome_token(ada.id).await;
        assert_eq!(world.state(&superseded).await, LinkState::Superseded);
        let answer = world.consume(&superseded, PASSWORD).await;
        assert!(matches!(answer, Err(ConsumeError::Superseded)), "{answer:?}");
        world.advance(Duration::days(7));
        assert_eq!(world.state(&expired).await, LinkState::Expired);
        let answer = world.consume(&expired, PASSWORD).await;
        assert!(matches!(answer, Err(ConsumeError::Expired)), "{answer:?}");
        for token in [&superseded, &expired] {
            assert!(world.inspect(token).await.renewable);
        }
        let used = world.welcome_token(ada.id).await;
        world.consume(&used, PASSWORD).await.expect("consumed");
        let answer = world.consume(&used, OTHER_PASSWORD).await;
        assert!(matches!(answer, Err(ConsumeError::Used)), "{answer:?}");
        assert!(!world.inspect(&used).await.renewable);
    }

    async fn whatever_voids_a_link_tells_its_holder_nothing(world) {
        let forged = "A".repeat(usher_domain::password_link::TOKEN_CHARS);
        let mut void = vec![forged, String::new(), "\0".to_owned()];
        let cases: [(&str, UserChanges); 3] = [
            ("locked", UserChanges { enabled: Some(false), ..changes() }),
            ("moved", UserChanges { email: Some(Some("x@example.com".parse().expect("x"))), ..changes() }),
            ("mute", UserChanges { email: Some(None), ..changes() }),
        ];
        for (login, change) in cases {
            let user = world.user(login).await;
            void.push(world.welcome_token(user.id).await);
            world.change(user.id, change).await;
        }
        let revoked = world.user("revoked").await;
        void.push(world.welcome_token(revoked.id).await);
        password_links::revoke_all(&world.app, &Actor::system(), revoked.id).await.expect("revoked");
        let deleted = world.user("deleted").await;
        void.push(world.welcome_token(deleted.id).await);
        account_users::delete(&world.app, &Actor::system(), deleted.id).await.expect("deleted");
        let keyless = world.user("keyless").await;
        void.push(world.welcome_token(keyless.id).await);
        world.place.execute("UPDATE keyring_keys SET state = 'revoked'");

        for token in void {
            let link = world.inspect(&token).await;
            assert_eq!(link.state, LinkState::Void);
            assert!(link.user.is_none() && link.account.is_none() && link.purpose.is_none());
            assert!(!link.renewable);
            let answer = world.consume(&token, PASSWORD).await;
            assert!(matches!(answer, Err(ConsumeError::Void)), "{answer:?}");
        }
    }

    async fn an_address_change_while_the_mail_is_under_way_voids_the_link(world) {
        // The holder of the mail in the old mailbox must not get in, even if the address comes back.
        let ada = world.user("ada").await;
        let token = world.welcome_token(ada.id).await;
        for address in ["new@example.com", "ada@example.com"] {
            let email = Some(Some(address.parse().expect("an address")));
            world.change(ada.id, UserChanges { email, ..changes() }).await;
            assert_eq!(world.state(&token).await, LinkState::Void, "{address}");
        }
        let answer = world.consume(&token, PASSWORD).await;
        assert!(matches!(answer, Err(ConsumeError::Void)), "{answer:?}");
    }

    async fn a_links_life_is_the_accounts_and_counts_from_the_delivery(world) {
        let change = AccountChanges {
            link_life: Some(LinkLife::from_hours(2).expect("two hours")),
            ..AccountChanges::default()
        };
        accounts::update(&world.app, &Actor::system(), world.acme, change).await.expect("set");
        let ada = world.user("ada").await;
        let message = world.welcome(ada.id).await;
        world.advance(Duration::minutes(90));
        world.deliver().await;
        let mail = world.mailbox.of(message.id);
        assert!(mail.text.contains("2 hours"), "the mail says so");
        let token = token(&mail);
        world.advance(Duration::minutes(119));
        assert_eq!(world.state(&token).await, LinkState::Open);
        world.advance(Duration::minutes(1));
        assert_eq!(world.state(&token).await, LinkState::Expired);
    }

    async fn revealing_a_link_takes_the_administrators_own_password(world) {
        world.owner().await;
        let (owner, _) = world.signed_in("owner@example.com").await;
        let ada = world.user("ada").await;
        let reveal = |text: Option<&'static str>| {
            password_links::reveal(&world.app, &owner, ada.id, text.map(password))
        };
        let answer = reveal(Some(PASSWORD)).await;
        assert!(matches!(answer, Err(RevealError::NoOpenLink)), "{answer:?}");
        let token = world.welcome_token(ada.id).await;
        for wrong in [None, Some(OTHER_PASSWORD)] {
            let answer = reveal(wrong).await;
            assert!(matches!(answer, Err(RevealError::PasswordRequired)), "{answer:?}");
        }
        assert_eq!(world.audited("password_link.revealed"), 0);
        let shown = reveal(Some(PASSWORD)).await.expect("shown");
        assert_eq!(shown.url.expose(), format!("{PUBLIC_URL}/welcome/{token}"));
        assert_eq!(world.audited("password_link.revealed"), 1);

        for _ in 0..10 {
            assert!(matches!(reveal(Some("guess")).await, Err(RevealError::PasswordRequired)));
        }
        assert!(matches!(reveal(Some(PASSWORD)).await, Err(RevealError::TooMany(_))));
    }

    async fn captured_mail_goes_when_its_link_ends(world) {
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        let used = world.welcome_token(ada.id).await;
        let open = world.welcome(grace.id).await;
        world.deliver().await;
        housekeeping::tidy(&world.app).await.expect("tidied");
        assert_eq!(world.mailbox.all().len(), 2, "both links are open");

        world.consume(&used, PASSWORD).await.expect("consumed");
        housekeeping::tidy(&world.app).await.expect("tidied");
        assert_eq!(world.mailbox.only().id, Uuid::from(open.id));
        world.advance(Duration::days(7));
        housekeeping::tidy(&world.app).await.expect("tidied");
        assert!(world.mailbox.is_empty());
    }

    async fn captured_mail_shows_nobody_links_into_other_accounts(world) {
        let other = world.account("Other").await;
        let here = world.user("ada").await;
        world.user_of(other.id, "ada").await;
        let request = password_resets::request(
            &world.app, "ada@example.com".to_owned(), RequestOrigin::local(),
        );
        request.await.expect("taken");
        world.deliver().await;
        let mail = world.mailbox.only();
        assert_eq!(tokens(&mail.text).len(), 2);

        for account in [world.acme, other.id] {
            let admin = world.robot(Role::SecurityAdmin, Scope::Account(account));
            let answer = captured_emails::read(&world.app, &admin, mail.id.into(), Look::Opened).await;
            assert!(
                matches!(answer, Err(CapturedEmailError::Denied(_) | CapturedEmailError::NotFound)),
                "{answer:?}"
            );
        }
        let owner = world.robot(Role::Owner, Scope::Installation);
        captured_emails::read(&world.app, &owner, mail.id.into(), Look::Opened).await.expect("hers to see");
        assert_eq!(world.audited("captured_email.read"), 1);
        let welcome = world.welcome(here.id).await;
        world.deliver().await;
        let admin = world.robot(Role::SecurityAdmin, Scope::Account(world.acme));
        captured_emails::read(&world.app, &admin, welcome.id, Look::Opened).await.expect("one link, her account");
    }
}
