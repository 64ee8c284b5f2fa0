//! Which URL leads where.

mod admin_pages;
mod forms;
mod imports;
mod public_pages;

use axum::{Router, middleware, routing::get};

use crate::{
    assets, functions, here, nonce, pages,
    web::Web,
    words::{ago, language},
};

/// All pages, what their forms post to, and the assets.
pub fn router(web: Web) -> Router {
    Router::new()
        .merge(public_pages::routes())
        .merge(admin_pages::routes())
        .merge(forms::routes())
        .merge(imports::routes())
        .merge(functions::routes())
        .merge(review_pages())
        .route("/assets/{file}", get(assets::show))
        .route("/assets/accent/{digits}", get(assets::accent_stylesheet))
        .route("/favicon.ico", get(assets::favicon))
        .fallback(pages::error::fallback)
        .method_not_allowed_fallback(pages::error::method_not_allowed)
        .layer(middleware::from_fn(here::scope))
        .layer(middleware::from_fn(language::scope))
        .layer(middleware::from_fn_with_state(web.clone(), ago::scope))
        .layer(middleware::from_fn_with_state(web.clone(), nonce::scope))
        .with_state(web)
}

/// For those who work on the pages: no release has them.
fn review_pages() -> Router<Web> {
    let pages = Router::new();
    #[cfg(debug_assertions)]
    let pages = pages
        .route("/admin/components", get(pages::components::show))
        .route("/admin/components/public", get(pages::components::public))
        .route(
            "/admin/components/specimens.css",
            get(pages::components::style),
        );
    pages
}
