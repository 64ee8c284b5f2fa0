//! Accounts, as projects and as domains.

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};
use serde_json::{Value, json};
use usher_application::{App, reachable_accounts};
use usher_domain::{account::Account, ids::AccountId};

use super::parameters::Parameters;
use crate::otc_iam::{
    auth::TokenHolder,
    bodies::project::{domain, project, whole},
    errors::IamError,
};

/// `GET /v3/projects?name=&domain_id=`: the project of the caller's own account, unless she asks for
/// another domain's. SDKs that look for the project of a region stop at a second one.
pub(super) async fn list(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    parameters: Parameters,
) -> Result<Json<Value>, IamError> {
    let reachable = reachable_accounts::list(&app, &actor).await?;
    let enabled = parameters.flag("enabled")? != Some(false);
    let domain = parameters.get("domain_id").map(str::parse::<AccountId>);
    let in_question = match &domain {
        None => reachable.own(),
        Some(_) => &reachable.accounts,
    };
    let wanted = |account: &&Account| {
        let named = parameters
            .get("name")
            .is_none_or(|name| account.project_name == name);
        let placed = domain
            .as_ref()
            .is_none_or(|domain| *domain == Ok(account.id));
        named && placed && enabled
    };
    let public_url = &app.settings().public_url;
    let projects = in_question.iter().filter(wanted);
    let projects = projects.map(|account| project(account, public_url));
    Ok(Json(whole(
        "projects",
        projects,
        &format!("{public_url}/v3/projects"),
    )))
}

/// `GET /v3/auth/projects`: those that the caller can ask a token for.
pub(super) async fn of_caller(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
) -> Result<Json<Value>, IamError> {
    let reachable = reachable_accounts::list(&app, &actor).await?;
    let public_url = &app.settings().public_url;
    let projects = reachable.accounts.iter();
    let projects = projects.map(|account| project(account, public_url));
    let url = format!("{public_url}/v3/auth/projects");
    Ok(Json(whole("projects", projects, &url)))
}

/// `GET /v3/auth/domains`: those that the caller can ask a token for, her own first.
pub(super) async fn domains_of_caller(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
) -> Result<Json<Value>, IamError> {
    let reachable = reachable_accounts::list(&app, &actor).await?;
    let public_url = &app.settings().public_url;
    let domains = reachable.accounts.iter();
    let domains = domains.map(|account| domain(account, public_url));
    let url = format!("{public_url}/v3/auth/domains");
    Ok(Json(whole("domains", domains, &url)))
}

/// `GET /v3/domains?name=`: the same ones, by name if one is given.
pub(super) async fn list_domains(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    parameters: Parameters,
) -> Result<Json<Value>, IamError> {
    let reachable = reachable_accounts::list(&app, &actor).await?;
    let enabled = parameters.flag("enabled")? != Some(false);
    let name = parameters.get("name").map(str::to_lowercase);
    let wanted = |account: &&Account| {
        let named = name
            .as_ref()
            .is_none_or(|name| account.name.folded() == *name);
        named && enabled
    };
    let public_url = &app.settings().public_url;
    let domains = reachable.accounts.iter().filter(wanted);
    let domains = domains.map(|account| domain(account, public_url));
    let url = format!("{public_url}/v3/domains");
    Ok(Json(whole("domains", domains, &url)))
}

/// `GET /v3/domains/{id}`.
pub(super) async fn show_domain(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, IamError> {
    let named = id.map(|Path(text)| text).unwrap_or_default();
    let reachable = reachable_accounts::list(&app, &actor).await?;
    let mut accounts = reachable.accounts.iter();
    let found = accounts.find(|account| named.parse() == Ok(account.id));
    let account = found.ok_or_else(|| IamError::unknown("domain", &named))?;
    let body = domain(account, &app.settings().public_url);
    Ok(Json(json!({ "domain": body })))
}

/// `GET /v3/projects/{id}`.
pub(super) async fn show(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, IamError> {
    let named = id.map(|Path(text)| text).unwrap_or_default();
    let reachable = reachable_accounts::list(&app, &actor).await?;
    let mut accounts = reachable.accounts.iter();
    let found = accounts.find(|account| named.parse() == Ok(account.project_id));
    let account = found.ok_or_else(|| IamError::unknown("project", &named))?;
    let body = project(account, &app.settings().public_url);
    Ok(Json(json!({ "project": body })))
}
