//! Menus: a `<details>`, so that they open without JavaScript. They share a name, so the browser
//! closes one when another opens; a script may add the rest (`data-menu`).

use leptos::prelude::*;

use crate::components::{
    icon::{Icon, Symbol},
    inner::Inner,
};

/// A button that opens a list of things to do.
#[component]
pub(crate) fn Menu<'a>(
    #[prop(into)] label: String,
    /// Heard, not seen: tells the menus of a list apart.
    #[prop(optional, into)]
    about: String,
    #[prop(default = Symbol::Ellipsis)] icon: Symbol,
    /// Shows the icon alone.
    #[prop(optional)]
    icon_only: bool,
    #[prop(optional)] small: bool,
    /// Opens towards the beginning of the line, for menus at its end.
    #[prop(optional)]
    align_end: bool,
    children: Inner<'a>,
) -> impl IntoView {
    let class = if align_end { "menu menu-end" } else { "menu" };
    let about = (!about.is_empty())
        .then(|| view! { <span class="visually-hidden">{format!(" {about}")}</span> });
    let mut button = String::from("button");
    if small {
        button.push_str(" button-small");
    }
    let tip = icon_only.then(|| label.clone());
    let face = if icon_only {
        button.push_str(" button-quiet button-icon");
        view! { <Icon symbol=icon /><span class="visually-hidden">{label}</span> }.into_any()
    } else {
        view! { {label}<Icon symbol=Symbol::ChevronDown /> }.into_any()
    };
    view! {
        <details class=class name="menu" data-menu="">
            <summary class=button title=tip>{face}{about}</summary>
            <ul class="menu-list">{children.view()}</ul>
        </details>
    }
    .into_any()
}

/// A way to go.
#[component]
pub(crate) fn MenuLink(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional)] current: bool,
) -> impl IntoView {
    let icon = icon.map(|symbol| view! { <Icon symbol /> });
    let here = current.then_some("true");
    view! { <li><a href=href aria-current=here>{icon}<span>{label}</span></a></li> }.into_any()
}

/// Something to do: posts to `action`.
#[component]
pub(crate) fn MenuPost(
    #[prop(into)] action: String,
    #[prop(into)] label: String,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional)] danger: bool,
    #[prop(optional, into)] back: String,
) -> impl IntoView {
    let icon = icon.map(|symbol| view! { <Icon symbol /> });
    let back = (!back.is_empty()).then(|| view! { <input type="hidden" name="back" value=back /> });
    let class = if danger {
        "menu-button menu-button-danger"
    } else {
        "menu-button"
    };
    view! {
        <li>
            <form method="post" action=action>
                {back}
                <button class=class type="submit">{icon}<span>{label}</span></button>
            </form>
        </li>
    }
    .into_any()
}

/// Something to read.
#[component]
pub(crate) fn MenuNote(#[prop(into)] text: String) -> impl IntoView {
    view! { <li class="menu-note">{text}</li> }.into_any()
}

/// A line between groups.
#[component]
pub(crate) fn MenuSeparator() -> impl IntoView {
    view! { <li class="menu-separator" role="separator"></li> }.into_any()
}
