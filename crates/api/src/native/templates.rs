//! Email templates of accounts.

mod bodies;

use axum::{
    Json,
    extract::State,
    response::{Html, IntoResponse},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use usher_api_types::{
    page::Page,
    template::{self as api, PreviewTemplate, SaveTemplate, TestTemplate},
};
use usher_application::{
    App,
    idempotency::Outcome,
    templates::{self, TemplateError},
};
use usher_domain::{
    email_address::EmailAddress, ids::AccountId, names::Locale, template::TemplateId,
};

use utoipa::IntoParams;

use super::{captured_emails::MAIL_CSP, page};
use crate::{
    authenticate::Authenticated,
    extract::{LargeJsonBody, OptionalJsonBody, PathId, PathIds, QueryParams, given, malformed},
    fields::Fields,
    idempotency::{Repeatable, RepeatableParams},
    problem::ApiError,
};

/// A template in a few languages; beyond that its parts are long, not many.
const MAX_BYTES: usize = 1024 * 1024;

/// Lists the email templates of an account.
#[utoipa::path(
    get, path = "/accounts/{id}/templates", tag = "templates",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, description = "All of them", body = Page<api::Template>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_templates(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(account): PathId<AccountId>,
) -> Result<Json<Page<api::Template>>, ApiError> {
    let found = templates::list(&app, &actor, account).await?;
    Ok(Json(page::whole(&found, bodies::template)))
}

/// Shows an email template with its texts and versions.
#[utoipa::path(
    get, path = "/accounts/{id}/templates/{template_id}", tag = "templates",
    params(
        ("id" = Uuid, Path, description = "The account"),
        ("template_id" = String, Path, description = "The template", example = "email01"),
    ),
    responses((status = 200, description = "The template", body = api::TemplateDetails)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn get_template(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathIds(account, id): PathIds<AccountId, TemplateId>,
) -> Result<Json<api::TemplateDetails>, ApiError> {
    let details = templates::get(&app, &actor, account, id).await?;
    Ok(Json(bodies::details(&details)))
}

/// Makes an email template, or a new version of it.
///
/// The texts replace those before. Each is tried out with sample values: a tag that cannot be read,
/// a value that does not exist and a missing link are refused with the line. Messages that were asked
/// for before keep the version they were written with. The same texts again make no new version.
///
/// Values: `account_name`, `display_name`, `login`, `link`, `link_life.text` (also `.amount`,
/// `.unit`), `requested.by`, `requested.at`, `requested.place`, `requested.program`,
/// `requested.system`, `requested.kind`, `has_password`, `recipient_address`, `sender_name`,
/// `sender_address`, `locale`, `direction`, `subject`. Tags: `if`, `elif`, `else`, `endif`; in HTML
/// also `extends "layout.html"` with the blocks `preview`, `body`, `footer`. Filters: `upper`,
/// `lower`, `capitalize`, `trim`, `strong`, `ltr`, `isolated`.
#[utoipa::path(
    put, path = "/accounts/{id}/templates/{template_id}", tag = "templates",
    params(
        ("id" = Uuid, Path, description = "The account"),
        ("template_id" = String, Path, description = "The template", example = "email01"),
    ),
    request_body(
        content = SaveTemplate,
        example = json!({
            "name": "Spring term",
            "texts": [{
                "locale": "en",
                "subject": "Welcome to {{ account_name }}",
                "html": "<p>Hello {{ display_name }},</p><p><a href=\"{{ link }}\">Start</a></p>",
                "text": "Hello {{ display_name }},\n\n{{ link }}",
            }],
        }),
    ),
    responses(
        (status = 200, description = "The template as it is now", body = api::TemplateDetails),
        (
            status = 201,
            description = "Made",
            body = api::TemplateDetails,
            headers(("Location" = String, description = "The template")),
        ),
    ),
    extensions(("x-problems" = json!(["forbidden", "conflict", "invalid_field"]))),
)]
pub(super) async fn save_template(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathIds(account, id): PathIds<AccountId, String>,
    LargeJsonBody(body): LargeJsonBody<SaveTemplate, MAX_BYTES>,
) -> Result<impl IntoResponse, ApiError> {
    // What does not exist is told before what is wrong with the body.
    templates::require_account(&app, &actor, account).await?;
    let wanted = bodies::wanted(&id, &body)?;
    let saved = templates::save(&app, &actor, account, wanted).await?;
    let mut headers = HeaderMap::new();
    if saved.created {
        let location = format!("/api/v1/accounts/{account}/templates/{id}");
        // An identifier is made of characters that a header may have.
        headers.extend(HeaderValue::try_from(location).map(|value| (header::LOCATION, value)));
    }
    let status = if saved.created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, headers, Json(bodies::details(&saved.details))))
}

/// Deletes an email template. Messages that were asked for keep its words.
#[utoipa::path(
    delete, path = "/accounts/{id}/templates/{template_id}", tag = "templates",
    params(
        ("id" = Uuid, Path, description = "The account"),
        ("template_id" = String, Path, description = "The template", example = "email01"),
    ),
    responses((status = 204, description = "Deleted")),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn delete_template(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathIds(account, id): PathIds<AccountId, TemplateId>,
) -> Result<StatusCode, ApiError> {
    templates::delete(&app, &actor, account, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows an email template with sample values. Its link opens nothing.
#[utoipa::path(
    post, path = "/accounts/{id}/templates/{template_id}/preview", tag = "templates",
    params(
        ("id" = Uuid, Path, description = "The account"),
        ("template_id" = String, Path, description = "The template", example = "email01"),
    ),
    request_body(content = Option<PreviewTemplate>, example = json!({"locale": "en"})),
    responses((status = 200, description = "The mail", body = api::TemplatePreview)),
    extensions(("x-problems" = json!(["forbidden", "invalid_field"]))),
)]
pub(super) async fn preview_template(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathIds(account, id): PathIds<AccountId, TemplateId>,
    OptionalJsonBody(body): OptionalJsonBody<PreviewTemplate>,
) -> Result<Json<api::TemplatePreview>, ApiError> {
    let mut fields = Fields::new();
    let locale = body.and_then(|body| body.locale);
    let locale = fields.optional("locale", locale.as_deref(), Locale::parse);
    let locale = fields.finish(|| locale)?;
    let mail = templates::preview(&app, &actor, account, id, locale).await?;
    Ok(Json(bodies::preview(mail)))
}

/// Which language to show.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ShowPreview {
    /// One of the template's languages; the one nearest to the account's when absent.
    locale: Option<String>,
}

/// Shows the HTML part of an email template with sample values, as a reader would see it.
#[utoipa::path(
    get, path = "/accounts/{id}/templates/{template_id}/preview/html", tag = "templates",
    params(
        ("id" = Uuid, Path, description = "The account"),
        ("template_id" = String, Path, description = "The template", example = "email01"),
        ShowPreview,
    ),
    responses((
        status = 200,
        description = "The HTML part, sandboxed",
        body = String,
        content_type = "text/html",
    )),
    extensions(("x-problems" = json!(["forbidden", "invalid_field"]))),
)]
pub(super) async fn get_template_preview_html(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathIds(account, id): PathIds<AccountId, TemplateId>,
    QueryParams(query): QueryParams<ShowPreview>,
) -> Result<impl IntoResponse, ApiError> {
    let refused = || malformed("locale must be one of the template's languages.");
    let locale = given(query.locale).map(|tag| Locale::parse(&tag).map_err(|_| refused()));
    let mail = templates::preview(&app, &actor, account, id, locale.transpose()?).await;
    let mail = mail.map_err(|error| match error {
        TemplateError::UnknownLanguage => refused(),
        other => other.into(),
    })?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, MAIL_CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((headers, Html(mail.html)))
}

/// Mails an email template with sample values at once, and tells how that went.
///
/// It goes past the queue, and its link opens nothing. The answer is 200 whatever the mail server
/// said; `outcome` tells.
#[utoipa::path(
    post, path = "/accounts/{id}/templates/{template_id}/test-send", tag = "templates",
    params(
        ("id" = Uuid, Path, description = "The account"),
        ("template_id" = String, Path, description = "The template", example = "email01"),
        RepeatableParams,
    ),
    request_body(
        content = Option<TestTemplate>,
        example = json!({"to": "ada@example.com", "locale": "en"}),
    ),
    responses((status = 200, description = "How it fared", body = api::TemplateTest)),
    extensions(("x-problems" = json!([
        "forbidden", "no_address", "invalid_field", "too_many_requests"
    ]))),
)]
pub(super) async fn test_send_template(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathIds(account, id): PathIds<AccountId, TemplateId>,
    Repeatable(call, OptionalJsonBody(body)): Repeatable<OptionalJsonBody<TestTemplate>>,
) -> Result<impl IntoResponse, ApiError> {
    let body = body.unwrap_or_default();
    let mut fields = Fields::new();
    let to = fields.optional("to", body.to.as_deref(), EmailAddress::parse);
    let locale = fields.optional("locale", body.locale.as_deref(), Locale::parse);
    let (to, locale) = fields.finish(|| Ok((to?, locale?)))?;
    let act = async |app: App| templates::test_send(&app, &actor, account, id, locale, to).await;
    let again = async |outcome: Outcome| Ok(templates::tested_before(&actor, account, &outcome)?);
    let (test, replayed) = call.once(&app, &actor, act, again).await?;
    Ok((replayed, Json(bodies::test(&test))))
}
