//! A forgotten password. The answer is the same whatever name is entered.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    components::{
        field::Field,
        form_errors::{ErrorSummary, FormErrors},
        notice::MessageNotice,
        public_shell::public_page,
    },
    render::Head,
    visit::{Message, Visit},
    words::language::{kept, t},
};

/// `GET /forgot-password`.
pub(crate) async fn show(visit: Visit) -> Response {
    match visit.message {
        Some(message) => confirmation(message),
        None => forgot_password_page(StatusCode::OK, String::new(), FormErrors::default()),
    }
}

/// The form, empty or with what is wrong.
pub(crate) fn forgot_password_page(
    status: StatusCode,
    login: String,
    errors: FormErrors,
) -> Response {
    let title = errors.titled(&t!("sign-in-forgot"));
    let content = view! {
        <h1>{t!("sign-in-forgot")}</h1>
        <p>{t!("forgot-text")}</p>
        <ErrorSummary errors=errors.clone() />
        <form class="form" method="post" action=kept("/forgot-password")>
            <Field label=t!("sign-in-login") name="login" value=login errors=errors
                autocomplete="username" required=true autofocus=true />
            <div class="form-actions">
                <button class="button button-primary" type="submit">{t!("forgot-submit")}</button>
                <a href=kept("/sign-in")>{t!("forgot-back")}</a>
            </div>
        </form>
    };
    public_page(status, Head::new(title), content.into_any())
}

/// The one answer.
fn confirmation(message: Message) -> Response {
    let content = view! {
        <h1>{t!("forgot-sent-title")}</h1>
        <MessageNotice message=Some(message) />
        <p class="form-actions">
            <a class="button" href=kept("/sign-in")>{t!("forgot-back")}</a>
            <a href=kept("/forgot-password")>{t!("forgot-again")}</a>
        </p>
    };
    let head = Head::new(t!("forgot-sent-title"));
    public_page(StatusCode::OK, head, content.into_any())
}
