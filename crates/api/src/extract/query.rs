//! Query parameters. Unknown ones are ignored, empty ones count as absent: forms send every field.

use axum::extract::{FromRequestParts, Query};
use http::request::Parts;
use serde::{Deserialize, de::DeserializeOwned};
use usher_api_types::problem::ErrorCode;
use usher_application::PageRequest;
use usher_domain::ids::AccountId;
use utoipa::IntoParams;

use crate::problem::ApiError;

/// The items of a page when the caller does not say.
const DEFAULT_LIMIT: u32 = 50;
/// The most items of a page.
const MAX_LIMIT: u32 = 200;

/// The parameters of a query, all of them texts that may be absent.
pub(crate) struct QueryParams<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryParams<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(params)) => Ok(Self(params)),
            // All members are optional texts, so this is the one thing that can be wrong.
            Err(_) => Err(malformed("A query parameter is given more than once.")),
        }
    }
}

/// A query parameter with something in it.
pub(crate) fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A query parameter that says yes or no.
pub(crate) fn flag(
    text: Option<String>,
    otherwise: &'static str,
) -> Result<Option<bool>, ApiError> {
    let read = |text: String| text.parse().map_err(|_| malformed(otherwise));
    given(text).map(read).transpose()
}

/// Which page of a list to show.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParams {
    /// The most items of the page; 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// Where the page starts: `next_cursor` of the page before.
    cursor: Option<String>,
}

impl PageParams {
    /// Which page is wanted.
    pub(crate) fn request(self) -> Result<PageRequest, ApiError> {
        page_request(self.limit, self.cursor)
    }
}

/// Which page of a list is wanted, for lists that can be narrowed.
pub(crate) fn page_request(
    limit: Option<String>,
    cursor: Option<String>,
) -> Result<PageRequest, ApiError> {
    let limit = match given(limit) {
        None => DEFAULT_LIMIT,
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| (1..=MAX_LIMIT).contains(limit))
            .ok_or_else(|| malformed("limit must be a number from 1 to 200."))?,
    };
    Ok(PageRequest {
        limit,
        cursor: given(cursor),
    })
}

/// The account that a list is narrowed to, if it is.
pub(crate) fn account_of(text: Option<String>) -> Result<Option<AccountId>, ApiError> {
    let parse = |text: String| {
        let id = text.parse();
        id.map_err(|_| malformed("account_id must be an identifier."))
    };
    given(text).map(parse).transpose()
}

/// A query parameter has a value that it does not take.
pub(crate) fn malformed(detail: &'static str) -> ApiError {
    ApiError::new(ErrorCode::MalformedRequest).detail(detail)
}

#[cfg(test)]
mod tests {
    use http::Request;
    use proptest::prelude::*;

    use super::*;

    fn read(query: &str) -> Option<(u32, Option<String>)> {
        let uri: http::Uri = format!("/?{query}").parse().ok()?;
        let (mut parts, ()) = Request::builder().uri(uri).body(()).ok()?.into_parts();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let QueryParams(paging) = runtime
            .block_on(QueryParams::<PageParams>::from_request_parts(
                &mut parts,
                &(),
            ))
            .ok()?;
        let page = paging.request().ok()?;
        Some((page.limit, page.cursor))
    }

    #[test]
    fn the_limit_has_a_default_and_bounds() {
        assert_eq!(read(""), Some((50, None)));
        assert_eq!(read("limit=&cursor="), Some((50, None)));
        assert_eq!(
            read("limit=1&cursor=abc&who=knows"),
            Some((1, Some("abc".to_owned())))
        );
        assert_eq!(read("limit=200"), Some((200, None)));
        for query in [
            "limit=0",
            "limit=201",
            "limit=-1",
            "limit=ten",
            "limit=1&limit=2",
        ] {
            assert_eq!(read(query), None, "{query}");
        }
    }

    proptest! {
        #[test]
        fn no_query_panics_or_escapes_the_bounds(query in "[ -~]{0,80}") {
            if let Some((limit, _)) = read(&query) {
                prop_assert!((1..=200).contains(&limit));
            }
        }
    }
}
