//! How far its API is served.

use chrono::Duration;
use uuid::Uuid;

use super::errors::{IamError, UserError};
use crate::{
    compat::{Refusal, Sheet},
    huawei_auth::Unauthorized,
};

/// What `usher compat` says about IAM.
pub(crate) fn sheet() -> Sheet {
    let errors = [
        IamError::NoAddress,
        IamError::AddressRefused,
        IamError::MalformedTokenRequest,
        IamError::NoSubjectToken,
        IamError::InvalidParameter("…"),
        IamError::MalformedBody,
        IamError::Unauthenticated,
        IamError::WrongSignature(Unauthorized::without_credential()),
        IamError::WrongCredentials,
        IamError::Locked(Duration::minutes(1)),
        IamError::NotAuthorized,
        IamError::InvalidUserId,
        IamError::UserDisabled(Uuid::nil().into()),
        IamError::unknown("user", "…"),
        IamError::UnknownToken,
        IamError::UnknownPath,
        IamError::MethodNotAllowed,
        IamError::BodyTooLarge,
        IamError::Throttled(Duration::minutes(1)),
        IamError::TooManyToOne(Duration::minutes(1)),
        IamError::Internal(None),
        IamError::Unavailable,
    ];
    Sheet {
        vendor: "Open Telekom Cloud IAM",
        served: &[
            (
                "POST /v3.0/OS-USER/users/{user_id}/welcome",
                "sends a welcome email",
            ),
            ("POST /v3.0/OS-USER/users", "creates a user"),
            ("GET /v3.0/OS-USER/users/{user_id}", "shows a user"),
            (
                "POST /v3/auth/tokens",
                "a token for name and password; with a scope, ?nocatalog",
            ),
            ("GET /v3/auth/tokens", "shows a token"),
            ("HEAD /v3/auth/tokens", "checks a token"),
            ("DELETE /v3/auth/tokens", "revokes a token"),
            ("GET /v3/users", "lists users"),
            ("GET /v3/users/{user_id}", "shows a user"),
            ("GET /v3/projects", "projects by name"),
            ("GET /v3/auth/projects", "projects of the caller"),
            ("GET /v3/auth/domains", "domains of the caller"),
            ("GET /v3/auth/catalog", "the catalogue"),
            ("GET /v3", "the version"),
            ("GET /", "the versions, for whoever asks for JSON"),
        ],
        ignored: &[
            "the body of the welcome call, and its media type",
            "members that are not documented",
            "description, access_mode and pwd_status of a new user: nobody is programmatic, or must change a password",
        ],
        assumed: &[
            "a domain is an account, which has one project",
            "the documented answer { \"success\" } is no JSON: {\"success\":true} is answered",
            "an unknown user is a 403 \"userId is invalid\" for the welcome call, a 404 elsewhere",
            "the identity endpoint stands in the catalogue under the region * and the configured one",
            "a token ends at once when its user is disabled or deleted or her password changes",
            "API tokens and access tokens are taken as X-Auth-Token, access keys as signatures",
        ],
        errors: errors
            .iter()
            .map(IamError::told)
            .chain(user_errors())
            .collect(),
    }
}

/// Those of creating a user, all of them 400.
fn user_errors() -> impl Iterator<Item = Refusal> {
    let errors = [
        UserError::EmptyBody,
        UserError::MalformedBody,
        UserError::Incomplete,
        UserError::InvalidName,
        UserError::InvalidEmail,
        UserError::InvalidPassword,
        UserError::InvalidPhone,
        UserError::ForeignIdentity,
        UserError::HalfAPhone,
        UserError::NameTaken,
        UserError::EmailTaken,
        UserError::InvalidDescription,
        UserError::WeakPassword,
        UserError::InvalidAccessMode,
    ];
    errors.into_iter().filter_map(UserError::told)
}
