//! Password links: redeemed once, worth nothing once anything about their user has changed.

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    ids::AccountUserId,
    keyring::{KeyId, KeyState},
    password_link::{LinkId, LinkPurpose, LinkState},
};
use usher_persistence::{
    Database, DatabaseError, account_users, keyring_keys,
    outbox::NextStep,
    password_links::{self, NewLink},
};

use crate::fixtures::{
    ENTROPY, KEY, account, at, claim, link, new_link, new_message, now, read, record, send_all,
    user, welcome, welcome_for, write,
};
use crate::matrix::on_both_databases;

/// Redeems as a use case does: takes the user, then consumes.
async fn redeem(db: &Database, user: AccountUserId, link: LinkId, at: DateTime<Utc>) -> bool {
    write(db, move |connection| {
        account_users::take(connection, user)?;
        password_links::consume(connection, link, at)
    })
    .await
}

fn setup_link() -> NewLink {
    NewLink {
        id: LinkId::mint(&ENTROPY),
        key_id: KEY,
        purpose: LinkPurpose::Setup,
        user_id: None,
        message_id: None,
        account_name: String::new(),
        login: String::new(),
        sent_to: None,
        created_at: at(0),
        life: Duration::hours(1),
    }
}

on_both_databases! {
    async fn of_two_who_redeem_a_link_at_once_one_succeeds(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let other_node = db.second_node();
        for round in 0..10 {
            let (_, id) = welcome(&db, &ada, at(round)).await;
            let redeemers = [(*db).clone(), other_node.clone()].map(|node| {
                tokio::spawn(async move { redeem(&node, ada.id, id, at(round)).await })
            });
            let mut successes = 0;
            for redeemer in redeemers {
                successes += u32::from(redeemer.await.expect("no panic"));
            }
            assert_eq!(successes, 1, "round {round}");
            assert_eq!(link(&db, id).await.consumed_at, Some(at(round)));
        }
    }

    async fn even_without_the_users_row_only_one_redeems(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, id) = welcome(&db, &ada, at(0)).await;
        let other_node = db.second_node();
        let redeemers = [(*db).clone(), other_node].map(|node| {
            tokio::spawn(async move {
                write(&node, move |connection| password_links::consume(connection, id, at(1))).await
            })
        });
        let mut successes = 0;
        for redeemer in redeemers {
            successes += u32::from(redeemer.await.expect("no panic"));
        }
        assert_eq!(successes, 1);
    }

    async fn a_link_ends_with_its_life(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, id) = welcome(&db, &ada, at(0)).await;
        let end = link(&db, id).await.expires_at;
        assert_eq!(end, at(24 * 3600));
        assert!(!redeem(&db, ada.id, id, end).await);
        assert!(redeem(&db, ada.id, id, end - Duration::microseconds(1)).await);
    }

    async fn a_voided_link_is_worth_nothing(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, id) = welcome(&db, &ada, at(0)).await;
        let user = ada.id;
        let voided = write(&db, move |connection| password_links::void_all(connection, user, at(1)));
        assert_eq!(voided.await, 1);
        assert!(!redeem(&db, ada.id, id, at(2)).await);
        assert_eq!(link(&db, id).await.state(Some(&ada), at(2)), LinkState::Void);
    }

    async fn the_link_of_a_disabled_user_is_worth_nothing(db) {
        let acme = account(&db).await;
        let mut ada = user(&db, acme, "ada").await;
        let (_, id) = welcome(&db, &ada, at(0)).await;
        ada.enabled = false;
        let row = ada.clone();
        write(&db, move |connection| account_users::update(connection, &row)).await;
        assert!(!redeem(&db, ada.id, id, at(1)).await);
    }

    async fn a_link_to_an_address_that_is_no_longer_hers_is_worth_nothing(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, id) = welcome(&db, &ada, at(0)).await;
        for (address, fits) in [
            (Some("new@example.com"), false),
            (None, false),
            (Some("ADA@Example.COM"), true),
        ] {
            let mut row = ada.clone();
            row.email = address.map(|address| address.parse().expect("an address"));
            write(&db, move |connection| account_users::update(connection, &row)).await;
            assert_eq!(redeem(&db, ada.id, id, at(1)).await, fits, "{address:?}");
        }
    }

    async fn a_link_is_worth_as_much_as_its_key(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, id) = welcome(&db, &ada, at(0)).await;
        for state in [KeyState::Revoked, KeyState::RenewOnly, KeyState::Redeeming] {
            write(&db, move |connection| keyring_keys::set_state(connection, KEY, state)).await;
            let open = read(&db, move |connection| {
                password_links::newest_open(connection, ada.id, None, at(1))
            });
            let redeems = state == KeyState::Redeeming;
            assert_eq!(open.await.is_some(), redeems, "{state:?}");
            assert_eq!(redeem(&db, ada.id, id, at(1)).await, redeems, "{state:?}");
        }
    }

    async fn a_new_key_mints_and_the_one_before_still_redeems(db) {
        account(&db).await;
        let add = move |connection: &mut _| {
            keyring_keys::insert_minting(connection, KeyId(2), &[8; 16], at(1))
        };
        write(&db, add).await;
        let known = read(&db, keyring_keys::list).await;
        let states: Vec<_> = known.iter().map(|key| (key.id, key.state)).collect();
        assert_eq!(states, [(KEY, KeyState::Redeeming), (KeyId(2), KeyState::Minting)]);
        let again = db.write(add).await;
        assert!(again.is_err_and(|error| error.is_constraint()));
    }

    async fn life_counts_from_the_first_delivery_only(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, id) = welcome(&db, &ada, at(0)).await;
        send_all(&db, at(3600)).await;
        assert_eq!(link(&db, id).await.expires_at, at(25 * 3600));

        // The same link is mailed once more.
        let again = new_message(&ada, at(7200));
        write(&db, move |connection| {
            usher_persistence::messages::insert(connection, &again)?;
            password_links::move_to_message(connection, id, again.id)
        })
        .await;
        send_all(&db, at(7200)).await;
        assert_eq!(link(&db, id).await.expires_at, at(25 * 3600));
    }

    async fn a_delivered_link_supersedes_older_ones_of_its_purpose_and_user_only(db) {
        let acme = account(&db).await;
        let (ada, grace) = (user(&db, acme, "ada").await, user(&db, acme, "grace").await);
        let (_, older) = welcome(&db, &ada, at(0)).await;
        let (_, reset) = welcome_for(&db, &ada, LinkPurpose::Reset, at(0)).await;
        let (_, of_grace) = welcome(&db, &grace, at(0)).await;
        send_all(&db, at(0)).await;
        let (_, sent) = welcome(&db, &ada, at(10)).await;
        let (lease, claimed) = claim(&db, at(10), Duration::hours(1), 1).await;
        // Asked for while the one before is under way.
        let (_, newer) = welcome(&db, &ada, at(11)).await;
        assert_eq!(link(&db, older).await.superseded_at, None, "asking supersedes nothing");

        assert!(record(&db, &claimed[0], lease, at(12), NextStep::Sent).await);

        assert_eq!(link(&db, older).await.superseded_at, Some(at(12)));
        for untouched in [reset, of_grace, sent, newer] {
            assert_eq!(link(&db, untouched).await.superseded_at, None);
        }
        assert!(!redeem(&db, ada.id, older, at(13)).await);
    }

    async fn the_late_delivery_of_a_superseded_link_supersedes_nobody(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, first) = welcome(&db, &ada, at(0)).await;
        send_all(&db, at(0)).await;
        let (_, slow) = welcome(&db, &ada, at(10)).await;
        let (lease, claimed) = claim(&db, at(10), Duration::hours(1), 1).await;
        let (_, fast) = welcome(&db, &ada, at(20)).await;
        send_all(&db, at(20)).await;
        assert_eq!(link(&db, slow).await.superseded_at, Some(at(20)));

        assert!(record(&db, &claimed[0], lease, at(30), NextStep::Sent).await);

        assert_eq!(link(&db, fast).await.superseded_at, None);
        assert_eq!(link(&db, slow).await.superseded_at, Some(at(20)));
        assert_eq!(link(&db, first).await.superseded_at, Some(at(20)));
        assert!(redeem(&db, ada.id, fast, at(31)).await);
    }

    async fn a_link_voided_while_its_mail_is_under_way_stays_void(db) {
        let acme = account(&db).await;
        let mut ada = user(&db, acme, "ada").await;
        let (_, id) = welcome(&db, &ada, at(0)).await;
        let (lease, claimed) = claim(&db, at(0), Duration::hours(1), 1).await;
        ada.email = Some("new@example.com".parse().expect("an address"));
        let row = ada.clone();
        write(&db, move |connection| {
            account_users::take(connection, row.id)?;
            account_users::update(connection, &row)?;
            password_links::void_all(connection, row.id, at(1))
        })
        .await;

        assert!(record(&db, &claimed[0], lease, at(2), NextStep::Sent).await);

        assert_eq!(link(&db, id).await.revoked_at, Some(at(1)));
        // Not even if she takes the old address back.
        ada.email = Some("ada@example.com".parse().expect("an address"));
        let row = ada.clone();
        write(&db, move |connection| account_users::update(connection, &row)).await;
        assert!(!redeem(&db, ada.id, id, at(3)).await);
        assert_eq!(now(&db, ada.id).await.latest_welcome.map(|latest| latest.at), Some(at(2)));
    }

    async fn cancelling_a_message_voids_only_a_link_that_nobody_has_yet(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, delivered) = welcome(&db, &ada, at(0)).await;
        send_all(&db, at(0)).await;
        let again = new_message(&ada, at(10));
        let message = again.id;
        let fresh = NewLink { id: LinkId::mint(&ENTROPY), ..new_link(&ada, &again) };
        let unsent = fresh.id;
        write(&db, move |connection| {
            usher_persistence::messages::insert(connection, &again)?;
            password_links::move_to_message(connection, delivered, message)?;
            password_links::insert(connection, &fresh)?;
            password_links::void_of_message(connection, message, at(11))?;
            password_links::renew_of_message(connection, message, at(99))
        })
        .await;
        assert_eq!(link(&db, delivered).await.revoked_at, None);
        assert_eq!(link(&db, unsent).await.revoked_at, Some(at(11)), "void for good");
    }

    async fn the_installation_has_one_setup_link_at_a_time(db) {
        account(&db).await;
        let first = setup_link();
        let id = first.id;
        write(&db, move |connection| password_links::insert(connection, &first)).await;
        let second = setup_link();
        let answer = db
            .write(move |connection| password_links::insert(connection, &second))
            .await;
        assert!(answer.as_ref().is_err_and(DatabaseError::is_constraint), "{answer:?}");

        let third = setup_link();
        let anew = third.id;
        write(&db, move |connection| {
            password_links::delete_setup(connection)?;
            password_links::insert(connection, &third)
        })
        .await;
        let consume = |id| {
            let db = (*db).clone();
            async move {
                write(&db, move |connection| password_links::consume(connection, id, at(1))).await
            }
        };
        assert!(!consume(id).await, "the link before is gone");
        assert!(consume(anew).await);
        assert!(!consume(anew).await);
    }
}
