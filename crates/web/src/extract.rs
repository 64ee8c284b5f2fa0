//! Ids and tokens in paths and bodies of forms, refused with a page rather than with axum's plain text.

use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use usher_domain::template::TemplateId;
use uuid::Uuid;

use crate::page_error::PageError;

/// The id in a path; anything else there is a page that does not exist.
pub(crate) struct Id(pub(crate) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let text = Path::<String>::from_request_parts(parts, state).await.ok();
        text.and_then(|Path(text)| Uuid::try_parse(&text).ok())
            .map(Self)
            .ok_or_else(|| PageError::NotFound.into_response())
    }
}

/// Two ids in a path; anything else there is a page that does not exist.
pub(crate) struct Ids(pub(crate) Uuid, pub(crate) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Ids {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let found = Path::<(String, String)>::from_request_parts(parts, state).await;
        let read = found.ok().and_then(|Path((one, other))| {
            let one = Uuid::try_parse(&one).ok()?;
            Some(Self(one, Uuid::try_parse(&other).ok()?))
        });
        read.ok_or_else(|| PageError::NotFound.into_response())
    }
}

/// An account and one of its templates in a path; anything else there is a page that does not exist.
pub(crate) struct InAccount(pub(crate) Uuid, pub(crate) TemplateId);

impl<S: Send + Sync> FromRequestParts<S> for InAccount {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let found = Path::<(String, String)>::from_request_parts(parts, state).await;
        let read = found.ok().and_then(|Path((account, template))| {
            let account = Uuid::try_parse(&account).ok()?;
            Some(Self(account, template.parse().ok()?))
        });
        read.ok_or_else(|| PageError::NotFound.into_response())
    }
}

/// The token in a link's path; what is no text there is a page that does not exist.
pub(crate) struct Token(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Token {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        text.map(|Path(text)| Self(text))
            .map_err(|_| PageError::NotFound.into_response())
    }
}

/// A filled-in form.
pub(crate) struct Filled<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Filled<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match Form::<T>::from_request(request, state).await {
            Ok(Form(form)) => Ok(Self(form)),
            Err(_) => Err(PageError::MalformedForm.into_response()),
        }
    }
}

/// The parameters of a page's URL. A URL that cannot be read shows the page without them: they only
/// say what part of a list to show.
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequestParts<S> for Asked<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(
            Query::try_from_uri(&parts.uri)
                .map(|Query(asked)| asked)
                .unwrap_or_default(),
        ))
    }
}
