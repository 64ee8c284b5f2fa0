//! What went wrong, for people: a sentence for each error code of the API (`error-<code>`) and for each
//! thing that can be wrong with a field (`field-<code>`).

use usher_api_types::problem::{ErrorCode, FieldCode, FieldError};

use crate::{
    api_client::ApiFailure,
    words::language::{say, t},
};

/// The sentence for a code.
pub(crate) fn sentence(code: ErrorCode) -> String {
    say(&format!("error-{}", code.as_str()), &[])
}

/// The sentence for a failure, with how long to wait when the API says so.
pub(crate) fn failure_text(failure: &ApiFailure) -> String {
    match (failure.code(), failure.retry_after) {
        (ErrorCode::TooManyRequests, Some(seconds)) => too_often(seconds),
        (ErrorCode::WeakPassword, _) => failure
            .problem
            .errors
            .first()
            .map_or_else(|| sentence(ErrorCode::WeakPassword), field_text),
        (code, _) => sentence(code),
    }
}

/// What is wrong with one field; in the API's own words if its code is not of the list.
pub(crate) fn field_text(error: &FieldError) -> String {
    match error.code.parse() {
        Ok(code) => said(code, error.min, error.max, error.line),
        Err(_) => error.message.clone(),
    }
}

/// What is wrong with a value, with the least and the most that is accepted.
pub(crate) fn reason(code: FieldCode, min: Option<i64>, max: Option<i64>) -> String {
    said(code, min, max, None)
}

fn said(code: FieldCode, min: Option<i64>, max: Option<i64>, line: Option<i64>) -> String {
    let values = [
        ("min", min.unwrap_or_default().into()),
        ("max", max.unwrap_or_default().into()),
        ("line", line.unwrap_or_default().into()),
    ];
    say(&format!("field-{code}"), &values)
}

/// Rounded up to what people say.
fn too_often(seconds: u64) -> String {
    match seconds {
        0..=5_399 => t!(
            "error-too_many_requests-minutes",
            count = seconds.div_ceil(60).max(1)
        ),
        _ => t!(
            "error-too_many_requests-hours",
            count = seconds.div_ceil(3600)
        ),
    }
}

#[cfg(test)]
mod tests {
    use usher_i18n::Language;

    use super::*;

    #[test]
    fn every_code_has_a_sentence() {
        let known = usher_i18n::keys(Language::English);
        let errors = ErrorCode::ALL
            .iter()
            .map(|code| format!("error-{}", code.as_str()));
        let fields = FieldCode::ALL.iter().map(|code| format!("field-{code}"));
        let silent: Vec<_> = errors
            .chain(fields)
            .filter(|key| !known.contains(&key.as_str()))
            .collect();
        assert!(silent.is_empty(), "no language says {silent:?}");
    }

    #[test]
    fn a_field_error_is_said_by_its_code_and_limits() {
        let error = |code: &str, min| FieldError {
            code: code.to_owned(),
            message: "in the API's words".to_owned(),
            min,
            ..FieldError::default()
        };
        assert_eq!(
            field_text(&error("too_short", Some(12))),
            "Use at least 12 characters."
        );
        assert_eq!(field_text(&error("too_short", None)), "That is too short.");
        assert_eq!(
            field_text(&error("of_tomorrow", None)),
            "in the API's words"
        );
        let in_line = FieldError {
            line: Some(3),
            ..error("unknown_variable", None)
        };
        assert_eq!(field_text(&in_line), "Line 3: there is no such value.");
        let missing = field_text(&error("link_missing", None));
        assert!(missing.contains("Write {{ link }} where"), "{missing}");
    }

    #[test]
    fn waiting_times_are_rounded_up_to_what_people_say() {
        for (seconds, expected) in [
            (20, "Try again in a minute."),
            (601, "Try again in 11 minutes."),
            (86_400, "Try again in 24 hours."),
        ] {
            assert!(too_often(seconds).ends_with(expected), "{seconds}");
        }
    }
}
