//! Imports of users in words: where one stands, what becomes of a row, what is wrong with a file.

use usher_api_types::{
    problem::{ErrorCode, FieldCode, FieldError},
    user_import::UserImportRow,
};
use usher_domain::user_import::{Column, ImportStatus, RowState};

use crate::{
    components::badge::Tone,
    words::{
        errors::{field_text, sentence},
        language::{say, t},
    },
};

/// Where an import stands; the status itself when it is one that we do not know.
pub(crate) fn status_label(status: &str) -> String {
    match status.parse::<ImportStatus>() {
        Ok(known) => say(&format!("import-status-{known}"), &[]),
        Err(_) => status.to_owned(),
    }
}

/// How an import looks.
pub(crate) fn status_tone(status: &str) -> Tone {
    match status.parse() {
        Ok(ImportStatus::Reading | ImportStatus::Running) => Tone::Busy,
        Ok(ImportStatus::Completed) => Tone::Good,
        Ok(ImportStatus::Stopped) => Tone::Bad,
        Ok(ImportStatus::Ready) => Tone::Careful,
        Ok(ImportStatus::Cancelled | ImportStatus::Expired) | Err(_) => Tone::Neutral,
    }
}

/// What is to be done with a row or was; `ended` tells whether anything will be.
pub(crate) fn state_label(state: &str, ended: bool) -> String {
    match state.parse::<RowState>() {
        Ok(RowState::ToCreate | RowState::ToUpdate) if ended => t!("import-state-not_done"),
        Ok(known) => say(&format!("import-state-{known}"), &[]),
        Err(_) => state.to_owned(),
    }
}

/// How a row looks.
pub(crate) fn state_tone(state: &str) -> Tone {
    match state.parse() {
        Ok(RowState::Created | RowState::Updated) => Tone::Good,
        Ok(RowState::Invalid | RowState::Failed) => Tone::Bad,
        Ok(RowState::Duplicate) => Tone::Careful,
        Ok(RowState::ToCreate | RowState::ToUpdate) | Err(_) => Tone::Neutral,
    }
}

/// What is wrong with a row, cell by cell.
pub(crate) fn row_errors(row: &UserImportRow) -> Vec<String> {
    let repeats = |error: &FieldError| error.code == FieldCode::Duplicate.as_str();
    let mut told: Vec<_> = row
        .errors
        .iter()
        .map(|error| match row.same_as_line {
            Some(line) if repeats(error) => same_as(error, line),
            _ => cell_text(error),
        })
        .collect();
    let told_already = row.errors.iter().any(repeats);
    let line = row.same_as_line.filter(|_| !told_already);
    told.extend(line.map(|line| t!("import-same-as", line = line)));
    told
}

fn same_as(error: &FieldError, line: i64) -> String {
    match error.field.parse::<Column>() {
        Ok(column) => t!(
            "import-cell-same-as",
            column = column_label(column),
            line = line
        ),
        Err(_) => t!("import-same-as", line = line),
    }
}

fn cell_text(error: &FieldError) -> String {
    let text = match (
        error.code.parse::<FieldCode>(),
        ErrorCode::find(&error.code),
    ) {
        (Err(_), Some(code)) => sentence(code),
        _ => field_text(error),
    };
    match error.field.parse::<Column>() {
        Ok(column) => format!("{}: {text}", column_label(column)),
        Err(_) => text,
    }
}

/// What a column is called on pages.
pub(crate) fn column_label(column: Column) -> String {
    say(&format!("import-column-{column}"), &[])
}

/// What is wrong with a file as a whole, or with one of its columns.
pub(crate) fn file_text(error: &FieldError) -> String {
    let column = error.field.as_str();
    if column == "file" {
        return match error.code.parse() {
            Ok(FieldCode::Required | FieldCode::Empty) => t!("import-empty"),
            Ok(FieldCode::TooMany) => t!(
                "import-too-many-cells",
                line = error.line.unwrap_or_default(),
                max = error.max.unwrap_or_default()
            ),
            _ => field_text(error),
        };
    }
    match error.code.parse() {
        Ok(FieldCode::Required) => t!("import-column-missing", column = column),
        Ok(FieldCode::Duplicate) => t!("import-column-repeated", column = column),
        Ok(FieldCode::Unknown) => match Column::nearest(column) {
            Some(nearest) => t!(
                "import-column-near",
                column = column,
                nearest = nearest.as_str()
            ),
            None => t!("import-column-unknown", column = column),
        },
        _ => field_text(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_and_state_has_words() {
        for status in ImportStatus::ALL {
            assert_ne!(
                status_label(status.as_str()),
                format!("import-status-{status}")
            );
        }
        for state in RowState::ALL {
            for ended in [false, true] {
                let label = state_label(state.as_str(), ended);
                assert_ne!(label, format!("import-state-{state}"));
            }
        }
        for column in Column::ALL {
            assert_ne!(column_label(column), format!("import-column-{column}"));
        }
        assert_eq!(status_label("dreaming"), "dreaming");
        assert_eq!(state_label("to_create", true), "Not carried out");
    }

    #[test]
    fn a_wrong_column_is_named_with_what_was_probably_meant() {
        let error = |field: &str, code: FieldCode| FieldError {
            field: field.to_owned(),
            code: code.as_str().to_owned(),
            ..FieldError::default()
        };
        let near = file_text(&error("emial", FieldCode::Unknown));
        assert_eq!(
            near,
            "The column “emial” is not known. Did you mean “email”?"
        );
        let far = file_text(&error("shoe size", FieldCode::Unknown));
        assert_eq!(far, "The column “shoe size” is not known.");
        let missing = file_text(&error("login", FieldCode::Required));
        assert_eq!(missing, "The column “login” is missing.");
        let empty = file_text(&error("file", FieldCode::Required));
        assert!(empty.contains("no rows"), "{empty}");
        let text = file_text(&FieldError {
            line: Some(7),
            ..error("file", FieldCode::MalformedRow)
        });
        assert!(text.starts_with("Line 7 "), "{text}");
        let wide = file_text(&FieldError {
            line: Some(7),
            max: Some(64),
            ..error("file", FieldCode::TooMany)
        });
        assert_eq!(wide, "Line 7 has more than 64 cells.");
    }

    #[test]
    fn a_row_tells_each_cell_and_the_row_that_said_it_first() {
        let error = |field: &str, code: &str| FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            ..FieldError::default()
        };
        let row = UserImportRow {
            line: 3,
            state: "duplicate".to_owned(),
            values: None,
            user_id: None,
            same_as_line: Some(2),
            errors: vec![error("email", "email_taken"), error("login", "required")],
        };
        assert_eq!(
            row_errors(&row),
            [
                "Email: Another user of the account has this email address.",
                "Login: Please fill this in.",
                "The same as line 2.",
            ]
        );
        let repeated = UserImportRow {
            errors: vec![error("email", "duplicate")],
            ..row
        };
        assert_eq!(row_errors(&repeated), ["Email: the same as in line 2."]);
    }
}
