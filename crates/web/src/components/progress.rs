//! How far something long has come.

use leptos::prelude::*;

/// A bar with its name before it and the same in words behind; without a value it only says that
/// something goes on.
#[component]
pub(crate) fn Progress(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(optional)] value: Option<u64>,
    #[prop(default = 1)] max: u64,
    #[prop(optional, into)] text: String,
) -> impl IntoView {
    view! {
        <div class="progress">
            <div class="progress-line">
                <label for=id>{label}</label>
                <span class="quiet number">{text}</span>
            </div>
            <progress class="progress-bar" id=id value=value.map(|value| value.to_string()) max=max.max(1).to_string()></progress>
        </div>
    }
    .into_any()
}
