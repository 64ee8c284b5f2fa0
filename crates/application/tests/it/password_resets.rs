//! Forgotten passwords: one mail for each address, and the same answer for everybody.

use chrono::Duration;
use usher_application::{
    account_users::{self, UserChanges},
    password_resets::{self, PasswordResetError},
};
use usher_domain::{actor::Actor, request_origin::RequestOrigin};

use crate::mailbox::{token, tokens};
use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, World, changes, password};

impl World {
    async fn forget(&self, login: &str) -> Result<(), PasswordResetError> {
        let origin = RequestOrigin::new(None, Some("192.0.2.7".parse().expect("an address")), None);
        password_resets::request(&self.app, login.to_owned(), origin).await
    }
}

on_both_databases! {
    async fn one_mail_lists_each_account_with_a_link_of_its_own(world) {
        let other = world.account("Other").await;
        let here = world.member("ada").await;
        let there = world.user_of(other.id, "ada").await;
        world.forget("Ada@Example.com").await.expect("taken");
        world.deliver().await;

        let mail = world.mailbox.only();
        assert_eq!(mail.to, "ada <ada@example.com>");
        assert!(mail.text.contains("Acme") && mail.text.contains("Other"));
        let links = tokens(&mail.text);
        assert_eq!(links.len(), 2);
        let mut users = Vec::new();
        for link in &links {
            let text = format!("{OTHER_PASSWORD} {}", users.len());
            users.push(world.consume(link, &text).await.expect("consumed").session.user_id);
        }
        users.sort_unstable();
        let mut expected = vec![here.id, there.id];
        expected.sort_unstable();
        assert_eq!(users, expected);
    }

    async fn a_login_with_two_addresses_is_two_mails(world) {
        let other = world.account("Other").await;
        world.user("ada").await;
        let there = world.user_of(other.id, "ada").await;
        let email = Some(Some("lovelace@example.com".parse().expect("an address")));
        world.change(there.id, UserChanges { email, ..changes() }).await;
        world.forget("ada").await.expect("taken");
        world.deliver().await;
        let mut to: Vec<_> = world.mailbox.all().into_iter().map(|mail| mail.to).collect();
        to.sort();
        assert_eq!(to, ["ada <ada@example.com>", "ada <lovelace@example.com>"]);
        for mail in world.mailbox.all() {
            token(&mail);
        }
    }

    async fn an_account_can_be_named_behind_the_login(world) {
        let corp = world.account("Büro & Söhne GmbH").await;
        world.user_of(corp.id, "uwe").await;
        world.forget("uwe@Büro & Söhne GmbH").await.expect("taken");
        world.deliver().await;
        assert_eq!(world.mailbox.only().to, "uwe <uwe@example.com>");
    }

    async fn an_address_that_is_typed_is_told_to_whoever_receives_mail_there_alone(world) {
        world.user("ada").await;
        let other = world.account("Other").await;
        let spy = world.user_of(other.id, "spy").await;
        let login = Some("ada@example.com".parse().expect("a login"));
        world.change(spy.id, UserChanges { login, ..changes() }).await;
        world.forget("ada@example.com").await.expect("taken");
        world.deliver().await;
        assert_eq!(world.mailbox.only().to, "ada <ada@example.com>");
    }

    async fn a_mail_to_several_outlives_the_first_of_them(world) {
        let other = world.account("Other").await;
        let here = world.user("ada").await;
        let there = world.user_of(other.id, "ada").await;
        let link_of_the_other = async |text: &str| {
            for token in tokens(text) {
                let user = world.inspect(&token).await.user;
                if user.is_some_and(|user| user.id == there.id) {
                    return token;
                }
            }
            panic!("no link of hers");
        };
        // Waiting, when the first is shut out.
        world.forget("ada@example.com").await.expect("taken");
        world.change(here.id, UserChanges { enabled: Some(false), ..changes() }).await;
        world.deliver().await;
        let mail = world.mailbox.only();
        assert_eq!(tokens(&mail.text).len(), 1, "it tells nobody of the other: {}", mail.text);
        let first = link_of_the_other(&mail.text).await;
        world.change(here.id, UserChanges { enabled: Some(true), ..changes() }).await;
        // Waiting, and sent, when she is deleted.
        world.advance(Duration::minutes(3));
        world.forget("ada@example.com").await.expect("taken");
        account_users::delete(&world.app, &Actor::system(), here.id).await.expect("deleted");
        assert!(world.inspect(&first).await.user.is_some(), "the mail that has arrived");
        world.deliver().await;
        assert_eq!(world.mailbox.all().len(), 2);
        let newest = world.mailbox.all().into_iter().find(|mail| !mail.text.contains(&first));
        let second = link_of_the_other(&newest.expect("another mail").text).await;
        let session = world.consume(&second, OTHER_PASSWORD).await.expect("consumed");
        assert_eq!(session.session.user_id, there.id);
    }

    async fn a_mail_to_several_is_called_off_when_none_of_them_is_left(world) {
        let other = world.account("Other").await;
        let here = world.user("ada").await;
        let there = world.user_of(other.id, "ada").await;
        world.forget("ada@example.com").await.expect("taken");
        for user in [here.id, there.id] {
            world.change(user, UserChanges { enabled: Some(false), ..changes() }).await;
        }
        world.deliver().await;
        assert!(world.mailbox.is_empty());
    }

    async fn a_repeated_request_of_several_replaces_the_mail_that_waits(world) {
        let other = world.account("Other").await;
        world.user("ada").await;
        world.user_of(other.id, "ada").await;
        for _ in 0..3 {
            world.forget("ada@example.com").await.expect("taken");
            world.advance(Duration::minutes(3));
        }
        world.deliver().await;
        let links = tokens(&world.mailbox.only().text);
        assert_eq!(links.len(), 2);
        for link in &links {
            assert!(world.inspect(link).await.user.is_some());
        }
    }

    async fn a_mail_to_several_forgets_who_was_deleted(world) {
        let other = world.account("Other").await;
        // The mail is written to the one who comes first.
        let mut both = [world.user("ada").await.id, world.user_of(other.id, "ada").await.id];
        both.sort_unstable();
        for (user, name, text) in [(both[0], "Ada Gone", Some(PASSWORD)), (both[1], "Ada Here", None)] {
            let display_name = Some(name.parse().expect("a name"));
            let password = text.map(password);
            world.change(user, UserChanges { display_name, password, ..changes() }).await;
        }
        world.forget("ada@example.com").await.expect("taken");
        account_users::delete(&world.app, &Actor::system(), both[0]).await.expect("deleted");
        world.deliver().await;
        let mail = world.mailbox.only();
        assert_eq!(mail.to, "Ada Here <ada@example.com>");
        assert!(!mail.text.contains("keeps working"), "she has no password: {}", mail.text);
        assert_eq!(tokens(&mail.text).len(), 1);
    }

    async fn a_mail_to_several_speaks_of_the_password_of_any(world) {
        let other = world.account("Other").await;
        world.user("ada").await;
        let there = world.user_of(other.id, "ada").await;
        let has = UserChanges { password: Some(password(PASSWORD)), ..changes() };
        world.change(there.id, has).await;
        world.forget("ada@example.com").await.expect("taken");
        world.deliver().await;
        let told: Vec<_> = world.mailbox.only().text.split_whitespace().map(str::to_owned).collect();
        assert!(told.join(" ").contains("passwords keep working"), "{told:?}");
    }

    async fn whoever_has_no_password_is_not_told_that_it_keeps_working(world) {
        world.user("ada").await;
        world.member("grace").await;
        for (name, told) in [("ada", false), ("grace", true)] {
            world.forget(name).await.expect("taken");
            world.deliver().await;
            let mut mails = world.mailbox.all().into_iter();
            let mail = mails.find(|mail| mail.to.contains(name)).expect("a mail");
            for text in [&mail.text, &mail.html] {
                assert_eq!(text.contains("keeps working"), told, "{name}: {text}");
            }
        }
    }

    async fn nobody_learns_whether_there_was_a_mail(world) {
        let locked = world.user("locked").await;
        world.change(locked.id, UserChanges { enabled: Some(false), ..changes() }).await;
        let mute = world.user("mute").await;
        world.change(mute.id, UserChanges { email: Some(None), ..changes() }).await;
        for login in ["nobody", "nobody@example.com", "locked", "mute", "", "a\0b", "x@y@z"] {
            world.forget(login).await.expect("taken");
        }
        world.deliver().await;
        assert!(world.mailbox.is_empty());
        assert_eq!(world.audited("password_reset.requested"), 7);
    }

    async fn repeated_requests_are_one_mail_in_two_minutes(world) {
        world.user("ada").await;
        world.forget("ada").await.expect("taken");
        world.advance(Duration::seconds(119));
        world.forget("ada@example.com").await.expect("taken");
        world.deliver().await;
        let first = token(&world.mailbox.only());
        world.advance(Duration::seconds(1));
        world.forget("ada").await.expect("taken");
        world.deliver().await;
        assert_eq!(world.mailbox.all().len(), 2);
        assert!(world.consume(&first, OTHER_PASSWORD).await.is_err(), "superseded");
    }

    async fn known_and_unknown_names_are_slowed_down_alike(world) {
        world.user("ada").await;
        for login in ["ada", "nobody"] {
            for _ in 0..10 {
                world.forget(login).await.expect("taken");
            }
            let answer = world.forget(login).await;
            assert!(matches!(answer, Err(PasswordResetError::TooMany(_))), "{login}: {answer:?}");
        }
    }
}
