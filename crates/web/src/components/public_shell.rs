//! The frame of pages for people who administrate nothing: a calm sheet with a mark above it,
//! Usher's own or that of the account they belong to.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::account::Branding;

use crate::{
    accent::Accent,
    components::{avatar::initials, inner::Inner, language_picker::LanguagePicker, logo::Logo},
    render::{self, Head},
    words::language::t,
};

/// A narrow page with one thing to do.
#[component]
fn PublicShell<'a>(branding: Option<Branding>, children: Inner<'a>) -> impl IntoView {
    let mark = branding.map_or_else(|| view! { <Logo /> }.into_any(), account_mark);
    view! {
        <a class="skip" href="#main">{t!("skip")}</a>
        <div class="public">
            <header class="public-header"><span class="brand">{mark}</span></header>
            <main class="sheet" id="main" tabindex="-1">{children.view()}</main>
            <footer class="public-foot"><LanguagePicker /></footer>
        </div>
    }
    .into_any()
}

/// The account's logo, which carries its name, or its initials in its colour beside the name.
fn account_mark(branding: Branding) -> AnyView {
    let name = branding.account_name;
    if let Some(url) = branding.logo_url {
        return view! { <img class="brand-logo" src=url alt=name /> }.into_any();
    }
    view! {
        <span class="avatar avatar-square avatar-brand" aria-hidden="true">{initials(&name)}</span>
        <span class="logo-name">{name}</span>
    }
    .into_any()
}

/// Renders a narrow page of the installation.
pub(crate) fn public_page(status: StatusCode, head: Head, content: AnyView) -> Response {
    branded_page(status, head, None, content)
}

/// Renders a narrow page in the colour and under the logo of an account.
pub(crate) fn branded_page(
    status: StatusCode,
    head: Head,
    branding: Option<&Branding>,
    content: AnyView,
) -> Response {
    let head = match branding {
        Some(account) => head
            .of_account(&account.account_name)
            .accented(account.accent_color.as_deref().and_then(Accent::parse)),
        None => head,
    };
    render::page(
        status,
        head,
        view! { <PublicShell branding=branding.cloned()>{content}</PublicShell> }.into_any(),
    )
}
