//! Sessions: found by their cookie's hash while their user is enabled.

use chrono::Duration;
use usher_domain::{
    ids::{AccountUserId, SessionId},
    secret_token::TokenHash,
    token_scope::TokenScope,
};
use usher_persistence::{
    DatabaseError, DbConnection, account_users, accounts,
    sessions::{self, Session},
};

use crate::fixtures::{ENTROPY, account, another_account, at, read, user, write};
use crate::matrix::on_both_databases;

/// A session that is not stored yet.
pub(crate) fn session(user: AccountUserId) -> Session {
    Session {
        id: SessionId::mint(at(0), &ENTROPY),
        user_id: user,
        user_agent: Some("Firefox".to_owned()),
        address: Some("192.0.2.1".to_owned()),
        place: Some("Bonn, Germany".to_owned()),
        created_at: at(0),
        last_used_at: at(0),
        expires_at: at(0) + Duration::days(30),
        scope: None,
    }
}

on_both_databases! {
    async fn the_session_of_a_disabled_user_is_not_found(db) {
        let acme = account(&db).await;
        let mut ada = user(&db, acme, "ada").await;
        let (stored, hash) = (session(ada.id), TokenHash([1; 32]));
        let row = stored.clone();
        write(&db, move |connection| sessions::insert(connection, &row, hash)).await;
        let by_hash = move |connection: &mut _| sessions::find_by_hash(connection, hash);
        assert_eq!(read(&db, by_hash).await, Some(stored.clone()));

        ada.enabled = false;
        write(&db, move |connection| account_users::update(connection, &ada)).await;

        assert_eq!(read(&db, by_hash).await, None);
        assert_eq!(read(&db, move |connection| sessions::find(connection, stored.id)).await, None);
    }

    async fn all_sessions_but_one_can_be_ended(db) {
        let acme = account(&db).await;
        let (ada, grace) = (user(&db, acme, "ada").await.id, user(&db, acme, "grace").await.id);
        let rows: Vec<Session> = [ada, ada, ada, grace].map(session).to_vec();
        let (kept, foreign) = (rows[1].id, rows[3].id);
        write(&db, move |connection| {
            for (number, row) in (0_u8..).zip(&rows) {
                sessions::insert(connection, row, TokenHash([number; 32]))?;
            }
            sessions::delete_all(connection, ada, Some(kept))
        })
        .await;

        let ids = |user| {
            let list = read(&db, move |connection| sessions::list(connection, user, 10));
            async { list.await.into_iter().map(|session| session.id).collect::<Vec<_>>() }
        };
        assert_eq!(ids(ada).await, [kept]);
        assert_eq!(ids(grace).await, [foreign]);
        write(&db, move |connection| sessions::delete_all(connection, ada, None)).await;
        assert_eq!(ids(ada).await, []);
    }

    async fn only_sessions_whose_time_has_run_out_are_removed(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await.id;
        let (short, long) = (Session { expires_at: at(60), ..session(ada) }, session(ada));
        let kept = long.id;
        let removed = write(&db, move |connection| {
            sessions::insert(connection, &short, TokenHash([1; 32]))?;
            sessions::insert(connection, &long, TokenHash([2; 32]))?;
            sessions::delete_expired(connection, at(61))
        });

        assert_eq!(removed.await, 1);
        assert!(read(&db, move |connection| sessions::find(connection, kept)).await.is_some());
    }

    async fn tokens_keep_their_scope_and_go_with_its_account(db) {
        let home = account(&db).await;
        let other = another_account(&db, "Other").await;
        let ada = user(&db, home, "ada").await.id;
        let scopes = [TokenScope::Unscoped, TokenScope::Domain(home), TokenScope::Project(other)];
        let rows = scopes.map(|scope| Session { scope: Some(scope), ..session(ada) });
        let stored = rows.clone();
        write(&db, move |connection| {
            for (number, row) in (0_u8..).zip(&stored) {
                sessions::insert(connection, row, TokenHash([number; 32]))?;
            }
            Ok(())
        })
        .await;
        let find_all = |connection: &mut DbConnection| -> Result<Vec<_>, DatabaseError> {
            (0..3).map(|number| sessions::find_by_hash(connection, TokenHash([number; 32]))).collect()
        };
        let expected: Vec<Option<Session>> = rows.iter().cloned().map(Some).collect();
        assert_eq!(read(&db, find_all).await, expected);

        write(&db, move |connection| accounts::delete(connection, other)).await;

        assert_eq!(read(&db, find_all).await, [expected[0].clone(), expected[1].clone(), None]);
    }
}
