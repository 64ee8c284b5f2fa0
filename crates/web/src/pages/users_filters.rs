//! What the list of users is narrowed down by: the form, and what of it is in use.

use leptos::prelude::*;

use crate::{
    components::{
        filter_bar::{FilterBar, FilterSelect, SearchField},
        icon::{Icon, Symbol},
    },
    pages::users_query::{SORTS, STATUSES, UsersQuery, WELCOMES},
    query::Query,
    words::{
        language::{say, t},
        users::{status_label, welcome_label},
    },
};

/// The form above the list. The order is among its fields: on narrow screens no column head has it.
#[component]
pub(crate) fn UserFilters<'a>(list: String, asked: &'a UsersQuery) -> impl IntoView {
    let any = |label: String| vec![(String::new(), label)];
    let mut statuses = any(t!("users-status-any"));
    statuses.extend(STATUSES.map(|status| (status.to_owned(), status_label(status))));
    let mut welcomes = any(t!("users-welcome-any"));
    welcomes.extend(WELCOMES.map(|state| (state.to_owned(), welcome_label(state))));
    let sorts = SORTS
        .map(|sort| (sort.to_owned(), sort_label(sort)))
        .to_vec();
    let fields = view! {
        <SearchField label=t!("users-search") value=asked.search.clone() placeholder=t!("users-search-hint") />
        <FilterSelect label=t!("users-status") name="status" chosen=asked.status() options=statuses />
        <FilterSelect label=t!("users-welcome") name="welcome" chosen=asked.welcome() options=welcomes />
        <FilterSelect label=t!("users-sort") name="sort" chosen=asked.sort() options=sorts />
    }
    .into_any();
    view! { <FilterBar action=list>{fields}</FilterBar> }.into_any()
}

fn sort_label(sort: &str) -> String {
    match sort.strip_prefix('-') {
        Some(key) => say(&format!("users-sort-{key}-desc"), &[]),
        None => say(&format!("users-sort-{sort}"), &[]),
    }
}

/// The filters in use, each with a way to remove it.
#[component]
pub(crate) fn FilterChips<'a>(list: String, asked: &'a UsersQuery) -> impl IntoView {
    if !asked.is_filtered() {
        return ().into_any();
    }
    let search = asked.search.trim();
    let chips = [
        ("search", t!("users-search"), search.to_owned()),
        (
            "status",
            t!("users-status"),
            label(asked.status(), status_label),
        ),
        (
            "welcome",
            t!("users-welcome"),
            label(asked.welcome(), welcome_label),
        ),
    ];
    let chips: Vec<_> = chips
        .into_iter()
        .filter(|(_, _, value)| !value.is_empty())
        .map(|(filter, name, value)| {
            let text = t!("users-filter-chip", filter = name, value = value);
            chip(&list, &asked.without(filter), text)
        })
        .collect();
    let clear = (chips.len() > 1).then(|| {
        let href = format!("{list}{}", asked.unfiltered());
        view! { <li><a class="chips-clear" href=href>{t!("users-filter-clear")}</a></li> }
    });
    view! { <ul class="chips" aria-label=t!("users-filters")>{chips}{clear}</ul> }.into_any()
}

fn label(code: &str, of: impl Fn(&str) -> String) -> String {
    if code.is_empty() {
        String::new()
    } else {
        of(code)
    }
}

fn chip(list: &str, without: &Query, text: String) -> AnyView {
    let href = format!("{list}{without}");
    view! {
        <li>
            <a class="chip" href=href>
                <span class="breakable">{text}</span>
                <span class="visually-hidden">" – " {t!("users-filter-remove")}</span>
                <Icon symbol=Symbol::Close />
            </a>
        </li>
    }
    .into_any()
}
