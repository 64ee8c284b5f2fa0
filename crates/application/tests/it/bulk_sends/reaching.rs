//! Each user of a bulk send is welcomed once, whatever happens meanwhile.

use std::collections::HashSet;

use chrono::Duration;
use usher_application::{PageRequest, welcome_emails};
use usher_domain::bulk_send::BulkSendStatus;

use super::{NO_CANARY, NODE, OTHER_NODE, everybody, limited, tend};
use crate::places::on_both_databases;

on_both_databases! {
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
}
