//! A button that opens its own question, without a script and without another page.

use leptos::prelude::*;

use crate::components::{
    button::{PostButton, Weight},
    icon::{Icon, Symbol},
};

/// Asks once, in `text`, before it posts to `action`.
#[component]
pub(crate) fn Ask(
    #[prop(into)] label: String,
    icon: Symbol,
    #[prop(into)] text: String,
    #[prop(into)] action: String,
    #[prop(into)] confirm: String,
    /// Among quiet small buttons.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let class = if small {
        "button button-quiet button-small"
    } else {
        "button"
    };
    view! {
        <details class="ask">
            <summary class=class><Icon symbol=icon />{label}</summary>
            <div class="ask-panel">
                <p>{text}</p>
                <PostButton action label=confirm weight=Weight::Danger />
            </div>
        </details>
    }
    .into_any()
}
