//! The greeting after a password was set. Whoever's browser takes no cookies is told that it worked
//! all the same.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::me::Me;

use crate::{
    components::{
        badge::Tone,
        notice::Notice,
        public_shell::{branded_page, public_page},
    },
    page_error::PageError,
    render::Head,
    visit::Visit,
    words::language::{kept, speak, t},
};

/// `GET /welcomed`.
pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    let me: Me = match visit.api.get("/api/v1/me").await {
        Ok(me) => me,
        Err(failure) if failure.is_signed_out() => return Ok(without_cookies()),
        Err(failure) => return Err(failure.into()),
    };
    speak([me.locale.as_deref(), me.account_locale.as_deref()]);
    let name = me.user.as_ref().map(|user| user.display_name.clone());
    let heading = match name.filter(|name| !name.is_empty()) {
        Some(name) => t!("link-welcome-heading-name", name = name),
        None => t!("link-welcome-heading"),
    };
    let login = me.user.as_ref().map(|user| {
        view! { <p>{t!("welcomed-login")} " " <strong class="breakable"><bdi>{user.login.clone()}</bdi></strong></p> }
    });
    let (href, label) = way_on(&me);
    let own = (href != "/account").then(|| view! { <a href="/account">{t!("my-account")}</a> });
    let content = view! {
        <h1>{heading}</h1>
        <Notice tone=Tone::Good>{t!("welcomed-text")}</Notice>
        {login}
        <p class="form-actions">
            <a class="button button-primary" href=href>{label}</a>
            {own}
        </p>
    };
    let head = Head::new(t!("link-welcome-heading"));
    Ok(branded_page(
        StatusCode::OK,
        head,
        me.branding.as_ref(),
        content.into_any(),
    ))
}

/// A link and not a redirect: `form-action` holds for where a form's redirects lead, too.
fn way_on(me: &Me) -> (String, String) {
    let elsewhere = me.continue_url.clone().filter(|url| is_web_address(url));
    match (elsewhere, &me.account) {
        (Some(url), Some(account)) => (
            url,
            t!("welcomed-continue-to", account = account.name.clone()),
        ),
        (Some(url), None) => (url, t!("welcomed-continue")),
        (None, _) if me.is_administrator() => ("/admin".to_owned(), t!("welcomed-administration")),
        (None, _) => ("/account".to_owned(), t!("welcomed-account")),
    }
}

fn without_cookies() -> Response {
    let content = view! {
        <h1>{t!("welcomed-unkept-title")}</h1>
        <p>{t!("welcomed-unkept-text")}</p>
        <p><a class="button button-primary" href=kept("/sign-in")>{t!("sign-in")}</a></p>
    };
    let head = Head::new(t!("welcomed-unkept-title"));
    public_page(StatusCode::OK, head, content.into_any())
}

/// Whether following it leads to a site and not into a script.
fn is_web_address(url: &str) -> bool {
    let scheme = url
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("https" | "http"))
}

#[cfg(test)]
mod tests {
    use super::is_web_address;

    #[test]
    fn only_sites_are_continued_to() {
        assert!(is_web_address("https://app.example/start"));
        assert!(is_web_address("http://127.0.0.1:3000"));
        assert!(!is_web_address("javascript:alert(1)//://"));
        assert!(!is_web_address("data:text/html,x"));
    }
}
