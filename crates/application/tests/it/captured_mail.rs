//! Captured mail: shown to whoever may reveal every link that it shows.

use chrono::Duration;
use usher_application::{
    account_users,
    captured_emails::{self, CapturedEmailError, Look},
    password_links, password_resets,
};
use usher_domain::{
    actor::Actor,
    grants::{Grants, Scope},
    ids::MessageId,
    request_origin::RequestOrigin,
    role::Role,
};

use crate::mailbox::tokens;
use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, World};

impl World {
    /// Has everybody who receives mail at an address mailed; the message of the reset.
    async fn reset(&self, address: &str) -> MessageId {
        self.advance(Duration::minutes(3));
        password_resets::request(&self.app, address.to_owned(), RequestOrigin::local())
            .await
            .expect("taken");
        self.newest_captured().await
    }

    async fn newest_captured(&self) -> MessageId {
        self.deliver().await;
        self.mailbox.0.list().expect("the folder can be read")[0].into()
    }

    async fn may_open(&self, actor: &Actor, message: MessageId) -> bool {
        match captured_emails::read(&self.app, actor, message, Look::Opened).await {
            Ok(_) => true,
            Err(CapturedEmailError::NotFound | CapturedEmailError::Denied(_)) => false,
            Err(error) => panic!("{error:?}"),
        }
    }
}

on_both_databases! {
    async fn a_look_at_a_mail_is_on_record_once_and_asking_about_it_is_not(world) {
        let ada = world.user("ada").await;
        let mail = world.welcome(ada.id).await.id;
        world.deliver().await;
        let read = |look| {
            let (app, actor) = (world.app.clone(), Actor::system());
            async move { captured_emails::read(&app, &actor, mail, look).await.expect("shown") }
        };
        read(Look::Asked).await;
        assert_eq!(world.audited("captured_email.read"), 0);
        read(Look::Opened).await;
        read(Look::Opened).await;
        assert_eq!(world.audited("captured_email.read"), 1, "a page asks for its parts");
        let robot = world.robot(Role::SecurityAdmin, Scope::Account(world.acme));
        assert!(world.may_open(&robot, mail).await);
        assert_eq!(world.audited("captured_email.read"), 2, "somebody else");
        world.advance(Duration::minutes(1));
        read(Look::Opened).await;
        assert_eq!(world.audited("captured_email.read"), 3, "another look");
        world.advance(-Duration::days(1));
        read(Look::Opened).await;
        assert_eq!(world.audited("captured_email.read"), 4, "after the clock was set back");
    }

    async fn a_mail_is_refused_for_a_link_that_has_moved_to_another_since(world) {
        let here = world.member("ada").await;
        world.advance(Duration::seconds(1));
        let other = world.account("Other").await.id;
        let there = world.user_of(other, "ada").await;
        let (acme, elsewhere) = (Scope::Account(world.acme), Scope::Account(other));
        let admin = world.robot(Role::SecurityAdmin, acme);
        let foreign = world.robot(Role::SecurityAdmin, elsewhere);
        let both = Actor {
            grants: Grants::from_roles([
                (Role::SecurityAdmin, acme),
                (Role::SecurityAdmin, elsewhere),
            ]),
            ..admin.clone()
        };
        let welcome = world.welcome(here.id).await.id;
        world.deliver().await;
        assert!(world.may_open(&admin, welcome).await, "the links are of her own people alone");

        let first = world.reset("ada@example.com").await;
        let shared = world.reset("ada@example.com").await;
        assert_eq!(world.message(shared).await.user_id, here.id);
        assert!(!world.may_open(&admin, shared).await, "it lets into the other account, too");
        assert!(!world.may_open(&foreign, shared).await);

        // The other account's user exchanges her superseded link; her open one travels again.
        let mut ended = None;
        for token in tokens(&world.mailbox.of(first).text) {
            if world.inspect(&token).await.user.is_some_and(|user| user.id == there.id) {
                ended = Some(token);
            }
        }
        let ended = ended.expect("a link into the other account");
        world.advance(Duration::seconds(1));
        password_links::renew(&world.app, &ended, RequestOrigin::local()).await.expect("renewed");
        let moved = world.newest_captured().await;
        assert_eq!(world.message(moved).await.user_id, there.id);
        let link = tokens(&world.mailbox.of(moved).text).remove(0);
        assert!(tokens(&world.mailbox.of(shared).text).contains(&link), "the same link in both");
        let carried = format!(
            "SELECT count(*) AS number FROM password_links l JOIN messages m ON m.id = l.message_id \
             WHERE m.rfc_message_id = '{shared}@usher.example'"
        );
        assert_eq!(world.place.number(&carried), 1, "one has left");

        for message in [first, shared, moved] {
            assert!(!world.may_open(&admin, message).await);
            assert!(world.may_open(&both, message).await);
            assert!(world.may_open(&Actor::system(), message).await);
        }
        assert!(world.may_open(&foreign, moved).await, "it shows her own people's link alone");
        world.consume(&link, OTHER_PASSWORD).await.expect("it was worth refusing");
    }

    async fn a_shared_mail_can_be_opened_when_one_of_them_is_gone(world) {
        let other = world.account("Other").await.id;
        let mut both = [world.user("ada").await.id, world.user_of(other, "ada").await.id];
        both.sort_unstable();
        let shared = world.reset("ada@example.com").await;
        account_users::delete(&world.app, &Actor::system(), both[0]).await.expect("deleted");
        assert!(world.may_open(&Actor::system(), shared).await);
        assert_eq!(world.message(shared).await.user_id, both[1]);
    }

    async fn a_mail_is_refused_for_a_link_of_someone_who_holds_more(world) {
        let ada = world.member("ada").await;
        world.advance(Duration::seconds(1));
        let other = world.account("Other").await.id;
        let boss = world.user_of(other, "ada").await;
        let (acme, elsewhere) = (Scope::Account(world.acme), Scope::Account(other));
        let admin = Actor {
            grants: Grants::from_roles([
                (Role::SecurityAdmin, acme),
                (Role::SecurityAdmin, elsewhere),
            ]),
            ..world.robot(Role::SecurityAdmin, acme)
        };
        let shared = world.reset("ada@example.com").await;
        assert_eq!(world.message(shared).await.user_id, ada.id);
        assert!(world.may_open(&admin, shared).await);
        world.grant(boss.id, vec![(Role::Owner, elsewhere)]).await;
        assert!(!world.may_open(&admin, shared).await);
    }
}
