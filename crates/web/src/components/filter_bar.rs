//! What a list is narrowed down by, in one line. It is sent with GET: what one sees has an address.

use leptos::prelude::*;

use crate::{
    components::{
        icon::{Icon, Symbol},
        inner::Inner,
    },
    words::language::t,
};

/// The fields are the children. `reset` is the list without them, given when it is narrowed down.
#[component]
pub(crate) fn FilterBar<'a>(
    #[prop(into)] action: String,
    #[prop(optional_no_strip, into)] reset: Option<String>,
    /// Tells several on one page apart.
    #[prop(optional, into)]
    label: Option<String>,
    children: Inner<'a>,
) -> impl IntoView {
    let reset = reset
        .map(|href| view! { <a class="button button-quiet" href=href>{t!("filter-reset")}</a> });
    view! {
        <form class="filters" id="filters" method="get" action=action role="search" aria-label=label>
            {children.view()}
            <button class="button" type="submit">{t!("filter-apply")}</button>
            {reset}
        </form>
    }
    .into_any()
}

/// Words to look for.
#[component]
pub(crate) fn SearchField(
    #[prop(into)] label: String,
    #[prop(default = "search")] name: &'static str,
    #[prop(into)] value: String,
    #[prop(optional, into)] placeholder: String,
) -> impl IntoView {
    view! {
        <div class="field filters-wide">
            <label class="label" for=name>{label}</label>
            <div class="input-row">
                <Icon symbol=Symbol::Search />
                <input class="input" id=name name=name type="search" placeholder=placeholder value=value
                    autocapitalize="none" spellcheck="false" />
            </div>
        </div>
    }
    .into_any()
}

/// One of a few values; the first option usually means "all".
#[component]
pub(crate) fn FilterSelect(
    #[prop(into)] label: String,
    name: &'static str,
    #[prop(into)] chosen: String,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <label class="label" for=name>{label}</label>
            <select class="input" id=name name=name>{options}</select>
        </div>
    }
    .into_any()
}
