//! Adding a user to another account, and removing her from it.

use axum::response::Response;
use serde::Deserialize;
use usher_api_types::{account_user::AccountUser, problem::ErrorCode};
use uuid::Uuid;

use crate::{
    extract::{Filled, Id, Ids},
    forms::refused,
    redirect,
    visit::Admin,
    words::notices::Notice,
};

/// Where she is added.
#[derive(Deserialize)]
pub(crate) struct AddForm {
    account_id: Uuid,
}

/// `POST /ui/users/{id}/memberships`.
pub(crate) async fn add(admin: Admin, Id(user): Id, Filled(form): Filled<AddForm>) -> Response {
    let page = page_of(user);
    match admin
        .visit
        .api
        .put_empty(&member(form.account_id, user))
        .await
    {
        Ok(_) => redirect::with_notice(&page, Notice::MemberAdded),
        Err(failure) => refused(&page, failure),
    }
}

/// `POST /ui/users/{id}/memberships/{account_id}/remove`.
pub(crate) async fn remove(admin: Admin, Ids(user, account): Ids) -> Response {
    let api = &admin.visit.api;
    if let Err(failure) = api.delete(&member(account, user)).await {
        return refused(&page_of(user), failure);
    }
    // Whoever saw her as a member of that account alone sees her no more.
    let seen: Result<AccountUser, _> = api.get(&format!("/api/v1/users/{user}")).await;
    let next = match seen {
        Err(failure) if failure.code() == ErrorCode::NotFound => {
            format!("/admin/accounts/{account}/users")
        }
        _ => page_of(user),
    };
    redirect::with_notice(&next, Notice::MemberRemoved)
}

fn page_of(user: Uuid) -> String {
    format!("/admin/users/{user}")
}

fn member(account: Uuid, user: Uuid) -> String {
    format!("/api/v1/accounts/{account}/members/{user}")
}
