//! Disabling, enabling and deleting a user.

use axum::response::Response;
use usher_api_types::account_user::UpdateAccountUser;
use uuid::Uuid;

use crate::{
    extract::Id, forms::refused, page_error::PageError, pages::user, redirect, visit::Admin,
    words::notices::Notice,
};

/// `POST /ui/users/{id}/disable`.
pub(crate) async fn disable(admin: Admin, Id(id): Id) -> Response {
    switch(&admin, id, false, Notice::UserDisabled).await
}

/// `POST /ui/users/{id}/enable`.
pub(crate) async fn enable(admin: Admin, Id(id): Id) -> Response {
    switch(&admin, id, true, Notice::UserEnabled).await
}

async fn switch(admin: &Admin, id: Uuid, enabled: bool, notice: Notice) -> Response {
    let body = UpdateAccountUser {
        enabled: Some(enabled),
        ..UpdateAccountUser::default()
    };
    let page = format!("/admin/users/{id}");
    match admin
        .visit
        .api
        .patch(&format!("/api/v1/users/{id}"), &body)
        .await
    {
        Ok(_) => redirect::with_notice(&page, notice),
        Err(failure) => refused(&page, failure),
    }
}

/// `POST /ui/users/{id}/delete`, from the page that asks.
pub(crate) async fn delete(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    let user = user::load(&admin.visit, id).await?;
    Ok(
        match admin.visit.api.delete(&format!("/api/v1/users/{id}")).await {
            Ok(_) => {
                let users = format!("/admin/accounts/{}/users", user.account_id);
                redirect::with_notice(&users, Notice::UserDeleted)
            }
            Err(failure) => refused(&format!("/admin/users/{id}"), failure),
        },
    )
}
