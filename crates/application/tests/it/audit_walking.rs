//! Verifying the audit log in parts, and while it grows.

use usher_application::{
    audit_chain::{self, Flaw, Verification, Walk, Walked},
    audit_verification::{self, AuditVerificationError},
};
use usher_domain::{actor::Actor, chain_head::ChainHead};

use crate::places::on_both_databases;
use crate::world::World;

impl World {
    async fn walk(&self, walk: Walk) -> Walked {
        audit_chain::walk(&self.app, &walk)
            .await
            .expect("the database answers")
    }

    /// Users enough for several parts, sealed one by one; the end.
    async fn long_log(&self) -> ChainHead {
        for number in 0..12 {
            self.user(&format!("user{number}")).await;
            self.seal().await;
        }
        let head = audit_chain::head(&self.app).await.expect("read");
        let head = head.expect("something is sealed");
        ChainHead {
            seq: head.seq,
            hash: head.hash,
        }
    }

    /// Walks part by part; what the last one found, and how many there were.
    async fn in_parts(&self, kept: Option<ChainHead>, most: i64) -> (Walked, i64) {
        let (mut from, mut parts) = (None, 0);
        loop {
            let most = Some(most);
            let walked = self.walk(Walk { kept, from, most }).await;
            parts += 1;
            match walked.verification {
                Verification::Unfinished { at } => from = Some(at),
                _ => return (walked, parts),
            }
        }
    }
}

on_both_databases! {
    async fn parts_put_together_are_the_whole_walk(world) {
        let end = world.long_log().await;
        let whole = world.walk(Walk::default()).await;
        assert!(matches!(whole.verification, Verification::Intact { vouched: false, .. }));
        assert_eq!((whole.verified, whole.sealed, whole.unsealed), (end.seq, end.seq, 0));
        for most in [1, 3, 5, end.seq, 1000] {
            let (walked, parts) = world.in_parts(None, most).await;
            assert_eq!(walked.verification, whole.verification, "{most}");
            assert_eq!(parts, (end.seq + most - 1) / most, "{most}");
        }
    }

    async fn a_kept_head_is_compared_in_whichever_part_it_lies(world) {
        world.user("early").await;
        world.seal().await;
        let early = audit_chain::head(&world.app).await.expect("read").expect("sealed");
        let early = ChainHead { seq: early.seq, hash: early.hash };
        let end = world.long_log().await;
        for most in [1, early.seq, early.seq + 1, 1000] {
            for kept in [early, end] {
                let (walked, _) = world.in_parts(Some(kept), most).await;
                let found = walked.verification;
                assert!(matches!(found, Verification::Intact { vouched: true, .. }), "{found:?}");
            }
            let other = ChainHead { hash: [7; 32], ..early };
            let (walked, _) = world.in_parts(Some(other), most).await;
            let Verification::Broken { seq, flaw, .. } = walked.verification else {
                panic!("{walked:?}")
            };
            assert_eq!((seq, flaw), (early.seq, Flaw::KeptHeadDiffers));
        }
        let beyond = ChainHead { seq: end.seq + 1, hash: [7; 32] };
        let (walked, _) = world.in_parts(Some(beyond), 5).await;
        let found = walked.verification;
        assert!(matches!(found, Verification::Broken { flaw: Flaw::EventsRemoved, .. }), "{found:?}");
    }

    async fn a_flaw_is_found_in_its_part_and_named(world) {
        let end = world.long_log().await;
        world.place.execute("UPDATE audit_events SET details = 'x' WHERE chain_seq = 8");
        let (walked, parts) = world.in_parts(None, 3).await;
        let Verification::Broken { seq, flaw, event } = walked.verification else {
            panic!("{walked:?}")
        };
        assert_eq!((seq, flaw, walked.verified, parts), (8, Flaw::EventChanged, 7, 3));
        assert!(event.is_some());
        assert_eq!(walked.sealed, end.seq);
        assert_eq!(walked.end.map(|head| head.hash), Some(end.hash));
    }

    async fn what_is_sealed_meanwhile_is_no_flaw_and_no_part_of_the_walk(world) {
        let end = world.long_log().await;
        let growing = async {
            for number in 0..20 {
                world.user(&format!("later{number}")).await;
                world.seal().await;
            }
        };
        let walking = async {
            for _ in 0..20 {
                let walked = world.walk(Walk::default()).await;
                let found = walked.verification;
                assert!(matches!(found, Verification::Intact { .. }), "{found:?}");
                assert!(walked.verified >= end.seq);
            }
        };
        tokio::join!(growing, walking);
        world.user("waiting").await;
        assert_eq!(world.walk(Walk::default()).await.unsealed, 1);
    }

    async fn nobody_goes_on_from_a_place_that_is_not_there(world) {
        let end = world.long_log().await;
        for from in [
            ChainHead { hash: [7; 32], ..end },
            ChainHead { seq: end.seq + 1, ..end },
            ChainHead { seq: i64::MAX, ..end },
        ] {
            let answer =
                audit_verification::verify(&world.app, &Actor::system(), None, Some(from)).await;
            assert!(matches!(answer, Err(AuditVerificationError::UnknownPlace)), "{answer:?}");
        }
        let answer = audit_verification::verify(&world.app, &Actor::system(), None, Some(end)).await;
        let found = answer.expect("it goes on there").verification;
        assert!(matches!(found, Verification::Intact { .. }), "{found:?}");
    }
}
