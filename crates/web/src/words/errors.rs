//! What went wrong, for people: one sentence per error code of the API.

use usher_api_types::problem::ErrorCode;

use crate::api_client::ApiFailure;

/// The sentence for a code that came in a URL; none for anything that is no code.
pub(crate) fn error_text(code: &str) -> Option<&'static str> {
    ErrorCode::find(code).map(sentence)
}

/// The sentence for a code.
pub(crate) const fn sentence(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::SignInFailed => "Login, password or account is wrong.",
        ErrorCode::Forbidden => "You are not allowed to do that.",
        ErrorCode::CrossSite => "The form came from another site and was refused.",
        ErrorCode::NotFound => "That no longer exists.",
        ErrorCode::LoginTaken => "Another user of the account has this login.",
        ErrorCode::EmailTaken => "Another user of the account has this email address.",
        ErrorCode::AccountNameTaken => "Another account has this name.",
        ErrorCode::AccountNotEmpty => "Delete the account’s users first.",
        ErrorCode::AccountNotPrimary => {
            "Welcome emails are sent only in the name of the user’s primary account."
        }
        ErrorCode::NoAddress => "The user has no email address to send to. Add one first.",
        ErrorCode::UserDisabled => "The user is disabled. Enable the user first.",
        ErrorCode::LastOwner => {
            "The last owner cannot be removed, disabled or demoted. Make somebody else an owner first."
        }
        ErrorCode::NotRetryable => "Only a failed or cancelled message can be sent again.",
        ErrorCode::NotCancellable => "Too late: the message no longer waits.",
        ErrorCode::NoOpenLink => "There is no open link to show. Send a welcome email first.",
        ErrorCode::LinkUsed => "This link was already used.",
        ErrorCode::LinkExpired => "This link has expired.",
        ErrorCode::LinkSuperseded => "A newer email took this link’s place.",
        ErrorCode::LinkVoid => "This link is not valid.",
        ErrorCode::WeakPassword => "Choose a stronger password.",
        ErrorCode::InvalidField => "Please correct what is marked below.",
        ErrorCode::Conflict => "Somebody changed this at the same time. Look again.",
        ErrorCode::TooManyRequests => "That was too often. Wait a little, then try again.",
        ErrorCode::Unavailable => "Usher cannot do this right now. Try again shortly.",
        ErrorCode::MalformedBody
        | ErrorCode::MalformedRequest
        | ErrorCode::Unauthenticated
        | ErrorCode::MethodNotAllowed
        | ErrorCode::NotAcceptable
        | ErrorCode::PayloadTooLarge
        | ErrorCode::UnsupportedMediaType
        | ErrorCode::Internal => "That did not work.",
    }
}

/// The sentence for a failure, with how long to wait when the API says so.
pub(crate) fn failure_text(failure: &ApiFailure) -> String {
    match (failure.code(), failure.retry_after) {
        (ErrorCode::TooManyRequests, Some(seconds)) => {
            format!("That was too often. Try again {}.", wait(seconds))
        }
        // Only the API knows which rule the password broke.
        (ErrorCode::WeakPassword, _) => failure.problem.detail.clone(),
        (code, _) => sentence(code).to_owned(),
    }
}

fn wait(seconds: u64) -> String {
    match seconds {
        0..=59 => "in a minute".to_owned(),
        60..=5_399 => format!("in {} minutes", seconds.div_ceil(60)),
        _ => format!("in {} hours", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_codes_become_text() {
        assert!(error_text("login_taken").is_some());
        assert_eq!(error_text("<script>"), None);
        assert_eq!(error_text("Your account was hacked"), None);
    }

    #[test]
    fn waiting_times_are_rounded_up_to_what_people_say() {
        assert_eq!(wait(20), "in a minute");
        assert_eq!(wait(601), "in 11 minutes");
        assert_eq!(wait(86_400), "in 24 hours");
    }
}
