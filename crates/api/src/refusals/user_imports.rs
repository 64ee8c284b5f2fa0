//! What is wrong with an import, or with the file it was to come from.

use usher_api_types::problem::{ErrorCode, FieldCode, FieldError};
use usher_application::user_imports::{ColumnMistake, FileError, UserImportError};
use usher_domain::user_import::MAX_CELLS;

use super::invalid_cursor;
use crate::{fields::sentence, problem::ApiError};

impl From<UserImportError> for ApiError {
    fn from(error: UserImportError) -> Self {
        match error {
            UserImportError::NotFound => ErrorCode::NotFound.into(),
            UserImportError::Denied(reason) => reason.into(),
            UserImportError::File(reason) => reason.into(),
            UserImportError::TooManyOpen => Self::new(ErrorCode::Conflict).detail(
                "The account has too many imports that were neither started nor called off.",
            ),
            UserImportError::NotStartable => Self::new(ErrorCode::Conflict)
                .detail("Only an import that is ready can be started."),
            UserImportError::Ended => {
                Self::new(ErrorCode::Conflict).detail("The import has ended.")
            }
            UserImportError::InvalidCursor => invalid_cursor(),
            UserImportError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        let words = sentence(&error.to_string());
        let of_file = |code: FieldCode, line| {
            let error = FieldError {
                field: "file".to_owned(),
                code: code.as_str().to_owned(),
                message: words.clone(),
                line,
                ..FieldError::default()
            };
            Self::invalid_fields(vec![error]).detail(words.clone())
        };
        match error {
            FileError::TooLarge | FileError::TooManyRows => {
                Self::new(ErrorCode::PayloadTooLarge).detail(words)
            }
            FileError::NotUtf8(line) => of_file(FieldCode::NotUtf8, Some(line)),
            FileError::OpenQuote(line) | FileError::Cells { line, .. } => {
                of_file(FieldCode::MalformedRow, Some(line))
            }
            FileError::TooManyCells(line) => {
                let error = FieldError {
                    field: "file".to_owned(),
                    code: FieldCode::TooMany.as_str().to_owned(),
                    message: words.clone(),
                    max: i64::try_from(MAX_CELLS).ok(),
                    line: Some(line),
                    ..FieldError::default()
                };
                Self::invalid_fields(vec![error]).detail(words.clone())
            }
            FileError::Empty => of_file(FieldCode::Empty, None),
            FileError::Columns(mistakes) => {
                Self::invalid_fields(mistakes.iter().map(column).collect())
            }
        }
    }
}

/// A column goes by its name in the file where nobody knows it.
fn column(mistake: &ColumnMistake) -> FieldError {
    let (field, code, message) = match mistake {
        ColumnMistake::Missing(column) => (
            column.to_string(),
            FieldCode::Required,
            format!("The column {column} is missing."),
        ),
        ColumnMistake::Repeated(column) => (
            column.to_string(),
            FieldCode::Duplicate,
            format!("Two columns are named {column}."),
        ),
        ColumnMistake::Unknown { header, nearest } => {
            let meant = nearest.map(|column| format!(" Did you mean {column}?"));
            let meant = meant.unwrap_or_else(|| {
                " There are login, email, display_name, phone and locale.".to_owned()
            });
            let message = format!("The column {header:?} is not known.{meant}");
            (header.clone(), FieldCode::Unknown, message)
        }
    };
    FieldError {
        field,
        code: code.as_str().to_owned(),
        message,
        ..FieldError::default()
    }
}
