//! Errors (RFC 9457) with stable codes.

mod field_code;

use serde::{Deserialize, Serialize};

pub use field_code::{FieldCode, UnknownFieldCode};

/// An error body, `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URL that explains the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong this time, for people.
    pub detail: String,
    /// The stable name of the error, for programs.
    pub code: String,
    /// The request, as the logs name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What is wrong with single members of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// What is wrong with one member of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The member.
    pub field: String,
    /// A stable name of what is wrong. A later version may have more of them.
    #[cfg_attr(feature = "openapi", schema(value_type = FieldCode))]
    pub code: String,
    /// The same for people.
    pub message: String,
    /// The least that is accepted, with `too_short` and `out_of_range`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The most that is accepted, with `too_long`, `too_many`, `too_many_pixels` and `out_of_range`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Where in a text of several lines it is, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<i64>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $title:literal, $more:literal;)+) => {
        /// The stable names of all errors of the native API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $(#[doc = $more] $name,)+
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The HTTP status it comes with.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ }
            }

            /// The code in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }

            /// What it means and what to do, in a sentence or two.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$name => $more,)+ }
            }

            /// The code with that name.
            #[must_use]
            pub fn find(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }
        }
    };
}

codes! {
    MalformedBody = "malformed_body", 400, "Malformed body",
        "The body is not the JSON that this endpoint reads.";
    MalformedRequest = "malformed_request", 400, "Malformed request",
        "A path or query parameter cannot be read.";
    InvalidIdempotencyKey = "invalid_idempotency_key", 400, "Invalid Idempotency-Key",
        "An Idempotency-Key has 1 to 255 printable characters, and a request has one at most.";
    Unauthenticated = "unauthenticated", 401, "Authentication required",
        "The request carries no credential, or one that is not valid (any more).";
    SignInFailed = "sign_in_failed", 401, "Sign-in failed",
        "Login, password or account is wrong. Which one is not told.";
    Forbidden = "forbidden", 403, "Not allowed",
        "The credential lacks a permission that this request needs.";
    CrossSite = "cross_site", 403, "Cross-site request refused",
        "A request with a session cookie came from another site.";
    NotFound = "not_found", 404, "Not found",
        "There is no such thing, or the credential may not see it.";
    MethodNotAllowed = "method_not_allowed", 405, "Method not allowed",
        "The path exists, but not with this method; Allow lists the ones that do.";
    NotAcceptable = "not_acceptable", 406, "Not acceptable",
        "The answer exists only as JSON.";
    Conflict = "conflict", 409, "Conflict",
        "The request contradicts what is there; the detail says what.";
    LoginTaken = "login_taken", 409, "Login taken",
        "Another user of the account has this login.";
    EmailTaken = "email_taken", 409, "Address taken",
        "Another user of the account has this email address.";
    AccountNameTaken = "account_name_taken", 409, "Account name taken",
        "Another account has this name.";
    AccountNotEmpty = "account_not_empty", 409, "Account not empty",
        "Delete the account's users first.";
    AccountNotPrimary = "account_not_primary", 409, "Not the primary account",
        "Welcome emails are sent in the name of the user's primary account only.";
    NoAddress = "no_address", 409, "No email address",
        "The user has no email address to send to.";
    UserDisabled = "user_disabled", 409, "User disabled",
        "A disabled user is not welcomed; enable her first.";
    LastOwner = "last_owner", 409, "Last owner",
        "The last owner cannot be removed, disabled or demoted.";
    NotRetryable = "not_retryable", 409, "Nothing to retry",
        "Only a failed or cancelled message can be sent again.";
    NotCancellable = "not_cancellable", 409, "Too late to cancel",
        "Only a message that waits can be cancelled.";
    NoOpenLink = "no_open_link", 409, "No open link",
        "The user has no link that could be redeemed.";
    RequestUnderWay = "request_under_way", 409, "Request under way",
        "A request with this Idempotency-Key is being carried out; ask again as Retry-After says.";
    SecretShown = "secret_shown", 409, "Secret already shown",
        "The request was carried out before. Its answer held a secret that is shown once.";
    LinkUsed = "link_used", 410, "Link already used",
        "A password was set with this link. Sign in, or ask for a new link.";
    LinkExpired = "link_expired", 410, "Link expired",
        "The link's time has run out. It can be exchanged for a fresh mail.";
    LinkSuperseded = "link_superseded", 410, "Link superseded",
        "A newer mail took this link's place. It can be exchanged for a fresh mail.";
    LinkVoid = "link_void", 410, "Link not valid",
        "The link is not valid. Ask whoever invited you for a new one.";
    PayloadTooLarge = "payload_too_large", 413, "Body too large",
        "The body is larger than this endpoint reads.";
    UnsupportedMediaType = "unsupported_media_type", 415, "Unsupported media type",
        "Send the body as application/json.";
    InvalidField = "invalid_field", 422, "Invalid value",
        "A member of the body has a value that cannot be accepted; errors lists which and why.";
    IdempotencyKeyReused = "idempotency_key_reused", 422, "Idempotency-Key used before",
        "The Idempotency-Key was used for a request with another body. Another request needs another key.";
    WeakPassword = "weak_password", 422, "Password not good enough",
        "The password does not meet the policy; errors says why.";
    TooManyRequests = "too_many_requests", 429, "Too many requests",
        "Wait as long as Retry-After says.";
    AccountLimit = "account_limit", 429, "The account's limit is reached",
        "The account has asked for as many welcome emails in this hour as it may. Wait as long as Retry-After says.";
    Internal = "internal", 500, "Internal error",
        "Something went wrong on our side. The request id helps to find it in the logs.";
    Unavailable = "unavailable", 503, "Unavailable",
        "The service cannot answer now; try again shortly.";
}
