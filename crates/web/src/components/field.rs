//! Fields of forms: a label that is always there, a hint before typing, an error tied to the input.

use leptos::prelude::*;

use crate::components::form_errors::FormErrors;

mod choice;
mod color;
mod file;
mod parts;
mod password;
mod text;

pub(crate) use choice::{Checkbox, Choice, Radios, Select};
pub(crate) use color::ColorField;
pub(crate) use file::FileField;
use parts::{FieldFrame, Parts};
pub(crate) use password::PasswordField;
pub(crate) use text::Textarea;

/// A text input of any kind.
#[component]
pub(crate) fn Field(
    #[prop(into)] label: String,
    name: &'static str,
    errors: FormErrors,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] required: bool,
    /// Whether the label says that it may stay empty. Where it may, it does, unless the hint says
    /// when it is needed.
    #[prop(optional)]
    marked: Option<bool>,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] min_chars: Option<usize>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] inputmode: Option<&'static str>,
    /// What stands behind the input, such as a unit.
    #[prop(optional, into)]
    suffix: String,
) -> impl IntoView {
    let parts = Parts::new(name, hint, &errors);
    let marked = marked.unwrap_or(!required && !readonly);
    // A password is never sent back to the page, whatever the caller passes.
    let value = (kind != "password").then_some(value);
    let is_address = matches!(kind, "email" | "url") || autocomplete == Some("username");
    let plain = is_address.then_some("none");
    let input = view! {
        <input
            class="input"
            id=name
            name=name
            type=kind
            value=value
            autocomplete=autocomplete
            autocapitalize=plain
            spellcheck=is_address.then_some("false")
            required=required
            readonly=readonly
            autofocus=autofocus
            minlength=min_chars.map(|count| count.to_string())
            placeholder=placeholder
            inputmode=inputmode
            aria-describedby=parts.described_by()
            aria-invalid=parts.invalid()
        />
    };
    let input = if suffix.is_empty() {
        input.into_any()
    } else {
        view! { <div class="input-row">{input}<span class="input-affix">{suffix}</span></div> }
            .into_any()
    };
    view! { <FieldFrame label optional=marked parts>{input}</FieldFrame> }.into_any()
}
