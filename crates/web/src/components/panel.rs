//! Parts of a page under a heading of their own.

use leptos::prelude::*;

use crate::components::inner::Inner;

/// A section; `sheet` puts a sheet of paper under its content.
#[component]
pub(crate) fn Panel<'a>(
    id: &'static str,
    #[prop(into)] heading: String,
    #[prop(optional, into)] lead: String,
    #[prop(optional)] actions: Option<AnyView>,
    #[prop(optional)] sheet: bool,
    children: Inner<'a>,
) -> impl IntoView {
    let lead = (!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> });
    let actions = actions.map(|actions| view! { <div class="actions">{actions}</div> });
    let content = if sheet {
        view! { <div class="card">{children.view()}</div> }.into_any()
    } else {
        children.view()
    };
    view! {
        <section class="section" aria-labelledby=id>
            <div class="section-head"><h2 id=id>{heading}</h2>{actions}</div>
            {lead}
            {content}
        </section>
    }
    .into_any()
}

/// A sheet of paper with a title: one of a few things that each need more than a row.
#[component]
pub(crate) fn Card<'a>(
    #[prop(into)] title: String,
    /// A badge, buttons.
    #[prop(optional)]
    beside: Option<AnyView>,
    children: Inner<'a>,
) -> impl IntoView {
    view! {
        <article class="card">
            <div class="card-head"><h3 class="breakable">{title}</h3>{beside}</div>
            {children.view()}
        </article>
    }
    .into_any()
}
