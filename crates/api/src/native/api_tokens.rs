//! API tokens.

use axum::{Json, extract::State};
use chrono::{DateTime, Datelike as _, Utc};
use http::StatusCode;
use serde::Deserialize;
use usher_api_types::{
    api_token::{self as api, CreateApiToken, CreatedApiToken},
    page::Page,
    problem::FieldCode,
};
use usher_application::{
    App,
    api_tokens::{self, ApiToken, NewApiToken},
};
use usher_domain::{ids::ApiTokenId, names::TokenName};
use utoipa::IntoParams;

use super::{page, roles};
use crate::{
    authenticate::Authenticated,
    extract::{JsonBody, PathId, QueryParams, page_request},
    fields::{Fields, Refusal},
    problem::ApiError,
};

/// Which API tokens to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListApiTokens {
    /// The most items of the page; 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// Where the page starts: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists API tokens, without their secrets.
#[utoipa::path(
    get, path = "/api-tokens", tag = "API tokens",
    params(ListApiTokens),
    responses((status = 200, description = "One page", body = Page<api::ApiToken>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_api_tokens(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    QueryParams(query): QueryParams<ListApiTokens>,
) -> Result<Json<Page<api::ApiToken>>, ApiError> {
    let wanted = page_request(query.limit, query.cursor)?;
    let found = api_tokens::list(&app, &actor, wanted).await?;
    Ok(Json(page::body(found, body)))
}

/// Makes an API token. The secret is in this answer and nowhere else.
///
/// The token may do what its role allows in its account, and never more than its maker may.
#[utoipa::path(
    post, path = "/api-tokens", tag = "API tokens",
    request_body(
        content = CreateApiToken,
        example = json!({
            "name": "provisioning",
            "role": "user_admin",
            "account_id": "0190a5b4-0000-7000-8000-000000000001",
        }),
    ),
    responses((status = 201, description = "Made", body = CreatedApiToken)),
    extensions(("x-problems" = json!(["forbidden", "invalid_field"]))),
)]
pub(super) async fn create_api_token(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    JsonBody(body): JsonBody<CreateApiToken>,
) -> Result<(StatusCode, Json<CreatedApiToken>), ApiError> {
    let new = new_token(&body, app.now())?;
    let (token, secret) = api_tokens::create(&app, &actor, new).await?;
    let answer = CreatedApiToken {
        api_token: self::body(&token),
        token: secret.reveal().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Revokes an API token, at once.
#[utoipa::path(
    delete, path = "/api-tokens/{id}", tag = "API tokens",
    params(("id" = Uuid, Path, description = "The token")),
    responses((status = 204, description = "Revoked")),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn revoke_api_token(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<ApiTokenId>,
) -> Result<StatusCode, ApiError> {
    api_tokens::revoke(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why a token cannot end at the wanted moment.
#[derive(Debug, thiserror::Error)]
enum InvalidExpiry {
    /// It would be of no use to anybody, and nobody means that.
    #[error("must be in the future")]
    Past,
    /// RFC 3339 has four digits for a year, so such a moment could not be told to anybody.
    #[error("must be before the year 10000")]
    TooFar,
}

impl Refusal for InvalidExpiry {
    fn code(&self) -> FieldCode {
        match self {
            Self::Past => FieldCode::NotInFuture,
            Self::TooFar => FieldCode::OutOfRange,
        }
    }
}

fn expiry(wanted: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, InvalidExpiry> {
    if wanted <= now {
        Err(InvalidExpiry::Past)
    } else if wanted.year() > 9999 {
        Err(InvalidExpiry::TooFar)
    } else {
        Ok(wanted)
    }
}

fn new_token(body: &CreateApiToken, now: DateTime<Utc>) -> Result<NewApiToken, ApiError> {
    let mut fields = Fields::new();
    let name = fields.note("name", TokenName::parse(&body.name));
    let role = fields.note("role", body.role.parse());
    let expires_at = fields.maybe("expires_at", body.expires_at, |wanted| expiry(wanted, now));
    fields.finish(|| {
        let scope = roles::scope(body.account_id);
        Ok(NewApiToken {
            name: name?,
            role: role?,
            scope,
            expires_at: expires_at?,
        })
    })
}

fn body(token: &ApiToken) -> api::ApiToken {
    api::ApiToken {
        id: token.id.into(),
        name: token.name.clone(),
        hint: token.hint.clone(),
        role: token.role.to_string(),
        account_id: token.scope.account().map(Into::into),
        created_by: token.created_by.map(Into::into),
        created_at: token.created_at,
        expires_at: token.expires_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_ends_in_a_future_that_can_be_written_down() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let now = at("2026-03-14T12:00:00Z");
        for (wanted, possible) in [
            ("2026-03-14T12:00:01Z", true),
            ("9999-12-31T23:59:59Z", true),
            ("2026-03-14T12:00:00Z", false),
            ("-0001-01-01T00:00:00Z", false),
            ("+10000-01-01T00:00:00Z", false),
            ("+262142-12-31T23:59:59Z", false),
        ] {
            assert_eq!(expiry(at(wanted), now).is_ok(), possible, "{wanted}");
        }
    }
}
