//! The beginning of a page: the way up, its title, and what can be done on it.

use leptos::prelude::*;

use crate::{
    components::{
        icon::{Icon, Symbol},
        inner::Inner,
    },
    words::language::t,
};

/// The title, a state beside it, a sentence below it; the children are its buttons.
#[component]
pub(crate) fn PageHead<'a>(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: String,
    /// A badge, say.
    #[prop(optional)]
    beside: Option<AnyView>,
    #[prop(optional)] children: Option<Inner<'a>>,
) -> impl IntoView {
    let lead = (!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> });
    let actions = children.map(|children| view! { <div class="actions">{children.view()}</div> });
    view! {
        <div class="page-head">
            <div class="page-title">
                <div><h1 class="breakable">{title}</h1>{beside}</div>
                {lead}
            </div>
            {actions}
        </div>
    }
    .into_any()
}

/// The pages above this one, the highest first: names and where they are; nothing where there are none.
#[component]
pub(crate) fn Breadcrumb(
    trail: Vec<(String, String)>,
    /// Tells several on one page apart.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    if trail.is_empty() {
        return ().into_any();
    }
    let steps: Vec<_> = trail
        .into_iter()
        .enumerate()
        .map(|(place, (name, href))| {
            let joint = (place > 0).then(|| view! { <Icon symbol=Symbol::ChevronRight /> });
            view! { <li>{joint}<a class="breakable" href=href>{name}</a></li> }
        })
        .collect();
    let label = label.unwrap_or_else(|| t!("breadcrumb"));
    view! { <nav class="crumbs" aria-label=label><ol>{steps}</ol></nav> }.into_any()
}
