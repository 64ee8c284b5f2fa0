//! Asking for a bulk send, and asking what it would do.

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::{Actor, Credential},
    audit::AuditAction,
    bulk_send::{BulkSend, BulkSendStatus, LeftOutReason, Progress, Selection, Situation},
    ids::{AccountId, AccountUserId, BulkSendId},
    message::Requested,
    permission::Permission,
    request_origin::RequestOrigin,
};
use usher_persistence::{
    DbConnection, Signal, accounts, audit_events,
    bulk_sends::{self, Requester, Run},
    templates,
};

use super::{
    BulkSendError, NewBulkSend, Preview, Recipients,
    choose::{Chooser, filtered, known},
    require_in,
};
use crate::{App, account_users::folded_search, outgoing::requester_name};

/// How many users one look at the database takes in, and one transaction lists.
const PAGE: u32 = 500;

/// Tells what a bulk send would do if it were started now. Nothing is kept.
///
/// # Errors
/// See [`BulkSendError`].
pub async fn preview(
    app: &App,
    actor: &Actor,
    account: AccountId,
    new: NewBulkSend,
) -> Result<Preview, BulkSendError> {
    require_in(actor, account, Permission::WelcomeEmailsSend)?;
    let now = app.now();
    let (wanted, asker) = (new.template.clone(), actor.credential);
    app.database
        .read(move |connection| check(connection, account, wanted.as_ref(), asker))
        .await?;
    let chooser = Chooser::new(app, account, &new.limits, now);
    let (selection, listed) = selected(new.recipients);
    let mut preview = Preview::default();
    if selection == Selection::Listed {
        for ids in listed.chunks(PAGE as usize) {
            let (ids, chooser, actor) = (ids.to_vec(), chooser.clone(), actor.clone());
            let count = move |connection: &mut DbConnection| {
                let users = known(connection, account, &ids)?;
                let reasons = chooser.judge(connection, &actor, &users)?;
                let unknown = ids.len() - users.len();
                Ok::<_, BulkSendError>((reasons, unknown))
            };
            let (reasons, unknown) = app.database.read(count).await?;
            preview.count(&reasons, unknown);
        }
        return Ok(preview);
    }
    let mut after = None;
    loop {
        let (selection, chooser, actor) = (selection.clone(), chooser.clone(), actor.clone());
        let count = move |connection: &mut DbConnection| {
            let page = filtered(connection, account, &selection, (after, None), PAGE)?;
            let reasons = chooser.judge(connection, &actor, &page.users)?;
            let last = page.users.last().map(|user| user.id);
            Ok::<_, BulkSendError>((reasons, last.filter(|_| !page.is_last)))
        };
        let (reasons, last) = app.database.read(count).await?;
        preview.count(&reasons, 0);
        if last.is_none() {
            return Ok(preview);
        }
        after = last;
    }
}

impl Preview {
    fn count(&mut self, reasons: &[Option<LeftOutReason>], unknown: usize) {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.total += number(reasons.len() + unknown);
        self.left_out.add(LeftOutReason::NotFound, number(unknown));
        for reason in reasons {
            match reason {
                Some(reason) => self.left_out.add(*reason, 1),
                None => self.to_send += 1,
            }
        }
    }
}

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
            open: 0,
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
                bulk_sends::insert(connection, &run, false)?;
                audit_events::insert(connection, &event)?;
                Ok(send.clone())
            })
            .await;
    }
    let prepare = move |connection: &mut DbConnection| {
        Ok::<_, BulkSendError>(bulk_sends::insert(connection, &run, true)?)
    };
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

/// Requires that the account exists and has the template; tells what to call whoever asks.
fn check(
    connection: &mut DbConnection,
    account: AccountId,
    template: Option<&usher_domain::template::TemplateId>,
    asker: Credential,
) -> Result<Option<String>, BulkSendError> {
    accounts::find(connection, account)?.ok_or(BulkSendError::NotFound)?;
    if let Some(id) = template {
        let found = templates::find(connection, account, id)?;
        found.ok_or(BulkSendError::UnknownTemplate)?;
    }
    Ok(requester_name(connection, asker)?)
}

/// What is selected, and the users who were listed: each once, by id.
fn selected(recipients: Recipients) -> (Selection, Vec<AccountUserId>) {
    match recipients {
        Recipients::Filter(filter) => {
            let search = filter.search.as_deref().map(folded_search);
            let selection = Selection::Filter {
                search: search.filter(|text| !text.is_empty()),
                status: filter.status,
                welcome: filter.welcome,
            };
            (selection, Vec::new())
        }
        Recipients::Users(mut users) => {
            users.sort_unstable();
            users.dedup();
            (Selection::Listed, users)
        }
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
