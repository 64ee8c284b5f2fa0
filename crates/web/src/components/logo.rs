//! Usher's mark: a door that stands open.

use leptos::prelude::*;

/// The mark with the product's name beside it.
#[component]
pub(crate) fn Logo() -> impl IntoView {
    view! {
        <svg class="logo-mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
            <rect class="logo-ground" width="32" height="32" rx="8"></rect>
            <path class="logo-door" d="M9 25V8.5A1.5 1.5 0 0 1 10.5 7h11A1.5 1.5 0 0 1 23 8.5V25"></path>
            <path class="logo-leaf" d="M10.5 7l7.5 3.2V28l-9-3z"></path>
        </svg>
        <span class="logo-name">"Usher"</span>
    }
    .into_any()
}
