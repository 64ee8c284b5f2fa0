//! Imports and their rows in words.

use usher_api_types::{
    problem::{ErrorCode, FieldCode, FieldError},
    user_import as api,
};
use usher_domain::user_import::{ImportRow, RowFault, RowMistake, UserImport};

/// An import.
pub(super) fn import(import: &UserImport) -> api::UserImport {
    let counts = import.counts;
    api::UserImport {
        id: import.id.into(),
        account_id: import.account_id.into(),
        status: import.status.to_string(),
        stop_reason: import.stop_reason.map(|reason| reason.to_string()),
        waits_until: None,
        on_duplicate: import.on_duplicate.to_string(),
        send_welcome: import.send_welcome,
        counts: api::UserImportCounts {
            rows: counts.rows,
            valid: counts.valid,
            invalid: counts.invalid,
            duplicates: counts.duplicates,
            created: counts.created,
            updated: counts.updated,
            failed: counts.failed,
        },
        created_at: import.created_at,
        started_at: import.started_at,
        ended_at: import.ended_at,
        erased_at: import.erased_at,
    }
}

/// A row.
pub(super) fn row(row: &ImportRow) -> api::UserImportRow {
    let values = row.cells.clone().map(|cells| {
        let [login, email, display_name, phone, locale] = cells;
        api::UserImportValues {
            login,
            email,
            display_name,
            phone,
            locale,
        }
    });
    api::UserImportRow {
        line: row.line,
        state: row.state.to_string(),
        values,
        user_id: row.user_id.map(Into::into),
        same_as_line: row.same_as,
        errors: row.mistakes.iter().copied().map(error).collect(),
    }
}

fn error(mistake: RowMistake) -> FieldError {
    let too_long = mistake.fault == RowFault::TooLong;
    let max = i64::try_from(mistake.column.max_chars()).ok();
    FieldError {
        field: mistake.column.to_string(),
        code: code(mistake.fault).to_owned(),
        message: mistake.fault.words().to_owned(),
        max: max.filter(|_| too_long),
        ..FieldError::default()
    }
}

/// What a fault is called here: a row is refused for the same reasons as a single user.
fn code(fault: RowFault) -> &'static str {
    match fault {
        RowFault::Required => FieldCode::Required.as_str(),
        RowFault::TooLong => FieldCode::TooLong.as_str(),
        RowFault::ControlCharacter => FieldCode::ControlCharacter.as_str(),
        RowFault::InvalidCharacter => FieldCode::InvalidCharacter.as_str(),
        RowFault::InvalidAddress => FieldCode::InvalidAddress.as_str(),
        RowFault::InvalidLanguage => FieldCode::InvalidLanguage.as_str(),
        RowFault::Duplicate => FieldCode::Duplicate.as_str(),
        RowFault::LoginTaken => ErrorCode::LoginTaken.as_str(),
        RowFault::EmailTaken => ErrorCode::EmailTaken.as_str(),
        RowFault::NoAddress => ErrorCode::NoAddress.as_str(),
        RowFault::TooManyMessages => ErrorCode::TooManyRequests.as_str(),
        RowFault::Forbidden => ErrorCode::Forbidden.as_str(),
        RowFault::NotFound => ErrorCode::NotFound.as_str(),
    }
}
