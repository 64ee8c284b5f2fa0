//! A new user, and changes to one who exists.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use usher_api_types::{account_user::AccountUser, me::Me};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        field::{Checkbox, Field, Select},
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
    },
    edited::Edited,
    extract::Id,
    page_error::PageError,
    pages::user,
    redirect,
    render::Head,
    request_key,
    visit::Admin,
    words::{language::t, languages},
};

/// What the form contains.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct UserValues {
    pub(crate) display_name: String,
    pub(crate) email: String,
    pub(crate) login: String,
    pub(crate) phone: String,
    pub(crate) locale: String,
}

/// The form of a new user.
pub(crate) struct NewUser {
    pub(crate) values: UserValues,
    pub(crate) send_welcome: bool,
    /// What the form is called, however often it is sent.
    pub(crate) request_key: Uuid,
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
    let new = NewUser {
        values: UserValues::default(),
        send_welcome: true,
        request_key: request_key::draw(&admin.visit.web),
    };
    let errors = FormErrors::default();
    new_user_page(StatusCode::OK, &admin, account_id, new, errors).await
}

/// `GET /ui/accounts/{id}/users`: where a refused form was shown, reloaded.
pub(crate) async fn back_to_new(Id(account_id): Id) -> Response {
    redirect::see_other(&format!("/admin/accounts/{account_id}/users/new"))
}

/// `GET /admin/users/{id}/edit`.
pub(crate) async fn edit(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    edit_user_page(StatusCode::OK, &admin, id, None, FormErrors::default()).await
}

/// `GET /ui/users/{id}`: where a refused form was shown, reloaded.
pub(crate) async fn back_to_edit(Id(id): Id) -> Response {
    redirect::see_other(&format!("/admin/users/{id}/edit"))
}

/// The page with the form of a new user.
pub(crate) async fn new_user_page(
    status: StatusCode,
    admin: &Admin,
    account_id: Uuid,
    new: NewUser,
    errors: FormErrors,
) -> Response {
    let title = errors.titled(&t!("user-new"));
    let list = format!("/admin/accounts/{account_id}/users");
    let welcome = admin.me.may("welcome_emails.send", account_id).then(|| {
        view! {
            <Checkbox label=t!("user-send-now") name="send_welcome" checked=new.send_welcome
                hint=t!("user-send-now-hint") />
        }
    });
    let content = view! {
        <Breadcrumb trail=vec![(t!("users"), list.clone())] />
        <PageHead title=t!("user-new") />
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/accounts/{account_id}/users") data-once="">
                <input type="hidden" name=request_key::FIELD value=new.request_key.to_string() />
                <UserFields values=new.values errors new=true />
                {welcome}
                <FormActions submit=t!("user-create") cancel=list />
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
    entered: Option<Edited<UserValues>>,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let user = user::load(&admin.visit, id).await?;
    let edited = entered.unwrap_or_else(|| Edited::opened(UserValues::from(&user)));
    let title = errors.titled(&t!("user-edit-title", name = user.display_name.as_str()));
    // A stolen session must not become a mailbox of its own.
    let is_own = admin.me.user.as_ref().is_some_and(|me| me.id == id);
    let own = is_own.then(|| {
        view! {
            <Field label=t!("user-present-password") name="current_password" kind="password"
                errors=errors.clone() autocomplete="current-password"
                hint=t!("user-present-password-hint") />
        }
    });
    let here = format!("/admin/users/{id}");
    let content = view! {
        <Breadcrumb trail=trail(&admin.me, &user) />
        <PageHead title=t!("user-edit") />
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/users/{id}") data-once="">
                {edited.hidden()}
                <UserFields values=edited.values errors new=false />
                {own}
                <FormActions submit=t!("user-save") cancel=here />
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

/// The way up from a page about a user.
pub(crate) fn trail(me: &Me, user: &AccountUser) -> Vec<(String, String)> {
    let mut trail = user::way_to_list(me, user);
    let page = format!("/admin/users/{}", user.id);
    trail.push((user.display_name.clone(), page));
    trail
}

#[component]
fn UserFields(values: UserValues, errors: FormErrors, new: bool) -> impl IntoView {
    let (address_hint, login_hint) = if new {
        (t!("user-email-hint-new"), t!("user-login-hint-new"))
    } else {
        (t!("user-email-hint-edit"), t!("user-login-hint-edit"))
    };
    let languages = languages::choices(&values.locale);
    view! {
        <Field label=t!("user-name") name="display_name" value=values.display_name errors=errors.clone()
            autocomplete="off" hint=t!("user-name-hint") />
        <Field label=t!("user-email") name="email" kind="email" value=values.email errors=errors.clone()
            autocomplete="off" hint=address_hint marked=!new />
        <Field label=t!("user-login") name="login" value=values.login errors=errors.clone()
            autocomplete="off" hint=login_hint required=!new />
        <Field label=t!("user-phone") name="phone" kind="tel" value=values.phone errors=errors.clone()
            autocomplete="off" />
        <Select label=t!("user-language") name="locale" chosen=values.locale options=languages errors
            hint=t!("user-language-hint") />
    }
    .into_any()
}
