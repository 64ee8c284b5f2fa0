//! A new account, and the settings of one that exists.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::account::Account;
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        facts::Fact,
        field::{Checkbox, Field, Select},
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
    },
    extract::Id,
    page_error::PageError,
    render::Head,
    visit::Admin,
    words::instants,
};

/// The lives of a link that the form offers, in hours; whatever else is set stays choosable.
const LINK_LIVES: [i64; 7] = [1, 8, 24, 72, 168, 336, 720];
const DEFAULT_LINK_LIFE: i64 = 168;

/// What the form contains.
#[derive(Debug, Clone)]
pub(crate) struct AccountValues {
    pub(crate) name: String,
    pub(crate) continue_url: String,
    pub(crate) link_life_hours: i64,
    pub(crate) send_welcome_on_create: bool,
    pub(crate) locale: String,
}

impl Default for AccountValues {
    fn default() -> Self {
        Self {
            name: String::new(),
            continue_url: String::new(),
            link_life_hours: DEFAULT_LINK_LIFE,
            send_welcome_on_create: false,
            locale: String::new(),
        }
    }
}

impl From<&Account> for AccountValues {
    fn from(account: &Account) -> Self {
        Self {
            name: account.name.clone(),
            continue_url: account.continue_url.clone().unwrap_or_default(),
            link_life_hours: account.link_life_hours,
            send_welcome_on_create: account.send_welcome_on_create,
            locale: account.locale.clone().unwrap_or_default(),
        }
    }
}

/// `GET /admin/accounts/new`.
pub(crate) async fn new(admin: Admin) -> Response {
    new_account_page(
        StatusCode::OK,
        &admin,
        AccountValues::default(),
        FormErrors::default(),
    )
    .await
}

/// `GET /admin/accounts/{id}`.
pub(crate) async fn edit(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    settings_page(StatusCode::OK, &admin, id, None, FormErrors::default()).await
}

/// The form of a new account.
pub(crate) async fn new_account_page(
    status: StatusCode,
    admin: &Admin,
    values: AccountValues,
    errors: FormErrors,
) -> Response {
    let title = errors.titled("New account");
    let content = view! {
        <h1>"New account"</h1>
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action="/ui/accounts">
                <AccountFields values errors />
                <div class="form-actions">
                    <button class="button button-primary" type="submit">"Create account"</button>
                    <a href="/admin/accounts">"Cancel"</a>
                </div>
            </form>
        </div>
    };
    admin_page(
        status,
        Head::new(title),
        admin.frame(None).await,
        Section::Accounts,
        content.into_any(),
    )
}

/// The settings; `entered` is what was posted and refused.
pub(crate) async fn settings_page(
    status: StatusCode,
    admin: &Admin,
    id: Uuid,
    entered: Option<AccountValues>,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let account: Account = admin
        .visit
        .api
        .get(&format!("/api/v1/accounts/{id}"))
        .await?;
    let values = entered.unwrap_or_else(|| AccountValues::from(&account));
    let title = errors.titled(&format!("Settings · {}", account.name));
    let form = if admin.me.may("accounts.update", id) {
        view! {
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/accounts/{id}")>
                <AccountFields values errors />
                <div class="form-actions">
                    <button class="button button-primary" type="submit">"Save"</button>
                </div>
            </form>
        }
        .into_any()
    } else {
        view! { <p>"You may look at this account but not change its settings."</p> }.into_any()
    };
    let content = view! {
        <h1>"Account settings"</h1>
        <div class="column">
            {form}
            <section class="section" aria-labelledby="identifiers">
                <h2 id="identifiers">"For programs"</h2>
                <dl class="facts">
                    <Fact name="Account ID"><code class="breakable">{account.id.to_string()}</code></Fact>
                    <Fact name="Account number"><code>{account.number}</code></Fact>
                    <Fact name="Project ID"><code class="breakable">{account.project_id.to_string()}</code></Fact>
                    <Fact name="Project name"><code class="breakable">{account.project_name.clone()}</code></Fact>
                </dl>
            </section>
        </div>
    };
    let frame = admin.frame(Some(id)).await;
    Ok(admin_page(
        status,
        Head::new(title),
        frame,
        Section::Settings,
        content.into_any(),
    ))
}

#[component]
fn AccountFields(values: AccountValues, errors: FormErrors) -> impl IntoView {
    let mut lives = LINK_LIVES.to_vec();
    if !lives.contains(&values.link_life_hours) {
        lives.push(values.link_life_hours);
        lives.sort_unstable();
    }
    let lives = lives
        .into_iter()
        .map(|life| (life.to_string(), instants::hours(life)))
        .collect();
    view! {
        <Field label="Name" name="name" value=values.name errors=errors.clone() required=true />
        <Field label="Continue to" name="continue_url" kind="url" value=values.continue_url
            errors=errors.clone() hint="Where people go on after they set their password, such as https://app.example.com/." />
        <Select label="A link works for" name="link_life_hours" chosen=values.link_life_hours.to_string()
            options=lives errors=errors.clone() hint="Counted from when the mail server takes the email." />
        <Field label="Language" name="locale" value=values.locale errors=errors
            hint="For users who chose none, such as en or de-AT." />
        <Checkbox label="Send a welcome email to every new user" name="send_welcome_on_create"
            checked=values.send_welcome_on_create
            hint="When a program creates a user without saying otherwise." />
    }
    .into_any()
}
