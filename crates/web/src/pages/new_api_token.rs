//! A new API token, and its secret, which is shown this once.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::api_token::CreatedApiToken;
use usher_domain::role::Role;

use crate::{
    components::{
        admin_shell::admin_page,
        facts::Fact,
        field::{Field, Select},
        form_errors::{ErrorSummary, FormErrors},
        moment::Moment,
        navigation::Section,
        reference::ScopeReference,
        role_meanings::{RoleMeanings, role_options},
    },
    names::Names,
    page_error::PageError,
    render::Head,
    scopes,
    visit::Admin,
    words::roles::role_label,
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
    let title = errors.titled("New API token");
    let places = scopes::offered(admin, "tokens.manage").await?;
    let roles = role_options(&admin.me, &places);
    let content = view! {
        <p class="crumb"><a href="/admin/api-tokens">"API tokens"</a></p>
        <h1>"New API token"</h1>
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action="/ui/api-tokens">
                <Field label="Name" name="name" value=values.name errors=errors.clone() required=true
                    autocomplete="off" hint="After the program that will use it, such as “HR import”." />
                <Select label="Role" name="role" chosen=values.role options=roles.clone() errors=errors.clone()
                    hint="As little as the program needs." />
                <Select label="Good for" name="scope" chosen=values.scope options=places errors=errors.clone() />
                <Field label="Last day" name="expires_on" kind="date" value=values.expires_on errors=errors
                    autocomplete="off" hint="It stops working at the end of this day, UTC. Left empty: never." />
                <div class="form-actions">
                    <button class="button button-primary" type="submit">"Make the token"</button>
                    <a href="/admin/api-tokens">"Cancel"</a>
                </div>
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

/// The new token with its secret. There is no address under which it could be seen again.
pub(crate) async fn created_page(admin: &Admin, created: CreatedApiToken) -> Response {
    let token = created.api_token;
    let frame = admin.frame(None).await;
    let names = Names::of_accounts(
        &admin.visit,
        &frame.accounts,
        token.account_id.into_iter().collect(),
    )
    .await;
    let place = view! { <ScopeReference account=token.account_id names=&names /> }.into_any();
    let expires = match token.expires_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => view! { "Never" }.into_any(),
    };
    let call = format!(
        "curl -H \"Authorization: Bearer $USHER_TOKEN\" {}/api/v1/me",
        admin.visit.web.settings().public_url
    );
    let content = view! {
        <section class="confirm" aria-labelledby="answer">
            <h1 id="answer" class="breakable">{format!("The API token {}", token.name)}</h1>
            <p><strong>"Copy it now: it is shown this once and kept nowhere."</strong></p>
            <div class="field">
                <label class="label" for="token">"API token"</label>
                <input class="input input-code" id="token" type="text" readonly=true value=created.token
                    autocomplete="off" spellcheck="false" />
            </div>
            <dl class="facts">
                <Fact name="Role">{role_label(&token.role)}</Fact>
                <Fact name="Good for">{place}</Fact>
                <Fact name="Expires">{expires}</Fact>
            </dl>
            <p>"A program sends it with each request, for instance:"</p>
            <pre class="code">{call}</pre>
            <p><a class="button" href="/admin/api-tokens">"Done"</a></p>
        </section>
    };
    admin_page(
        StatusCode::CREATED,
        Head::new("API token made"),
        frame,
        Section::ApiTokens,
        content.into_any(),
    )
}
