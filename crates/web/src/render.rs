//! From a view to an HTML answer, with the headers that every page has.
//!
//! Data is loaded by the axum handler before anything is rendered, so a page is complete without
//! JavaScript and its status code is known before the first byte.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;

use crate::{assets, words::language};

/// No inline script or style, nothing from elsewhere, in nobody's frame. `frame-src` is for captured
/// mail. A page that comes to need a script names a nonce in `script-src`.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; frame-src 'self'";

/// What a page says about itself.
pub(crate) struct Head {
    title: String,
    refresh: Option<String>,
    referrer: &'static str,
}

impl Head {
    /// A page with this title.
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            refresh: None,
            referrer: "same-origin",
        }
    }

    /// The page's own URL is a secret: no other request may name it.
    pub(crate) fn with_secret_url(mut self) -> Self {
        self.referrer = "no-referrer";
        self
    }

    /// The page loads `path` by itself after two seconds.
    pub(crate) fn refreshing(mut self, path: Option<String>) -> Self {
        self.refresh = path.map(|path| format!("2; url={path}"));
        self
    }
}

/// Tells programs, too, how many seconds to wait.
pub(crate) fn with_retry_after(mut response: Response, seconds: Option<u64>) -> Response {
    if let Some(seconds) = seconds {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Renders a whole document.
pub(crate) fn page(status: StatusCode, head: Head, body: AnyView) -> Response {
    let refresh = head
        .refresh
        .map(|content| view! { <meta http-equiv="refresh" content=content /> });
    let title = format!("{} · Usher", head.title);
    let language = language::current();
    let document = view! {
        <html lang=language.tag() dir=language.direction().as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <title>{title}</title>
                <link rel="icon" href=assets::favicon_path() type="image/svg+xml" />
                <link rel="stylesheet" href=assets::stylesheet_path() />
                {refresh}
            </head>
            <body>{body}</body>
        </html>
    };
    let html = without_markers(&Owner::new_root(None).with(|| document.to_html()));
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        ),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static(head.referrer),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (header::VARY, HeaderValue::from_static("Cookie, Accept")),
    ];
    (status, headers, format!("<!DOCTYPE html>{html}")).into_response()
}

/// Leptos marks where a browser would take over: `<!>` between neighbouring texts and for nothing,
/// and a whole comment behind a component that rendered nothing. Nothing takes over here. Texts and
/// attributes are escaped, so neither mark can be something that a user wrote.
fn without_markers(html: &str) -> String {
    html.replace("<!--<() />-->", "").replace("<!>", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_what_users_wrote_stays() {
        let wrote = "a <!-- b --> <!> c";
        let nothing = || ().into_any();
        let view = view! { <p title=wrote>{wrote} {nothing()} {None::<String>}</p> };
        assert_eq!(
            without_markers(&view.to_html()),
            "<p title=\"a &lt;!-- b --&gt; &lt;!&gt; c\">a &lt;!-- b --&gt; &lt;!&gt; c</p>"
        );
    }
}
