//! The question before a user is deleted for good.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    components::{
        admin_shell::admin_page,
        button::{PostButton, Weight},
        navigation::Section,
    },
    extract::Id,
    page_error::PageError,
    pages::user,
    render::Head,
    visit::Admin,
};

/// `GET /admin/users/{id}/delete`.
pub(crate) async fn show(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    let user = user::load(&admin.visit, id).await?;
    let here = format!("/admin/users/{id}");
    let content = view! {
        <section class="confirm" aria-labelledby="question">
            <h1 id="question" class="breakable">{format!("Delete {}?", user.display_name)}</h1>
            <p>
                "This ends every session, stops unsent emails and erases what is known about "
                <strong class="breakable">{user.login.clone()}</strong>
                ". It cannot be undone. The audit log keeps ids only."
            </p>
            <p>"To keep someone out for a while, disable them instead."</p>
            <div class="form-actions">
                <PostButton action=format!("/ui/users/{id}/delete") label="Delete for good" weight=Weight::Danger />
                <a class="button" href=here>"Keep"</a>
            </div>
        </section>
    };
    let frame = admin.frame(Some(user.account_id)).await;
    let head = Head::new(format!("Delete {}?", user.display_name));
    Ok(admin_page(
        StatusCode::OK,
        head,
        frame,
        Section::Users,
        content.into_any(),
    ))
}
