//! Names and values in two columns.

use leptos::prelude::*;

use crate::{components::inner::Inner, words::language::t};

/// One line of a list of facts.
#[component]
pub(crate) fn Fact<'a>(#[prop(into)] name: String, children: Inner<'a>) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{children.view()}</dd>
        </div>
    }
    .into_any()
}

/// A text, or a dash for those who see and "none" for those who listen.
#[component]
pub(crate) fn Optional(value: Option<String>) -> impl IntoView {
    match value.filter(|value| !value.is_empty()) {
        Some(value) => view! { <span class="breakable">{value}</span> }.into_any(),
        None => view! {
            <span class="quiet" aria-hidden="true">"–"</span>
            <span class="visually-hidden">{t!("none")}</span>
        }
        .into_any(),
    }
}
