//! Icons: one set, one weight of line. They only repeat what words beside them say.

use leptos::prelude::*;

mod symbol;

pub(crate) use symbol::Symbol;

/// A drawing in the colour of the text around it, 16 pixels, or 20 when `large`.
#[component]
pub(crate) fn Icon(symbol: Symbol, #[prop(optional)] large: bool) -> impl IntoView {
    let size = if large { "20" } else { "16" };
    let class = if symbol.points() {
        "icon icon-points"
    } else {
        "icon"
    };
    view! {
        <svg class=class viewBox="0 0 24 24" width=size height=size aria-hidden="true" inner_html=symbol.drawing()></svg>
    }
    .into_any()
}
