//! Files. Their form needs `enctype="multipart/form-data"`.

use leptos::prelude::*;

use super::{FieldFrame, Parts};
use crate::components::form_errors::FormErrors;

/// A file of one of the kinds in `accept`.
#[component]
pub(crate) fn FileField(
    #[prop(into)] label: String,
    name: &'static str,
    errors: FormErrors,
    accept: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    /// Whether the label says that it may stay empty; where it may, it does.
    #[prop(optional)]
    marked: Option<bool>,
) -> impl IntoView {
    let marked = marked.unwrap_or(!required);
    let parts = Parts::new(name, hint, &errors);
    let input = view! {
        <input class="input" id=name name=name type="file" accept=accept required=required
            aria-describedby=parts.described_by() aria-invalid=parts.invalid() />
    };
    view! { <FieldFrame label optional=marked parts>{input}</FieldFrame> }.into_any()
}
