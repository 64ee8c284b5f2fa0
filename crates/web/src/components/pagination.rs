//! On to the next page of a list. Lists are walked by key, so there is no page number and no total;
//! the way back is the browser's, or the beginning.

use leptos::prelude::*;

use crate::{
    components::{
        button::LinkButton,
        icon::{Icon, Symbol},
    },
    words::language::t,
};

/// Links to the beginning and to the next page, where there are any.
#[component]
pub(crate) fn Pagination(
    first: Option<String>,
    next: Option<String>,
    /// Tells several on one page apart.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    let first = first.map(|href| view! { <LinkButton href label=t!("pages-first") /> });
    let next = next.map(|href| {
        view! { <a class="button" href=href rel="next">{t!("pages-next")}<Icon symbol=Symbol::ArrowRight /></a> }
    });
    let label = label.unwrap_or_else(|| t!("pages"));
    view! { <nav class="pagination" aria-label=label>{first}{next}</nav> }.into_any()
}
