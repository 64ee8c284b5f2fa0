//! What is wrong with a filled-in form: said once on top, with links to the fields, and once beside
//! each field.

use leptos::prelude::*;
use usher_api_types::problem::{ErrorCode, FieldError};

use crate::{
    api_client::ApiFailure,
    components::{badge::Tone, notice::Notice},
    words::{
        errors::{failure_text, field_text},
        language::t,
    },
};

/// The errors of one form; empty when it is shown for the first time.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormErrors {
    general: Option<String>,
    fields: Vec<FieldError>,
}

impl FormErrors {
    /// The API's refusal; `password_field` is what this form calls a password that is too weak.
    pub(crate) fn of_failure(failure: &ApiFailure, password_field: &str) -> Self {
        let text = failure_text(failure);
        match failure.code() {
            ErrorCode::LoginTaken => Self::of_field("login", text),
            ErrorCode::EmailTaken | ErrorCode::NoAddress => Self::of_field("email", text),
            ErrorCode::AccountNameTaken => Self::of_field("name", text),
            ErrorCode::WeakPassword => Self::of_field(password_field, text),
            ErrorCode::InvalidField if !failure.problem.errors.is_empty() => Self {
                general: None,
                fields: failure.problem.errors.iter().map(said).collect(),
            },
            _ => Self::general(text),
        }
    }

    /// Something wrong with the form as a whole.
    pub(crate) fn general(text: impl Into<String>) -> Self {
        Self {
            general: Some(text.into()),
            fields: Vec::new(),
        }
    }

    /// Several things wrong with one field.
    pub(crate) fn all_of_field(field: &str, texts: Vec<String>) -> Self {
        let errors = texts.into_iter().map(|text| Self::of_field(field, text));
        Self {
            general: None,
            fields: errors.flat_map(|errors| errors.fields).collect(),
        }
    }

    /// Something wrong with one field.
    pub(crate) fn of_field(field: &str, text: impl Into<String>) -> Self {
        let error = FieldError {
            field: field.to_owned(),
            code: "invalid".to_owned(),
            message: text.into(),
            ..FieldError::default()
        };
        Self {
            general: None,
            fields: vec![error],
        }
    }

    /// The same errors under the name that a form gives the field.
    pub(crate) fn renamed(mut self, from: &str, to: &str) -> Self {
        for error in &mut self.fields {
            if error.field == from {
                to.clone_into(&mut error.field);
            }
        }
        self
    }

    /// The same errors, in the form's own words where the API's do not fit the field as it stands there.
    pub(crate) fn reworded(mut self, field: &str, words: impl Fn() -> String) -> Self {
        for error in &mut self.fields {
            if error.field == field {
                error.message = words();
            }
        }
        self
    }

    /// The same errors for the summary, with the names of fields in front.
    pub(crate) fn naming(mut self, names: &[(&str, String)]) -> Self {
        for error in &mut self.fields {
            let name = names.iter().find(|(field, _)| error.field == *field);
            if let Some((_, name)) = name {
                let text = t!(
                    "error-in-field",
                    field = name.as_str(),
                    text = error.message.as_str()
                );
                error.message = text;
            }
        }
        self
    }

    /// What is wrong with a field.
    pub(crate) fn on(&self, field: &str) -> Option<String> {
        let errors = self.fields.iter().filter(|error| error.field == field);
        let told: Vec<_> = errors.map(|error| error.message.as_str()).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.general.is_none() && self.fields.is_empty()
    }

    /// The page's title, which says first that something is wrong: it is the first thing heard.
    pub(crate) fn titled(&self, title: &str) -> String {
        if self.is_empty() {
            title.to_owned()
        } else {
            t!("error-title", title = title)
        }
    }
}

/// The same error in the language of the answer.
fn said(error: &FieldError) -> FieldError {
    FieldError {
        message: field_text(error),
        ..error.clone()
    }
}

/// Everything that is wrong, on top of the form.
#[component]
pub(crate) fn ErrorSummary(errors: FormErrors) -> impl IntoView {
    if errors.is_empty() {
        return ().into_any();
    }
    let general = errors.general.map(|text| view! { <p>{text}</p> });
    let fields: Vec<_> = errors
        .fields
        .into_iter()
        .map(|error| {
            view! { <li><a href=format!("#{}", error.field)>{error.message}</a></li> }
        })
        .collect();
    let fields = (!fields.is_empty()).then(|| view! { <ul>{fields}</ul> });
    view! { <Notice tone=Tone::Bad role="alert" id="errors">{general}{fields}</Notice> }.into_any()
}
