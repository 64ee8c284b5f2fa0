//! The form of a new API token or access key.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_domain::role::Role;

use crate::{
    components::{
        admin_shell::admin_page,
        field::{Field, Select},
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        page_head::{Breadcrumb, PageHead},
        role_meanings::{RoleMeanings, role_options},
    },
    credential_kind::CredentialKind,
    page_error::PageError,
    render::Head,
    scopes,
    visit::Admin,
    words::language::t,
};

/// What the form contains.
#[derive(Debug, Default, Clone)]
pub(crate) struct CredentialValues {
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) scope: String,
    pub(crate) expires_on: String,
}

/// `GET /admin/api-tokens/new`.
pub(crate) async fn api_token(admin: Admin) -> Result<Response, PageError> {
    empty(&admin, CredentialKind::ApiToken).await
}

/// `GET /admin/access-keys/new`.
pub(crate) async fn access_key(admin: Admin) -> Result<Response, PageError> {
    empty(&admin, CredentialKind::AccessKey).await
}

async fn empty(admin: &Admin, kind: CredentialKind) -> Result<Response, PageError> {
    let home = admin.home().await;
    let values = CredentialValues {
        role: Role::UserAdmin.to_string(),
        scope: scopes::value(home),
        ..CredentialValues::default()
    };
    new_page(StatusCode::OK, admin, kind, values, FormErrors::default()).await
}

/// The form.
pub(crate) async fn new_page(
    status: StatusCode,
    admin: &Admin,
    kind: CredentialKind,
    values: CredentialValues,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let words = kind.words();
    let title = errors.titled(&words.new);
    let home = admin.home().await;
    let places = scopes::offered(admin, "tokens.manage", home).await?;
    let roles = role_options(&admin.me, &places);
    let content = view! {
        <Breadcrumb trail=vec![(words.title, kind.list())] />
        <PageHead title=words.new />
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=kind.forms() data-once="">
                <Field label=t!("token-name") name="name" value=values.name errors=errors.clone() required=true
                    autocomplete="off" hint=t!("token-name-hint") />
                <Select label=t!("tokens-role") name="role" chosen=values.role options=roles.clone()
                    errors=errors.clone() hint=t!("token-role-hint") />
                <Select label=t!("tokens-good-for") name="scope" chosen=values.scope options=places
                    errors=errors.clone() />
                <Field label=t!("token-last-day") name="expires_on" kind="date" value=values.expires_on errors
                    autocomplete="off" hint=t!("token-last-day-hint") />
                <FormActions submit=words.make cancel=kind.list() />
            </form>
            <RoleMeanings roles />
        </div>
    };
    let frame = admin.frame(None).await;
    Ok(admin_page(
        status,
        Head::new(title),
        frame,
        kind.section(),
        content.into_any(),
    ))
}
