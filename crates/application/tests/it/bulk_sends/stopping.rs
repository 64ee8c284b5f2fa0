//! What stops bulk sends, and how they go on.

use chrono::Duration;
use usher_application::{
    PageRequest,
    api_tokens::{self, NewApiToken},
    bulk_sends::{self, BulkSendError, NewBulkSend, Recipients, Waiting},
    welcome_emails,
};
use usher_domain::{
    actor::Actor,
    bulk_send::{BulkSendStatus, PauseReason, WaitReason},
    grants::Scope,
    role::Role,
    user_list::WelcomeState,
};
use usher_persistence::delivery_hours::hour_of;

use super::{NO_CANARY, NODE, everybody, limited, tend, to};
use crate::places::on_both_databases;

on_both_databases! {
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

    async fn a_run_tells_that_its_account_may_send_no_more_in_this_hour(world) {
        world.limit(Some(20)).await;
        world.crowd(30).await;
        let id = world.start(limited(NO_CANARY)).await;
        let told = || async {
            let send = world.bulk_send(id).await;
            bulk_sends::waiting(&world.app, &send).await.expect("told")
        };
        assert_eq!(told().await, None, "it has only begun");
        while tend(&world.app, NODE).await.acted {}
        assert_eq!(world.queued(), 20);
        let until = Some(hour_of(world.app.now()) + Duration::hours(1));
        assert_eq!(told().await, Some(Waiting { reason: WaitReason::AccountLimit, until }));
        world.advance(Duration::hours(1));
        assert_eq!(told().await, None);
        bulk_sends::pause(&world.app, &Actor::system(), id).await.expect("paused");
        assert_eq!(told().await, None, "it waits for nothing but somebody");
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
}
