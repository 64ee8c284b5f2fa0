//! Verifying the audit log on behalf of somebody who asks over the network: the same walk as on the
//! command line, in parts of bounded length.

use usher_domain::{
    actor::{Actor, PermissionDenied},
    chain_head::ChainHead,
    grants::Scope,
    permission::Permission,
};
use usher_persistence::DatabaseError;

pub use crate::audit_chain::Walked;
use crate::{
    App,
    audit_chain::{self, Verification, Walk},
    failure::database_failures,
};

/// How many events one request walks along: a second or two.
const MOST: i64 = 50_000;

/// Why the log was not verified.
#[derive(Debug, thiserror::Error)]
pub enum AuditVerificationError {
    /// The permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// An earlier request did not stop there.
    #[error("the log has no such place")]
    UnknownPlace,
    /// The database failed.
    #[error("the audit log could not be read")]
    Database(#[source] DatabaseError),
}

database_failures!(AuditVerificationError);

/// Verifies the audit log from its beginning, or from the place where an earlier request stopped. That
/// place is taken on trust: whoever names another has verified less, and knows it.
///
/// # Errors
/// See [`AuditVerificationError`].
pub async fn verify(
    app: &App,
    actor: &Actor,
    kept: Option<ChainHead>,
    from: Option<ChainHead>,
) -> Result<Walked, AuditVerificationError> {
    actor.require(Permission::AuditRead, Scope::Installation)?;
    let walk = Walk {
        kept,
        from,
        most: Some(MOST),
    };
    let walked = audit_chain::walk(app, &walk).await?;
    if walked.verification == Verification::NowhereToGoOn {
        return Err(AuditVerificationError::UnknownPlace);
    }
    Ok(walked)
}
