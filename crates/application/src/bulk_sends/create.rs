//! Asking for a bulk send.

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::{Actor, Credential},
    audit::AuditAction,
    bulk_send::{BulkSend, BulkSendStatus, Open, Progress, Selection, Situation},
    ids::{AccountId, AccountUserId, BulkSendId},
    message::Requested,
    permission::Permission,
    request_origin::RequestOrigin,
};
use usher_persistence::{
    DbConnection, Signal, audit_events,
    bulk_sends::{self, Requester, Run},
};

use super::{
    BulkSendError, NewBulkSend,
    choose::{PAGE, check, filtered, number, selected},
    preview, require_in,
};
use crate::App;

/// How many bulk sends of an account may be under way or paused: each is looked at again and again.
const MOST_UNENDED: i64 = 20;

/// Starts a bulk send, in the name of the actor.
///
/// # Errors
/// See [`BulkSendError`].
pub async fn create(
    app: &App,
    actor: &Actor,
    account: AccountId,
    origin: RequestOrigin,
    new: NewBulkSend,
) -> Result<BulkSend, BulkSendError> {
    require_in(actor, account, Permission::WelcomeEmailsSend)?;
    let now = app.now();
    let (wanted, asker) = (new.template.clone(), actor.credential);
    let name = app
        .database
        .read(move |connection| check(connection, account, wanted.as_ref(), asker))
        .await?;
    if let Some(expected) = new.expected_to_send {
        let to_send = preview(app, actor, account, new.clone()).await?.to_send;
        if to_send != expected {
            return Err(BulkSendError::Changed { to_send });
        }
    }
    let (selection, listed) = selected(new.recipients.clone());
    let (total, walks_to) = match selection {
        Selection::Listed => (number(listed.len()), None),
        Selection::Filter { .. } => count(app, account, &selection).await?,
    };
    let requested = Requested {
        at: now,
        by_user: match actor.credential {
            Credential::Session(_, user) => Some(user),
            _ => None,
        },
        by_name: name,
        by_kind: actor.credential.kind().to_owned(),
        origin,
    };
    let progress = Progress {
        total,
        ..Progress::default()
    };
    let canary = i64::from(new.limits.canary);
    let run = Run {
        send: BulkSend {
            id: BulkSendId::mint(now, &*app.entropy),
            account_id: account,
            status: BulkSendStatus::Running,
            pause_reason: None,
            selection,
            template: new.template,
            limits: new.limits,
            progress,
            requested,
            updated_at: now,
            ended_at: None,
        },
        requester: Requester {
            credential: actor.credential,
            delegated: actor.delegated,
        },
        walked_to: None,
        walks_to,
        situation: Situation {
            limits: new.limits,
            progress,
            is_walked: total == 0,
            open: Open::default(),
            canary_end: (canary > 0).then_some(canary),
            sent_before: 0,
            failed_before: 0,
            paced_until: now,
        },
    };
    store(app, actor, run, listed, now).await
}

/// Stores a run. One whose users are listed is seen by nobody until the last of them is.
async fn store(
    app: &App,
    actor: &Actor,
    run: Run,
    listed: Vec<AccountUserId>,
    now: DateTime<Utc>,
) -> Result<BulkSend, BulkSendError> {
    let send = run.send.clone();
    let event = app
        .event(actor, AuditAction::BulkSendCreated)
        .in_account(send.account_id)
        .on(send.account_id)
        .with("bulk_send", send.id);
    if send.selection != Selection::Listed {
        return app
            .write_once(Signal::BulkSends, move |connection| {
                insert(connection, &run, false)?;
                audit_events::insert(connection, &event)?;
                Ok(send.clone())
            })
            .await;
    }
    let prepare = move |connection: &mut DbConnection| insert(connection, &run, true);
    app.database.write(prepare).await?;
    for users in listed.chunks(PAGE as usize) {
        let (id, users) = (send.id, users.to_vec());
        let insert = move |connection: &mut DbConnection| {
            Ok::<_, BulkSendError>(bulk_sends::insert_listed(connection, id, &users)?)
        };
        app.database.write(insert).await?;
    }
    app.write_once(Signal::BulkSends, move |connection| {
        if !bulk_sends::start(connection, send.id, now)? {
            return Err(BulkSendError::NotFound);
        }
        audit_events::insert(connection, &event)?;
        Ok(send.clone())
    })
    .await
}

/// Stores a run, if its account has room for one more.
fn insert(connection: &mut DbConnection, run: &Run, preparing: bool) -> Result<(), BulkSendError> {
    if !bulk_sends::has_room(connection, run.send.account_id, MOST_UNENDED)? {
        return Err(BulkSendError::TooManyUnended);
    }
    Ok(bulk_sends::insert(connection, run, preparing)?)
}

/// Counts the users whom a filter lets through, and finds the last of them: users who are made later
/// do not belong to the run.
async fn count(
    app: &App,
    account: AccountId,
    selection: &Selection,
) -> Result<(i64, Option<AccountUserId>), BulkSendError> {
    let (mut total, mut last) = (0, None);
    loop {
        let selection = selection.clone();
        let page = app
            .database
            .read(move |connection| {
                let page = filtered(connection, account, &selection, (last, None), PAGE)?;
                Ok::<_, BulkSendError>(page)
            })
            .await?;
        total += number(page.users.len());
        last = page.users.last().map(|user| user.id).or(last);
        if page.is_last {
            return Ok((total, last));
        }
    }
}
