//! What is written for machines: keys to press, values to copy.

use leptos::prelude::*;

use crate::{
    components::{
        icon::{Icon, Symbol},
        inner::Inner,
    },
    words::language::t,
};

/// A key of the keyboard.
#[component]
pub(crate) fn Kbd<'a>(children: Inner<'a>) -> impl IntoView {
    view! { <kbd>{children.view()}</kbd> }.into_any()
}

/// A text to be copied, in a field that selects like one; the button appears where a script can
/// copy (`data-copy` names the field).
#[component]
pub(crate) fn Copyable(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let hint = hint_id
        .clone()
        .map(|id| view! { <p class="hint" id=id>{hint}</p> });
    view! {
        <div class="field">
            <label class="label" for=id>{label}</label>
            {hint}
            <div class="copyable">
                <input class="input input-code" id=id type="text" readonly=true value=value autocomplete="off"
                    spellcheck="false" dir="ltr" aria-describedby=hint_id />
                <button class="button" type="button" hidden=true data-copy=id data-copied=t!("copied")>
                    <Icon symbol=Symbol::Copy />
                    <span aria-live="polite">{t!("copy")}</span>
                </button>
            </div>
        </div>
    }
    .into_any()
}
