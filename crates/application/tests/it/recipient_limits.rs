//! How much mail one person may get, wherever she moves and whoever sends it once more.

use chrono::Duration;
use usher_application::{
    housekeeping,
    welcome_emails::{self, RequestWelcomeEmailError, WelcomeEmailError},
};
use usher_domain::{
    actor::Actor, clock::Clock as _, ids::MessageId, recipient_hash::RecipientHash,
};
use usher_persistence::{DatabaseError, deleted_recipients};

use crate::places::on_both_databases;

on_both_databases! {
    async fn moving_to_another_address_starts_no_new_count(world) {
        let (ada, grace) = (world.user("ada").await, world.user("grace").await);
        for _ in 0..20 {
            world.welcome(ada.id).await;
        }
        world.move_to(ada.id, "elsewhere@example.com").await;
        let answer = world.try_welcome(ada.id).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::TooMany(_))), "{answer:?}");
        world.move_to(grace.id, "ada@example.com").await;
        let answer = world.try_welcome(grace.id).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::TooMany(_))), "{answer:?}");
        world.advance(Duration::hours(1));
        world.try_welcome(grace.id).await.expect("an hour later");
    }

    async fn whoever_moves_away_and_back_is_counted_once(world) {
        let ada = world.user("ada").await;
        for place in ["elsewhere@example.com", "ada@example.com"] {
            for _ in 0..5 {
                world.welcome(ada.id).await;
            }
            world.move_to(ada.id, place).await;
        }
        assert_eq!(world.rows_of("deleted_recipients"), 10);
        for _ in 0..10 {
            world.try_welcome(ada.id).await.expect("one of twenty");
        }
        let answer = world.try_welcome(ada.id).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::TooMany(_))), "{answer:?}");
        world.delete(ada.id).await;
        assert_eq!(world.rows_of("deleted_recipients"), 20);
    }

    async fn sending_again_counts_for_its_recipient(world) {
        let ada = world.user("ada").await;
        let message = world.try_welcome(ada.id).await.expect("the first").id;
        let system = Actor::system();
        let cancel = || welcome_emails::cancel(&world.app, &system, message);
        let retry = || welcome_emails::retry(&world.app, &system, message);
        // Long ago, it counts no longer; each time that it goes out again does.
        world.advance(Duration::hours(2));
        cancel().await.expect("cancelled");
        for _ in 0..20 {
            retry().await.expect("one of twenty");
            cancel().await.expect("cancelled");
        }
        let answer = retry().await;
        assert!(matches!(answer, Err(WelcomeEmailError::TooMany(_))), "{answer:?}");
        let answer = world.try_welcome(ada.id).await;
        assert!(matches!(answer, Err(RequestWelcomeEmailError::TooMany(_))), "{answer:?}");
        world.advance(Duration::hours(1));
        retry().await.expect("an hour later");
    }

    async fn tidying_leaves_nothing_that_is_due(world) {
        let (now, entropy) = (world.clock.now(), world.entropy.clone());
        world
            .database
            .write(move |connection| {
                for _ in 0..1_001 {
                    let id = MessageId::mint(now, &*entropy);
                    deleted_recipients::insert(connection, RecipientHash([7; 32]), id, now)?;
                }
                Ok::<_, DatabaseError>(())
            })
            .await
            .expect("stored");
        world.advance(Duration::hours(2));
        housekeeping::tidy(&world.app).await.expect("tidied");
        assert_eq!(world.rows_of("deleted_recipients"), 0);
    }
}
