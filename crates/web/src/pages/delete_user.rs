//! The question before a user is deleted for good.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    components::{
        admin_shell::admin_page,
        button::{LinkButton, PostButton, Weight},
        dialog::Confirm,
        icon::Symbol,
        navigation::Section,
        page_head::Breadcrumb,
    },
    extract::Id,
    page_error::PageError,
    pages::{user, user_form::trail},
    render::Head,
    visit::Admin,
    words::language::t,
};

/// `GET /admin/users/{id}/delete`.
pub(crate) async fn show(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    let user = user::load(&admin.visit, id).await?;
    let here = format!("/admin/users/{id}");
    let question = t!("user-delete-question", name = user.display_name.as_str());
    // Two may share a name; nobody shares a login.
    let who = (user.login != user.display_name)
        .then(|| view! { <p><strong class="breakable">{user.login.clone()}</strong></p> });
    let content = view! {
        <Breadcrumb trail=trail(&admin.me, &user) />
        <Confirm heading=question.clone()>
            {who}
            <p>{t!("user-delete-text")}</p>
            <p>{t!("user-delete-instead")}</p>
            <div class="form-actions">
                <PostButton action=format!("/ui/users/{id}/delete") label=t!("user-delete-confirm")
                    weight=Weight::Danger icon=Symbol::Trash />
                <LinkButton href=here label=t!("user-delete-keep") />
            </div>
        </Confirm>
    };
    let frame = admin.frame(Some(user.account_id)).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new(question),
        frame,
        Section::Users,
        content.into_any(),
    ))
}
