//! Where its calls live.

use axum::{Router, response::Response, routing::any};
use http::{HeaderMap, Uri};
use usher_api_types::problem::ErrorCode;
use usher_application::App;

use super::{
    accounts,
    call::call,
    errors::AltcraftError,
    format::{Format, Head},
    user_list, users,
};

/// The prefix of its paths.
const PREFIX: &str = "/api/v1.1";

/// Everything under its prefix. Its documentation writes some paths with a slash at their end, so all
/// are taken with and without.
pub(crate) fn router(app: App) -> Router {
    let calls = [
        ("/admin/accounts/list", call(accounts::list)),
        ("/admin/accounts/users/list", call(user_list::list)),
        ("/admin/accounts/users/add", call(users::add)),
        ("/admin/accounts/users/update", call(users::update)),
        ("/admin/accounts/users/delete", call(users::delete)),
        (
            "/admin/accounts/users/send_welcome",
            call(users::send_welcome),
        ),
    ];
    let mut routes = Router::new();
    for (path, method) in calls {
        routes = routes
            .route(path, method.clone())
            .route(&format!("{path}/"), method);
    }
    prefixed(routes).with_state(app)
}

/// The answer to a request under its prefix that no handler gives. Its body was not read, so nothing
/// tells that it was to be XML.
pub(crate) fn refusal(path: &str, code: ErrorCode) -> Option<Response> {
    let behind = path.strip_prefix(PREFIX)?;
    let is_below = behind.is_empty() || behind.starts_with('/');
    is_below.then(|| AltcraftError::refused(code).in_format(Format::Json))
}

fn prefixed<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    let routes = routes
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method);
    Router::new()
        .nest(PREFIX, routes)
        // A nested fallback takes the prefix with something behind its slash, and without the slash.
        .route(&format!("{PREFIX}/"), any(unknown_path))
}

async fn unknown_path(uri: Uri, headers: HeaderMap) -> Response {
    AltcraftError::UnknownPath.in_format(Head::of(&uri, &headers).answer())
}

async fn wrong_method(uri: Uri, headers: HeaderMap) -> Response {
    AltcraftError::MethodNotAllowed.in_format(Head::of(&uri, &headers).answer())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_prefix_is_answered_in_its_words() {
        let answers = |path| refusal(path, ErrorCode::CrossSite).is_some();
        for path in ["/api/v1.1", "/api/v1.1/", "/api/v1.1/admin/accounts/list/"] {
            assert!(answers(path), "{path}");
        }
        for path in [
            "",
            "/",
            "/api/v1",
            "/api/v1/",
            "/api/v1.10",
            "/api/v1.0",
            "/API/v1.1",
        ] {
            assert!(!answers(path), "{path}");
        }
    }
}
