//! The welcome email.

use axum::extract::{Path, State, rejection::PathRejection};
use usher_application::{
    App,
    welcome_emails::{self, Repeat},
};
use usher_domain::{delivery::DeliveryStatus, ids::AccountUserId};

use crate::{
    dialects::outcome,
    origin::Origin,
    otc_iam::{
        auth::TokenHolder,
        bodies::{Ignored, Success},
        errors::IamError,
    },
};

/// `POST /v3.0/OS-USER/users/{user_id}/welcome`: sends a welcome email, anew on every call.
pub(super) async fn send(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    Origin(origin): Origin,
    user_id: Result<Path<String>, PathRejection>,
    _: Ignored,
) -> Result<Success, IamError> {
    let user = user_id
        .ok()
        .and_then(|Path(text)| text.parse::<AccountUserId>().ok())
        .ok_or(IamError::InvalidUserId)?;
    let message = welcome_emails::request(&app, &actor, user, origin, Repeat::AlwaysSend)
        .await
        .map_err(|error| IamError::not_welcomed(user, error))?;
    match outcome(&app, &message).await {
        DeliveryStatus::Failed => Err(IamError::AddressRefused),
        _ => Ok(Success::new()),
    }
}
