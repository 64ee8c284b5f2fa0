//! What is wrong with a template, member by member.

use usher_api_types::problem::{ErrorCode, FieldCode, FieldError};
use usher_application::templates::{MistakeKind, TemplateError, TextMistake};

use crate::{fields::sentence, problem::ApiError};

impl From<TemplateError> for ApiError {
    fn from(error: TemplateError) -> Self {
        match error {
            TemplateError::NotFound => ErrorCode::NotFound.into(),
            TemplateError::Denied(reason) => reason.into(),
            TemplateError::Mistakes(mistakes) => {
                Self::invalid_fields(mistakes.iter().map(of_member).collect())
            }
            full @ TemplateError::Full => {
                Self::new(ErrorCode::Conflict).detail(sentence(&full.to_string()))
            }
            TemplateError::UnknownLanguage => Self::invalid_field(
                "locale",
                FieldCode::Unknown,
                "The template has no text in this language.",
            ),
            TemplateError::NoAddress => Self::new(ErrorCode::NoAddress)
                .detail("You have no email address; name a recipient."),
            TemplateError::TooMany(limit) => Self::too_many(limit.retry_after),
            TemplateError::Database(cause) => Self::internal(cause),
        }
    }
}

/// A mistake under the name of its member, `texts.<place>.<part>`.
fn of_member(TextMistake { place, mistake }: &TextMistake) -> FieldError {
    let code = match mistake.kind {
        MistakeKind::Syntax | MistakeKind::Fails => FieldCode::TemplateSyntax,
        MistakeKind::UnknownVariable(_) => FieldCode::UnknownVariable,
        MistakeKind::NotAvailable(_) => FieldCode::NotAvailable,
        MistakeKind::LinkMissing => FieldCode::LinkMissing,
        MistakeKind::TooLarge => FieldCode::TooComplex,
    };
    let line = i64::try_from(mistake.line).ok().filter(|line| *line > 0);
    let words = match line {
        Some(line) => format!("line {line}: {}", mistake.kind),
        None => mistake.kind.to_string(),
    };
    FieldError {
        field: format!("texts.{place}.{}", mistake.part.as_str()),
        code: code.as_str().to_owned(),
        message: sentence(&words),
        line,
        ..FieldError::default()
    }
}
