//! What a running bulk send waits for.

use chrono::{DateTime, Utc};
use usher_domain::bulk_send::{BulkSend, BulkSendStatus, Step, WaitReason, is_put_off};
use usher_persistence::{DatabaseError, DbConnection, accounts};

use super::{BulkSendError, turn::look};
use crate::{App, limits};

/// Why a bulk send gets no further now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// What it waits for.
    pub reason: WaitReason,
    /// Until when, if that is known.
    pub until: Option<DateTime<Utc>>,
}

/// Tells why a running bulk send gets no further now, as far as this node knows; none when it does.
///
/// # Errors
/// [`BulkSendError::Database`] when the database fails.
pub async fn waiting(app: &App, send: &BulkSend) -> Result<Option<Waiting>, BulkSendError> {
    if send.status != BulkSendStatus::Running {
        return Ok(None);
    }
    let for_long = |reason| Waiting {
        reason,
        until: None,
    };
    if app.route.is_resting() {
        return Ok(Some(for_long(WaitReason::MailServer)));
    }
    let (id, now) = (send.id, app.now());
    let found = app.database.read(move |connection: &mut DbConnection| {
        let Some((run, step)) = look(connection, id, now)? else {
            return Ok::<_, DatabaseError>(None);
        };
        if is_put_off(&run.situation, now) {
            return Ok(Some(for_long(WaitReason::AnotherTry)));
        }
        let account = match step {
            Step::Queue(_) => accounts::find(connection, run.send.account_id)?,
            _ => None,
        };
        Ok(match account {
            Some(account) if limits::room(connection, &account, now)? == Some(0) => Some(Waiting {
                reason: WaitReason::AccountLimit,
                until: Some(now + limits::until_next_hour(now)),
            }),
            _ => None,
        })
    });
    found.await.map_err(BulkSendError::Database)
}
