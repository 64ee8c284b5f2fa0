//! Its bodies: JSON without blanks, in an envelope (contracts/myreports.md, 2).

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::errors::MyReportsError;
use crate::extract::object;

/// The most bytes of a body that are read; its requests have a few hundred.
const MAX_BYTES: usize = 32 * 1024;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// A user as she is created.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewUser {
    pub(super) email: Option<String>,
    pub(super) display_name: Option<String>,
}

/// A user as she is told.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    pub(super) id: String,
    pub(super) display_name: String,
    pub(super) email: Option<String>,
    pub(super) primary_tenant: String,
    pub(super) roles: [&'static str; 1],
}

#[derive(Serialize)]
struct Success<T> {
    data: T,
    status: &'static str,
    timestamp: String,
}

/// An answer with data.
pub(super) fn success(status: StatusCode, data: impl Serialize, timestamp: String) -> Response {
    let mut response = status.into_response();
    let envelope = Success {
        data,
        status: "success",
        timestamp,
    };
    put_json(&mut response, &envelope);
    response
}

/// Makes a value the body of an answer.
pub(super) fn put_json(response: &mut Response, value: &impl Serialize) {
    // What we write holds no map with keys that are no text, which alone could fail.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    *response.body_mut() = Body::from(bytes);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, JSON);
}

/// A JSON body, whatever media type it is said to have.
pub(super) struct Json<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = MyReportsError;

    async fn from_request(request: Request, _: &S) -> Result<Self, MyReportsError> {
        let bytes = read(request).await?;
        object(&bytes)
            .map(Self)
            .ok_or(MyReportsError::MalformedBody)
    }
}

/// A body that means nothing, read to its end so that the connection can go on.
pub(super) struct Ignored;

impl<S: Send + Sync> FromRequest<S> for Ignored {
    type Rejection = MyReportsError;

    async fn from_request(request: Request, _: &S) -> Result<Self, MyReportsError> {
        read(request).await.map(|_| Self)
    }
}

async fn read(request: Request) -> Result<Bytes, MyReportsError> {
    let body = Limited::new(request.into_body(), MAX_BYTES);
    match body.collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(MyReportsError::BodyTooLarge),
        Err(_) => Err(MyReportsError::MalformedBody),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_is_read_up_to_the_limit() {
        for (size, fits) in [(0, true), (MAX_BYTES, true), (MAX_BYTES + 1, false)] {
            let request = Request::new(Body::from(vec![b'x'; size]));
            let read = Ignored::from_request(request, &()).await;
            assert_eq!(read.is_ok(), fits, "{size}");
        }
    }

    #[tokio::test]
    async fn an_answer_is_json_without_blanks_that_says_its_character_set() {
        let user = User {
            id: "7".to_owned(),
            display_name: "Ada".to_owned(),
            email: None,
            primary_tenant: "1".to_owned(),
            roles: ["customer.user"],
        };
        let response = success(StatusCode::CREATED, user, "now".to_owned());
        assert_eq!(response.headers()["content-type"], JSON);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(
            body,
            concat!(
                r#"{"data":{"id":"7","displayName":"Ada","email":null,"primaryTenant":"1","#,
                r#""roles":["customer.user"]},"status":"success","timestamp":"now"}"#
            )
        );
    }
}
