//! Many bulk sends at once: how many an account may have, and that each gets its turn.

use usher_application::bulk_sends::{self, BulkSendError, NewBulkSend, Recipients, Runner};
use usher_domain::{
    actor::Actor,
    bulk_send::{BulkSend, BulkSendStatus},
    ids::AccountId,
    request_origin::RequestOrigin,
};

use super::{NO_CANARY, NODE, everybody, limited, tend, to};
use crate::places::on_both_databases;
use crate::world::World;

impl World {
    async fn try_start(
        &self,
        account: AccountId,
        new: NewBulkSend,
    ) -> Result<BulkSend, BulkSendError> {
        let (system, origin) = (Actor::system(), RequestOrigin::local());
        bulk_sends::create(&self.app, &system, account, origin, new).await
    }

    fn unended(&self) -> i64 {
        self.place
            .number("SELECT count(*) AS number FROM bulk_sends WHERE ended_at IS NULL")
    }
}

on_both_databases! {
    async fn an_account_has_twenty_at_most_that_are_not_over(world) {
        let users = world.crowd(1).await;
        let mut first = None;
        for _ in 0..19 {
            first = Some(world.start(everybody()).await);
        }
        let listed = || world.try_start(world.acme, to(Recipients::Users(users.clone())));
        let (one, two, three) = tokio::join!(listed(), listed(), listed());
        let mut started = 0;
        for answer in [one, two, three] {
            match answer {
                Ok(_) => started += 1,
                Err(BulkSendError::TooManyUnended) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!((started, world.unended()), (1, 20));
        let refused = world.try_start(world.acme, everybody()).await;
        assert!(matches!(refused, Err(BulkSendError::TooManyUnended)), "{refused:?}");
        let other = world.account("Other").await.id;
        world.try_start(other, everybody()).await.expect("another account's");

        let one = first.expect("one of them");
        bulk_sends::cancel(&world.app, &Actor::system(), one).await.expect("cancelled");
        while tend(&world.app, NODE).await.acted {}
        world.try_start(world.acme, everybody()).await.expect("there is room");
    }

    async fn one_that_cannot_go_on_keeps_no_other_from_its_turn(world) {
        let users = world.crowd(3).await;
        let broken = to(Recipients::Users(users));
        world.start(NewBulkSend { limits: NO_CANARY, ..broken }).await;
        world.place.execute("UPDATE bulk_sends SET requested_kind = 'nobody'");
        let good = world.start(limited(NO_CANARY)).await;
        assert!(tend(&world.app, NODE).await.acted);
        assert_eq!(world.bulk_send(good).await.progress.queued, 3);
    }

    async fn a_round_has_an_end_and_the_next_goes_on_where_it_was(world) {
        for name in ["One", "Two", "Three"] {
            let account = world.account(name).await.id;
            for _ in 0..20 {
                world.try_start(account, everybody()).await.expect("started");
            }
        }
        let mut runner = Runner::new(&world.app, NODE);
        let round = runner.tend().await.expect("the runs go on");
        assert!(round.acted && round.more);
        assert_eq!(world.unended(), 10);
        let round = runner.tend().await.expect("the runs go on");
        assert!(round.acted && !round.more);
        assert_eq!(world.unended(), 0);
        assert!(!runner.tend().await.expect("the runs go on").acted);
    }

    async fn paused_ones_are_looked_at_in_turn(world) {
        world.crowd(1).await;
        let id = world.start(limited(NO_CANARY)).await;
        world.tend_once().await;
        bulk_sends::pause(&world.app, &Actor::system(), id).await.expect("paused");
        // It was being sent when the run was paused, and came back to be tried again.
        world.place.execute("UPDATE messages SET next_attempt_at = 0");
        assert!(!tend(&world.app, NODE).await.acted);
        world.deliver().await;
        assert!(world.mailbox.is_empty(), "it is held back");
        assert_eq!(world.bulk_send(id).await.status, BulkSendStatus::Paused);
    }
}
