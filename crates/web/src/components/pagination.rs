//! On to the next page of a list. Lists are walked by key, so there is no page number and no total;
//! the way back is the browser's, or the beginning.

use leptos::prelude::*;

/// Links to the beginning and to the next page, where there are any.
#[component]
pub(crate) fn Pagination(first: Option<String>, next: Option<String>) -> impl IntoView {
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    let first = first.map(|href| view! { <a class="button" href=href>"Back to the beginning"</a> });
    let next = next.map(|href| view! { <a class="button" href=href rel="next">"Next page"</a> });
    view! { <nav class="pagination" aria-label="Pages">{first}{next}</nav> }.into_any()
}
