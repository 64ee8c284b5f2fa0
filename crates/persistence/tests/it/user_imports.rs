//! Imports of users: read back as stored, moved on by one only, and erased a few rows at a time.

use usher_domain::{
    actor::Credential,
    ids::{AccountId, SessionId, UserImportId},
    request_origin::RequestOrigin,
    user_import::{
        Column, ImportCounts, ImportRow, ImportStatus, OnDuplicate, RowFault, RowMistake, RowState,
        StopReason, UserImport,
    },
};
use usher_persistence::{
    retention,
    user_imports::{self, Done},
};

use crate::fixtures::{ENTROPY, account, another_account, at, read, user, write};
use crate::matrix::{TestDatabase, on_both_databases};

fn import(account: AccountId) -> UserImport {
    UserImport {
        id: UserImportId::mint(at(0), &ENTROPY),
        account_id: account,
        status: ImportStatus::Ready,
        on_duplicate: OnDuplicate::Update,
        send_welcome: true,
        stop_reason: None,
        requester: Credential::System,
        delegated: true,
        origin: RequestOrigin::new(Some("Browser"), "192.0.2.7".parse().ok(), Some("Bonn")),
        counts: ImportCounts::default(),
        done_to: 0,
        created_at: at(0),
        started_at: None,
        ended_at: None,
        erased_at: None,
    }
}

fn row(line: i64, state: RowState) -> ImportRow {
    ImportRow {
        line,
        state,
        cells: Some([
            format!("user{line}"),
            String::new(),
            "Zoë".to_owned(),
            String::new(),
            String::new(),
        ]),
        user_id: None,
        same_as: (state == RowState::Duplicate).then_some(2),
        mistakes: match state {
            RowState::Invalid => vec![RowMistake::new(Column::Email, RowFault::InvalidAddress)],
            _ => Vec::new(),
        },
    }
}

/// An import whose file was read and has these rows.
async fn stored(db: &TestDatabase, rows: Vec<ImportRow>) -> UserImport {
    stored_as(db, ImportStatus::Ready, rows).await
}

async fn stored_as(db: &TestDatabase, status: ImportStatus, rows: Vec<ImportRow>) -> UserImport {
    let import = UserImport {
        status,
        ..import(account(db).await)
    };
    let new = import.clone();
    write(db, move |connection| {
        user_imports::insert(connection, &new)?;
        user_imports::insert_rows(connection, new.id, &rows)
    })
    .await;
    import
}

async fn now(db: &TestDatabase, id: UserImportId) -> UserImport {
    let found = read(db, move |connection| user_imports::find(connection, id)).await;
    found.expect("it is there")
}

async fn turn(db: &TestDatabase, id: UserImportId, from: ImportStatus, to: ImportStatus) -> bool {
    write(db, move |connection| {
        let reason = (to == ImportStatus::Stopped).then_some(StopReason::PermissionLost);
        user_imports::change_status(connection, id, from, to, reason, at(9))
    })
    .await
}

on_both_databases! {
    async fn imports_and_rows_read_back_as_they_were_stored(db) {
        let rows = vec![
            row(2, RowState::ToCreate),
            row(3, RowState::Invalid),
            row(7, RowState::Duplicate),
            row(8, RowState::ToUpdate),
        ];
        let import = stored(&db, rows.clone()).await;
        let id = import.id;
        assert_eq!(now(&db, id).await, import);
        let all = read(&db, move |c| user_imports::list_rows(c, id, None, 0, 10)).await;
        assert_eq!(all, rows);
        let wrong = Some(RowState::Invalid);
        let wrong = read(&db, move |c| user_imports::list_rows(c, id, wrong, 0, 10)).await;
        assert_eq!(wrong, rows[1..2]);
        let due = read(&db, move |c| user_imports::due(c, id, 2, 10)).await;
        assert_eq!(due, rows[3..]);
        let done = Done { line: 8, state: RowState::Failed, user_id: None, mistakes: rows[1].mistakes.clone() };
        write(&db, move |c| user_imports::record(c, id, &done)).await;
        assert!(read(&db, move |c| user_imports::due(c, id, 2, 10)).await.is_empty());
    }

    async fn an_import_moves_on_from_where_it_is_only(db) {
        use ImportStatus::{Ready, Reading, Running, Stopped};
        let id = stored_as(&db, Reading, vec![]).await.id;
        let more = ImportCounts { rows: 3, valid: 2, invalid: 1, ..ImportCounts::default() };
        assert!(write(&db, move |c| user_imports::add_checked(c, id, &more, at(1))).await);
        assert!(!turn(&db, id, Ready, Running).await, "it is not ready");
        assert!(turn(&db, id, Reading, Ready).await);
        assert!(!write(&db, move |c| user_imports::add_checked(c, id, &more, at(1))).await);
        assert!(turn(&db, id, Ready, Running).await);
        let step = |from, to| write(&db, move |c| user_imports::advance(c, id, from, to, at(2)));
        assert!(step(0, 5).await);
        assert!(!step(0, 5).await, "somebody was faster");
        let done = ImportCounts { created: 1, failed: 1, ..ImportCounts::default() };
        write(&db, move |c| user_imports::add_done(c, id, &done)).await;
        assert!(turn(&db, id, Running, Stopped).await);
        assert!(!step(5, 6).await, "it has ended");
        let ended = now(&db, id).await;
        assert_eq!(ended.counts, ImportCounts { created: 1, failed: 1, ..more });
        assert_eq!((ended.done_to, ended.stop_reason), (5, Some(StopReason::PermissionLost)));
        assert_eq!((ended.started_at, ended.ended_at), (Some(at(9)), Some(at(9))));
    }

    async fn whoever_starts_an_import_is_its_requester(db) {
        let id = stored(&db, vec![]).await.id;
        let ada = user(&db, now(&db, id).await.account_id, "ada").await.id;
        let session = Credential::Session(SessionId::mint(at(1), &ENTROPY), ada);
        let from = RequestOrigin::new(Some("Other"), None, None);
        let origin = from.clone();
        write(&db, move |c| user_imports::take_over(c, id, session, false, &origin)).await;
        let taken = now(&db, id).await;
        assert_eq!((taken.requester, taken.delegated, taken.origin), (session, false, from));
    }

    async fn what_has_ended_is_erased_in_steps_and_then_left_alone(db) {
        let import = stored(&db, (2..7).map(|line| row(line, RowState::ToCreate)).collect()).await;
        let id = import.id;
        let work = || read(&db, |c| user_imports::to_work_on(c, None, 10));
        assert!(work().await.is_empty(), "nobody has started it");
        assert!(turn(&db, id, ImportStatus::Ready, ImportStatus::Cancelled).await);
        assert_eq!(work().await.len(), 1);
        let behind = read(&db, move |c| user_imports::to_work_on(c, Some(id), 10)).await;
        assert!(behind.is_empty(), "none follows it");
        for left in [2, 2, 1, 0] {
            assert_eq!(write(&db, move |c| user_imports::erase_some(c, id, 2)).await, left);
        }
        write(&db, move |c| user_imports::mark_erased(c, id, at(10))).await;
        assert!(work().await.is_empty());
        let erased = now(&db, id).await;
        assert_eq!((erased.erased_at, erased.origin), (Some(at(10)), RequestOrigin::default()));
        let rows = read(&db, move |c| user_imports::list_rows(c, id, None, 0, 10)).await;
        assert!(rows.iter().all(|row| row.cells.is_none() && row.state == RowState::ToCreate));
    }

    async fn what_nobody_starts_expires(db) {
        let id = stored(&db, vec![]).await.id;
        let expire = |before| write(&db, move |c| user_imports::expire(c, at(before), at(99)));
        assert_eq!(expire(0).await, 0, "it is not that old");
        assert_eq!(expire(1).await, 1);
        assert_eq!(expire(1).await, 0);
        assert_eq!(now(&db, id).await.status, ImportStatus::Expired);
    }

    async fn people_are_known_by_login_and_address_in_their_account_only(db) {
        let here = account(&db).await;
        let there = another_account(&db, "Elsewhere").await;
        let ada = user(&db, here, "Ada").await;
        user(&db, there, "grace").await;
        let email = ada.email.as_ref().map(usher_domain::email_address::EmailAddress::folded);
        let asked = vec![email.clone().expect("an address")];
        let known = read(&db, move |c| {
            let logins = ["ada".to_owned(), "grace".to_owned()];
            user_imports::known(c, here, &logins, &asked)
        })
        .await;
        assert_eq!(known.with_login("ada"), Some(ada.id));
        assert_eq!(known.with_email(&email.expect("an address")), Some(ada.id));
        assert_eq!(known.with_login("grace"), None, "she is of another account");
    }

    async fn open_imports_are_counted_and_listed_newest_first(db) {
        let account = account(&db).await;
        for _ in 0..3 {
            let new = import(account);
            write(&db, move |c| user_imports::insert(c, &new)).await;
        }
        let listed = read(&db, move |c| user_imports::list(c, account, None, 2)).await;
        assert_eq!(listed.len(), 2);
        assert!(listed[0].id > listed[1].id);
        let (first, last) = (listed[0].id, listed[1].id);
        let rest = read(&db, move |c| user_imports::list(c, account, Some(last), 2)).await;
        assert_eq!(rest.len(), 1);
        assert!(turn(&db, first, ImportStatus::Ready, ImportStatus::Cancelled).await);
        assert_eq!(read(&db, move |c| user_imports::count_open(c, account)).await, 2);
    }

    async fn a_file_that_is_being_read_is_seen_by_nobody(db) {
        let import = stored_as(&db, ImportStatus::Reading, vec![row(2, RowState::ToCreate)]).await;
        let (id, account) = (import.id, import.account_id);
        assert_eq!(read(&db, move |c| user_imports::find(c, id)).await, None);
        let listed = || read(&db, move |c| user_imports::list(c, account, None, 9));
        assert_eq!(listed().await, []);
        assert_eq!(read(&db, move |c| user_imports::count_open(c, account)).await, 1, "it takes room");
        write(&db, move |c| user_imports::expire(c, at(9), at(99))).await;
        assert!(turn(&db, id, ImportStatus::Reading, ImportStatus::Ready).await);
        assert_eq!(listed().await.len(), 1);
        write(&db, move |c| user_imports::give_up(c, id, at(10))).await;
        write(&db, move |c| user_imports::give_up_still(c, &(at(20)..=at(30)), at(30))).await;
        assert_eq!(now(&db, id).await.ended_at, None, "what was read is not given up");
    }

    async fn what_was_given_up_is_not_finished_and_goes_with_its_rows(db) {
        let rows = (2..700).map(|line| row(line, RowState::ToCreate));
        let import = stored_as(&db, ImportStatus::Reading, rows.clone().take(400).collect()).await;
        let (id, account) = (import.id, import.account_id);
        let more: Vec<_> = rows.skip(400).collect();
        write(&db, move |c| user_imports::insert_rows(c, id, &more)).await;
        write(&db, move |c| user_imports::add_checked(c, id, &ImportCounts::default(), at(5))).await;
        let still = |from, to| write(&db, move |c| {
            user_imports::give_up_still(c, &(at(from)..=at(to)), at(50))
        });
        let given_up = || read(&db, |c| user_imports::abandoned(c, 9));
        still(5, 9).await;
        still(0, 5).await;
        assert!(given_up().await.is_empty(), "it moves");
        still(6, 9).await;
        assert_eq!(given_up().await, [id.as_bytes().to_vec()]);
        assert_eq!(read(&db, move |c| user_imports::count_open(c, account)).await, 0);
        assert!(!write(&db, move |c| user_imports::add_checked(c, id, &ImportCounts::default(), at(9))).await);
        assert!(!turn(&db, id, ImportStatus::Reading, ImportStatus::Ready).await, "somebody was slow");
        loop {
            let given_up = given_up().await;
            if given_up.is_empty() {
                break;
            }
            assert!(write(&db, move |c| retention::delete_user_imports(c, &given_up)).await <= 500);
        }
        assert!(read(&db, move |c| user_imports::list_rows(c, id, None, 0, 1)).await.is_empty());
    }

    async fn a_file_from_the_future_is_given_up_too(db) {
        let id = stored_as(&db, ImportStatus::Reading, vec![]).await.id;
        write(&db, move |c| user_imports::add_checked(c, id, &ImportCounts::default(), at(90))).await;
        write(&db, |c| user_imports::give_up_still(c, &(at(0)..=at(20)), at(10))).await;
        assert_eq!(read(&db, |c| user_imports::abandoned(c, 9)).await.len(), 1);
    }
}
