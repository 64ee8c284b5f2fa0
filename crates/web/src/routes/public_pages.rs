//! Pages of strangers and of everybody who is signed in, and what their forms post to.

use axum::{
    Router,
    routing::{any, get, post},
};

use crate::{forms, pages, web::Web};

pub(super) fn routes() -> Router<Web> {
    let link = || get(pages::link::show).post(forms::link::set_password);
    let renew = || get(pages::link::back).post(forms::link::renew);
    Router::new()
        .route("/", get(pages::entry::root))
        .route(
            "/sign-in",
            get(pages::sign_in::show).post(forms::session::sign_in),
        )
        .route(
            "/forgot-password",
            get(pages::forgot_password::show).post(forms::forgot_password::request),
        )
        .route("/welcome/{token}", link())
        .route("/reset/{token}", link())
        .route("/setup/{token}", link())
        .route("/welcome/{token}/renew", renew())
        .route("/reset/{token}/renew", renew())
        .route("/setup/{token}/renew", renew())
        .route(pages::link::JUDGE, post(forms::password_judgement::judge))
        .route("/welcomed", get(pages::welcomed::show))
        .route("/account", get(pages::my_account::show))
        .route(
            "/.well-known/change-password",
            get(pages::entry::change_password),
        )
        .route(
            "/.well-known/{*name}",
            any(pages::error::unknown_well_known),
        )
}
