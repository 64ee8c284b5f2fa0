//! Signing in.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::{
        field::{Field, PasswordField},
        form_errors::{ErrorSummary, FormErrors},
        notice::MessageNotice,
        public_shell::public_page,
    },
    extract::Asked,
    local_path::LocalPath,
    render::Head,
    visit::{Message, Visit},
    words::language::{kept, t},
};

/// Where to go afterwards.
#[derive(Default, Deserialize)]
pub(crate) struct SignInQuery {
    #[serde(default)]
    next: String,
}

/// What was entered before; never the password.
#[derive(Default)]
pub(crate) struct SignInValues {
    pub(crate) login: String,
    pub(crate) account: String,
    pub(crate) next: Option<LocalPath>,
}

/// `GET /sign-in`.
pub(crate) async fn show(visit: Visit, Asked(query): Asked<SignInQuery>) -> Response {
    let next = LocalPath::parse(&query.next);
    let values = SignInValues {
        next,
        ..SignInValues::default()
    };
    sign_in_page(StatusCode::OK, values, FormErrors::default(), visit.message)
}

/// The form, empty or with what is wrong.
pub(crate) fn sign_in_page(
    status: StatusCode,
    values: SignInValues,
    errors: FormErrors,
    message: Option<Message>,
) -> Response {
    let title = errors.titled(&t!("sign-in"));
    let next = values
        .next
        .map(|path| view! { <input type="hidden" name="next" value=path.to_string() /> });
    // Most people have one account; after a failure the field that tells accounts apart is in sight.
    let reveal_account = !errors.is_empty() || !values.account.is_empty();
    let content = view! {
        <h1>{t!("sign-in")}</h1>
        <MessageNotice message />
        <ErrorSummary errors=errors.clone() />
        <form class="form" method="post" action=kept("/sign-in")>
            {next}
            <Field label=t!("sign-in-login") name="login" value=values.login errors=errors.clone()
                autocomplete="username" required=true autofocus=true />
            <PasswordField label=t!("password") name="password" errors=errors.clone()
                autocomplete="current-password" />
            <details class="reveal" open=reveal_account>
                <summary>{t!("sign-in-particular-account")}</summary>
                <Field label=t!("account-name") name="account" value=values.account errors=errors
                    autocomplete="organization"
                    hint=t!("sign-in-account-hint") />
            </details>
            <div class="form-actions">
                <button class="button button-primary" type="submit">{t!("sign-in")}</button>
                <a href=kept("/forgot-password")>{t!("sign-in-forgot")}</a>
            </div>
        </form>
    };
    public_page(status, Head::new(title), content.into_any())
}
