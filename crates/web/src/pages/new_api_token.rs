//! The form of a new API token.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_domain::role::Role;

use crate::{
    components::{
        admin_shell::admin_page,
        field::{Field, Select},
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
        role_meanings::{RoleMeanings, role_options},
    },
    page_error::PageError,
    render::Head,
    scopes,
    visit::Admin,
    words::language::t,
};

/// What the form contains.
#[derive(Debug, Default, Clone)]
pub(crate) struct TokenValues {
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) scope: String,
    pub(crate) expires_on: String,
}

/// `GET /admin/api-tokens/new`.
pub(crate) async fn new(admin: Admin) -> Result<Response, PageError> {
    let home = admin.home().await;
    let values = TokenValues {
        role: Role::UserAdmin.to_string(),
        scope: scopes::value(home),
        ..TokenValues::default()
    };
    new_token_page(StatusCode::OK, &admin, values, FormErrors::default()).await
}

/// The form of a new token.
pub(crate) async fn new_token_page(
    status: StatusCode,
    admin: &Admin,
    values: TokenValues,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let title = errors.titled(&t!("tokens-new"));
    let places = scopes::offered(admin, "tokens.manage").await?;
    let roles = role_options(&admin.me, &places);
    let content = view! {
        <Breadcrumb trail=vec![(t!("tokens"), "/admin/api-tokens".into())] />
        <PageHead title=t!("tokens-new") />
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action="/ui/api-tokens">
                <Field label=t!("token-name") name="name" value=values.name errors=errors.clone() required=true
                    autocomplete="off" hint=t!("token-name-hint") />
                <Select label=t!("tokens-role") name="role" chosen=values.role options=roles.clone()
                    errors=errors.clone() hint=t!("token-role-hint") />
                <Select label=t!("tokens-good-for") name="scope" chosen=values.scope options=places
                    errors=errors.clone() />
                <Field label=t!("token-last-day") name="expires_on" kind="date" value=values.expires_on errors
                    autocomplete="off" hint=t!("token-last-day-hint") />
                <FormActions submit=t!("token-make") cancel="/admin/api-tokens" />
            </form>
            <RoleMeanings roles />
        </div>
    };
    let frame = admin.frame(None).await;
    Ok(admin_page(
        status,
        Head::new(title),
        frame,
        Section::ApiTokens,
        content.into_any(),
    ))
}
