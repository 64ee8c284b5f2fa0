//! An account's own words never carry the link of somebody with rights, whenever she got them.

use usher_application::{
    templates::{self, SaveTemplate},
    welcome_emails,
};
use usher_domain::{
    account_user::AccountUser, actor::Actor, grants::Scope, ids::MessageId, role::Role,
};

use crate::places::on_both_databases;
use crate::templates::{id, wanted};
use crate::world::World;

impl World {
    /// Makes the account's own words those of every welcome email.
    async fn speak_for_itself(&self) {
        let template = SaveTemplate {
            is_default: Some(true),
            ..wanted("house", &[("en", "<p>In our own words: {{ link }}</p>")])
        };
        let saved = templates::save(&self.app, &Actor::system(), self.acme, template).await;
        saved.expect("saved");
    }

    async fn promote(&self, user: &AccountUser) {
        let role = (Role::Helpdesk, Scope::Account(self.acme));
        self.grant(user.id, vec![role]).await;
    }

    async fn cancel_message(&self, message: MessageId) {
        let cancelled = welcome_emails::cancel(&self.app, &Actor::system(), message).await;
        cancelled.expect("it waits");
    }

    /// What a message says when it is sent after all; whether in the account's own words.
    async fn retried_in_own_words(&self, message: MessageId) -> bool {
        let retried = welcome_emails::retry(&self.app, &Actor::system(), message).await;
        let template = retried.expect("queued again").template;
        self.deliver().await;
        let own = self.mailbox.of(message).html.contains("our own words");
        assert_eq!(own, template.is_some());
        own
    }
}

on_both_databases! {
    async fn what_waits_for_somebody_who_gets_rights_is_said_in_the_built_in_words(world) {
        world.speak_for_itself().await;
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        let (hers, other) = (world.welcome(ada.id).await, world.welcome(grace.id).await);
        assert_eq!(hers.template, Some(id("house")));
        world.promote(&ada).await;
        world.deliver().await;
        assert!(!world.mailbox.of(hers.id).html.contains("our own words"));
        assert!(world.mailbox.of(other.id).html.contains("our own words"));
    }

    async fn what_is_sent_again_is_judged_by_the_rights_of_now(world) {
        world.speak_for_itself().await;
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        let (hers, other) = (world.welcome(ada.id).await.id, world.welcome(grace.id).await.id);
        world.cancel_message(hers).await;
        world.cancel_message(other).await;
        world.promote(&ada).await;
        assert!(!world.retried_in_own_words(hers).await);
        assert!(world.retried_in_own_words(other).await);
    }
}
