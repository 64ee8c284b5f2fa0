//! Files of users whose reading breaks off: nobody sees them, no request is answered with them, and they
//! take no room.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use chrono::Duration;
use usher_application::{
    App, DatabaseError, PageRequest,
    idempotency::{NotRepeatable, Outcome, RepeatableRequest, once},
    user_imports::{self, UserImportError},
};
use usher_domain::{
    actor::Actor,
    idempotency::IdempotencyKey,
    ids::AccountId,
    request_origin::RequestOrigin,
    user_import::{ImportStatus, UserImport},
};
use uuid::Uuid;

use crate::places::on_both_databases;
use crate::user_imports::{AT_ONCE, PREVIEW, people, submit};
use crate::world::World;

/// More than are put down in two transactions.
const MANY: usize = 1_000;
const ALL: i64 = 1_000;

/// How a request ended that was not answered with an import.
#[derive(Debug)]
enum Refused {
    ByRule(UserImportError),
    NotRepeatable(#[expect(dead_code, reason = "shown when a test fails")] NotRepeatable),
}

impl From<UserImportError> for Refused {
    fn from(error: UserImportError) -> Self {
        Self::ByRule(error)
    }
}

impl From<DatabaseError> for Refused {
    fn from(error: DatabaseError) -> Self {
        Self::ByRule(error.into())
    }
}

impl From<NotRepeatable> for Refused {
    fn from(reason: NotRepeatable) -> Self {
        Self::NotRepeatable(reason)
    }
}

/// Hands a file in under a name; whether the answer is one to an earlier request comes second.
async fn hand_in(app: App, account: AccountId) -> Result<(UserImport, bool), Refused> {
    let file = people(MANY);
    let request = RepeatableRequest {
        key: IdempotencyKey::parse("monday").expect("a key"),
        method: "POST".to_owned(),
        path: "/user-imports".to_owned(),
        query: None,
        body: file.clone().into_bytes(),
    };
    let (app, system) = (&app, &Actor::system());
    let act = async |app: App| {
        let origin = RequestOrigin::local();
        user_imports::submit(&app, system, account, file, AT_ONCE, origin).await
    };
    let again = async |outcome: Outcome| {
        let made = outcome.made.expect("an import was made").into();
        Ok::<_, Refused>(user_imports::get(app, system, made).await?)
    };
    once(app, system, Some(request), act, again).await
}

impl World {
    async fn hand_in(&self) -> Result<(UserImport, bool), Refused> {
        hand_in(self.app.clone(), self.acme).await
    }

    /// Imports, and rows of their files, as they are stored.
    fn stored_imports(&self) -> (i64, i64) {
        (
            self.rows_of("user_imports"),
            self.rows_of("user_import_rows"),
        )
    }

    async fn listed_imports(&self) -> usize {
        let (system, page) = (Actor::system(), PageRequest::default());
        let listed = user_imports::list(&self.app, &system, self.acme, page).await;
        listed.expect("a page").items.len()
    }

    /// Lets a request go on until some rows of its file are put down, and drops it then, as the server
    /// does when its caller hangs up.
    async fn hang_up_on<T: std::fmt::Debug>(&self, request: impl Future<Output = T>) {
        // A transaction of an earlier one may still be under way.
        let begun = || self.rows_of("user_imports WHERE total > 0");
        let before = begun();
        let mut request = pin!(request);
        poll_fn(|context| {
            let polled = request.as_mut().poll(context);
            assert!(polled.is_pending(), "it is answered: {polled:?}");
            if begun() > before {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    /// What goes on beside requests, until nothing is left to do.
    async fn tidy_imports(&self) {
        let tidied = user_imports::expire_abandoned(&self.app).await;
        tidied.expect("tidied");
        let node = Uuid::from_u128(1);
        while user_imports::work(&self.app, node).await.expect("works") {}
    }
}

on_both_databases! {
    async fn a_request_that_was_cut_off_is_carried_out_when_it_is_repeated(world) {
        world.hang_up_on(world.hand_in()).await;
        world.tidy_imports().await;
        assert_eq!((world.stored_imports().0, world.listed_imports().await), (1, 0), "nobody sees it");
        let (import, replayed) = world.hand_in().await.expect("carried out");
        assert_eq!((import.status, replayed), (ImportStatus::Running, false));
        let (same, replayed) = world.hand_in().await.expect("answered");
        assert_eq!((same.id, replayed), (import.id, true));
        world.advance(Duration::minutes(6));
        world.tidy_imports().await;
        assert_eq!(world.stored_imports(), (1, ALL), "the first try is gone");
        assert_eq!((world.audited("user.created"), world.audited("user_import.started")), (ALL, 1));
    }

    async fn files_whose_callers_hung_up_take_no_room_for_long(world) {
        let (system, file) = (Actor::system(), people(MANY));
        for _ in 0..10 {
            world.hang_up_on(submit(&world, &system, &file, PREVIEW)).await;
        }
        let full = submit(&world, &system, &people(1), PREVIEW).await;
        assert!(matches!(full, Err(UserImportError::TooManyOpen)), "they may be going on: {full:?}");
        world.advance(Duration::minutes(6));
        user_imports::expire_abandoned(&world.app).await.expect("tidied");
        submit(&world, &system, &people(1), PREVIEW).await.expect("there is room again");
        world.tidy_imports().await;
        assert_eq!(world.stored_imports(), (1, 1));
    }

    async fn a_request_that_failed_leaves_nothing_and_may_be_repeated(world) {
        world.audit_events_fail(true);
        let failed = world.hand_in().await;
        assert!(matches!(failed, Err(Refused::ByRule(UserImportError::Database(_)))), "{failed:?}");
        world.tidy_imports().await;
        assert_eq!(world.stored_imports(), (0, 0), "at once");
        world.audit_events_fail(false);
        let (import, replayed) = world.hand_in().await.expect("carried out");
        assert_eq!((import.counts.rows, replayed), (ALL, false));
    }

    async fn four_at_once_on_two_nodes_are_one_import(world) {
        let nodes = [world.app.clone(), world.second_node()];
        let call = |number: usize| tokio::spawn(hand_in(nodes[number % 2].clone(), world.acme));
        let mut answers = Vec::new();
        for call in (0..4).map(call).collect::<Vec<_>>() {
            answers.push(call.await.expect("no panic").expect("answered"));
        }
        assert_eq!(answers.iter().filter(|(_, replayed)| !replayed).count(), 1);
        assert!(answers.iter().all(|(import, _)| import.id == answers[0].0.id));
        world.tidy_imports().await;
        assert_eq!((world.stored_imports(), world.audited("user.created")), ((1, ALL), ALL));
    }
}
