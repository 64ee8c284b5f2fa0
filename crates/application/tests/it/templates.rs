//! Email templates: versions, languages, what becomes of mails that were asked for, and that a broken
//! one costs nobody her mail.

use usher_application::{
    account_users::UserChanges,
    dispatcher,
    templates::{self, MistakeKind, SaveTemplate, SavedTemplate, TemplateError},
    welcome_emails::{self, Repeat, RequestWelcomeEmailError, Wish},
};
use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    delivery::DeliveryStatus,
    ids::AccountId,
    message::Message,
    names::Locale,
    request_origin::RequestOrigin,
    template::{LocalizedText, TemplateId, TemplatePart, TemplateText, TemplateTexts},
};
use usher_mail::capture::CapturedMail;

use crate::mail_server::MailServer;
use crate::mailbox::{received, token, tokens};
use crate::places::on_both_databases;
use crate::world::{World, changes};

pub(crate) fn id(text: &str) -> TemplateId {
    text.parse().expect("an identifier")
}

fn locale(tag: &str) -> Locale {
    tag.parse().expect("a language tag")
}

/// A template of which the languages and HTML parts are given.
pub(crate) fn wanted(name: &str, texts: &[(&str, &str)]) -> SaveTemplate {
    let texts = texts.iter().map(|(tag, html)| LocalizedText {
        locale: locale(tag),
        text: TemplateText {
            subject: format!("{tag} {{{{ account_name }}}}"),
            html: (*html).to_owned(),
            text: "{{ display_name }}: {{ link }}".to_owned(),
        },
    });
    SaveTemplate {
        id: id(name),
        name: None,
        is_default: None,
        texts: TemplateTexts::new(texts.collect()).expect("texts"),
    }
}

impl World {
    async fn save(&self, wanted: SaveTemplate) -> Result<SavedTemplate, TemplateError> {
        templates::save(&self.app, &Actor::system(), self.acme, wanted).await
    }

    async fn have(&self, name: &str, texts: &[(&str, &str)]) {
        self.save(wanted(name, texts)).await.expect("saved");
    }

    async fn ask_with(
        &self,
        user: &AccountUser,
        name: &str,
    ) -> Result<Message, RequestWelcomeEmailError> {
        let wish = Wish {
            repeat: Repeat::AlwaysSend,
            template: Some(id(name)),
        };
        let (actor, origin) = (Actor::system(), RequestOrigin::local());
        welcome_emails::request(&self.app, &actor, user.id, origin, wish).await
    }

    async fn mail_with(&self, user: &AccountUser, name: &str) -> CapturedMail {
        let message = self.ask_with(user, name).await.expect("queued");
        self.deliver().await;
        self.mailbox.of(message.id)
    }

    async fn speaks(&self, user: &AccountUser, tag: &str) {
        let change = UserChanges {
            locale: Some(Some(locale(tag))),
            ..changes()
        };
        self.change(user.id, change).await;
    }

    /// Writes words that nobody could save today.
    async fn put_broken(&self, account: AccountId, name: &'static str) {
        let broken = TemplateText {
            subject: "x".to_owned(),
            html: "{{ nope }}{{ link }}".to_owned(),
            text: "{{ link }}".to_owned(),
        };
        self.database
            .write(move |connection| {
                let mut template =
                    usher_persistence::templates::find(connection, account, &id(name))?
                        .expect("it is there");
                template.version += 1;
                usher_persistence::templates::put(connection, &template)?;
                let text = LocalizedText {
                    locale: locale("en"),
                    text: broken.clone(),
                };
                usher_persistence::templates::insert_version(connection, &template, &[text], None)
            })
            .await
            .expect("written");
    }
}

on_both_databases! {
    async fn a_mail_is_in_the_reader_s_language_as_far_as_the_template_has_it(world) {
        let ada = world.user("ada").await;
        world.have("greeting", &[("de", "{{ link }}"), ("en-GB", "{{ link }}"), ("nl", "{{ link }}")]).await;
        for (own, expected) in [("de-AT", "de"), ("nl", "nl"), ("pt", "en-GB")] {
            world.speaks(&ada, own).await;
            let mail = world.mail_with(&ada, "greeting").await;
            assert_eq!(mail.subject, format!("{expected} Acme"), "{own}");
            assert!(mail.text.starts_with("ada: https://usher.example/"));
            let link = mail.text.split_whitespace().last().expect("a link").to_owned();
            assert_eq!(mail.html.trim(), link, "the same bytes in both parts");
        }
    }

    async fn a_mail_is_what_was_asked_for_whatever_becomes_of_its_template(world) {
        let ada = world.user("ada").await;
        let grace = world.user("grace").await;
        world.have("greeting", &[("en", "first {{ link }}")]).await;
        let first = world.ask_with(&ada, "greeting").await.expect("queued");
        world.have("greeting", &[("en", "second {{ link }}")]).await;
        let second = world.ask_with(&grace, "greeting").await.expect("queued");
        let system = Actor::system();
        templates::delete(&world.app, &system, world.acme, id("greeting")).await.expect("deleted");
        let answer = world.ask_with(&grace, "greeting").await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::UnknownTemplate)), "{answer:?}");
        let again = world.save(wanted("greeting", &[("en", "third {{ link }}")])).await.expect("saved");
        assert!(again.created);
        assert_eq!(again.details.template.version, 3, "numbers are never used again");

        world.deliver().await;

        assert!(world.mailbox.of(first.id).html.starts_with("first https://"));
        assert!(world.mailbox.of(second.id).html.starts_with("second https://"));
        assert_eq!(world.message(first.id).await.template, Some(id("greeting")));
        assert_eq!((world.audited("template.saved"), world.audited("template.deleted")), (3, 1));
    }

    async fn the_default_is_used_where_none_is_named_and_only_for_its_own_account(world) {
        let ada = world.user("ada").await;
        let other = world.account("Other").await.id;
        let stranger = world.user_of(other, "eve").await;
        let default = SaveTemplate {
            is_default: Some(true),
            ..wanted("house", &[("en", "house {{ link }}")])
        };
        world.save(default).await.expect("saved");
        world.have("other", &[("en", "other {{ link }}")]).await;
        let plain = world.welcome(ada.id).await;
        let elsewhere = world.welcome(stranger.id).await;
        world.deliver().await;
        assert!(world.mailbox.of(plain.id).html.starts_with("house "));
        assert_eq!(elsewhere.template, None);
        assert!(world.mail_with(&ada, "other").await.html.starts_with("other "));
        let answer = world.ask_with(&stranger, "house").await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::UnknownTemplate)), "{answer:?}");

        templates::delete(&world.app, &Actor::system(), world.acme, id("house")).await.expect("deleted");
        assert_eq!(world.welcome(ada.id).await.template, None);
    }

    async fn a_link_from_a_template_sets_a_password(world) {
        let ada = world.user("ada").await;
        world.have("greeting", &[("en", "{{ link }}")]).await;
        let mail = world.mail_with(&ada, "greeting").await;
        world.consume(&token(&mail), crate::world::PASSWORD).await.expect("signed in");
    }

    async fn a_template_that_fails_costs_nobody_her_mail(world) {
        let ada = world.user("ada").await;
        world.have("greeting", &[("en", "{{ link }}")]).await;
        world.put_broken(world.acme, "greeting").await;
        let message = world.ask_with(&ada, "greeting").await.expect("queued");
        world.deliver().await;
        let mail = world.mailbox.of(message.id);
        assert_eq!(mail.subject, "Welcome to Acme: choose your password");
        assert_eq!(tokens(&mail.text).len(), 1);
        assert_eq!(world.message(message.id).await.status, DeliveryStatus::Captured);
        let (app, system) = (&world.app, Actor::system());
        let answer = templates::preview(app, &system, world.acme, id("greeting"), None).await;
        assert!(matches!(&answer, Err(TemplateError::Mistakes(found)) if found.len() == 1), "{answer:?}");
    }

    async fn saving_says_what_is_wrong_and_where(world) {
        let bad = wanted("greeting", &[("en", "{{ link }}"), ("de", "{{ link }}\n\n{{ pasword }}")]);
        let Err(TemplateError::Mistakes(mistakes)) = world.save(bad).await else {
            panic!("it has a mistake")
        };
        let [only] = mistakes.as_slice() else { panic!("{mistakes:?}") };
        assert_eq!((only.place, only.mistake.part, only.mistake.line), (1, TemplatePart::Html, 3));
        assert_eq!(only.mistake.kind, MistakeKind::UnknownVariable("pasword".to_owned()));
        let list = templates::list(&world.app, &Actor::system(), world.acme).await.expect("listed");
        assert!(list.is_empty());
        assert_eq!(world.audited("template.saved"), 0);
    }

    async fn a_test_goes_past_the_outbox_and_its_link_opens_nothing(world) {
        let server = MailServer::start().await;
        let app = world.sending_to(&server);
        world.have("greeting", &[("en", "{{ link }}"), ("de", "{{ link }}")]).await;
        let to = |address: &str| Some(address.parse().expect("an address"));
        let test = templates::test_send(
            &app, &Actor::system(), world.acme, id("greeting"), Some(locale("DE")), to("eve@example.org"),
        )
        .await
        .expect("tested");
        assert_eq!(test.outcome, "delivered");
        let mail = received(&server.contents()[0]);
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("eve@example.org", "de Acme"));
        let answer = world.consume(&token(&mail), crate::world::PASSWORD).await;
        assert!(answer.is_err());
        assert_eq!(world.place.number("SELECT count(*) AS number FROM messages"), 0);
        assert_eq!(world.audited("template.tested"), 1);

        server.answer("gone@example.org", Some("550 5.1.1 no such mailbox"));
        let test = templates::test_send(
            &app, &Actor::system(), world.acme, id("greeting"), None, to("gone@example.org"),
        )
        .await
        .expect("tested");
        assert_eq!((test.outcome, test.reply.and_then(|reply| reply.code)), ("refused", Some(550)));
        let answer = templates::test_send(&app, &Actor::system(), world.acme, id("greeting"), None, None).await;
        assert!(matches!(answer, Err(TemplateError::NoAddress)), "{answer:?}");
        dispatcher::deliver_due(&app).await.expect("nothing waits");
        assert_eq!(server.contents().len(), 1);
    }
}
