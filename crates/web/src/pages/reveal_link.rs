//! Showing a redeemable link to an administrator, who gives her own password again first.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, password_link::RevealedLink};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        field::Field,
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
    },
    extract::Id,
    page_error::PageError,
    pages::user,
    render::Head,
    visit::Admin,
    words::instants,
};

/// `GET /admin/users/{id}/reveal-link`.
pub(crate) async fn show(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    ask_password_page(StatusCode::OK, &admin, id, FormErrors::default()).await
}

/// Asks for the administrator's password.
pub(crate) async fn ask_password_page(
    status: StatusCode,
    admin: &Admin,
    id: Uuid,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let user = user::load(&admin.visit, id).await?;
    let here = format!("/admin/users/{id}");
    let title = errors.titled("Show link");
    let content = view! {
        <section class="confirm" aria-labelledby="question">
            <h1 id="question" class="breakable">{format!("Show the link of {}", user.display_name)}</h1>
            <p>"Whoever has the link can set this user’s password. Hand it over only where nobody else reads along. That you looked is recorded."</p>
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/users/{id}/password-links/reveal")>
                <Field label="Your own password" name="password" kind="password" errors=errors
                    autocomplete="current-password" required=true autofocus=true />
                <div class="form-actions">
                    <button class="button button-primary" type="submit">"Show the link"</button>
                    <a href=here>"Cancel"</a>
                </div>
            </form>
        </section>
    };
    Ok(framed(status, title, admin, &user, content.into_any()).await)
}

/// Shows the link, this once.
pub(crate) async fn revealed_page(
    admin: &Admin,
    id: Uuid,
    link: RevealedLink,
) -> Result<Response, PageError> {
    let user = user::load(&admin.visit, id).await?;
    let content = view! {
        <section class="confirm" aria-labelledby="answer">
            <h1 id="answer" class="breakable">{format!("The link of {}", user.display_name)}</h1>
            <div class="field">
                <label class="label" for="link">"One-time password link"</label>
                <input class="input input-code" id="link" type="text" readonly=true value=link.url />
            </div>
            <p class="quiet">{format!("It works once, until {}.", instants::instant(link.expires_at))}</p>
            <p><a class="button" href=format!("/admin/users/{id}")>"Done"</a></p>
        </section>
    };
    Ok(framed(
        StatusCode::OK,
        "Link".to_owned(),
        admin,
        &user,
        content.into_any(),
    )
    .await)
}

async fn framed(
    status: StatusCode,
    title: String,
    admin: &Admin,
    user: &AccountUser,
    content: AnyView,
) -> Response {
    let frame = admin.frame(Some(user.account_id)).await;
    admin_page(status, Head::new(title), frame, Section::Users, content)
}
