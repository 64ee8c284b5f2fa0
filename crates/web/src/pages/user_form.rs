//! A new user, and changes to one who exists.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::account_user::AccountUser;
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        field::{Checkbox, Field},
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
    },
    extract::Id,
    page_error::PageError,
    pages::user,
    render::Head,
    visit::Admin,
};

/// What the form contains.
#[derive(Debug, Default, Clone)]
pub(crate) struct UserValues {
    pub(crate) display_name: String,
    pub(crate) email: String,
    pub(crate) login: String,
    pub(crate) phone: String,
    pub(crate) locale: String,
}

impl From<&AccountUser> for UserValues {
    fn from(user: &AccountUser) -> Self {
        Self {
            display_name: user.display_name.clone(),
            email: user.email.clone().unwrap_or_default(),
            login: user.login.clone(),
            phone: user.phone.clone().unwrap_or_default(),
            locale: user.locale.clone().unwrap_or_default(),
        }
    }
}

/// `GET /admin/accounts/{id}/users/new`.
pub(crate) async fn new(admin: Admin, Id(account_id): Id) -> Response {
    new_user_page(
        StatusCode::OK,
        &admin,
        account_id,
        UserValues::default(),
        true,
        FormErrors::default(),
    )
    .await
}

/// `GET /admin/users/{id}/edit`.
pub(crate) async fn edit(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    edit_user_page(StatusCode::OK, &admin, id, None, FormErrors::default()).await
}

/// The form of a new user.
pub(crate) async fn new_user_page(
    status: StatusCode,
    admin: &Admin,
    account_id: Uuid,
    values: UserValues,
    send_welcome: bool,
    errors: FormErrors,
) -> Response {
    let title = errors.titled("New user");
    let list = format!("/admin/accounts/{account_id}/users");
    let welcome = admin.me.may("welcome_emails.send", account_id).then(|| {
        view! {
            <Checkbox label="Send welcome email now" name="send_welcome" checked=send_welcome
                hint="With a link to choose a password. You can send it later, too." />
        }
    });
    let content = view! {
        <p class="crumb"><a href=list.clone()>"Users"</a></p>
        <h1>"New user"</h1>
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/accounts/{account_id}/users")>
                <UserFields values errors new=true />
                {welcome}
                <div class="form-actions">
                    <button class="button button-primary" type="submit">"Create user"</button>
                    <a href=list>"Cancel"</a>
                </div>
            </form>
        </div>
    };
    let frame = admin.frame(Some(account_id)).await;
    admin_page(
        status,
        Head::new(title),
        frame,
        Section::Users,
        content.into_any(),
    )
}

/// The form of an existing user; `entered` is what was posted and refused.
pub(crate) async fn edit_user_page(
    status: StatusCode,
    admin: &Admin,
    id: Uuid,
    entered: Option<UserValues>,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let user = user::load(&admin.visit, id).await?;
    let values = entered.unwrap_or_else(|| UserValues::from(&user));
    let title = errors.titled(&format!("Edit {}", user.display_name));
    let here = format!("/admin/users/{id}");
    // A stolen session must not become a mailbox of its own.
    let own = admin
        .me
        .user
        .as_ref()
        .is_some_and(|me| me.id == id)
        .then(|| {
            view! {
                <Field label="Your present password" name="current_password" kind="password"
                    errors=errors.clone() autocomplete="current-password"
                    hint="Needed to change your own email address." />
            }
        });
    let content = view! {
        <p class="crumb"><a href=here.clone()>{user.display_name.clone()}</a></p>
        <h1>"Edit user"</h1>
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/users/{id}")>
                <UserFields values errors new=false />
                {own}
                <div class="form-actions">
                    <button class="button button-primary" type="submit">"Save"</button>
                    <a href=here>"Cancel"</a>
                </div>
            </form>
        </div>
    };
    let frame = admin.frame(Some(user.account_id)).await;
    Ok(admin_page(
        status,
        Head::new(title),
        frame,
        Section::Users,
        content.into_any(),
    ))
}

#[component]
fn UserFields(values: UserValues, errors: FormErrors, new: bool) -> impl IntoView {
    let address_hint = if new {
        "The welcome email goes there."
    } else {
        "Links sent to an older address stop working."
    };
    let login_hint = if new {
        "What they sign in with. Left empty: the email address."
    } else {
        "What they sign in with."
    };
    view! {
        <Field label="Name" name="display_name" value=values.display_name errors=errors.clone()
            autocomplete="off" />
        <Field label="Email" name="email" kind="email" value=values.email errors=errors.clone()
            autocomplete="off" hint=address_hint />
        <Field label="Login" name="login" value=values.login errors=errors.clone()
            autocomplete="off" hint=login_hint required=!new />
        <Field label="Phone" name="phone" kind="tel" value=values.phone errors=errors.clone()
            autocomplete="off" />
        <Field label="Language" name="locale" value=values.locale errors=errors
            autocomplete="off" hint="Such as en or de-AT. Left empty: the account’s." />
    }
    .into_any()
}
