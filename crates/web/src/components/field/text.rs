//! Texts of more than a line.

use leptos::prelude::*;

use super::{FieldFrame, Parts};
use crate::components::form_errors::FormErrors;

/// A text of several lines; `code` when it is written for machines.
#[component]
pub(crate) fn Textarea(
    #[prop(into)] label: String,
    name: &'static str,
    errors: FormErrors,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = 4)] rows: u16,
    #[prop(optional)] required: bool,
    #[prop(optional)] code: bool,
) -> impl IntoView {
    let parts = Parts::new(name, hint, &errors);
    let class = if code { "input input-code" } else { "input" };
    let spelling = code.then_some("false");
    let area = view! {
        <textarea class=class id=name name=name rows=rows.to_string() required=required spellcheck=spelling
            aria-describedby=parts.described_by() aria-invalid=parts.invalid()>{value}</textarea>
    };
    view! { <FieldFrame label optional=!required parts>{area}</FieldFrame> }.into_any()
}
