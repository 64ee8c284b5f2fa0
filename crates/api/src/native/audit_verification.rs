//! Verifying the audit log.

use axum::{Json, extract::State};
use usher_api_types::{
    audit_event::{self as api, VerifyAuditEvents},
    problem::FieldCode,
};
use usher_application::{
    App,
    audit_chain::{Verification, Walked},
    audit_verification,
};
use usher_domain::chain_head::{ChainHead, InvalidChainHead};

use crate::{
    authenticate::Authenticated,
    extract::OptionalJsonBody,
    fields::{Fields, Refusal},
    problem::ApiError,
};

/// Verifies the audit log.
///
/// It proves that nothing in the log was changed, inserted or, up to a head that was kept elsewhere,
/// removed. A long log takes more than one request: pass `continue_from` back until it is absent.
#[utoipa::path(
    post, path = "/audit-events/verify", tag = "audit log",
    request_body(content = Option<VerifyAuditEvents>, example = json!({})),
    responses((status = 200, description = "What was found", body = api::AuditVerification)),
    extensions(("x-problems" = json!(["forbidden", "invalid_field"]))),
)]
pub(super) async fn verify_audit_events(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    OptionalJsonBody(body): OptionalJsonBody<VerifyAuditEvents>,
) -> Result<Json<api::AuditVerification>, ApiError> {
    let (kept, from) = places(&body.unwrap_or_default())?;
    let walked = audit_verification::verify(&app, &actor, kept, from).await?;
    Ok(Json(self::body(&walked, kept)))
}

impl Refusal for InvalidChainHead {
    fn code(&self) -> FieldCode {
        FieldCode::Unknown
    }
}

fn places(body: &VerifyAuditEvents) -> Result<(Option<ChainHead>, Option<ChainHead>), ApiError> {
    let mut fields = Fields::new();
    let kept = fields.optional("since_head", body.since_head.as_deref(), str::parse);
    let from = fields.optional("continue_from", body.continue_from.as_deref(), str::parse);
    fields.finish(|| Ok((kept?, from?)))
}

fn body(walked: &Walked, kept: Option<ChainHead>) -> api::AuditVerification {
    let (problem, at_event) = match &walked.verification {
        Verification::Broken { flaw, event, .. } => (Some(flaw.as_str().to_owned()), *event),
        _ => (None, None),
    };
    let continue_from = match &walked.verification {
        Verification::Unfinished { at } => Some(at.to_string()),
        _ => None,
    };
    let end = walked.end.as_ref();
    api::AuditVerification {
        intact: matches!(walked.verification, Verification::Intact { .. }),
        sealed: u64::try_from(walked.sealed).unwrap_or_default(),
        unsealed: walked.unsealed as u64,
        head: end.map(|head| {
            let (seq, hash) = (head.seq, head.hash);
            ChainHead { seq, hash }.to_string()
        }),
        signed_at: end.map(|head| head.sealed_at),
        problem,
        at_event: at_event.map(Into::into),
        compared_with_kept_head: kept.is_some_and(|kept| kept.seq <= walked.verified),
        verified: u64::try_from(walked.verified).unwrap_or_default(),
        continue_from,
    }
}
