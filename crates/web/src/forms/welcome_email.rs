//! Sending a welcome email, trying one again, cancelling one. Each goes back to the page whose button
//! was pressed and follows the delivery there.

use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    api_client::{Answer, ApiFailure},
    extract::{Filled, Id},
    forms::refused,
    local_path::LocalPath,
    query, redirect,
    visit::Admin,
    words::notices::Notice,
};

/// The page to go back to.
#[derive(Default, Deserialize)]
pub(crate) struct BackForm {
    #[serde(default)]
    back: String,
}

impl BackForm {
    fn path(&self, otherwise: &str) -> String {
        LocalPath::parse(&self.back).map_or_else(|| otherwise.to_owned(), |path| path.to_string())
    }
}

/// `POST /ui/users/{id}/welcome-emails`.
pub(crate) async fn send(admin: Admin, Id(id): Id, Filled(form): Filled<BackForm>) -> Response {
    let back = form.path(&format!("/admin/users/{id}"));
    let outcome = admin
        .visit
        .api
        .post_empty(&format!("/api/v1/users/{id}/welcome-emails"))
        .await;
    answer(&back, Some(id), outcome, Notice::WelcomeRequested)
}

/// `POST /ui/welcome-emails/{id}/retry`.
pub(crate) async fn retry(admin: Admin, Id(id): Id, Filled(form): Filled<BackForm>) -> Response {
    let outcome = admin
        .visit
        .api
        .post_empty(&format!("/api/v1/welcome-emails/{id}/retry"))
        .await;
    answer(&form.path("/admin"), None, outcome, Notice::WelcomeRetried)
}

/// `POST /ui/welcome-emails/{id}/cancel`.
pub(crate) async fn cancel(admin: Admin, Id(id): Id, Filled(form): Filled<BackForm>) -> Response {
    let back = form.path("/admin");
    match admin
        .visit
        .api
        .delete(&format!("/api/v1/welcome-emails/{id}"))
        .await
    {
        Ok(_) => redirect::with_notice(&back, Notice::WelcomeCancelled),
        Err(failure) => refused(&back, failure),
    }
}

fn answer(
    back: &str,
    row: Option<Uuid>,
    outcome: Result<Answer, ApiFailure>,
    notice: Notice,
) -> Response {
    match outcome {
        Ok(_) => {
            let back = query::without(back, &["error"]);
            let followed = query::set(&query::set(&back, "notice", notice.code()), "watch", 1);
            // In a list the browser goes back to the row, which is marked.
            let row = row
                .filter(|_| back.contains("/users"))
                .filter(|_| back.starts_with("/admin/accounts/"));
            let anchor = row.map(|id| format!("#user-{id}")).unwrap_or_default();
            redirect::see_other(&format!("{followed}{anchor}"))
        }
        Err(failure) => refused(back, failure),
    }
}
