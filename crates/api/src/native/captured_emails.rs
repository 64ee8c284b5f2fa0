//! Mail that was captured instead of sent.

use axum::{
    Json,
    extract::State,
    response::{Html, IntoResponse},
};
use http::{Method, header};
use usher_api_types::{
    captured_email::{self as api, CapturedEmailContent},
    page::Page,
};
use usher_application::{
    App,
    captured_emails::{self, Look},
};
use usher_domain::{ids::MessageId, message::Message};

use super::page;
use crate::{
    authenticate::Authenticated,
    csrf::FromThisSite,
    extract::{PageParams, PathId, QueryParams},
    problem::ApiError,
};

/// A mail's HTML runs no script, loads nothing and is shown on our own pages only. Its links open
/// in a window of their own, outside the sandbox.
pub(super) const MAIL_CSP: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
    img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Lists captured mails, the newest first.
#[utoipa::path(
    get, path = "/captured-emails", tag = "delivery",
    params(PageParams),
    responses((status = 200, description = "One page", body = Page<api::CapturedEmail>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_captured_emails(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    QueryParams(asked): QueryParams<PageParams>,
) -> Result<Json<Page<api::CapturedEmail>>, ApiError> {
    let wanted = asked.request()?;
    let found = captured_emails::list(&app, &actor, wanted).await?;
    Ok(Json(page::body(found, body)))
}

/// Opens a captured mail. It holds a link that can be redeemed, so this is on record; pages of other sites
/// cannot ask for it.
#[utoipa::path(
    get, path = "/captured-emails/{id}", tag = "delivery",
    params(("id" = Uuid, Path, description = "The message")),
    responses((status = 200, description = "The mail", body = CapturedEmailContent)),
    extensions(("x-problems" = json!(["forbidden", "cross_site"]))),
)]
pub(super) async fn get_captured_email(
    _: FromThisSite,
    method: Method,
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<MessageId>,
) -> Result<Json<CapturedEmailContent>, ApiError> {
    let mail = captured_emails::read(&app, &actor, id, look(&method)).await?;
    Ok(Json(CapturedEmailContent {
        email: body(&mail.message),
        from: mail.from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
    }))
}

/// Shows a captured mail's HTML part as the reader would see it.
#[utoipa::path(
    get, path = "/captured-emails/{id}/html", tag = "delivery",
    params(("id" = Uuid, Path, description = "The message")),
    responses((
        status = 200,
        description = "The HTML part, sandboxed",
        body = String,
        content_type = "text/html",
    )),
    extensions(("x-problems" = json!(["forbidden", "cross_site"]))),
)]
pub(super) async fn get_captured_email_html(
    _: FromThisSite,
    method: Method,
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<MessageId>,
) -> Result<impl IntoResponse, ApiError> {
    let mail = captured_emails::read(&app, &actor, id, look(&method)).await?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, MAIL_CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((headers, Html(mail.html)))
}

/// HEAD shows nothing, so nothing is put on record.
fn look(method: &Method) -> Look {
    if *method == Method::HEAD {
        Look::Asked
    } else {
        Look::Opened
    }
}

fn body(message: &Message) -> api::CapturedEmail {
    api::CapturedEmail {
        id: message.id.into(),
        account_id: message.account_id.into(),
        user_id: message.user_id.into(),
        recipient: message.recipient.to_string(),
        purpose: message.purpose.as_str().to_owned(),
        captured_at: message.sent_at.unwrap_or(message.requested.at),
    }
}
