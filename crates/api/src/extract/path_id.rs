//! Identifiers and names in paths. What is no identifier names nothing, so it is a 404.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use usher_api_types::problem::ErrorCode;

use crate::problem::ApiError;

/// The one text in the path.
pub(crate) struct PathText(pub(crate) String);

/// The one identifier in the path, hyphenated or as 32 hex digits.
pub(crate) struct PathId<T>(pub(crate) T);

/// The two identifiers in the path, in their order.
pub(crate) struct PathIds<A, B>(pub(crate) A, pub(crate) B);

fn read<T: FromStr>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| ErrorCode::NotFound.into())
}

impl<S: Send + Sync> FromRequestParts<S> for PathText {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(text)) => Ok(Self(text)),
            Err(_) => Err(ErrorCode::NotFound.into()),
        }
    }
}

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for PathId<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let PathText(text) = PathText::from_request_parts(parts, state).await?;
        read(&text).map(Self)
    }
}

impl<S: Send + Sync, A: FromStr, B: FromStr> FromRequestParts<S> for PathIds<A, B> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<(String, String)>::from_request_parts(parts, state).await {
            Ok(Path((first, second))) => Ok(Self(read(&first)?, read(&second)?)),
            Err(_) => Err(ErrorCode::NotFound.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, extract::Request, routing::get};
    use proptest::prelude::*;
    use tower::ServiceExt as _;
    use usher_domain::ids::AccountId;

    use super::*;

    async fn status(path: &str) -> u16 {
        let app = Router::new()
            .route(
                "/one/{id}",
                get(|PathId(id): PathId<AccountId>| async move { id.to_string() }),
            )
            .route(
                "/two/{a}/{b}",
                get(
                    |PathIds(a, b): PathIds<AccountId, AccountId>| async move { format!("{a}{b}") },
                ),
            );
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        app.oneshot(request).await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn both_forms_are_read_and_everything_else_names_nothing() {
        let (long, short) = (
            "0190a5b4-0000-7000-8000-000000000001",
            "0190a5b4000070008000000000000001",
        );
        assert_eq!(status(&format!("/one/{long}")).await, 200);
        assert_eq!(status(&format!("/one/{short}")).await, 200);
        assert_eq!(status(&format!("/two/{long}/{short}")).await, 200);
        for path in [
            "/one/1",
            "/one/%FF",
            "/one/%7B0190a5b4000070008000000000000001%7D",
        ] {
            assert_eq!(status(path).await, 404, "{path}");
        }
        assert_eq!(status(&format!("/two/{long}/x")).await, 404);
    }

    proptest! {
        #[test]
        fn no_path_panics(text in "[!-~]{1,60}") {
            let path = format!("/one/{text}");
            if let Ok(uri) = path.parse::<http::Uri>() {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                let code = runtime.block_on(status(&uri.to_string()));
                prop_assert!(code == 404 || code == 200);
            }
        }
    }
}
