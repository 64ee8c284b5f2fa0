//! Storing made-up people, as many at once as one transaction may hold, several transactions at a time.

use tokio::task::JoinSet;
use usher_domain::audit::AuditEvent;
use usher_persistence::{
    DatabaseError, account_users,
    delivery_hours::{self, Tally},
    histories::{self, History},
};

use super::{Progress, SeedError, history::Scene};
use crate::{App, audit_sealer::AtOnce};

/// People who are stored in one transaction, and what it counts.
#[derive(Debug, Default)]
pub(super) struct Batch {
    people: Vec<History>,
    tally: Tally,
    pub(super) rows: usize,
}

impl Batch {
    pub(super) fn add(&mut self, history: History, scene: &Scene<'_>) {
        self.rows += history.rows();
        scene.count(&history, &mut self.tally);
        self.people.push(history);
    }

    /// What the audit log tells of them, in the order in which it happened.
    fn events(&self) -> Vec<&AuditEvent> {
        let mut events: Vec<&AuditEvent> = self.people.iter().flat_map(|one| &one.events).collect();
        events.sort_unstable_by_key(|event| event.id);
        events
    }

    fn progress(&self) -> Progress {
        let sum = |of: fn(&History) -> usize| self.people.iter().map(|one| of(one) as u64).sum();
        Progress {
            users: self.people.len() as u64,
            messages: sum(|one| one.messages.len()),
            rows: sum(History::rows),
        }
    }
}

/// Transactions that have not been answered yet.
pub(super) type UnderWay = JoinSet<Result<Progress, SeedError>>;

/// Has a batch stored, if there is anybody in it.
pub(super) fn spawn(app: &App, sealer: &AtOnce, under_way: &mut UnderWay, batch: Batch) {
    let Some(lot) = batch.people.first().map(|one| one.user.id.as_bytes()[15]) else {
        return;
    };
    let (app, sealer) = (app.clone(), sealer.clone());
    under_way.spawn(async move {
        let (progress, now) = (batch.progress(), app.now());
        app.database
            .write(move |connection| {
                histories::make_room(connection)?;
                histories::insert(connection, &batch.people).map_err(taken)?;
                sealer.insert(connection, batch.events().into_iter(), now)?;
                Ok::<_, SeedError>(delivery_hours::add(connection, &batch.tally, lot)?)
            })
            .await?;
        Ok(progress)
    });
}

/// Waits for one batch and tells.
pub(super) async fn stored(
    under_way: &mut UnderWay,
    progress: &mut Progress,
    tell: &mut impl FnMut(Progress),
) -> Result<(), SeedError> {
    let Some(done) = under_way.join_next().await else {
        return Ok(());
    };
    let done = done.map_err(|_| DatabaseError::Panicked)??;
    progress.users += done.users;
    progress.messages += done.messages;
    progress.rows += done.rows;
    tell(*progress);
    Ok(())
}

fn taken(error: DatabaseError) -> SeedError {
    if error.violates(account_users::LOGIN_KEY) || error.violates(account_users::EMAIL_KEY) {
        SeedError::LoginTaken
    } else {
        SeedError::Database(error)
    }
}
