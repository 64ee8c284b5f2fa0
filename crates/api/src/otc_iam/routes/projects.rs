//! Accounts, as projects and as domains.

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};
use serde_json::{Value, json};
use usher_application::{
    App, DatabaseError,
    reachable_accounts::{self, AccountKey},
};
use usher_domain::{account::Account, actor::Actor};

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
    let enabled = parameters.flag("enabled")? != Some(false);
    let in_question = match parameters.get("domain_id") {
        None => {
            let reachable = reachable_accounts::list(&app, &actor).await?;
            reachable.own().to_vec()
        }
        Some(domain) => one(&app, &actor, domain.parse().map(AccountKey::Id)).await?,
    };
    let wanted = |account: &&Account| {
        let named = parameters
            .get("name")
            .is_none_or(|name| account.project_name == name);
        named && enabled
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
    let enabled = parameters.flag("enabled")? != Some(false);
    let in_question = match parameters.get("name") {
        None => reachable_accounts::list(&app, &actor).await?.accounts,
        Some(name) => one(&app, &actor, name.parse().map(AccountKey::Name)).await?,
    };
    let public_url = &app.settings().public_url;
    let domains = in_question.iter().filter(|_| enabled);
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
    let found = one(&app, &actor, named.parse().map(AccountKey::Id)).await?;
    let account = found
        .first()
        .ok_or_else(|| IamError::unknown("domain", &named))?;
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
    let found = one(&app, &actor, named.parse().map(AccountKey::Project)).await?;
    let account = found
        .first()
        .ok_or_else(|| IamError::unknown("project", &named))?;
    let body = project(account, &app.settings().public_url);
    Ok(Json(json!({ "project": body })))
}

/// The one account that is meant, if the caller can turn to it. What is no key of an account is nobody's.
async fn one<E>(
    app: &App,
    actor: &Actor,
    key: Result<AccountKey, E>,
) -> Result<Vec<Account>, DatabaseError> {
    let found = match key {
        Ok(key) => reachable_accounts::find(app, actor, key).await?,
        Err(_) => None,
    };
    Ok(found.into_iter().collect())
}
