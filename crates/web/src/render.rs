//! From a view to an HTML answer, with the headers that every page has.
//!
//! Data is loaded by the axum handler before anything is rendered, so a page is complete without
//! JavaScript and its status code is known before the first byte.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;

use crate::{accent::Accent, assets, scripts::Scripts, words::language};

/// No inline script or style, nothing from elsewhere, in nobody's frame. `frame-src` is for captured
/// mail. A page with scripts adds what they need: `Scripts::policy`.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; frame-src 'self'";

/// What a page says about itself.
pub(crate) struct Head {
    title: String,
    site: String,
    refresh: Option<String>,
    accent: Option<Accent>,
    referrer: &'static str,
}

impl Head {
    /// A page with this title.
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            site: "Usher".to_owned(),
            refresh: None,
            accent: None,
            referrer: "same-origin",
        }
    }

    /// The page's own URL is a secret: no other request may name it.
    pub(crate) fn with_secret_url(mut self) -> Self {
        self.referrer = "no-referrer";
        self
    }

    /// The page is an account's, and its title says so.
    pub(crate) fn of_account(mut self, name: &str) -> Self {
        name.clone_into(&mut self.site);
        self
    }

    /// The page has this accent instead of Usher's own.
    pub(crate) fn accented(mut self, accent: Option<Accent>) -> Self {
        self.accent = accent;
        self
    }

    /// The page loads `path` by itself after two seconds.
    pub(crate) fn refreshing(self, path: Option<String>) -> Self {
        self.refreshing_after(2, path)
    }

    /// The page loads `path` by itself after so many seconds.
    pub(crate) fn refreshing_after(mut self, seconds: u8, path: Option<String>) -> Self {
        self.refresh = path.map(|path| format!("{seconds}; url={path}"));
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
    let accent = head
        .accent
        .map(|accent| view! { <link rel="stylesheet" href=assets::accent_path(accent) /> });
    let title = format!("{} · {}", head.title, head.site);
    let language = language::current();
    let body = Owner::new_root(None).with(|| body.to_html());
    let scripts = Scripts::of(&body);
    let policy = format!("{CONTENT_SECURITY_POLICY}{}", scripts.policy());
    let refresh = head.refresh.map(|content| {
        let refresh = view! { <meta http-equiv="refresh" content=content /> };
        // Where islands follow what moves, reloading would only be in the way.
        if scripts.have_islands() {
            view! { <noscript>{refresh}</noscript> }.into_any()
        } else {
            refresh.into_any()
        }
    });
    let document = view! {
        <html lang=language.tag() dir=language.direction().as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <title>{title}</title>
                <link rel="icon" href=assets::path("favicon.svg") type="image/svg+xml" />
                <link rel="preload" href=assets::path("inter-latin.woff2") r#as="font" type="font/woff2" crossorigin="" />
                <link rel="stylesheet" href=assets::path("usher.css") />
                {accent}
                {refresh}
                {scripts.elements()}
            </head>
            <body inner_html=body></body>
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
            HeaderValue::try_from(policy)
                .unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
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
        (
            header::VARY,
            HeaderValue::from_static("Cookie, Accept, Accept-Language"),
        ),
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
