//! Showing a redeemable link to an administrator, who gives her own password again first.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, password_link::RevealedLink};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        button::LinkButton,
        code::Copyable,
        dialog::Confirm,
        field::PasswordField,
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
        page_head::Breadcrumb,
    },
    extract::Id,
    page_error::PageError,
    pages::{user, user_form::trail},
    render::Head,
    visit::Admin,
    words::{instants, language::t},
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
    let title = errors.titled(&t!("reveal-title"));
    let heading = t!("reveal-question", name = user.display_name.as_str());
    let content = view! {
        <Confirm heading>
            <p>{t!("reveal-text")}</p>
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/users/{id}/password-links/reveal")>
                <PasswordField label=t!("reveal-password") name="password" errors
                    autocomplete="current-password" />
                <FormActions submit=t!("reveal-submit") cancel=here />
            </form>
        </Confirm>
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
    let heading = t!("reveal-answer", name = user.display_name.as_str());
    let until = t!("reveal-until", at = instants::instant(link.expires_at));
    let content = view! {
        <Confirm heading>
            <Copyable id="link" label=t!("reveal-link") value=link.url hint=until />
            <div class="form-actions">
                <LinkButton href=format!("/admin/users/{id}") label=t!("reveal-done") />
            </div>
        </Confirm>
    };
    let (status, title) = (StatusCode::OK, t!("reveal-link"));
    Ok(framed(status, title, admin, &user, content.into_any()).await)
}

async fn framed(
    status: StatusCode,
    title: String,
    admin: &Admin,
    user: &AccountUser,
    content: AnyView,
) -> Response {
    let frame = admin.frame(Some(user.account_id)).await;
    let content = view! { <Breadcrumb trail=trail(&admin.me, user) /> {content} };
    admin_page(
        status,
        Head::new(title),
        frame,
        Section::Users,
        content.into_any(),
    )
}
