//! What a mail is made of: decided when it is asked for, and kept for every try.

use chrono::Duration;
use usher_application::{
    account_users::UserChanges,
    accounts::{self, AccountChanges},
    dispatcher, password_resets,
};
use usher_domain::{
    account_user::AccountUser, actor::Actor, ids::AccountId, request_origin::RequestOrigin,
};
use usher_mail::capture::CapturedMail;

use crate::mail_server::MailServer;
use crate::mailbox::received;
use crate::places::on_both_databases;
use crate::world::{World, changes};

impl World {
    async fn brand(&self, account: AccountId, changes: AccountChanges) {
        accounts::update(&self.app, &Actor::system(), account, changes)
            .await
            .expect("a changed account");
    }

    async fn speak(&self, account: AccountId, language: Option<&str>) {
        let locale = language.map(|tag| tag.parse().expect("a language tag"));
        let changes = AccountChanges {
            locale: Some(locale),
            ..AccountChanges::default()
        };
        self.brand(account, changes).await;
    }

    async fn prefers(&self, user: &AccountUser, language: Option<&str>) {
        let locale = language.map(|tag| tag.parse().expect("a language tag"));
        let change = UserChanges {
            locale: Some(locale),
            ..changes()
        };
        self.change(user.id, change).await;
    }

    /// The mail that a forgotten password brings to an address.
    async fn forgotten(&self, address: &str) -> CapturedMail {
        self.advance(Duration::minutes(3));
        password_resets::request(&self.app, address.to_owned(), RequestOrigin::local())
            .await
            .expect("taken");
        self.deliver().await;
        let newest = self.mailbox.0.list().expect("the folder can be read")[0];
        self.mailbox.of(newest.into())
    }
}

fn header<'a>(mail: &'a CapturedMail, name: &str) -> Option<&'a str> {
    let found = mail.headers.iter().find(|(own, _)| own == name)?;
    Some(found.1.trim())
}

/// The language that a mail says it is in.
fn language(mail: &CapturedMail) -> &str {
    let (_, rest) = mail.html.split_once("<html lang=\"").expect("a language");
    rest.split_once('"').expect("its end").0
}

on_both_databases! {
    async fn the_readers_own_language_goes_before_her_accounts_and_english_is_last(world) {
        let ada = world.user("ada").await;
        for (own, of_account, expected) in [
            (None, None, "en"),
            (None, Some("de-AT"), "de"),
            (Some("pt-BR"), Some("de"), "pt"),
            (Some("en-GB"), Some("de"), "en"),
            (Some("ar"), None, "ar"),
            // Nobody speaks it here, so the next best counts.
            (Some("nl"), Some("ar"), "ar"),
            (Some("nl"), Some("fi"), "en"),
        ] {
            world.prefers(&ada, own).await;
            world.speak(world.acme, of_account).await;
            let message = world.welcome(ada.id).await;
            world.deliver().await;
            let mail = world.mailbox.of(message.id);
            assert_eq!(language(&mail), expected, "{own:?} {of_account:?}");
        }
    }

    async fn a_mail_about_several_accounts_is_in_her_language_and_in_nobodys_name(world) {
        let other = world.account("Other").await.id;
        world.user("ada").await;
        let there = world.user_of(other, "ada").await;
        world.speak(world.acme, Some("de")).await;
        world.brand(world.acme, AccountChanges {
            sender_name: Some(Some("Acme IT".parse().expect("a name"))),
            reply_to: Some(Some("help@acme.example".parse().expect("an address"))),
            ..AccountChanges::default()
        }).await;
        let mail = world.forgotten("ada@example.com").await;
        assert_eq!(language(&mail), "de", "the first account that says");
        world.prefers(&there, Some("pt")).await;
        let mail = world.forgotten("ada@example.com").await;
        assert_eq!(language(&mail), "pt", "her own wherever she said it");
        assert_eq!(mail.from, "Usher <no-reply@usher.example>");
        assert_eq!(header(&mail, "Reply-To"), None);
    }

    async fn an_accounts_mail_bears_its_name_and_colour_and_is_answered_to_it(world) {
        let ada = world.user("ada").await;
        world.brand(world.acme, AccountChanges {
            sender_name: Some(Some("Acme, \"IT\"".parse().expect("a name"))),
            reply_to: Some(Some("help@acme.example".parse().expect("an address"))),
            accent_color: Some(Some("#ffcc00".parse().expect("a colour"))),
            ..AccountChanges::default()
        }).await;
        let message = world.welcome(ada.id).await;
        world.deliver().await;
        let mail = world.mailbox.of(message.id);
        assert_eq!(mail.from, "Acme, \"IT\" <no-reply@usher.example>");
        let answers = header(&mail, "Reply-To").expect("an address for answers");
        assert!(answers.ends_with("<help@acme.example>"), "{answers}");
        assert!(mail.html.contains("bgcolor=\"#ffcc00\""));
        assert!(mail.html.contains("color:#000000;text-decoration:none"), "black on yellow");
        assert!(mail.html.contains("<bdi>Acme</bdi></td>"), "the account's name on top");
    }

    async fn whoever_asked_is_named_or_described(world) {
        let ada = world.user("ada").await;
        let message = world.welcome(ada.id).await;
        world.deliver().await;
        let text = world.mailbox.of(message.id).text;
        assert!(text.contains("Asked by: the system"), "{text}");
        let text = world.forgotten("ada@example.com").await.text;
        assert!(text.contains("Asked by: somebody who was not signed in"), "{text}");
    }

    async fn a_repeated_try_is_the_same_mail_whatever_was_changed_meanwhile(world) {
        let server = MailServer::start().await;
        server.fall_silent_after(1);
        let node = world.sending_to(&server);
        let ada = world.user("ada").await;
        world.prefers(&ada, Some("ar")).await;
        world.brand(world.acme, AccountChanges {
            sender_name: Some(Some("Acme IT".parse().expect("a name"))),
            reply_to: Some(Some("help@acme.example".parse().expect("an address"))),
            accent_color: Some(Some("#ffcc00".parse().expect("a colour"))),
            ..AccountChanges::default()
        }).await;
        world.welcome(ada.id).await;
        dispatcher::deliver_due(&node).await.expect("tried");

        world.prefers(&ada, Some("de")).await;
        world.brand(world.acme, AccountChanges {
            name: Some("Renamed".parse().expect("a name")),
            locale: Some(Some("pt".parse().expect("a language tag"))),
            sender_name: Some(None),
            reply_to: Some(None),
            accent_color: Some(Some("#003366".parse().expect("a colour"))),
            ..AccountChanges::default()
        }).await;
        let name = Some("Augusta Ada King".parse().expect("a name"));
        world.change(ada.id, UserChanges { display_name: name, ..changes() }).await;
        world.advance(Duration::hours(1));
        dispatcher::deliver_due(&node).await.expect("tried again");

        let contents = server.contents();
        assert_eq!(contents.len(), 2);
        assert_eq!(contents[0], contents[1], "byte for byte");
        let mail = received(&contents[1]);
        assert_eq!(language(&mail), "ar");
        assert_eq!(mail.from, "Acme IT <no-reply@usher.example>");
    }
}
