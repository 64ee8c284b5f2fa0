//! People stored with their past are as the single steps would have left them.

use chrono::{DateTime, Duration, Utc};
use diesel::{RunQueryDsl as _, dsl::sql, sql_types::BigInt};
use usher_domain::{
    account_user::{AccountUser, LatestWelcome, UserStatus},
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    delivery::DeliveryStatus,
    ids::{AccountId, AttemptId, AuditEventId, LeaseId},
    message::{Attempt, AttemptOutcome, Message},
    password_link::PasswordLink,
    user_list::{UserSort, UserSortKey, WelcomeState},
};
use usher_persistence::{
    Backend, DatabaseError, DbConnection, account_user_list,
    account_user_list::{UserOrder, UserQuery},
    account_users, attempts, audit_events,
    histories::{self, History, PastLink, PastMessage, PastPassword},
    messages, password_links, planner,
};

use crate::fixtures::{
    ENTROPY, account, at, draft, link, message, new_link, new_message, now, read, send_all, user,
    welcome, write,
};
use crate::matrix::on_both_databases;

/// She was asked in at second 10, and the mail server took it at second 12.
fn sent(user: AccountUser) -> History {
    let asked = new_message(&user, at(10));
    let attempt = Attempt {
        id: AttemptId::mint(at(12), &ENTROPY),
        message_id: asked.id,
        provider: "test".to_owned(),
        started_at: at(12),
        finished_at: Some(at(12)),
        outcome: AttemptOutcome::Delivered,
        reply: None,
    };
    let id = AuditEventId::mint(at(10), &ENTROPY);
    let event = AuditEvent::new(id, at(10), &Actor::system(), AuditAction::UserCreated);
    let user = AccountUser {
        latest_welcome: Some(LatestWelcome {
            id: asked.id,
            status: DeliveryStatus::Sent,
            at: at(12),
        }),
        ..user
    };
    History {
        events: vec![event.in_account(user.account_id).on(user.id)],
        password: None,
        messages: vec![PastMessage {
            link: PastLink {
                minted: new_link(&user, &asked),
                opened_at: None,
                consumed_at: None,
                superseded_at: None,
                revoked_at: None,
            },
            asked,
            status: DeliveryStatus::Sent,
            recorded_at: at(12),
            next_attempt_at: None,
            attempts: vec![(attempt, LeaseId::mint(at(12), &ENTROPY))],
        }],
        user,
    }
}

fn person(account: AccountId, login: &str) -> AccountUser {
    draft(account, login, Some(&format!("{login}@example.com")))
}

/// What of a message does not depend on whose it is: status, tries and when what happened.
fn course(message: &Message) -> (DeliveryStatus, i32, [Option<DateTime<Utc>>; 3]) {
    let asked_at = Some(message.requested.at);
    let instants = [asked_at, message.next_attempt_at, message.sent_at];
    (message.status, message.attempts, instants)
}

/// When what became of a link.
fn life(link: &PasswordLink) -> [Option<DateTime<Utc>>; 6] {
    [
        Some(link.created_at),
        Some(link.expires_at),
        link.opened_at,
        link.consumed_at,
        link.superseded_at,
        link.revoked_at,
    ]
}

fn found(
    connection: &mut DbConnection,
    account: AccountId,
    search: Option<&str>,
    narrowed: (Option<UserStatus>, Option<WelcomeState>),
) -> Result<Vec<String>, DatabaseError> {
    let query = UserQuery {
        account,
        search: search.map(str::to_owned),
        status: narrowed.0,
        welcome: narrowed.1,
        order: UserOrder {
            sort: UserSort {
                key: UserSortKey::Login,
                descending: false,
            },
            after: None,
        },
        limit: 10,
    };
    let users = account_user_list::list(connection, &query)?;
    Ok(users
        .into_iter()
        .map(|user| user.login.to_string())
        .collect())
}

on_both_databases! {
    async fn a_past_is_what_the_single_steps_would_have_left(db) {
        let account = account(&db).await;
        let ada = user(&db, account, "ada").await;
        let (stepwise, stepwise_link) = welcome(&db, &ada, at(10)).await;
        send_all(&db, at(12)).await;

        let history = sent(person(account, "grace"));
        let (grace, at_once) = (history.user.clone(), history.messages[0].asked.id);
        let at_once_link = history.messages[0].link.minted.id;
        write(&db, move |connection| {
            histories::insert(connection, std::slice::from_ref(&history))?;
            audit_events::insert_all(connection, &history.events)
        })
        .await;

        assert_eq!(course(&message(&db, stepwise).await), course(&message(&db, at_once).await));
        assert_eq!(life(&link(&db, stepwise_link).await), life(&link(&db, at_once_link).await));
        assert_eq!(now(&db, grace.id).await, grace);
        let tries = read(&db, move |connection| attempts::list(connection, &[stepwise, at_once])).await;
        let told: Vec<_> = tries
            .iter()
            .map(|attempt| (attempt.outcome, attempt.finished_at, attempt.provider.clone()))
            .collect();
        assert_eq!(told.len(), 2);
        assert_eq!(told[0], told[1]);
        let events = read(&db, move |connection| audit_events::list_of_target(connection, grace.id.into(), None, None, 10)).await;
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].action.as_str(), events[0].at, events[0].chain_seq), ("user.created", at(10), None));
    }

    async fn people_with_a_past_are_found_in_every_list(db) {
        let account = account(&db).await;
        let welcomed = sent(person(account, "welcomed"));
        let mut active = sent(person(account, "active"));
        active.user.has_password = true;
        active.password = Some(PastPassword { hash: "$argon2id$x".to_owned(), set_at: at(20) });
        let mut disabled = sent(person(account, "disabled"));
        disabled.user.enabled = false;
        disabled.user.latest_welcome = None;
        disabled.messages.clear();
        let id = active.user.id;
        let people = [welcomed, active, disabled];
        write(&db, move |connection| histories::insert(connection, &people)).await;

        let lists = read(&db, move |connection| {
            Ok([
                found(connection, account, None, (None, None))?,
                found(connection, account, Some("elcom"), (None, None))?,
                found(connection, account, Some("active@exam"), (None, None))?,
                found(connection, account, None, (Some(UserStatus::Active), None))?,
                found(connection, account, None, (Some(UserStatus::Disabled), Some(WelcomeState::None)))?,
                found(connection, account, None, (Some(UserStatus::Pending), Some(WelcomeState::Sent)))?,
            ])
        }).await;
        assert_eq!(lists[0], ["active", "disabled", "welcomed"]);
        assert_eq!(lists[1], ["welcomed"]);
        assert_eq!(lists[2], ["active"]);
        assert_eq!(lists[3], ["active"]);
        assert_eq!(lists[4], ["disabled"]);
        assert_eq!(lists[5], ["welcomed"]);
        let hash = read(&db, move |connection| account_users::password_hash(connection, id)).await;
        assert_eq!(hash.as_deref(), Some("$argon2id$x"));
    }

    async fn a_waiting_message_is_due_when_it_says_and_is_the_newest_open_link(db) {
        let account = account(&db).await;
        let mut waiting = sent(person(account, "waiting"));
        waiting.messages[0].status = DeliveryStatus::Deferred;
        waiting.messages[0].next_attempt_at = Some(at(500));
        let (user, id) = (waiting.user.id, waiting.messages[0].asked.id);
        write(&db, move |connection| histories::insert(connection, std::slice::from_ref(&waiting))).await;

        let stored = message(&db, id).await;
        assert_eq!((stored.next_attempt_at, stored.sent_at), (Some(at(500)), None));
        // What no mail server took lives from when it was asked for.
        let of_message = read(&db, move |connection| password_links::list_of_messages(connection, &[id])).await;
        assert_eq!(of_message[0].expires_at, at(10) + Duration::hours(24));
        let listed = read(&db, move |connection| messages::list_of_user(connection, user, None, 10)).await;
        assert_eq!(listed.len(), 1);
    }

    async fn a_login_that_is_taken_refuses_all_of_them(db) {
        let account = account(&db).await;
        user(&db, account, "ada").await;
        let namesake = draft(account, "ADA", Some("another@example.com"));
        let people = [sent(person(account, "grace")), sent(namesake)];
        let grace = people[0].user.id;
        let refused = db.write(move |connection| histories::insert(connection, &people)).await;
        let refusal = refused.expect_err("the login is taken");
        assert!(refusal.violates(account_users::LOGIN_KEY));
        let stored = read(&db, move |connection| account_users::find(connection, grace)).await;
        assert_eq!(stored, None);
    }

    async fn more_people_than_go_with_one_statement_are_stored(db) {
        let account = account(&db).await;
        let people: Vec<_> = (0..230).map(|number| sent(person(account, &format!("n{number}")))).collect();
        write(&db, move |connection| {
            histories::make_room(connection)?;
            histories::insert(connection, &people)
        })
        .await;
        assert_eq!(read(&db, move |connection| account_users::count_in(connection, account)).await, 230);
        write(&db, planner::learn).await;
        let known = read(&db, |connection| {
            let count = "(SELECT reltuples::bigint FROM pg_class WHERE oid = 'account_users'::regclass)";
            Ok::<i64, DatabaseError>(match connection.backend() {
                Backend::Sqlite => 230,
                Backend::Postgres => diesel::select(sql::<BigInt>(count)).get_result(connection)?,
            })
        });
        assert_eq!(known.await, 230);
    }

    async fn nobody_is_stored_without_complaint(db) {
        let account = account(&db).await;
        write(&db, |connection| histories::insert(connection, &[])).await;
        assert_eq!(read(&db, move |connection| account_users::count_in(connection, account)).await, 0);
    }
}
