//! JSON bodies: their media type, their size and their form.

use axum::extract::{FromRequest, Request};
use http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use usher_api_types::problem::ErrorCode;

use super::bytes::read;
use crate::problem::ApiError;

/// The most bytes of a body that are read.
pub(crate) const MAX_BYTES: usize = 64 * 1024;

/// The longest member name that is repeated to the caller.
const MAX_REPEATED_NAME: usize = 64;

/// A JSON object.
pub(crate) struct JsonBody<T>(pub(crate) T);

/// A JSON object that holds whole texts, of at most `MAX` bytes.
pub(crate) struct LargeJsonBody<T, const MAX: usize>(pub(crate) T);

/// A JSON object, or no body at all; `null` says the same in JSON.
pub(crate) struct OptionalJsonBody<T>(pub(crate) Option<T>);

/// A JSON array.
pub(crate) struct JsonList<T>(pub(crate) Vec<T>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        require_json(request.headers())?;
        parse(&read(request.into_body(), MAX_BYTES).await?, Shape::Object).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned, const MAX: usize> FromRequest<S>
    for LargeJsonBody<T, MAX>
{
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        require_json(request.headers())?;
        parse(&read(request.into_body(), MAX).await?, Shape::Object).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for OptionalJsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let media_type = require_json(request.headers());
        let bytes = read(request.into_body(), MAX_BYTES).await?;
        if bytes.is_empty() {
            return Ok(Self(None));
        }
        media_type?;
        if bytes.trim_ascii() == b"null" {
            return Ok(Self(None));
        }
        parse(&bytes, Shape::Object).map(|body| Self(Some(body)))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonList<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        require_json(request.headers())?;
        parse(&read(request.into_body(), MAX_BYTES).await?, Shape::Array).map(Self)
    }
}

/// `application/json`, or a type that is written in it (RFC 6839), whatever its parameters.
fn require_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = media_type
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    let subtype = essence
        .split_once('/')
        .filter(|(kind, _)| kind.eq_ignore_ascii_case("application"));
    let json = subtype.is_some_and(|(_, subtype)| {
        let subtype = subtype.to_ascii_lowercase();
        subtype == "json" || subtype.ends_with("+json")
    });
    if json {
        Ok(())
    } else {
        Err(ErrorCode::UnsupportedMediaType.into())
    }
}

/// What the body as a whole must be. Without this check an array would pass for an object, its
/// items taken for the members in the order in which they happen to be declared.
#[derive(Clone, Copy)]
enum Shape {
    Object,
    Array,
}

fn parse<T: DeserializeOwned>(bytes: &[u8], shape: Shape) -> Result<T, ApiError> {
    let (first, name) = match shape {
        Shape::Object => (b'{', "a JSON object"),
        Shape::Array => (b'[', "a JSON array"),
    };
    if bytes.trim_ascii_start().first() != Some(&first) {
        return Err(malformed(format!("The body must be {name}.")));
    }
    serde_json::from_slice(bytes).map_err(|error| malformed(explain(&error)))
}

fn malformed(detail: String) -> ApiError {
    ApiError::new(ErrorCode::MalformedBody).detail(detail)
}

/// What is wrong with a body, without the value that is wrong: it may be a password in the wrong
/// place.
fn explain(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let words = error.to_string();
    let words = words.strip_suffix(&place).unwrap_or(&words);
    let told = match error.classify() {
        // These texts are serde_json's own and hold nothing of the body.
        Category::Syntax | Category::Eof | Category::Io => words.to_owned(),
        Category::Data => explain_data(words),
    };
    format!("{told}{place}.")
}

fn explain_data(words: &str) -> String {
    if words.starts_with("invalid ") {
        // "invalid type: string \"…\", expected a boolean": the value stands before the comma.
        if let Some((_, expected)) = words.rsplit_once(", expected ") {
            return format!("expected {expected}");
        }
    }
    if let Some((name, _)) = words
        .strip_prefix("unknown field `")
        .and_then(|w| w.split_once('`'))
        && name.len() <= MAX_REPEATED_NAME
        // A secret in the place of a name seldom looks like one.
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    {
        return words.to_owned();
    }
    if words.starts_with("missing field `") || words.starts_with("duplicate field `") {
        return words.to_owned();
    }
    "a value or member that this endpoint does not read".to_owned()
}

/// Reads a JSON object. An array would pass for one, its items taken for the members.
pub(crate) fn object<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let is_object = bytes.trim_ascii_start().first() == Some(&b'{');
    is_object.then(|| serde_json::from_slice(bytes).ok())?
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use proptest::prelude::*;
    use serde::Deserialize;
    use usher_api_types::{role::RoleGrant, session::CreateSession};

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only its form matters")]
        name: String,
        #[expect(dead_code, reason = "only its form matters")]
        wanted: Option<bool>,
        #[expect(dead_code, reason = "only its form matters")]
        id: Option<uuid::Uuid>,
    }

    fn explained(body: &[u8]) -> String {
        explain(&serde_json::from_slice::<Sample>(body).unwrap_err())
    }

    async fn status<T: FromRequest<(), Rejection = ApiError>>(
        media_type: Option<&str>,
        body: impl Into<Body>,
    ) -> u16 {
        use axum::response::IntoResponse as _;
        let mut request = Request::new(body.into());
        if let Some(media_type) = media_type {
            request
                .headers_mut()
                .insert(header::CONTENT_TYPE, media_type.parse().unwrap());
        }
        match T::from_request(request, &()).await {
            Ok(_) => 200,
            Err(error) => error.into_response().status().as_u16(),
        }
    }

    #[test]
    fn mistakes_are_explained_without_the_value() {
        let cases: &[(&str, &str)] = &[
            (
                r#"{"name":"a","wanted":"s3cret"}"#,
                "expected a boolean at line 1 column 29.",
            ),
            (
                r#"{"name":["s3cret, expected x"]}"#,
                "expected a string at line 1 column 8.",
            ),
            (
                r#"{"wanted":true}"#,
                "missing field `name` at line 1 column 15.",
            ),
            (
                r#"{"name":"a","name":"b"}"#,
                "duplicate field `name` at line 1 column 18.",
            ),
            (r#"{"name":"a",}"#, "trailing comma at line 1 column 13."),
        ];
        for (body, expected) in cases {
            assert_eq!(explained(body.as_bytes()), *expected, "{body}");
        }
        let unknown = explained(br#"{"nmae":"a"}"#);
        assert!(
            unknown.starts_with("unknown field `nmae`, expected one of `name`"),
            "{unknown}"
        );
        let no_id = explained(br#"{"name":"a","id":"s3cret"}"#);
        assert!(!no_id.contains("s3cret"), "{no_id}");
    }

    #[tokio::test]
    async fn media_type_size_and_form_have_their_own_statuses() {
        let json = Some("application/json");
        let good = r#"{"name":"a"}"#;
        assert_eq!(status::<JsonBody<Sample>>(json, good).await, 200);
        let charset = Some("Application/JSON; charset=utf-8");
        assert_eq!(status::<JsonBody<Sample>>(charset, good).await, 200);
        let suffixed = Some("application/merge-patch+json");
        assert_eq!(status::<JsonBody<Sample>>(suffixed, good).await, 200);
        for other in [
            None,
            Some("text/json"),
            Some("text/plain"),
            Some("application/jsonp"),
        ] {
            assert_eq!(
                status::<JsonBody<Sample>>(other, good).await,
                415,
                "{other:?}"
            );
        }
        let large = format!(r#"{{"name":"{}"}}"#, "a".repeat(MAX_BYTES));
        assert_eq!(status::<JsonBody<Sample>>(json, large).await, 413);
        let bad: [&[u8]; 5] = [
            b"",
            b"{",
            b"{\"name\":\"\xff\"}",
            b"[\"a\",true,null]",
            b"null",
        ];
        for body in bad {
            assert_eq!(
                status::<JsonBody<Sample>>(json, body.to_vec()).await,
                400,
                "{body:?}"
            );
        }
    }

    #[tokio::test]
    async fn an_optional_body_may_be_absent_but_not_malformed() {
        assert_eq!(status::<OptionalJsonBody<Sample>>(None, "").await, 200);
        let null = status::<OptionalJsonBody<Sample>>(Some("application/json"), " null ");
        assert_eq!(null.await, 200);
        assert_eq!(status::<OptionalJsonBody<Sample>>(None, "{}").await, 415);
        assert_eq!(
            status::<OptionalJsonBody<Sample>>(Some("application/json"), "{}").await,
            400
        );
    }

    #[tokio::test]
    async fn a_list_is_an_array() {
        let json = Some("application/json");
        assert_eq!(
            status::<JsonList<RoleGrant>>(json, r#"[{"role":"owner"}]"#).await,
            200
        );
        assert_eq!(
            status::<JsonList<RoleGrant>>(json, r#"{"role":"owner"}"#).await,
            400
        );
    }

    proptest! {
        #[test]
        fn no_body_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse::<CreateSession>(&bytes, Shape::Object);
        }

        #[test]
        fn no_value_is_ever_repeated(secret in "[a-zA-Z0-9]{16,40}", place in 0..5_usize) {
            let body = match place {
                0 => format!(r#"{{"name":"a","wanted":"{secret}"}}"#),
                1 => format!(r#"{{"name":{{"{secret}":1}}}}"#),
                2 => format!(r#"{{"name":"a","id":"{secret}"}}"#),
                3 => format!(r#"{{"name":"{secret}" {secret}}}"#),
                _ => format!(r#"{{"name":["{secret}"]}}"#),
            };
            if let Err(error) = serde_json::from_slice::<Sample>(body.as_bytes()) {
                prop_assert!(!explain(&error).contains(&secret));
            }
        }
    }
}
