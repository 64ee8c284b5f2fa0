//! Bulk sends as they are stored: how a run gets on, and what becomes of its messages.

use usher_domain::{
    account_user::{AccountUser, UserStatus},
    actor::Credential,
    bulk_send::{
        BulkSend, BulkSendLimits, BulkSendStatus, LeftOut, LeftOutReason, Open, PauseReason,
        Progress, Selection, Situation,
    },
    delivery::DeliveryStatus,
    ids::{AccountId, AccountUserId, ApiTokenId, BulkSendId, MessageId},
    message::Requested,
    request_origin::RequestOrigin,
    user_list::WelcomeState,
};
use usher_persistence::{
    bulk_sends::{self, Advance, Requester, Run},
    messages,
    outbox::{self, NextStep},
    password_links,
};
use uuid::Uuid;

use crate::fixtures::{
    ENTROPY, account, at, claim, message, new_link, new_message, read, record, user, write,
};
use crate::matrix::{TestDatabase, on_both_databases};

const HOUR: chrono::Duration = chrono::Duration::hours(1);

pub(crate) fn run_of(account: AccountId, selection: Selection) -> Run {
    let limits = BulkSendLimits {
        pace_per_minute: Some(60),
        ..BulkSendLimits::default()
    };
    let progress = Progress {
        total: 9,
        ..Progress::default()
    };
    let token = ApiTokenId::mint(at(0), &ENTROPY);
    Run {
        send: BulkSend {
            id: BulkSendId::mint(at(0), &ENTROPY),
            account_id: account,
            status: BulkSendStatus::Running,
            pause_reason: None,
            selection,
            template: Some("email01".parse().expect("a name")),
            limits,
            progress,
            requested: Requested {
                at: at(0),
                by_user: None,
                by_name: Some("campaign".to_owned()),
                by_kind: "api_token".to_owned(),
                origin: RequestOrigin {
                    user_agent: Some("curl/8.5".to_owned()),
                    address: Some("192.0.2.7".parse().expect("an address")),
                    place: Some("Bonn".to_owned()),
                },
            },
            updated_at: at(0),
            ended_at: None,
        },
        requester: Requester {
            credential: Credential::ApiToken(token, Some(some_user(1))),
            delegated: true,
        },
        walked_to: None,
        walks_to: Some(some_user(9)),
        situation: Situation {
            limits,
            progress,
            is_walked: false,
            open: Open::default(),
            canary_end: Some(10),
            sent_before: 0,
            failed_before: 0,
            paced_until: at(0),
        },
    }
}

fn some_user(number: u128) -> AccountUserId {
    Uuid::from_u128(number).into()
}

pub(crate) fn pending() -> Selection {
    Selection::Filter {
        search: Some("ada".to_owned()),
        status: Some(UserStatus::Pending),
        welcome: Some(WelcomeState::None),
    }
}

pub(crate) async fn stored(db: &TestDatabase, run: &Run, preparing: bool) -> BulkSendId {
    let (id, run) = (run.send.id, run.clone());
    write(db, move |connection| {
        bulk_sends::insert(connection, &run, preparing)
    })
    .await;
    id
}

async fn run(db: &TestDatabase, id: BulkSendId) -> Run {
    let found = read(db, move |connection| bulk_sends::find_run(connection, id)).await;
    found.expect("it is there")
}

/// A message of a run, with its link.
pub(crate) async fn queued(db: &TestDatabase, run: BulkSendId, user: &AccountUser) -> MessageId {
    let message = messages::NewMessage {
        bulk_send: Some(run),
        priority: 1,
        ..new_message(user, at(0))
    };
    let (id, link) = (message.id, new_link(user, &message));
    write(db, move |connection| {
        messages::insert(connection, &message)?;
        password_links::insert(connection, &link)
    })
    .await;
    id
}

on_both_databases! {
    async fn a_run_reads_back_as_it_was_stored(db) {
        let acme = account(&db).await;
        for selection in [pending(), Selection::Listed] {
            let wanted = run_of(acme, selection);
            let id = stored(&db, &wanted, false).await;
            let found = run(&db, id).await;
            assert_eq!(found.send, wanted.send);
            assert_eq!((found.requester, found.situation), (wanted.requester, wanted.situation));
            assert_eq!((found.walked_to, found.walks_to), (wanted.walked_to, wanted.walks_to));
        }
        let list = read(&db, move |connection| bulk_sends::list(connection, acme, None, 10)).await;
        assert_eq!(list.len(), 2);
        assert!(list[0].id > list[1].id, "the newest first");
        let before = Some(list[0].id);
        let rest = read(&db, move |connection| bulk_sends::list(connection, acme, before, 10)).await;
        assert_eq!(rest, list[1..]);
    }

    async fn what_is_being_prepared_is_seen_by_nobody(db) {
        let acme = account(&db).await;
        let id = stored(&db, &run_of(acme, Selection::Listed), true).await;
        let users: Vec<AccountUserId> = (0..500).map(some_user).collect();
        write(&db, move |connection| bulk_sends::insert_listed(connection, id, &users)).await;
        let seen = read(&db, move |connection| {
            let found = bulk_sends::find(connection, id)?.is_some();
            let listed = !bulk_sends::list(connection, acme, None, 10)?.is_empty();
            Ok((found, listed, bulk_sends::unended(connection, false, None, 10)?.len()))
        });
        assert_eq!(seen.await, (false, false, 0));
        let abandoned = |now| read(&db, move |connection| bulk_sends::abandoned(connection, at(now)));
        assert_eq!(abandoned(0).await, None);
        assert_eq!(abandoned(1).await, Some(id));

        // Left behind, it goes in portions.
        let delete = move |connection: &mut _| bulk_sends::delete_whole(connection, id, 300);
        assert!(!write(&db, delete).await);
        assert!(!write(&db, delete).await);
        assert!(write(&db, delete).await);
        assert_eq!(abandoned(1).await, None);
    }

    async fn a_chunk_counts_only_from_where_it_was_begun(db) {
        let acme = account(&db).await;
        let id = stored(&db, &run_of(acme, pending()), false).await;
        let mut left_out = LeftOut::default();
        left_out.add(LeftOutReason::Disabled, 2);
        let step = |to| Advance {
            walked_to: Some(some_user(to)),
            is_walked: to == 9,
            queued: 3,
            left_out,
            paced_until: at(3),
        };
        let advance = |from: &Run, to| {
            let (from, step) = (from.clone(), step(to));
            write(&db, move |connection| bulk_sends::advance(connection, &from, &step, at(1)))
        };
        let beginning = run(&db, id).await;
        assert!(advance(&beginning, 5).await);
        assert!(!advance(&beginning, 5).await, "the same chunk by another node");
        let later = run(&db, id).await;
        let pause = move |connection: &mut _| {
            bulk_sends::pause(connection, id, PauseReason::Asked, at(2))
        };
        assert!(write(&db, pause).await);
        assert!(!write(&db, pause).await);
        assert!(!advance(&later, 9).await, "it is paused");
        let paused = run(&db, id).await;
        write(&db, move |connection| bulk_sends::resume(connection, &paused, None, at(3))).await;
        assert!(advance(&later, 9).await);

        let found = run(&db, id).await;
        assert_eq!((found.send.progress.queued, found.send.progress.left_out.disabled), (6, 4));
        assert_eq!((found.walked_to, found.situation.is_walked), (Some(some_user(9)), true));
        assert_eq!(found.situation.paced_until, at(3));
    }

    async fn every_end_of_a_message_is_counted_once(db) {
        let acme = account(&db).await;
        let id = stored(&db, &run_of(acme, pending()), false).await;
        let open = || read(&db, move |connection| bulk_sends::open(connection, id, 3));
        let mut ids = Vec::new();
        for number in 0..5 {
            let person = user(&db, acme, &format!("user{number}")).await;
            ids.push((person.id, queued(&db, id, &person).await));
        }
        let untried = Open { untried: 3, put_off: 0 };
        assert_eq!(open().await, untried, "as far as one wants to know");
        // One is called off alone, one with all that waits for her.
        let (cancelled, (with_all, _)) = (ids[0].1, ids[1]);
        assert!(write(&db, move |connection| messages::cancel(connection, cancelled, at(1))).await);
        assert!(!write(&db, move |connection| messages::cancel(connection, cancelled, at(1))).await);
        for _ in 0..2 {
            write(&db, move |connection| messages::cancel_waiting(connection, &[with_all], None, at(1))).await;
        }
        let (lease, claimed) = claim(&db, at(1), HOUR, 9).await;
        for (mail, next) in claimed.iter().zip([NextStep::Sent, NextStep::Captured, NextStep::Failed]) {
            assert!(record(&db, mail, lease, at(2), next).await);
            assert!(!record(&db, mail, lease, at(2), next).await);
        }
        let progress = run(&db, id).await.send.progress;
        assert_eq!((progress.sent, progress.failed, progress.cancelled), (2, 1, 2));
        assert_eq!(open().await, Open::default());

        // Sent again, a message is one of its own.
        let again = move |connection: &mut _| messages::requeue(connection, cancelled, at(3), at(99));
        assert!(write(&db, again).await);
        assert_eq!((open().await, run(&db, id).await.send.progress), (Open::default(), progress));
    }

    async fn messages_that_were_tried_are_told_from_those_that_were_not(db) {
        let acme = account(&db).await;
        let id = stored(&db, &run_of(acme, pending()), false).await;
        for number in 0..5 {
            let person = user(&db, acme, &format!("user{number}")).await;
            queued(&db, id, &person).await;
        }
        let (lease, claimed) = claim(&db, at(1), HOUR, 4).await;
        let until = at(60);
        let nexts = [
            NextStep::Wait { until, counts: true },
            NextStep::Unknown { until },
            // The mail server was away, which says nothing about the message.
            NextStep::Wait { until, counts: false },
        ];
        for (mail, next) in claimed.iter().zip(nexts) {
            assert!(record(&db, mail, lease, at(2), next).await);
        }
        let open = read(&db, move |connection| bulk_sends::open(connection, id, 9)).await;
        assert_eq!(open, Open { untried: 3, put_off: 2 });
    }

    async fn failures_are_counted_anew_while_a_run_is_running(db) {
        let acme = account(&db).await;
        let id = stored(&db, &run_of(acme, pending()), false).await;
        for (number, next) in [NextStep::Sent, NextStep::Failed].into_iter().enumerate() {
            let person = user(&db, acme, &format!("user{number}")).await;
            queued(&db, id, &person).await;
            let (lease, claimed) = claim(&db, at(1), HOUR, 1).await;
            assert!(record(&db, &claimed[0], lease, at(2), next).await);
        }
        let before = || async { let run = run(&db, id).await.situation; (run.sent_before, run.failed_before) };
        assert_eq!(before().await, (0, 0));
        let mut seen = run(&db, id).await;
        seen.send.progress.failed = 0;
        let earlier = seen.clone();
        write(&db, move |connection| bulk_sends::count_anew(connection, &earlier, at(3))).await;
        assert_eq!(before().await, (1, 0), "what it was judged by, and nothing since");
        seen.send.progress.failed = 1;
        write(&db, move |connection| bulk_sends::count_anew(connection, &seen, at(4))).await;
        assert_eq!(before().await, (1, 0), "somebody did already");
    }

    async fn an_abandoned_message_that_fails_is_counted(db) {
        let acme = account(&db).await;
        let id = stored(&db, &run_of(acme, pending()), false).await;
        let ada = user(&db, acme, "ada").await;
        queued(&db, id, &ada).await;
        for number in 0..=i64::from(outbox::MAX_UNCERTAIN) {
            claim(&db, at(number), chrono::Duration::seconds(-1), 1).await;
        }
        assert_eq!(run(&db, id).await.send.progress.failed, 1);
    }

    async fn what_is_held_back_is_never_due_until_it_is_given_back(db) {
        let acme = account(&db).await;
        let id = stored(&db, &run_of(acme, pending()), false).await;
        let other = stored(&db, &run_of(acme, pending()), false).await;
        let mut mine = Vec::new();
        for number in 0..3 {
            let person = user(&db, acme, &format!("user{number}")).await;
            mine.push(queued(&db, id, &person).await);
        }
        let grace = user(&db, acme, "grace").await;
        let of_other = queued(&db, other, &grace).await;
        let hold = move |connection: &mut _| bulk_sends::hold_waiting(connection, id, 2, at(1));
        assert_eq!((write(&db, hold).await, write(&db, hold).await, write(&db, hold).await), (2, 1, 0));
        let state = || read(&db, move |connection| {
            Ok((bulk_sends::has_waiting(connection, id)?, bulk_sends::has_held(connection, id)?))
        });
        assert_eq!(state().await, (false, true));
        let shown = message(&db, mine[0]).await;
        assert_eq!((shown.status, shown.next_attempt_at), (DeliveryStatus::Queued, None));
        let (_, claimed) = claim(&db, at(1_000_000_000), HOUR, 9).await;
        assert_eq!(claimed.iter().map(|mail| mail.id).collect::<Vec<_>>(), [of_other]);

        let release = move |connection: &mut _| bulk_sends::release_held(connection, id, 9, at(700_000));
        assert_eq!((write(&db, release).await, write(&db, release).await), (3, 0));
        assert_eq!(state().await, (true, false));
        assert_eq!(message(&db, mine[0]).await.next_attempt_at, Some(at(0)), "as it was");
        let (_, claimed) = claim(&db, at(700_000), HOUR, 9).await;
        assert_eq!(claimed.len(), 3);
        assert!(claimed[0].give_up_at > at(700_000), "the pause does not count");
    }

    async fn who_is_left_out_is_told_page_by_page(db) {
        let acme = account(&db).await;
        let id = stored(&db, &run_of(acme, Selection::Listed), false).await;
        let users: Vec<AccountUserId> = (1..=4).map(some_user).collect();
        write(&db, move |connection| bulk_sends::insert_listed(connection, id, &users)).await;
        write(&db, move |connection| {
            bulk_sends::leave_out(connection, id, some_user(2), LeftOutReason::NotFound)?;
            bulk_sends::leave_out(connection, id, some_user(4), LeftOutReason::Disabled)?;
            // Met by a filter, she was never listed.
            bulk_sends::leave_out(connection, id, some_user(6), LeftOutReason::Disabled)?;
            bulk_sends::delete_listed(connection, id, &[some_user(1), some_user(2)])
        })
        .await;
        let next = read(&db, move |connection| bulk_sends::next_listed(connection, id, None, 9)).await;
        assert_eq!(next, [some_user(3)], "one had her turn, two are left out");
        let page = |reason, after| {
            read(&db, move |connection| bulk_sends::left_out(connection, id, reason, after, 2))
        };
        let disabled = LeftOutReason::Disabled;
        let first = page(None, None).await;
        assert_eq!(first, [(some_user(2), LeftOutReason::NotFound), (some_user(4), disabled)]);
        assert_eq!(page(None, Some(some_user(4))).await, [(some_user(6), disabled)]);
        assert_eq!(page(Some(disabled), None).await, [(some_user(4), disabled), (some_user(6), disabled)]);
    }

    async fn a_run_ends_once_and_counts_whom_it_did_not_meet(db) {
        let acme = account(&db).await;
        let id = stored(&db, &run_of(acme, pending()), false).await;
        let found = run(&db, id).await;
        let end = move |connection: &mut _| bulk_sends::end(connection, &found, at(5));
        assert!(write(&db, end.clone()).await);
        assert!(!write(&db, end).await);
        let over = run(&db, id).await.send;
        assert_eq!((over.status, over.ended_at), (BulkSendStatus::Done, Some(at(5))));
        assert_eq!(over.progress.left_out.not_found, 9);
        let cancel = move |connection: &mut _| bulk_sends::cancel(connection, id, at(6));
        assert!(!write(&db, cancel).await, "it is over");
    }
}
