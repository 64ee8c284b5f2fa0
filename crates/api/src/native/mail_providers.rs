//! Mail providers. They are configured in the file; here they are only shown.

use axum::{Json, extract::State};
use usher_api_types::{mail_provider as api, page::Page};
use usher_application::{
    App,
    mail_providers::{self, MailProvider},
};

use super::page;
use crate::{authenticate::Authenticated, problem::ApiError};

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

fn body(provider: &MailProvider) -> api::MailProvider {
    api::MailProvider {
        name: provider.name.clone(),
        endpoint: provider.endpoint.clone(),
        breaker: provider.breaker.to_owned(),
        last_failure: provider.last_failure.clone(),
    }
}
