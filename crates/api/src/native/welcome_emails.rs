//! Welcome emails and what became of them.

use axum::{Json, extract::State, response::IntoResponse};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use usher_api_types::{
    page::Page,
    welcome_email::{self as api, Reply, RequestedBy, Try},
};
use usher_application::{
    App,
    idempotency::Outcome,
    welcome_emails::{self, LinkStatus, Repeat, WelcomeEmail, Wish},
};
use usher_domain::{
    actor::Actor,
    ids::{AccountUserId, MessageId},
    message::{Attempt, LastReply, Message, Requested},
    template::TemplateId,
};

use super::{page, password_links::state_name};
use crate::{
    authenticate::Authenticated,
    extract::{OptionalJsonBody, PageParams, PathId, QueryParams, UnreadBody},
    fields::Fields,
    idempotency::{Repeatable, RepeatableParams, made},
    origin::Origin,
    prefer::{PREFERENCE_APPLIED, PreferredWait},
    problem::ApiError,
};

/// Sends a welcome email to an account user.
///
/// The message is queued durably and sent in the background; the answer names it. A second request
/// within 30 seconds answers with the message of the first. With `Prefer: wait=N` the answer waits
/// up to N seconds (30 at most) for the outcome. `template_id` chooses one of the account's templates;
/// another template than before within 30 seconds is another message.
#[utoipa::path(
    post, path = "/users/{id}/welcome-emails", tag = "welcome emails",
    params(
        ("id" = Uuid, Path, description = "The user"),
        (
            "Prefer" = Option<String>,
            Header,
            description = "`wait=N`: wait up to N seconds (RFC 7240)",
            example = "wait=5",
        ),
        RepeatableParams,
    ),
    request_body(
        content = Option<api::RequestWelcomeEmail>,
        example = json!({"template_id": "email01"}),
    ),
    responses((
        status = 202,
        description = "Queued, or already further",
        body = api::WelcomeEmail,
        headers(
            ("Location" = String, description = "The welcome email"),
            ("Preference-Applied" = String, description = "`wait`, if that was asked for"),
        ),
        example = json!({
            "id": "0190a5b4-0000-7000-8000-000000000003",
            "user_id": "0190a5b4-0000-7000-8000-000000000002",
            "account_id": "0190a5b4-0000-7000-8000-000000000001",
            "purpose": "welcome",
            "status": "queued",
            "recipient": "ada@example.com",
            "template_id": "email01",
            "attempts": 0,
            "next_attempt_at": "2026-01-02T03:04:05Z",
            "requested_at": "2026-01-02T03:04:05Z",
            "requested_by": {
                "kind": "api_token",
                "user_id": null,
                "name": "provisioning",
                "user_agent": "curl/8.5",
                "address": "192.0.2.7",
                "place": null,
            },
            "sent_at": null,
            "last_reply": null,
            "link": null,
        }),
    )),
    extensions(("x-problems" = json!([
        "forbidden", "no_address", "user_disabled", "account_not_primary", "invalid_field",
        "too_many_requests", "account_limit"
    ]))),
)]
pub(super) async fn request_welcome_email(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(user): PathId<AccountUserId>,
    Origin(origin): Origin,
    PreferredWait(wait): PreferredWait,
    Repeatable(call, OptionalJsonBody(body)): Repeatable<
        OptionalJsonBody<api::RequestWelcomeEmail>,
    >,
) -> Result<impl IntoResponse, ApiError> {
    let wish = Wish {
        repeat: Repeat::ReuseRecent,
        template: template(&body.unwrap_or_default())?,
    };
    let act = async |app: App| welcome_emails::request(&app, &actor, user, origin, wish).await;
    let again = async |outcome: Outcome| message_of(&app, &actor, &outcome).await;
    let (mut message, replayed) = call.once(&app, &actor, act, again).await?;
    let mut headers = HeaderMap::new();
    if let Some(wait) = wait {
        message = welcome_emails::wait(&app, message.id, wait).await?;
        headers.insert(PREFERENCE_APPLIED, HeaderValue::from_static("wait"));
    }
    Ok((replayed, headers, accepted(&message)))
}

/// Lists a user's messages, the newest first: her timeline.
#[utoipa::path(
    get, path = "/users/{id}/welcome-emails", tag = "welcome emails",
    params(("id" = Uuid, Path, description = "The user"), PageParams),
    responses((status = 200, description = "One page", body = Page<api::WelcomeEmail>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_welcome_emails(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(user): PathId<AccountUserId>,
    QueryParams(asked): QueryParams<PageParams>,
) -> Result<Json<Page<api::WelcomeEmail>>, ApiError> {
    let wanted = asked.request()?;
    let found = welcome_emails::timeline(&app, &actor, user, wanted).await?;
    Ok(Json(page::body(found, email_body)))
}

/// Shows what became of a welcome email, with every try.
#[utoipa::path(
    get, path = "/welcome-emails/{id}", tag = "welcome emails",
    params(("id" = Uuid, Path, description = "The welcome email")),
    responses((status = 200, description = "The welcome email", body = api::WelcomeEmail)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn get_welcome_email(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<MessageId>,
) -> Result<Json<api::WelcomeEmail>, ApiError> {
    let email = welcome_emails::get(&app, &actor, id).await?;
    Ok(Json(email_body(&email)))
}

/// Cancels a welcome email that still waits.
#[utoipa::path(
    delete, path = "/welcome-emails/{id}", tag = "welcome emails",
    params(("id" = Uuid, Path, description = "The welcome email")),
    responses((status = 204, description = "Cancelled")),
    extensions(("x-problems" = json!(["forbidden", "not_cancellable"]))),
)]
pub(super) async fn cancel_welcome_email(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<MessageId>,
) -> Result<StatusCode, ApiError> {
    welcome_emails::cancel(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a failed or cancelled welcome email again: the same message, with the same link where that can still
/// be used, and else with a fresh one; cancelling voids it.
#[utoipa::path(
    post, path = "/welcome-emails/{id}/retry", tag = "welcome emails",
    params(("id" = Uuid, Path, description = "The welcome email"), RepeatableParams),
    responses((
        status = 202,
        description = "Queued",
        body = api::WelcomeEmail,
        headers(("Location" = String, description = "The welcome email")),
    )),
    extensions(("x-problems" = json!([
        "forbidden", "not_retryable", "no_address", "user_disabled", "too_many_requests",
        "account_limit"
    ]))),
)]
pub(super) async fn retry_welcome_email(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<MessageId>,
    Repeatable(call, _): Repeatable<UnreadBody>,
) -> Result<impl IntoResponse, ApiError> {
    let act = async |app: App| welcome_emails::retry(&app, &actor, id).await;
    let again = async |outcome: Outcome| message_of(&app, &actor, &outcome).await;
    let (message, replayed) = call.once(&app, &actor, act, again).await?;
    Ok((replayed, accepted(&message)))
}

/// The message that an earlier request has queued, as it is now.
async fn message_of(app: &App, actor: &Actor, outcome: &Outcome) -> Result<Message, ApiError> {
    Ok(welcome_emails::get(app, actor, made(outcome)?)
        .await?
        .message)
}

fn template(body: &api::RequestWelcomeEmail) -> Result<Option<TemplateId>, ApiError> {
    let mut fields = Fields::new();
    let id = body.template_id.as_deref();
    let id = fields.optional("template_id", id, TemplateId::parse);
    fields.finish(|| id)
}

fn accepted(message: &Message) -> impl IntoResponse + use<> {
    let location = format!("/api/v1/welcome-emails/{}", message.id);
    (
        StatusCode::ACCEPTED,
        [(header::LOCATION, location)],
        Json(message_body(message)),
    )
}

fn email_body(email: &WelcomeEmail) -> api::WelcomeEmail {
    api::WelcomeEmail {
        link: email.link.as_ref().map(link_body),
        tries: email.attempts.iter().map(try_body).collect(),
        ..message_body(&email.message)
    }
}

fn message_body(message: &Message) -> api::WelcomeEmail {
    api::WelcomeEmail {
        id: message.id.into(),
        user_id: message.user_id.into(),
        account_id: message.account_id.into(),
        purpose: message.purpose.as_str().to_owned(),
        status: message.status.to_string(),
        recipient: message.recipient.to_string(),
        template_id: message.template.as_ref().map(ToString::to_string),
        attempts: message.attempts,
        next_attempt_at: message.next_attempt_at,
        requested_at: message.requested.at,
        requested_by: requested_by_body(&message.requested),
        sent_at: message.sent_at,
        last_reply: message.last_reply.as_ref().map(reply_body),
        link: None,
        tries: Vec::new(),
    }
}

pub(super) fn requested_by_body(requested: &Requested) -> RequestedBy {
    RequestedBy {
        kind: requested.by_kind.clone(),
        user_id: requested.by_user.map(Into::into),
        name: requested.by_name.clone(),
        user_agent: requested.origin.user_agent.clone(),
        address: requested.origin.address.map(|address| address.to_string()),
        place: requested.origin.place.clone(),
    }
}

pub(super) fn reply_body(reply: &LastReply) -> Reply {
    Reply {
        code: reply.code,
        enhanced: reply.enhanced.clone(),
        text: reply.text.clone(),
    }
}

fn link_body(link: &LinkStatus) -> api::LinkStatus {
    api::LinkStatus {
        state: state_name(link.state).to_owned(),
        expires_at: link.expires_at,
        used_at: link.used_at,
        first_opened_at: link.first_opened_at,
        visits: link.visits,
        looks_like_scanner: link.looks_like_scanner,
    }
}

fn try_body(attempt: &Attempt) -> Try {
    Try {
        provider: attempt.provider.clone(),
        started_at: attempt.started_at,
        finished_at: attempt.finished_at,
        outcome: attempt.outcome.as_str().to_owned(),
        reply: attempt.reply.as_ref().map(reply_body),
    }
}
