//! How far its API is served.

use chrono::Duration;

use super::errors::AltcraftError;
use crate::compat::Sheet;

/// What `usher compat` says about Altcraft.
pub(crate) fn sheet() -> Sheet {
    let errors = [
        AltcraftError::incorrect("account_id"),
        AltcraftError::MethodNotAllowed,
        AltcraftError::BodyTooLarge,
        AltcraftError::TokenRequired,
        AltcraftError::NoAccess(None),
        AltcraftError::CrossSite,
        AltcraftError::NotFound("user"),
        AltcraftError::UnknownPath,
        AltcraftError::AlreadyExists("name"),
        AltcraftError::TooMany(Duration::minutes(1)),
        AltcraftError::Internal(None),
        AltcraftError::Unavailable,
    ];
    Sheet {
        vendor: "Altcraft",
        served: &[
            (
                "POST /api/v1.1/admin/accounts/users/send_welcome",
                "sends a welcome email, in JSON and XML",
            ),
            (
                "POST /api/v1.1/admin/accounts/users/list",
                "users whose primary account it is",
            ),
            (
                "POST /api/v1.1/admin/accounts/users/add",
                "creates a user; with send_welcome she is welcomed",
            ),
            (
                "POST /api/v1.1/admin/accounts/users/update",
                "changes a user",
            ),
            (
                "POST /api/v1.1/admin/accounts/users/delete",
                "deletes a user",
            ),
            (
                "POST /api/v1.1/admin/accounts/list",
                "the accounts that the token may see",
            ),
        ],
        ignored: &["master, notify_email and members that are not documented"],
        assumed: &[
            "errors travel with status 200, except for other paths and methods, bodies too large, and failures of ours",
            "the answer's format: body, then URL, then the request's own, then JSON",
            "the token: body before header before URL; in the URL only one that is limited to one account",
            "a token that is not valid is a 403, a missing one a 401",
            "account_id is the account's number, name the login; a numeric text is taken",
            "the number 402 (tariff) is never answered",
            "lists have no pages: beyond 10,000 users there is an error",
        ],
        errors: errors.iter().map(AltcraftError::told).collect(),
    }
}
