//! Bulk sends: whom they reach, how they hold back, and what stops them.

use std::collections::HashSet;

use chrono::Duration;
use usher_application::{
    App, PageRequest,
    account_users::{self, UserChanges, UserFilter},
    api_tokens::{self, NewApiToken},
    bulk_sends::{self, BulkSendError, NewBulkSend, Preview, Recipients, Round},
    dispatcher, memberships, welcome_emails,
};
use usher_domain::{
    account_user::{AccountUser, UserStatus},
    actor::Actor,
    bulk_send::{
        AHEAD, BulkSend, BulkSendLimits, BulkSendStatus, LeftOut, LeftOutReason, PauseReason,
    },
    clock::Clock as _,
    grants::Scope,
    ids::{AccountUserId, AttemptId, BulkSendId, LeaseId},
    request_origin::RequestOrigin,
    role::Role,
    user_list::WelcomeState,
};
use usher_persistence::outbox::{self, Claim};
use uuid::Uuid;

use crate::mail_server::MailServer;
use crate::places::on_both_databases;
use crate::world::{World, changes};

/// One of two nodes.
const NODE: Uuid = Uuid::from_u128(1);
const OTHER_NODE: Uuid = Uuid::from_u128(2);

fn everybody() -> NewBulkSend {
    to(Recipients::Filter(UserFilter::default()))
}

fn to(recipients: Recipients) -> NewBulkSend {
    NewBulkSend {
        recipients,
        template: None,
        limits: BulkSendLimits::default(),
    }
}

fn limited(limits: BulkSendLimits) -> NewBulkSend {
    NewBulkSend {
        limits,
        ..everybody()
    }
}

const NO_CANARY: BulkSendLimits = BulkSendLimits {
    pace_per_minute: None,
    canary: 0,
    failure_threshold_percent: 20,
    skip_welcomed_within_hours: 24,
};

async fn tend(app: &App, node: Uuid) -> Round {
    bulk_sends::tend(app, node).await.expect("the runs go on")
}

impl World {
    /// So many users of the account: user0000, user0001, and so on, made one after the other.
    async fn crowd(&self, count: usize) -> Vec<AccountUserId> {
        let mut ids = Vec::new();
        for number in 0..count {
            ids.push(self.user(&format!("user{number:04}")).await.id);
            self.advance(Duration::milliseconds(1));
        }
        ids
    }

    async fn start(&self, new: NewBulkSend) -> BulkSendId {
        self.start_as(&Actor::system(), new).await
    }

    async fn start_as(&self, actor: &Actor, new: NewBulkSend) -> BulkSendId {
        let origin = RequestOrigin::local();
        let made = bulk_sends::create(&self.app, actor, self.acme, origin, new).await;
        made.expect("started").id
    }

    async fn preview(&self, actor: &Actor, new: NewBulkSend) -> Preview {
        let preview = bulk_sends::preview(&self.app, actor, self.acme, new).await;
        preview.expect("counted")
    }

    async fn bulk_send(&self, id: BulkSendId) -> BulkSend {
        let found = bulk_sends::get(&self.app, &Actor::system(), id).await;
        found.expect("it is there")
    }

    /// Queues and delivers until nothing more happens.
    async fn work_off(&self, app: &App) {
        loop {
            let (mut acted, waiting) = (false, self.waiting());
            while tend(app, NODE).await.acted {
                acted = true;
            }
            dispatcher::deliver_due(app).await.expect("delivered");
            if !acted && self.waiting() == waiting {
                return;
            }
        }
    }

    fn waiting(&self) -> i64 {
        self.place.number(
            "SELECT count(*) AS number FROM messages WHERE status IN ('queued', 'sending', 'deferred')",
        )
    }

    fn queued(&self) -> i64 {
        self.place
            .number("SELECT count(*) AS number FROM messages WHERE bulk_send_id IS NOT NULL")
    }

    /// The most messages that any user has.
    fn most_for_one(&self) -> i64 {
        self.place.number(
            "SELECT max(count) AS number FROM (SELECT count(*) AS count FROM messages GROUP BY user_id) AS counts",
        )
    }

    /// For the test that every action of the audit log is written.
    pub(crate) async fn run_a_bulk_send_through_its_states(&self, actor: &Actor) {
        let id = self.start_as(actor, everybody()).await;
        bulk_sends::pause(&self.app, actor, id)
            .await
            .expect("paused");
        bulk_sends::resume(&self.app, actor, id)
            .await
            .expect("resumed");
        bulk_sends::cancel(&self.app, actor, id)
            .await
            .expect("cancelled");
    }
}

on_both_databases! {
    async fn a_dry_run_tells_who_would_be_left_out_and_why(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        let guest = world.user_of(elsewhere, "guest").await;
        memberships::add(&world.app, &Actor::system(), world.acme, guest.id).await.expect("a member");
        let (fine, sent, off, silent, chief) = (
            world.user("fine").await,
            world.user("sent").await,
            world.user("off").await,
            world.user("silent").await,
            world.user("chief").await,
        );
        world.welcome(sent.id).await;
        world.change(off.id, UserChanges { enabled: Some(false), ..changes() }).await;
        world.change(silent.id, UserChanges { email: Some(None), ..changes() }).await;
        world.grant(chief.id, vec![(Role::Owner, Scope::Account(world.acme))]).await;
        let helpdesk = world.robot(Role::Helpdesk, Scope::Account(world.acme));

        let left_out = LeftOut {
            no_address: 1,
            disabled: 1,
            sent_lately: 1,
            not_permitted: 1,
            not_primary: 1,
            not_found: 0,
        };
        let expected = Preview { total: 6, to_send: 1, left_out };
        assert_eq!(world.preview(&helpdesk, everybody()).await, expected);

        let stranger = world.user_of(elsewhere, "stranger").await.id;
        let nobody = AccountUserId::from(Uuid::from_u128(7));
        let listed = [fine.id, sent.id, off.id, silent.id, chief.id, guest.id, stranger, nobody, fine.id];
        let listed = to(Recipients::Users(listed.to_vec()));
        let not_found = LeftOut { not_found: 2, ..left_out };
        let expected = Preview { total: 8, to_send: 1, left_out: not_found };
        assert_eq!(world.preview(&helpdesk, listed).await, expected);

        let narrowed = UserFilter {
            status: Some(UserStatus::Pending),
            welcome: Some(WelcomeState::None),
            search: Some("fin".to_owned()),
            ..UserFilter::default()
        };
        let narrowed = world.preview(&helpdesk, to(Recipients::Filter(narrowed))).await;
        assert_eq!((narrowed.total, narrowed.to_send), (1, 1));
        assert_eq!(world.queued(), 0, "nothing is sent");
    }

    async fn many_users_are_each_welcomed_once(world) {
        let users = world.crowd(1_200).await;
        let owner = world.owner().await;
        let (actor, _) = world.signed_in("owner@example.com").await;
        let id = world.start_as(&actor, everybody()).await;
        // Whoever comes later does not belong to the run.
        world.advance(Duration::seconds(1));
        let late = world.user("late").await;
        world.work_off(&world.app).await;

        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.pause_reason), (BulkSendStatus::Done, None));
        let progress = send.progress;
        assert_eq!((progress.total, progress.queued, progress.sent), (1_201, 1_201, 1_201), "{progress:?}");
        assert_eq!((progress.open(), progress.remaining(), progress.left_out.sum()), (0, 0, 0));
        assert!(send.ended_at.is_some());
        assert_eq!((world.queued(), world.most_for_one()), (1_201, 1));
        assert_eq!(world.get(late.id).await.latest_welcome, None);
        assert_eq!(world.audited("welcome_email.requested"), 1_201);
        assert_eq!(world.audited("bulk_send.created"), 1);

        // Each message says who asked, and is in its user's history.
        let page = PageRequest::default();
        let timeline = welcome_emails::timeline(&world.app, &actor, users[5], page).await.expect("a page");
        let requested = &timeline.items[0].message.requested;
        assert_eq!((requested.by_user, requested.by_kind.as_str()), (Some(owner.id), "session"));
        assert_eq!(requested.by_name.as_deref(), Some(owner.display_name.as_str()));

        // Asked for a second time, it welcomes nobody twice.
        let again = world.start_as(&actor, everybody()).await;
        world.work_off(&world.app).await;
        let again = world.bulk_send(again).await.progress;
        assert_eq!((again.total, again.queued, again.left_out.sent_lately), (1_202, 1, 1_201));
    }

    async fn the_first_messages_go_alone_and_stop_a_run_that_fails(world) {
        let server = MailServer::start().await;
        world.crowd(30).await;
        for number in 0..30 {
            server.answer(&format!("user{number:04}@example.com"), Some("550 5.1.1 no such mailbox"));
        }
        let app = world.sending_to(&server);
        let id = world.start(everybody()).await;
        assert!(tend(&app, NODE).await.acted);
        assert!(!tend(&app, NODE).await.acted, "it waits for the first ones");
        assert_eq!(world.queued(), 10);
        world.work_off(&app).await;

        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.pause_reason), (BulkSendStatus::Paused, Some(PauseReason::CanaryFailed)));
        assert_eq!((world.queued(), send.progress.failed, send.progress.remaining()), (10, 10, 20));

        // Somebody has seen to the mail server: it begins with a few once more.
        for number in 0..30 {
            server.answer(&format!("user{number:04}@example.com"), None);
        }
        bulk_sends::resume(&app, &Actor::system(), id).await.expect("resumed");
        assert!(tend(&app, NODE).await.acted);
        assert!(!tend(&app, NODE).await.acted);
        assert_eq!(world.queued(), 20);
        world.work_off(&app).await;
        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.progress.sent, send.progress.failed), (BulkSendStatus::Done, 20, 10));
        assert_eq!(world.audited("bulk_send.paused"), 1);
    }

    async fn too_many_failures_pause_a_run_midway(world) {
        let server = MailServer::start().await;
        world.crowd(60).await;
        for number in 20..60 {
            server.answer(&format!("user{number:04}@example.com"), Some("550 5.1.1 no such mailbox"));
        }
        let app = world.sending_to(&server);
        let limits = BulkSendLimits { pace_per_minute: Some(600), ..NO_CANARY };
        let id = world.start(limited(limits)).await;
        for _ in 0..8 {
            world.work_off(&app).await;
            world.advance(Duration::milliseconds(900));
        }
        let send = world.bulk_send(id).await;
        let reason = Some(PauseReason::TooManyFailures);
        assert_eq!((send.status, send.pause_reason), (BulkSendStatus::Paused, reason));
        // A fifth of all ends had failed with the fifth failure; the sixth and those beside it were more.
        let progress = send.progress;
        assert_eq!(progress.sent, 20);
        assert!((6..=10).contains(&progress.failed), "{progress:?}");
        assert_eq!(progress.remaining(), 60 - 20 - progress.failed);
    }

    async fn a_pause_holds_back_what_waits_and_resuming_gives_it_back(world) {
        world.crowd(40).await;
        let id = world.start(limited(NO_CANARY)).await;
        while tend(&world.app, NODE).await.acted {}
        assert_eq!(world.queued(), 40);
        let paused = bulk_sends::pause(&world.app, &Actor::system(), id).await.expect("paused");
        assert_eq!((paused.status, paused.pause_reason), (BulkSendStatus::Paused, Some(PauseReason::Asked)));
        world.advance(Duration::days(8));
        world.deliver().await;
        assert!(!tend(&world.app, NODE).await.acted);
        assert!(world.mailbox.is_empty(), "nothing leaves");
        let (system, user) = (Actor::system(), world.any_recipient().await);
        let timeline = welcome_emails::timeline(&world.app, &system, user, PageRequest::default());
        let message = timeline.await.expect("a page").items.remove(0).message;
        assert_eq!(message.next_attempt_at, None, "nobody knows when");

        bulk_sends::resume(&world.app, &Actor::system(), id).await.expect("resumed");
        bulk_sends::resume(&world.app, &Actor::system(), id).await.expect("it runs already");
        world.work_off(&world.app).await;
        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.progress.sent), (BulkSendStatus::Done, 40));
        let over = bulk_sends::pause(&world.app, &Actor::system(), id).await;
        assert!(matches!(over, Err(BulkSendError::Over)), "{over:?}");
        let over = bulk_sends::cancel(&world.app, &Actor::system(), id).await;
        assert!(matches!(over, Err(BulkSendError::Over)), "{over:?}");
    }

    async fn cancelling_calls_off_what_waits_and_ends_the_run(world) {
        let users = world.crowd(150).await;
        let listed = to(Recipients::Users(users.clone()));
        let id = world.start(NewBulkSend { limits: NO_CANARY, ..listed }).await;
        assert!(tend(&world.app, NODE).await.acted);
        let cancelled = bulk_sends::cancel(&world.app, &Actor::system(), id).await.expect("cancelled");
        assert_eq!((cancelled.status, cancelled.progress.cancelled), (BulkSendStatus::Cancelled, 100));
        world.deliver().await;
        while tend(&world.app, NODE).await.acted {}
        let send = world.bulk_send(id).await;
        assert!(send.ended_at.is_some());
        assert_eq!((send.progress.queued, send.progress.remaining()), (100, 50));
        assert!(world.mailbox.is_empty());
        let listed = world.place.number("SELECT count(*) AS number FROM bulk_send_recipients");
        assert_eq!(listed, 0);
        let state = WelcomeState::of(world.get(users[0]).await.latest_welcome);
        assert!(matches!(state, WelcomeState::Cancelled | WelcomeState::None));
        bulk_sends::cancel(&world.app, &Actor::system(), id).await.expect("it is already");
        let over = bulk_sends::resume(&world.app, &Actor::system(), id).await;
        assert!(matches!(over, Err(BulkSendError::Over)), "{over:?}");
    }

    async fn a_crash_between_chunks_welcomes_nobody_twice_and_forgets_nobody(world) {
        let users = world.crowd(230).await;
        let id = world.start(limited(NO_CANARY)).await;
        assert!(tend(&world.app, NODE).await.acted);
        // The lease of the node that is gone holds for a while, and then another takes over.
        assert!(!tend(&world.app, OTHER_NODE).await.acted);
        world.end_leases();
        assert!(tend(&world.app, OTHER_NODE).await.acted);
        world.end_leases();
        world.work_off(&world.app).await;
        let progress = world.bulk_send(id).await.progress;
        assert_eq!((progress.sent, world.most_for_one()), (230, 1));
        let reached: HashSet<_> = world.reached(&users).await;
        assert_eq!(reached.len(), 230);
    }

    async fn two_nodes_at_once_share_a_run(world) {
        world.crowd(250).await;
        let id = world.start(limited(NO_CANARY)).await;
        for _ in 0..4 {
            tokio::join!(tend(&world.app, NODE), tend(&world.app, OTHER_NODE));
            world.end_leases();
        }
        world.work_off(&world.app).await;
        let progress = world.bulk_send(id).await.progress;
        assert_eq!((progress.queued, progress.sent, world.most_for_one()), (250, 250, 1));
    }

    async fn no_more_wait_than_are_soon_sent_and_single_sends_overtake_them(world) {
        let ahead = usize::try_from(AHEAD).expect("few");
        world.crowd(ahead + 20).await;
        world.start(limited(NO_CANARY)).await;
        while tend(&world.app, NODE).await.acted {}
        assert_eq!(world.queued(), i64::from(AHEAD));
        world.advance(Duration::seconds(1));
        let ada = world.user("ada").await;
        let single = world.welcome(ada.id).await;
        let now = world.clock.now();
        let claim = Claim {
            bulk: usize::MAX,
            lease: LeaseId::mint(now, &*world.entropy),
            life: Duration::hours(1),
            provider: "main".to_owned(),
            attempts: vec![AttemptId::mint(now, &*world.entropy)],
            now,
        };
        let claimed = world.database.write(move |connection| outbox::claim(connection, &claim)).await;
        let claimed = claimed.expect("claimed");
        assert_eq!(claimed.iter().map(|message| message.id).collect::<Vec<_>>(), [single.id]);
    }

    async fn a_pace_is_kept(world) {
        world.crowd(40).await;
        let limits = BulkSendLimits { pace_per_minute: Some(60), ..NO_CANARY };
        let id = world.start(limited(limits)).await;
        let mut queued = Vec::new();
        for _ in 0..10 {
            while tend(&world.app, NODE).await.acted {}
            queued.push(world.queued());
            world.advance(Duration::seconds(1));
        }
        assert_eq!(queued, (1..=10).collect::<Vec<i64>>());
        world.advance(Duration::hours(1));
        while tend(&world.app, NODE).await.acted {}
        assert_eq!(world.queued(), 16, "what was missed is caught up with for five seconds");
        assert_eq!(world.bulk_send(id).await.status, BulkSendStatus::Running);
    }

    async fn a_run_stops_when_its_requester_may_not_send_any_more(world) {
        world.crowd(30).await;
        let new = NewApiToken {
            name: "campaign".parse().expect("a name"),
            role: Role::UserAdmin,
            scope: Scope::Account(world.acme),
            expires_at: None,
        };
        let (token, secret) = api_tokens::create(&world.app, &Actor::system(), new).await.expect("made");
        let robot = usher_application::authentication::with_bearer(&world.app, secret.reveal()).await;
        let id = world.start_as(&robot.expect("a good token"), everybody()).await;
        world.tend_once().await;
        assert_eq!(world.queued(), 10);
        world.deliver().await;
        api_tokens::revoke(&world.app, &Actor::system(), token.id).await.expect("revoked");
        world.work_off(&world.app).await;
        let send = world.bulk_send(id).await;
        let reason = Some(PauseReason::RequesterLostPermission);
        assert_eq!((send.status, send.pause_reason, world.queued()), (BulkSendStatus::Paused, reason, 10));
        assert_eq!(send.requested.by_name.as_deref(), Some("campaign"));

        // Whoever resumes it answers for it from then on.
        world.member("boss").await;
        world.grant(world.by_login("boss").await.id, vec![(Role::Owner, Scope::Account(world.acme))]).await;
        let (boss, _) = world.signed_in("boss").await;
        bulk_sends::resume(&world.app, &boss, id).await.expect("resumed");
        world.work_off(&world.app).await;
        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.progress.sent), (BulkSendStatus::Done, 30));
        assert_eq!(send.requested.by_user, boss.user());
        // She was made after the run began.
        assert_eq!(world.by_login("boss").await.latest_welcome, None);
    }

    async fn listed_users_who_are_somebody_elses_are_not_found(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        let stranger = world.user_of(elsewhere, "stranger").await;
        let (ada, gone) = (world.user("ada").await, world.user("gone").await);
        let nobody = AccountUserId::from(Uuid::from_u128(7));
        let listed = vec![ada.id, stranger.id, nobody, gone.id];
        let id = world.start(to(Recipients::Users(listed))).await;
        account_users::delete(&world.app, &Actor::system(), gone.id).await.expect("deleted");
        world.work_off(&world.app).await;
        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.progress.sent, send.progress.left_out.not_found), (BulkSendStatus::Done, 1, 3));
        assert_eq!(world.get(stranger.id).await.latest_welcome, None);
        assert_eq!(world.get(stranger.id).await.version, stranger.version, "her row is nobody's business");

        let page = |cursor| PageRequest { limit: 2, cursor };
        let helpdesk = world.robot(Role::Helpdesk, Scope::Account(world.acme));
        let first = bulk_sends::left_out(&world.app, &helpdesk, id, None, page(None)).await.expect("a page");
        let second = bulk_sends::left_out(&world.app, &helpdesk, id, None, page(first.next_cursor.clone()));
        let second = second.await.expect("a page");
        let all: Vec<_> = first.items.iter().chain(&second.items).collect();
        assert_eq!((all.len(), second.next_cursor.as_ref()), (3, None));
        assert!(all.iter().all(|user| user.reason == LeftOutReason::NotFound && user.names.is_none()));
    }

    async fn a_deleted_users_message_holds_no_run_up(world) {
        let users = world.crowd(12).await;
        let id = world.start(everybody()).await;
        world.tend_once().await;
        for user in &users {
            account_users::delete(&world.app, &Actor::system(), *user).await.expect("deleted");
        }
        world.work_off(&world.app).await;
        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.progress.sent), (BulkSendStatus::Done, 0));
        assert_eq!((send.progress.cancelled, send.progress.left_out.not_found), (10, 2));
    }

    async fn a_run_of_nobody_ends_at_once(world) {
        let id = world.start(everybody()).await;
        world.work_off(&world.app).await;
        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.progress.total), (BulkSendStatus::Done, 0));
    }
}

impl World {
    /// Ends every lease, whichever clock it goes by.
    fn end_leases(&self) {
        self.place.execute("UPDATE leases SET held_until = 0");
    }

    async fn tend_once(&self) {
        assert!(tend(&self.app, NODE).await.acted);
    }

    async fn by_login(&self, login: &str) -> AccountUser {
        let login = login.parse().expect("a login");
        let found =
            account_users::find_by_login(&self.app, &Actor::system(), self.acme, &login).await;
        found.expect("found").expect("she is there")
    }

    /// Somebody who is sent a message.
    async fn any_recipient(&self) -> AccountUserId {
        self.by_login("user0003").await.id
    }

    /// Those of some users whose welcome email was captured.
    async fn reached(&self, users: &[AccountUserId]) -> HashSet<AccountUserId> {
        let mut reached = HashSet::new();
        for user in users {
            let state = WelcomeState::of(self.get(*user).await.latest_welcome);
            if state == WelcomeState::Sent {
                reached.insert(*user);
            }
        }
        reached
    }
}
