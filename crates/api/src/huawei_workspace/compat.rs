//! How far its API is served.

use chrono::Duration;

use super::errors::WorkspaceError;
use crate::{compat::Sheet, huawei_auth::Unauthorized};

/// What `usher compat` says about Workspace.
pub(crate) fn sheet() -> Sheet {
    let errors = [
        WorkspaceError::EmptyMessage,
        WorkspaceError::InvalidMessage,
        WorkspaceError::MessageTooLarge,
        WorkspaceError::UnknownTemplate,
        WorkspaceError::NoAddress,
        WorkspaceError::AddressRefused,
        WorkspaceError::UserDisabled,
        WorkspaceError::NameTaken,
        WorkspaceError::AddressTaken,
        WorkspaceError::WeakPassword("…".to_owned()),
        WorkspaceError::Unauthorized(Unauthorized::without_credential()),
        WorkspaceError::Denied(None),
        WorkspaceError::UnknownUser,
        WorkspaceError::UnknownPath,
        WorkspaceError::MethodNotAllowed,
        WorkspaceError::Throttled(Duration::minutes(1)),
        WorkspaceError::Internal(None),
        WorkspaceError::Unavailable(None),
    ];
    Sheet {
        vendor: "Huawei Workspace",
        served: &[
            (
                "POST /v2/{project_id}/users/{user_id}/resend-email",
                "sends a welcome email, after the account's template when template_id names one",
            ),
            (
                "POST /v2/{project_id}/users",
                "creates a user; USER_ACTIVATE welcomes her",
            ),
            ("GET /v2/{project_id}/users", "lists users"),
            ("GET /v2/{project_id}/users/{user_id}", "shows a user"),
        ],
        ignored: &[
            "phone_template_id: nothing is sent to telephones",
            "X-Project-Id and X-Domain-Id; members that are not documented",
        ],
        assumed: &[
            "a signature is looked at before a token; a blank Authorization counts as none",
            "host and x-sdk-date must be signed; the algorithms of the SM and ECDSA families are refused",
            "after more than five failures in a row an access key is refused for five minutes",
            "an unknown user is a 404, a project that the caller has no part in a 403",
            "codes beyond those that could be had continue the vendor's ranges",
            "encoded_authorization_message is sealed for the account and decoded by those who administrate it",
        ],
        errors: errors.iter().map(WorkspaceError::told).collect(),
    }
}
