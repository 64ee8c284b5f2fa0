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
};

/// `GET /forgot-password`.
pub(crate) async fn show(visit: Visit) -> Response {
    forgot_password_page(
        StatusCode::OK,
        String::new(),
        FormErrors::default(),
        visit.message,
    )
}

/// The form, or the one confirmation.
pub(crate) fn forgot_password_page(
    status: StatusCode,
    login: String,
    errors: FormErrors,
    message: Option<Message>,
) -> Response {
    let title = errors.titled("Forgot your password?");
    let form = message.is_none().then(|| {
        view! {
            <p>"Enter your email address or login. We send a link with which you choose a new password."</p>
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action="/forgot-password">
                <Field label="Email or login" name="login" value=login errors=errors
                    autocomplete="username" required=true autofocus=true />
                <div class="form-actions">
                    <button class="button button-primary" type="submit">"Send me a link"</button>
                </div>
            </form>
        }
    });
    let heading = if message.is_some() {
        "Look into your mailbox"
    } else {
        "Forgot your password?"
    };
    let content = view! {
        <h1>{heading}</h1>
        <MessageNotice message />
        {form}
        <p><a href="/sign-in">"Back to sign-in"</a></p>
    };
    public_page(status, Head::new(title), content.into_any())
}
