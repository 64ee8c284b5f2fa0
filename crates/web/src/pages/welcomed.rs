//! The greeting after a password was set. Whoever's browser takes no cookies is told that it worked
//! all the same.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::me::Me;

use crate::{
    components::public_shell::public_page, page_error::PageError, render::Head, visit::Visit,
};

/// `GET /welcomed`.
pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    let me: Me = match visit.api.get("/api/v1/me").await {
        Ok(me) => me,
        Err(failure) if failure.is_signed_out() => return Ok(without_cookies()),
        Err(failure) => return Err(failure.into()),
    };
    let name = me
        .user
        .as_ref()
        .map(|user| user.display_name.clone())
        .unwrap_or_default();
    let account = me.account.as_ref().map(|account| account.name.clone());
    let heading = if name.is_empty() {
        "Welcome".to_owned()
    } else {
        format!("Welcome, {name}")
    };
    let login = me.user.as_ref().map(|user| {
        view! { <p>"From now on you sign in as " <strong class="breakable">{user.login.clone()}</strong> "."</p> }
    });
    // A link and not a redirect: `form-action` holds for where a form's redirects lead, too.
    let elsewhere = me.continue_url.clone().filter(|url| is_web_address(url));
    let (href, label) = match elsewhere {
        Some(url) => (
            url,
            account.map_or_else(
                || "Continue".to_owned(),
                |name| format!("Continue to {name}"),
            ),
        ),
        None if me.is_administrator() => {
            ("/admin".to_owned(), "Go to the administration".to_owned())
        }
        None => ("/account".to_owned(), "Go to my account".to_owned()),
    };
    let own = (href != "/account").then(|| view! { <a href="/account">"My account"</a> });
    let content = view! {
        <h1>{heading}</h1>
        <p>"Your password is set, and you are signed in."</p>
        {login}
        <p class="form-actions">
            <a class="button button-primary" href=href>{label}</a>
            {own}
        </p>
    };
    Ok(public_page(
        StatusCode::OK,
        Head::new("Welcome"),
        content.into_any(),
    ))
}

fn without_cookies() -> Response {
    let content = view! {
        <h1>"Your password is set"</h1>
        <p>"Your browser did not keep you signed in. Sign in with your new password."</p>
        <p><a class="button button-primary" href="/sign-in">"Sign in"</a></p>
    };
    public_page(
        StatusCode::OK,
        Head::new("Your password is set"),
        content.into_any(),
    )
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
