//! How far its API is served.

use chrono::Duration;

use super::errors::MyReportsError;
use crate::compat::Sheet;

/// What `usher compat` says about MyReports.
pub(crate) fn sheet() -> Sheet {
    let errors = [
        MyReportsError::InvalidTenantId("…".to_owned()),
        MyReportsError::TenantNotPrimary,
        MyReportsError::EmailNotSet("This User has no email address."),
        MyReportsError::EmailNotSet("The email address of this User does not exist."),
        MyReportsError::UserDisabled,
        MyReportsError::InvalidMember("email"),
        MyReportsError::MalformedBody,
        MyReportsError::Unauthorized,
        MyReportsError::Forbidden,
        MyReportsError::NotFound,
        MyReportsError::MethodNotAllowed,
        MyReportsError::Conflict,
        MyReportsError::BodyTooLarge,
        MyReportsError::TooMany(Duration::minutes(1)),
        MyReportsError::Internal(None),
        MyReportsError::Unavailable,
    ];
    Sheet {
        vendor: "MyReports",
        served: &[
            (
                "POST /api/v1.0/customers/{customer}/users/{user}/sendActivationEmail",
                "sends a welcome email; also without /api",
            ),
            (
                "POST /api/v1.0/customers/{customer}/users",
                "creates a user; she is welcomed when the account is set so (sendNewUserEmail)",
            ),
            (
                "POST /connect/token",
                "client credentials: an access key and its secret become a bearer token",
            ),
        ],
        ignored: &[
            "the header accept-charges",
            "roles in the body of a new user: everybody is customer.user",
        ],
        assumed: &[
            "a customer is an account, a tenant id is the account's id",
            "a 401 has no body",
            "a user id that is no GUID is a 404; only the tenant id's form has an error of its own",
            "a customer whom the token may not see is a 404",
            "a user without an address, or with one that the mail server refuses for good, is a 400 EmailNotSet",
            "a bearer token lives for fifteen minutes",
        ],
        errors: errors.iter().map(MyReportsError::told).collect(),
    }
}
