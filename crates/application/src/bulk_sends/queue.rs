//! Queueing one chunk of a run: as many single welcome emails, and the step of the walk, in one
//! transaction.

use chrono::{DateTime, Utc};
use usher_domain::{
    account::Account,
    account_user::AccountUser,
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    bulk_send::{CHUNK, LeftOut, LeftOutReason, Selection, paced_after},
    clock::Entropy,
    ids::{AccountUserId, AuditEventId, MessageId},
    password_link::{LinkId, LinkPurpose},
    template::Template,
};
use usher_persistence::{
    DatabaseError, DbConnection, account_users, audit_events,
    bulk_sends::{self, Advance, Run},
    templates,
};

use super::choose::{Chooser, filtered, known};
use crate::{
    limits,
    outgoing::{Addressee, LinkSource, Order},
};

/// What a chunk is made of. The ids are drawn beforehand, so that a transaction that runs again writes
/// the same.
pub(super) struct Chunk {
    pub(super) order: Order,
    pub(super) chooser: Chooser,
    pub(super) now: DateTime<Utc>,
    ids: Vec<(MessageId, LinkId, AuditEventId)>,
}

/// The next users of a run.
struct Next {
    users: Vec<AccountUser>,
    /// Who was listed and is not the account's.
    unknown: Vec<AccountUserId>,
    last: Option<AccountUserId>,
    is_last: bool,
}

impl Chunk {
    pub(super) fn new(
        order: Order,
        chooser: Chooser,
        now: DateTime<Utc>,
        entropy: &dyn Entropy,
    ) -> Self {
        let draw = |_| {
            (
                MessageId::mint(now, entropy),
                LinkId::mint(entropy),
                AuditEventId::mint(now, entropy),
            )
        };
        Self {
            order,
            chooser,
            now,
            ids: (0..CHUNK).map(draw).collect(),
        }
    }

    /// Queues messages for up to `most` of the users whose turn it is. `false` when the run has moved
    /// on meanwhile, or its account has no room: then everything is to be undone.
    pub(super) fn queue(
        &self,
        connection: &mut DbConnection,
        run: &Run,
        actor: &Actor,
        account: &Account,
        most: u32,
    ) -> Result<bool, DatabaseError> {
        let next = next(connection, run, most)?;
        let mut left_out = Vec::new();
        for user in &next.unknown {
            left_out.push((*user, LeftOutReason::NotFound));
        }
        let users = self.take(connection, actor, &next.users, &mut left_out)?;
        let template = words(connection, run)?;
        for (user, ids) in users.iter().zip(&self.ids) {
            self.write(
                connection,
                run,
                actor,
                (user, account),
                *ids,
                template.as_ref(),
            )?;
        }
        strike(connection, run, &users, &left_out)?;
        if !limits::take(connection, account, users.len(), self.now)? {
            return Ok(false);
        }
        let mut counted = LeftOut::default();
        for (_, reason) in &left_out {
            counted.add(*reason, 1);
        }
        let queued = u32::try_from(users.len()).unwrap_or(CHUNK);
        let paced_until = run.situation.paced_until;
        let advance = Advance {
            walked_to: next.last.or(run.walked_to),
            is_walked: next.is_last,
            queued: i64::from(queued),
            left_out: counted,
            paced_until: paced_after(&run.send.limits, paced_until, queued, self.now),
        };
        bulk_sends::advance(connection, run, &advance, self.now)
    }

    /// Takes the rows of those who get a message, and judges them once more when nobody can change
    /// them any longer.
    fn take(
        &self,
        connection: &mut DbConnection,
        actor: &Actor,
        users: &[AccountUser],
        left_out: &mut Vec<(AccountUserId, LeftOutReason)>,
    ) -> Result<Vec<AccountUser>, DatabaseError> {
        let reasons = self.chooser.screen(connection, actor, users)?;
        let mut taken = Vec::with_capacity(users.len());
        for (user, reason) in users.iter().zip(reasons) {
            match reason {
                Some(reason) => left_out.push((user.id, reason)),
                None if account_users::take(connection, user.id)? => taken.push(user.id),
                None => left_out.push((user.id, LeftOutReason::NotFound)),
            }
        }
        let users = account_users::list_by_id(connection, &taken)?;
        let reasons = self.chooser.judge(connection, actor, &users)?;
        let mut chosen = Vec::with_capacity(users.len());
        for (user, reason) in users.into_iter().zip(reasons) {
            match reason {
                Some(reason) => left_out.push((user.id, reason)),
                None => chosen.push(user),
            }
        }
        Ok(chosen)
    }

    /// Writes one welcome email with its link and its audit event.
    fn write(
        &self,
        connection: &mut DbConnection,
        run: &Run,
        actor: &Actor,
        (user, account): (&AccountUser, &Account),
        (message, link, event): (MessageId, LinkId, AuditEventId),
        template: Option<&Template>,
    ) -> Result<(), DatabaseError> {
        let Some(address) = &user.email else {
            return Ok(());
        };
        let addressee = Addressee {
            user,
            account,
            link: LinkSource::New(link),
        };
        self.order.of_message(message).write_in_words(
            connection,
            LinkPurpose::Welcome,
            address,
            &[addressee],
            template,
        )?;
        let event = AuditEvent::new(event, self.now, actor, AuditAction::WelcomeEmailRequested)
            .in_account(account.id)
            .on(user.id)
            .with("welcome_email", message)
            .with("bulk_send", run.send.id);
        audit_events::insert(connection, &event)
    }
}

/// Notes who is left out, and strikes the others from the list.
fn strike(
    connection: &mut DbConnection,
    run: &Run,
    users: &[AccountUser],
    left_out: &[(AccountUserId, LeftOutReason)],
) -> Result<(), DatabaseError> {
    for (user, reason) in left_out {
        bulk_sends::leave_out(connection, run.send.id, *user, *reason)?;
    }
    if run.send.selection == Selection::Listed && !users.is_empty() {
        let ids: Vec<AccountUserId> = users.iter().map(|user| user.id).collect();
        bulk_sends::delete_listed(connection, run.send.id, &ids)?;
    }
    Ok(())
}

/// The users whose turn it is.
fn next(connection: &mut DbConnection, run: &Run, most: u32) -> Result<Next, DatabaseError> {
    let (send, after) = (&run.send, run.walked_to);
    if send.selection != Selection::Listed {
        let range = (after, run.walks_to);
        let page = filtered(connection, send.account_id, &send.selection, range, most)?;
        return Ok(Next {
            last: page.users.last().map(|user| user.id),
            is_last: page.is_last,
            users: page.users,
            unknown: Vec::new(),
        });
    }
    let mut unknown = bulk_sends::next_listed(connection, send.id, after, i64::from(most))?;
    let (last, is_last) = (unknown.last().copied(), unknown.len() < most as usize);
    let users = known(connection, send.account_id, &unknown)?;
    unknown.retain(|id| users.iter().all(|user| user.id != *id));
    Ok(Next {
        users,
        unknown,
        last,
        is_last,
    })
}

/// The words of a run: of the template that was chosen, also after it was deleted, or of the account's
/// default.
fn words(connection: &mut DbConnection, run: &Run) -> Result<Option<Template>, DatabaseError> {
    let account = run.send.account_id;
    match &run.send.template {
        Some(id) => templates::find_kept(connection, account, id),
        None => templates::find_default(connection, account),
    }
}
