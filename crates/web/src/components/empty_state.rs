//! A list with nothing in it: what would be here, and how it comes to be.

use leptos::prelude::*;

use crate::components::{
    icon::{Icon, Symbol},
    inner::Inner,
};

/// The children are what can be done about it.
#[component]
pub(crate) fn EmptyState<'a>(
    symbol: Symbol,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] children: Option<Inner<'a>>,
) -> impl IntoView {
    let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
    let actions = children.map(|children| view! { <div class="actions">{children.view()}</div> });
    view! {
        <div class="empty">
            <span class="empty-symbol"><Icon symbol large=true /></span>
            <p class="empty-title">{title}</p>
            {text}
            {actions}
        </div>
    }
    .into_any()
}
