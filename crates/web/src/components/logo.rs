//! Usher's mark: two arms that welcome, and the light between them.

use leptos::prelude::*;

/// The mark with the product's name beside it.
#[component]
pub(crate) fn Logo() -> impl IntoView {
    view! {
        <Mark size="28" />
        <span class="logo-name">"Usher"</span>
    }
    .into_any()
}

/// The mark alone.
#[component]
pub(crate) fn Mark(size: &'static str) -> impl IntoView {
    view! {
        <svg class="logo-mark" viewBox="0 0 32 32" width=size height=size aria-hidden="true">
            <rect class="logo-ground" width="32" height="32" rx="8"></rect>
            <path class="logo-arms" d="M9 8.5v9.25a7 7 0 0 0 14 0V8.5"></path>
            <circle class="logo-light" cx="16" cy="11" r="3.1"></circle>
        </svg>
    }
    .into_any()
}
