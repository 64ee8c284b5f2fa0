//! Asking for welcome emails: what is written at once, what a repetition means, retrying, calling off.

use chrono::Duration;
use usher_application::{
    PageRequest,
    account_users::{self, AccountUserError, NewAccountUser, UserChanges},
    accounts::{self, AccountChanges},
    dispatcher, memberships, password_links,
    welcome_emails::{self, Repeat, RequestWelcomeEmailError, WelcomeEmailError},
};
use usher_domain::{
    actor::Actor, clock::Clock as _, delivery::DeliveryStatus, grants::Scope, ids::AccountUserId,
    message::Message, password_link::LinkState, request_origin::RequestOrigin, role::Role,
};

use crate::mail_server::MailServer;
use crate::mailbox::token;
use crate::places::on_both_databases;
use crate::world::{PASSWORD, World, changes, new_user};

impl World {
    /// Asks as pages and the native API do.
    async fn ask(&self, user: AccountUserId) -> Result<Message, RequestWelcomeEmailError> {
        let (actor, origin) = (Actor::system(), RequestOrigin::local());
        welcome_emails::request(&self.app, &actor, user, origin, Repeat::ReuseRecent).await
    }

    async fn link_of(&self, message: &Message) -> Option<LinkState> {
        let email = welcome_emails::get(&self.app, &Actor::system(), message.id).await;
        email.expect("it is there").link.map(|link| link.state)
    }

    async fn cancel(&self, message: &Message) -> Result<(), WelcomeEmailError> {
        welcome_emails::cancel(&self.app, &Actor::system(), message.id).await
    }

    async fn retry(&self, message: &Message) -> Result<Message, WelcomeEmailError> {
        welcome_emails::retry(&self.app, &Actor::system(), message.id).await
    }
}

on_both_databases! {
    async fn a_request_leaves_a_message_a_link_and_an_event(world) {
        let ada = world.user("ada").await;
        let message = world.ask(ada.id).await.expect("queued");
        assert_eq!(message.status, DeliveryStatus::Queued);
        assert_eq!((world.rows_of("messages"), world.rows_of("password_links")), (1, 1));
        assert_eq!(world.audited("welcome_email.requested"), 1);
        assert_eq!(world.link_of(&message).await, Some(LinkState::Open));
        let latest = world.get(ada.id).await.latest_welcome.expect("it is her latest");
        assert_eq!((latest.id, latest.status), (message.id, DeliveryStatus::Queued));

        world.deliver().await;

        assert_eq!(world.message(message.id).await.status, DeliveryStatus::Captured);
        assert_eq!(world.mailbox.only().to, "ada <ada@example.com>");
        let latest = world.get(ada.id).await.latest_welcome.expect("it is her latest");
        assert_eq!(latest.status, DeliveryStatus::Captured);
    }

    async fn a_refused_request_leaves_nothing(world) {
        let new = new_user("mute", None);
        let (mute, _) = account_users::create(
            &world.app, &Actor::system(), world.acme, new, RequestOrigin::local(),
        ).await.expect("a user");
        let answer = world.ask(mute.id).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::NoAddress)), "{answer:?}");
        let locked = world.user("locked").await;
        world.change(locked.id, UserChanges { enabled: Some(false), ..changes() }).await;
        let answer = world.ask(locked.id).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::Disabled)), "{answer:?}");
        let nobody = AccountUserId::mint(world.clock.now(), &*world.entropy);
        let answer = world.ask(nobody).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::NotFound)), "{answer:?}");
        assert_eq!((world.rows_of("messages"), world.rows_of("password_links")), (0, 0));
        assert_eq!(world.audited("welcome_email.requested"), 0);
    }

    async fn a_double_click_is_one_mail(world) {
        let ada = world.user("ada").await;
        let first = world.ask(ada.id).await.expect("queued");
        world.advance(Duration::seconds(29));
        assert_eq!(world.ask(ada.id).await.expect("the same").id, first.id);
        world.advance(Duration::seconds(1));
        assert_ne!(world.ask(ada.id).await.expect("another").id, first.id);
    }

    async fn clicks_at_the_same_moment_are_one_mail(world) {
        let ada = world.user("ada").await.id;
        let clicks: Vec<_> = (0..8)
            .map(|_| {
                let app = world.app.clone();
                tokio::spawn(async move {
                    let (actor, origin) = (Actor::system(), RequestOrigin::local());
                    welcome_emails::request(&app, &actor, ada, origin, Repeat::ReuseRecent).await
                })
            })
            .collect();
        let mut ids = Vec::new();
        for click in clicks {
            ids.push(click.await.expect("no panic").expect("queued").id);
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(world.rows_of("messages"), 1);
    }

    async fn dialects_send_anew_each_time(world) {
        let ada = world.user("ada").await;
        let first = world.welcome(ada.id).await;
        world.advance(Duration::seconds(1));
        let second = world.welcome(ada.id).await;
        assert_ne!(first.id, second.id);
        assert_eq!(world.message(first.id).await.status, DeliveryStatus::Cancelled, "not sent yet");
        world.deliver().await;
        assert_eq!(world.mailbox.all().len(), 1);
    }

    async fn a_repetition_is_another_mail_once_the_first_is_of_no_use(world) {
        let ada = world.user("ada").await;
        let used = world.ask(ada.id).await.expect("queued");
        world.deliver().await;
        assert_eq!(world.ask(ada.id).await.expect("the same").id, used.id, "sent, not used");
        world.consume(&token(&world.mailbox.of(used.id)), PASSWORD).await.expect("consumed");
        world.advance(Duration::seconds(1));
        let voided = world.ask(ada.id).await.expect("another");
        assert_ne!(voided.id, used.id, "after the link was redeemed");

        password_links::revoke_all(&world.app, &Actor::system(), ada.id).await.expect("revoked");
        world.advance(Duration::seconds(1));
        let misdirected = world.ask(ada.id).await.expect("another");
        assert_ne!(misdirected.id, voided.id, "after the link was revoked");

        let email = Some(Some("new@example.com".parse().expect("an address")));
        world.change(ada.id, UserChanges { email, ..changes() }).await;
        world.advance(Duration::seconds(1));
        assert_ne!(world.ask(ada.id).await.expect("another").id, misdirected.id);
    }

    async fn an_older_link_gives_way_when_the_newer_one_is_delivered(world) {
        let ada = world.user("ada").await;
        let first = world.welcome(ada.id).await;
        world.deliver().await;
        world.advance(Duration::minutes(1));
        let second = world.welcome(ada.id).await;
        assert_eq!(world.link_of(&first).await, Some(LinkState::Open), "asked for, not delivered");
        world.deliver().await;
        assert_eq!(world.link_of(&first).await, Some(LinkState::Superseded));
        assert_eq!(world.link_of(&second).await, Some(LinkState::Open));
        world.consume(&token(&world.mailbox.of(second.id)), PASSWORD).await.expect("the newer");
    }

    async fn one_person_is_not_mailed_without_end(world) {
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        for _ in 0..20 {
            world.welcome(ada.id).await;
            world.advance(Duration::minutes(1));
        }
        let (actor, origin) = (Actor::system(), RequestOrigin::local());
        let answer =
            welcome_emails::request(&world.app, &actor, ada.id, origin, Repeat::AlwaysSend).await;
        let Err(RequestWelcomeEmailError::TooMany(wait)) = answer else { panic!("{answer:?}") };
        assert_eq!(wait.retry_after, Duration::minutes(40));
        world.welcome(grace.id).await;
        world.advance(wait.retry_after);
        world.welcome(ada.id).await;
    }

    async fn a_message_that_waits_can_be_called_off_and_tried_again(world) {
        let ada = world.user("ada").await;
        let message = world.welcome(ada.id).await;
        world.cancel(&message).await.expect("cancelled");
        assert_eq!(world.link_of(&message).await, Some(LinkState::Void));
        world.cancel(&message).await.expect("as it was: a double click");
        let latest = world.get(ada.id).await.latest_welcome.expect("it is her latest");
        assert_eq!(latest.status, DeliveryStatus::Cancelled);
        world.deliver().await;
        assert!(world.mailbox.is_empty());

        let again = world.retry(&message).await.expect("queued again");
        assert_eq!((again.id, again.status), (message.id, DeliveryStatus::Queued));
        assert!(matches!(world.retry(&message).await, Err(WelcomeEmailError::NotRetryable)));
        world.deliver().await;
        assert!(matches!(world.retry(&message).await, Err(WelcomeEmailError::NotRetryable)), "sent");
        assert!(matches!(world.cancel(&message).await, Err(WelcomeEmailError::NotCancellable)));
        world.consume(&token(&world.mailbox.only()), PASSWORD).await.expect("the link is good");
    }

    async fn a_link_that_was_voided_does_not_come_back_with_a_retry(world) {
        let server = MailServer::start().await;
        server.answer("ada@example.com", Some("550 5.7.1 not today"));
        let app = world.sending_to(&server);
        let ada = world.user("ada").await;
        let message = world.welcome(ada.id).await;
        dispatcher::deliver_due(&app).await.expect("tried");
        assert_eq!(world.message(message.id).await.status, DeliveryStatus::Failed);
        let robot = world.robot(Role::Owner, Scope::Installation);
        let shown = password_links::reveal(&world.app, &robot, ada.id, None).await.expect("shown");
        let leaked = crate::mailbox::tokens(shown.url.expose()).remove(0);
        password_links::revoke_all(&world.app, &robot, ada.id).await.expect("revoked");

        world.retry(&message).await.expect("queued again");
        world.deliver().await;

        assert!(world.consume(&leaked, PASSWORD).await.is_err(), "revoked for good");
        world.consume(&token(&world.mailbox.only()), PASSWORD).await.expect("a fresh link");
    }

    async fn a_failed_message_keeps_its_link_when_it_is_tried_again(world) {
        let server = MailServer::start().await;
        server.answer("ada@example.com", Some("550 5.7.1 not today"));
        let app = world.sending_to(&server);
        let ada = world.user("ada").await;
        let message = world.welcome(ada.id).await;
        dispatcher::deliver_due(&app).await.expect("tried");
        let robot = world.robot(Role::Owner, Scope::Installation);
        let shown = password_links::reveal(&world.app, &robot, ada.id, None).await.expect("shown");
        world.advance(Duration::days(3));
        world.retry(&message).await.expect("queued again");
        world.deliver().await;
        let mail = world.mailbox.only();
        assert!(mail.text.contains(shown.url.expose()), "the same link");
        world.advance(Duration::days(6));
        world.consume(&token(&mail), PASSWORD).await.expect("its life counts from the delivery");
    }

    async fn a_message_cannot_be_tried_again_when_it_makes_no_sense(world) {
        let ada = world.user("ada").await;
        let stale = world.welcome(ada.id).await;
        world.cancel(&stale).await.expect("cancelled");
        let email = Some(Some("new@example.com".parse().expect("an address")));
        world.change(ada.id, UserChanges { email, ..changes() }).await;
        assert!(matches!(world.retry(&stale).await, Err(WelcomeEmailError::NoAddress)));

        world.advance(Duration::seconds(1));
        let overtaken = world.welcome(ada.id).await;
        world.advance(Duration::seconds(1));
        let newer = world.welcome(ada.id).await;
        // Nothing has been delivered, so the older one may still go first; the newer one then waits
        // for nobody.
        world.retry(&overtaken).await.expect("queued again");
        assert_eq!(world.message(newer.id).await.status, DeliveryStatus::Cancelled);
        world.retry(&newer).await.expect("queued again");
        world.deliver().await;
        assert!(matches!(world.retry(&overtaken).await, Err(WelcomeEmailError::NotRetryable)));

        world.change(ada.id, UserChanges { enabled: Some(false), ..changes() }).await;
        assert!(matches!(world.retry(&overtaken).await, Err(WelcomeEmailError::Disabled)));
    }

    async fn a_new_address_calls_waiting_mail_off_and_voids_links(world) {
        let ada = world.user("ada").await;
        let token = world.welcome_token(ada.id).await;
        world.advance(Duration::seconds(1));
        let waiting = world.welcome(ada.id).await;
        let email = Some(Some("ADA@example.com".parse().expect("an address")));
        world.change(ada.id, UserChanges { email, ..changes() }).await;
        assert_eq!(world.message(waiting.id).await.status, DeliveryStatus::Queued, "only its case");

        let email = Some(Some("new@example.com".parse().expect("an address")));
        world.change(ada.id, UserChanges { email, ..changes() }).await;
        assert_eq!(world.message(waiting.id).await.status, DeliveryStatus::Cancelled);
        let latest = world.get(ada.id).await.latest_welcome.expect("it is her latest");
        assert_eq!(latest.status, DeliveryStatus::Cancelled);
        let inspected = password_links::inspect(&world.app, &token, None).await.expect("looked up");
        assert_eq!(inspected.state, LinkState::Void);
    }

    async fn a_user_can_be_welcomed_as_she_is_created(world) {
        let create = |login: &'static str, email: Option<&'static str>, wish| {
            let new = NewAccountUser { send_welcome: wish, ..new_user(login, email) };
            let app = &world.app;
            async move {
                let (actor, origin) = (Actor::system(), RequestOrigin::local());
                account_users::create(app, &actor, world.acme, new, origin).await
            }
        };
        let (_, none) = create("quiet", Some("quiet@example.com"), None).await.expect("created");
        assert_eq!(none, None);
        let (eager, some) = create("eager", Some("eager@example.com"), Some(true)).await.expect("created");
        assert_eq!(eager.latest_welcome.map(|latest| latest.id), some);
        assert!(some.is_some());
        let answer = create("mute", None, Some(true)).await;
        assert!(matches!(answer, Err(AccountUserError::NoAddress)), "{answer:?}");

        let automatic = AccountChanges { send_welcome_on_create: Some(true), ..Default::default() };
        accounts::update(&world.app, &Actor::system(), world.acme, automatic).await.expect("set");
        assert!(create("auto", Some("auto@example.com"), None).await.expect("created").1.is_some());
        assert_eq!(create("mute", None, None).await.expect("created").1, None);
        assert_eq!(create("no", Some("no@example.com"), Some(false)).await.expect("created").1, None);
        assert_eq!(world.audited("welcome_email.requested"), 2);
    }

    async fn welcome_emails_are_sent_from_the_primary_account_only(world) {
        let other = world.account("Other").await;
        let stranger = world.account("Stranger").await;
        let ada = world.user("ada").await;
        memberships::add(&world.app, &Actor::system(), other.id, ada.id).await.expect("a member");
        let origin = RequestOrigin::local;
        let through = |account, actor: Actor| {
            let app = &world.app;
            async move {
                let repeat = Repeat::AlwaysSend;
                welcome_emails::request_in_account(app, &actor, account, ada.id, origin(), repeat).await
            }
        };
        through(world.acme, Actor::system()).await.expect("her primary account");
        let answer = through(other.id, Actor::system()).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::AccountNotPrimary)), "{answer:?}");
        let answer = through(stranger.id, Actor::system()).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::NotFound)), "{answer:?}");

        let helper = world.robot(Role::Helpdesk, Scope::Account(other.id));
        let answer =
            welcome_emails::request(&world.app, &helper, ada.id, origin(), Repeat::AlwaysSend).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::AccountNotPrimary)), "{answer:?}");
    }

    async fn the_timeline_shows_every_message_page_by_page(world) {
        let ada = world.user("ada").await;
        let mut ids = Vec::new();
        for _ in 0..5 {
            ids.insert(0, world.welcome(ada.id).await.id);
            world.advance(Duration::seconds(1));
        }
        world.deliver().await;
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let page = PageRequest { limit: 2, cursor };
            let page = welcome_emails::timeline(&world.app, &Actor::system(), ada.id, page).await;
            let page = page.expect("a page");
            found.extend(page.items.iter().map(|email| email.message.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, ids);
        let delivered = welcome_emails::get(&world.app, &Actor::system(), ids[0]).await.expect("there");
        assert_eq!(delivered.attempts.len(), 1);
        let cursor = Some("no cursor".to_owned());
        let page = PageRequest { limit: 2, cursor };
        let answer = welcome_emails::timeline(&world.app, &Actor::system(), ada.id, page).await;
        assert!(matches!(answer, Err(WelcomeEmailError::InvalidCursor)));
    }
}
