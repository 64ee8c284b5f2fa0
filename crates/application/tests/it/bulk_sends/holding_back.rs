//! How bulk sends hold back: the first few, a pace, what waits, single sends before them.

use chrono::Duration;
use usher_application::bulk_sends;
use usher_domain::{
    actor::Actor,
    bulk_send::{AHEAD, BulkSendLimits, BulkSendStatus, PauseReason},
    clock::Clock as _,
    ids::{AttemptId, LeaseId},
};
use usher_persistence::outbox::{self, Claim};

use super::{NO_CANARY, NODE, everybody, limited, tend};
use crate::mail_server::MailServer;
use crate::places::on_both_databases;

on_both_databases! {
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
}
