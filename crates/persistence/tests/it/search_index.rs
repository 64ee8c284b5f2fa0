//! The search index stays quick, and finds the same.

use diesel::{RunQueryDsl as _, dsl::sql, sql_types::BigInt};
use usher_persistence::{Backend, DatabaseError, DbConnection, search_index};

use crate::fixtures::{account, read, user, write};
use crate::matrix::on_both_databases;

/// Of how many parts SQLite's index consists.
const PARTS: &str = "(SELECT count(DISTINCT segid) FROM account_users_search_idx)";

/// How many texts hold what all of them hold.
const FOUND: &str =
    "(SELECT count(*) FROM account_users_search WHERE account_users_search MATCH '\"number\"')";

fn number(connection: &mut DbConnection, expression: &str) -> i64 {
    let number = diesel::select(sql::<BigInt>(expression));
    number.get_result(connection).expect("a number")
}

on_both_databases! {
    async fn what_many_transactions_added_is_joined(db) {
        let account = account(&db).await;
        for n in 0..15 {
            user(&db, account, &format!("number{n}")).await;
        }
        let is_sqlite = read(&db, |connection| Ok::<_, DatabaseError>(connection.backend() == Backend::Sqlite)).await;
        if !is_sqlite {
            assert!(!write(&db, search_index::join_parts).await, "nothing to do");
            return;
        }
        let told = |expression| read(&db, move |connection| Ok::<_, DatabaseError>(number(connection, expression)));
        let (parts, found) = (told(PARTS).await, told(FOUND).await);
        assert!(parts >= 4, "{parts}");
        let mut rounds = 0;
        while write(&db, search_index::join_parts).await {
            rounds += 1;
            assert!(rounds < 20, "it ends");
        }
        assert!(rounds > 0);
        assert!(told(PARTS).await < parts.min(4));
        assert_eq!(told(FOUND).await, found);
        assert_eq!(found, 15);
    }
}
