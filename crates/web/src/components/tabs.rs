//! Pages that belong together, as tabs. They are links: each page has its address.

use leptos::prelude::*;

use crate::words::counts::grouped;

/// One of the pages.
pub(crate) struct Tab {
    label: String,
    href: String,
    current: bool,
    count: Option<i64>,
}

impl Tab {
    /// A page by its name and where it is.
    pub(crate) fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            current: false,
            count: None,
        }
    }

    /// Whether this is the page one is on.
    pub(crate) fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    /// How many things the page lists.
    pub(crate) fn count(mut self, count: Option<i64>) -> Self {
        self.count = count;
        self
    }
}

/// The row of tabs; `label` says what they are about.
#[component]
pub(crate) fn Tabs(#[prop(into)] label: String, tabs: Vec<Tab>) -> impl IntoView {
    let tabs: Vec<_> = tabs
        .into_iter()
        .map(|tab| {
            let here = tab.current.then_some("page");
            let count = tab
                .count
                .map(|count| view! { <span class="tabs-count">{grouped(count)}</span> });
            view! { <li><a href=tab.href aria-current=here>{tab.label}{count}</a></li> }
        })
        .collect();
    view! { <nav class="tabs" aria-label=label><ul>{tabs}</ul></nav> }.into_any()
}
