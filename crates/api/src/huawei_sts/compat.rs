//! How far its API is served.

use super::errors::StsError;
use crate::{compat::Sheet, huawei_auth::Unauthorized};

/// What `usher compat` says about the Security Token Service.
pub(crate) fn sheet() -> Sheet {
    let errors = [
        StsError::InvalidRequest,
        StsError::InvalidMessage,
        StsError::Unauthorized(Unauthorized::without_credential()),
        StsError::Denied,
        StsError::UnknownPath,
        StsError::MethodNotAllowed,
        StsError::TooLarge,
        StsError::Internal(None),
        StsError::Unavailable,
    ];
    Sheet {
        vendor: "Huawei STS",
        served: &[
            (
                "POST /v5/decode-authorization-message",
                "opens the encoded_authorization_message of a refusal",
            ),
            ("GET /v5/caller-identity", "tells callers who they are"),
        ],
        ignored: &["X-Security-Token with nothing in it: there are no temporary keys"],
        assumed: &[
            "a message opens for whoever may grant roles in the account that it was sealed for; to all others it is invalid",
        ],
        errors: errors.iter().map(StsError::told).collect(),
    }
}
