//! How its bodies are read.

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
};
use http_body_util::LengthLimitError;
use serde::{Deserialize, de::DeserializeOwned};
use usher_domain::template::TemplateId;

use super::errors::WorkspaceError;

/// The most bytes of a body that are read.
const MAX_BYTES: usize = 64 * 1024;

/// A JSON object, or nothing: an empty body and `null`. Whatever its media type: clients name JSON
/// even where they send nothing, and a signature covers the bytes. Members that are not read are
/// ignored.
pub(super) struct Message<T>(pub(super) Option<T>);

/// What resending an email takes.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct ResendEmail {
    /// An account's template; none, `null` or empty: the default.
    template_id: Option<String>,
    /// A template of text messages, which there are none of.
    #[serde(rename = "phone_template_id")]
    _phone_template_id: Option<String>,
}

impl ResendEmail {
    /// The template that is asked for, if one is.
    ///
    /// # Errors
    /// [`WorkspaceError::UnknownTemplate`] for what no template is called.
    pub(super) fn template(&self) -> Result<Option<TemplateId>, WorkspaceError> {
        let id = self.template_id.as_deref().filter(|id| !id.is_empty());
        let id = id.map(TemplateId::parse).transpose();
        id.map_err(|_| WorkspaceError::UnknownTemplate)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Message<T> {
    type Rejection = WorkspaceError;

    async fn from_request(request: Request, _: &S) -> Result<Self, WorkspaceError> {
        let bytes = to_bytes(request.into_body(), MAX_BYTES).await;
        let bytes = bytes.map_err(|error| {
            if error.into_inner().is::<LengthLimitError>() {
                WorkspaceError::MessageTooLarge
            } else {
                WorkspaceError::InvalidMessage
            }
        })?;
        parse(&bytes).map(Self)
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<Option<T>, WorkspaceError> {
    match bytes.trim_ascii() {
        b"" | b"null" => Ok(None),
        // An array would pass for an object otherwise, its items taken for the members.
        [b'{', ..] => {
            let body = serde_json::from_slice(bytes);
            body.map(Some).map_err(|_| WorkspaceError::InvalidMessage)
        }
        _ => Err(WorkspaceError::InvalidMessage),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_whole_body_and_each_member_are_optional() {
        let template = |body: &str| {
            let read = parse::<ResendEmail>(body.as_bytes()).ok()?;
            let template = read.unwrap_or_default().template().ok()?;
            Some(template.map(|id| id.to_string()))
        };
        for body in [
            "",
            " \n",
            "null",
            "{}",
            r#"{"template_id":null}"#,
            r#"{"template_id":""}"#,
            r#"{"phone_template_id":"sms01","unknown":[1]}"#,
        ] {
            assert_eq!(template(body), Some(None), "{body}");
        }
        let named = r#"{"template_id": "email01"}"#;
        assert_eq!(template(named), Some(Some("email01".to_owned())));
        for body in [
            "{",
            "[]",
            r#"["email01",null]"#,
            r#""email01""#,
            "{}{}",
            r#"{"template_id":1}"#,
            r#"{"template_id":"no such id"}"#,
            r#"{"phone_template_id":{}}"#,
            r#"{"template_id":"a","template_id":"b"}"#,
            "{\"template_id\":\"\u{1}\"}",
        ] {
            assert_eq!(template(body), None, "{body}");
        }
    }

    proptest! {
        #[test]
        fn no_body_panics(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = parse::<ResendEmail>(&bytes);
        }
    }
}
