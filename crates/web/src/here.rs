//! The address of the page being written, for links that lead to the same page in another way. Like
//! the language it belongs to the request, so that any component can ask for it.

use axum::{
    extract::Request,
    http::{Method, Uri},
    middleware::Next,
    response::Response,
};

use crate::query;

tokio::task_local! {
    static HERE: Option<String>;
}

/// Middleware: remembers which page is asked for.
pub(crate) async fn scope(request: Request, next: Next) -> Response {
    let here = page(request.method(), request.uri());
    HERE.scope(here, next.run(request)).await
}

/// The page's path and query with one parameter set; none where the answer to a form has no address
/// of its own.
pub(crate) fn with(name: &str, value: &str) -> Option<String> {
    HERE.try_with(|here| here.as_deref().map(|here| query::set(here, name, value)))
        .ok()
        .flatten()
}

/// What GET shows at the address of a request: the same page, and for a form the page it stands on.
fn page(method: &Method, uri: &Uri) -> Option<String> {
    let (path, query) = (uri.path(), uri.query());
    if method != Method::GET && method != Method::HEAD && path.starts_with("/ui/") {
        return None;
    }
    let path = path.strip_suffix("/renew").unwrap_or(path);
    Some(query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_stands_on_the_page_that_it_posts_to() {
        let of = |method, uri: &'static str| page(&method, &Uri::from_static(uri));
        let found = |path: &str| Some(path.to_owned());
        assert_eq!(
            of(Method::GET, "/sign-in?next=%2Fadmin"),
            found("/sign-in?next=%2Fadmin")
        );
        assert_eq!(of(Method::POST, "/sign-in"), found("/sign-in"));
        assert_eq!(
            of(Method::POST, "/welcome/abc/renew?language=ar"),
            found("/welcome/abc?language=ar")
        );
        assert_eq!(of(Method::POST, "/ui/sign-out"), None);
    }
}
