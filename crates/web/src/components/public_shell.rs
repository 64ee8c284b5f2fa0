//! The frame of pages for people who administrate nothing: a calm sheet with the mark above it.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    components::logo::Logo,
    render::{self, Head},
};

/// A narrow page with one thing to do.
#[component]
pub(crate) fn PublicShell(children: Children) -> impl IntoView {
    view! {
        <a class="skip" href="#main">"Skip to content"</a>
        <div class="public">
            <header class="public-header"><span class="brand"><Logo /></span></header>
            <main class="sheet" id="main" tabindex="-1">{children()}</main>
        </div>
    }
    .into_any()
}

/// Renders a narrow page.
pub(crate) fn public_page(status: StatusCode, head: Head, content: AnyView) -> Response {
    render::page(
        status,
        head,
        view! { <PublicShell>{content}</PublicShell> }.into_any(),
    )
}
