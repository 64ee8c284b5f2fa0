//! Files of comma-separated values, as they come.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::{HeaderMap, header};
use usher_api_types::problem::ErrorCode;

use super::bytes;
use crate::problem::ApiError;

/// A body that is said to be `text/csv` (RFC 7111), in UTF-8 if an encoding is named; at most `MAX`
/// bytes. What is wrong with it is for the handler to tell, once it knows that the caller may hand
/// it in at all.
pub(crate) struct CsvBody<const MAX: usize>(pub(crate) Result<Bytes, ApiError>);

impl<S: Send + Sync, const MAX: usize> FromRequest<S> for CsvBody<MAX> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if !is_csv(request.headers()) {
            let refused = ApiError::new(ErrorCode::UnsupportedMediaType);
            return Ok(Self(Err(
                refused.detail("Send the file as text/csv, in UTF-8.")
            )));
        }
        Ok(Self(bytes::read(request.into_body(), MAX).await))
    }
}

fn is_csv(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE);
    let Some(text) = value.and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    let mut encodings = parts.filter_map(|part| {
        let (name, value) = part.split_once('=')?;
        let named = name.trim().eq_ignore_ascii_case("charset");
        named.then(|| value.trim().trim_matches('"'))
    });
    media_type.eq_ignore_ascii_case("text/csv")
        && encodings.all(|name| {
            ["utf-8", "utf8", "us-ascii"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_csv_in_utf8_is_read() {
        let read = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().unwrap());
            is_csv(&headers)
        };
        for good in [
            "text/csv",
            "Text/CSV; header=present",
            "text/csv;charset=\"UTF-8\"",
        ] {
            assert!(read(good), "{good}");
        }
        for bad in [
            "text/plain",
            "text/csv; charset=iso-8859-1",
            "application/json",
            "",
        ] {
            assert!(!read(bad), "{bad}");
        }
        assert!(!is_csv(&HeaderMap::new()));
    }
}
