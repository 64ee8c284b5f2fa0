//! Testing mail providers: what is told, to whom it goes, and how often.

use chrono::Duration;
use usher_application::{
    App,
    account_users::UserChanges,
    dispatcher,
    mail_providers::{self, ProviderTest, Speaker, TestProviderError},
};
use usher_domain::{
    actor::Actor, email_address::EmailAddress, grants::Scope, request_origin::RequestOrigin,
    role::Role,
};

use crate::mail_server::MailServer;
use crate::mailbox::{received, tokens};
use crate::places::on_both_databases;
use crate::world::{World, changes};

async fn test(
    app: &App,
    actor: &Actor,
    to: Option<&str>,
) -> Result<ProviderTest, TestProviderError> {
    let to = to.map(|to| EmailAddress::parse(to).expect("an address"));
    let origin = RequestOrigin::new(Some("curl/8.5.0"), None, None);
    mail_providers::test(app, actor, "main", to, origin).await
}

impl World {
    fn sent(&self) -> i64 {
        self.place.number("SELECT count(*) AS number FROM messages")
    }
}

on_both_databases! {
    async fn a_test_goes_to_whoever_asks_in_her_language_and_past_the_outbox(world) {
        let server = MailServer::start().await;
        let app = world.sending_to(&server);
        let owner = world.owner().await;
        let name = Some("Grace Hopper".parse().expect("a name"));
        let locale = Some(Some("pt".parse().expect("a language tag")));
        world.change(owner.id, UserChanges { display_name: name, locale, ..changes() }).await;
        let (actor, _) = world.signed_in("owner@example.com").await;

        let test = test(&app, &actor, None).await.expect("tested");

        assert_eq!((test.outcome, test.step), ("delivered", "end_of_data"));
        let reply = test.reply.expect("the server's words");
        assert_eq!((reply.code, reply.text.as_str()), (Some(250), "taken"));
        let said = |speaker, text: &str| {
            test.transcript.iter().any(|line| line.speaker == speaker && line.text == text)
        };
        assert!(said(Speaker::Usher, "RCPT TO:<owner@example.com>"));
        assert!(said(Speaker::Server, "250 2.0.0 taken"));
        assert!(!test.transcript.iter().any(|line| line.text.contains("Content-Type")));
        let mail = received(&server.contents()[0]);
        assert_eq!(mail.to, "Grace Hopper <owner@example.com>");
        assert_eq!(mail.subject, "Mensagem de teste do Usher");
        assert!(mail.text.contains("«main»") && mail.text.contains("Pedida por: Grace Hopper"));
        assert!(mail.text.contains("Através de: curl/8.5.0"));
        assert!(tokens(&mail.text).is_empty(), "it carries no link");
        assert_eq!(world.sent(), 0);
        assert_eq!(world.audited("mail_provider.tested"), 1);
    }

    async fn a_provider_that_rests_is_tested_all_the_same_and_goes_on_resting(world) {
        let server = MailServer::start().await;
        server.greet_with(Some("421 4.3.2 closed for today"));
        let app = world.sending_to(&server);
        let ada = world.user("ada").await;
        world.welcome(ada.id).await;
        dispatcher::deliver_due(&app).await.expect("tried");
        let breaker = || {
            let list = mail_providers::list(&app, &Actor::system()).expect("listed");
            list[0].breaker
        };
        assert_eq!(breaker(), "open");

        let down = test(&app, &Actor::system(), Some("a@example.com")).await.expect("tested");
        assert_eq!((down.outcome, down.step), ("provider_down", "ehlo"));
        assert_eq!(down.reply.and_then(|reply| reply.code), Some(421));

        server.greet_with(None);
        server.answer("a@example.com", Some("550 5.1.1 no such mailbox"));
        let refused = test(&app, &Actor::system(), Some("a@example.com")).await.expect("tested");
        assert_eq!((refused.outcome, refused.step), ("refused", "rcpt_to"));
        assert_eq!(breaker(), "open", "one mail of a test proves nothing about the others");
    }

    async fn a_test_needs_a_provider_a_recipient_and_the_right_to_send(world) {
        let server = MailServer::start().await;
        let app = world.sending_to(&server);
        let robot = world.robot(Role::Owner, Scope::Installation);
        let answer = test(&app, &robot, None).await;
        assert!(matches!(answer, Err(TestProviderError::NoAddress)), "{answer:?}");
        let auditor = world.robot(Role::Auditor, Scope::Installation);
        let answer = test(&app, &auditor, Some("a@example.com")).await;
        assert!(matches!(answer, Err(TestProviderError::Denied(_))), "{answer:?}");
        // Here mail is captured.
        let answer = test(&world.app, &robot, Some("a@example.com")).await;
        assert!(matches!(answer, Err(TestProviderError::NotFound)), "{answer:?}");
        assert_eq!(world.audited("mail_provider.tested"), 0);
        assert!(server.contents().is_empty());
    }

    async fn nobody_sends_more_than_six_tests_a_minute(world) {
        let server = MailServer::start().await;
        let app = world.sending_to(&server);
        let robot = world.robot(Role::Owner, Scope::Installation);
        for _ in 0..6 {
            test(&app, &robot, Some("a@example.com")).await.expect("tested");
        }
        let answer = test(&app, &robot, Some("a@example.com")).await;
        assert!(matches!(answer, Err(TestProviderError::TooMany(_))), "{answer:?}");
        let other = world.robot(Role::SecurityAdmin, Scope::Installation);
        test(&app, &other, Some("a@example.com")).await.expect("she has sent none");
        world.advance(Duration::minutes(1));
        test(&app, &robot, Some("a@example.com")).await.expect("a minute later");
        assert_eq!(server.contents().len(), 8);
    }

    async fn where_mail_is_captured_nothing_is_sent_and_that_is_said(world) {
        let to = "a@example.com".parse().expect("an address");
        let origin = RequestOrigin::local();
        let test = mail_providers::test(&world.app, &Actor::system(), "capture", Some(to), origin)
            .await
            .expect("tested");
        assert_eq!((test.outcome, test.step), ("captured", "capture"));
        assert!(test.reply.is_none());
        let [note] = &test.transcript[..] else { panic!("{:?}", test.transcript) };
        assert_eq!(note.speaker, Speaker::Note);
        assert!(note.text.contains("nothing was sent"));
        assert!(world.mailbox.is_empty());
    }
}
