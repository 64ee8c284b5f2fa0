//! Mail providers. They are configured in the file; here they are shown and tested.

use axum::{Json, extract::State, response::IntoResponse};
use usher_api_types::{mail_provider as api, page::Page};
use usher_application::{
    App,
    idempotency::Outcome,
    mail_providers::{self, MailProvider, ProviderTest, TranscriptLine},
};
use usher_domain::email_address::EmailAddress;

use super::{page, welcome_emails::reply_body};
use crate::{
    authenticate::Authenticated,
    extract::{OptionalJsonBody, PathText},
    fields::Fields,
    idempotency::{Repeatable, RepeatableParams},
    origin::Origin,
    problem::ApiError,
};

/// Lists the configured mail providers and whether they are usable.
#[utoipa::path(
    get, path = "/mail-providers", tag = "delivery",
    responses((status = 200, description = "All of them", body = Page<api::MailProvider>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_mail_providers(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Page<api::MailProvider>>, ApiError> {
    let list = mail_providers::list(&app, &actor)?;
    Ok(Json(page::whole(&list, body)))
}

/// Sends a test mail through a mail provider at once, and tells how it fared.
///
/// It goes over a connection of its own, past the queue and past the rest of a failing provider. The
/// answer is 200 whatever the mail server said; `outcome` tells. Credentials and the mail itself are
/// left out of the transcript.
#[utoipa::path(
    post, path = "/mail-providers/{name}/test", tag = "delivery",
    params(
        ("name" = String, Path, description = "The mail provider", example = "main"),
        RepeatableParams,
    ),
    request_body(content = Option<api::TestProvider>, example = json!({"recipient": "ada@example.com"})),
    responses((
        status = 200,
        description = "How it fared",
        body = api::ProviderTest,
        example = json!({
            "outcome": "refused",
            "step": "rcpt_to",
            "reply": { "code": 550, "enhanced": "5.1.1", "text": "no such mailbox" },
            "duration_ms": 41,
            "transcript": [
                { "at_ms": 0, "from": "note", "text": "connecting to 192.0.2.25:25" },
                { "at_ms": 12, "from": "server", "text": "220 mail.example.com ESMTP" },
                { "at_ms": 12, "from": "usher", "text": "EHLO usher.example.com" },
            ],
        }),
    )),
    extensions(("x-problems" = json!([
        "forbidden", "no_address", "invalid_field", "too_many_requests"
    ]))),
)]
pub(super) async fn test_mail_provider(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathText(name): PathText,
    Origin(origin): Origin,
    Repeatable(call, OptionalJsonBody(body)): Repeatable<OptionalJsonBody<api::TestProvider>>,
) -> Result<impl IntoResponse, ApiError> {
    let body = body.unwrap_or_default();
    let mut fields = Fields::new();
    let recipient = body.recipient.as_deref();
    let recipient = fields.optional("recipient", recipient, EmailAddress::parse);
    let recipient = fields.finish(|| recipient)?;
    let act = async |app: App| mail_providers::test(&app, &actor, &name, recipient, origin).await;
    let again = async |outcome: Outcome| Ok(mail_providers::tested_before(&actor, &outcome)?);
    let (test, replayed) = call.once(&app, &actor, act, again).await?;
    Ok((replayed, Json(test_body(&test))))
}

fn test_body(test: &ProviderTest) -> api::ProviderTest {
    api::ProviderTest {
        outcome: test.outcome.to_owned(),
        step: test.step.to_owned(),
        reply: test.reply.as_ref().map(reply_body),
        duration_ms: millis(test.took),
        transcript: test.transcript.iter().map(line_body).collect(),
    }
}

fn line_body(line: &TranscriptLine) -> api::TranscriptLine {
    api::TranscriptLine {
        at_ms: millis(line.at),
        from: line.speaker.as_str().to_owned(),
        text: line.text.clone(),
    }
}

fn millis(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn body(provider: &MailProvider) -> api::MailProvider {
    api::MailProvider {
        name: provider.name.clone(),
        endpoint: provider.endpoint.clone(),
        breaker: provider.breaker.to_owned(),
        last_failure: provider.last_failure.clone(),
    }
}
