//! Files of users: pages and forms.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::{forms, pages, web::Web};

/// With the only form that is larger than other forms may be.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(
            "/admin/accounts/{id}/import-users",
            get(pages::import_users::show),
        )
        .route("/admin/user-imports/{id}", get(pages::user_import::show))
        .route(
            "/ui/accounts/{id}/user-imports",
            get(pages::import_users::back)
                .post(forms::user_import::upload)
                .layer(DefaultBodyLimit::max(forms::user_import::MAX_BODY_BYTES)),
        )
        .route(
            "/ui/user-imports/{id}/start",
            post(forms::user_import::start),
        )
        .route(
            "/ui/user-imports/{id}/cancel",
            post(forms::user_import::cancel),
        )
}
