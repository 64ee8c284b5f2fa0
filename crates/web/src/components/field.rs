//! Fields of forms: a label that is always there, a hint before typing, an error tied to the input.

use leptos::prelude::*;

use crate::components::form_errors::FormErrors;

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
    #[prop(optional)] readonly: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] min_chars: Option<usize>,
) -> impl IntoView {
    let error = errors.on(name);
    let described_by = described_by(name, !hint.is_empty(), error.is_some());
    let invalid = error.is_some().then_some("true");
    // A password is never sent back to the page, whatever the caller passes.
    let value = (kind != "password").then_some(value);
    let is_address = matches!(kind, "email" | "url") || autocomplete == Some("username");
    let plain = is_address.then_some("none");
    view! {
        <div class="field">
            <FieldLabel label=label name=name optional=!required && !readonly />
            <FieldHint name=name hint=hint />
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
                aria-describedby=described_by
                aria-invalid=invalid
            />
            <FieldErrorText name=name error=error />
        </div>
    }
    .into_any()
}

/// A choice among few.
#[component]
pub(crate) fn Select(
    #[prop(into)] label: String,
    name: &'static str,
    errors: FormErrors,
    #[prop(into)] chosen: String,
    /// Values and what they are called.
    options: Vec<(String, String)>,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let error = errors.on(name);
    let described_by = described_by(name, !hint.is_empty(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <FieldLabel label=label name=name optional=false />
            <FieldHint name=name hint=hint />
            <select class="input" id=name name=name aria-describedby=described_by aria-invalid=invalid>{options}</select>
            <FieldErrorText name=name error=error />
        </div>
    }
    .into_any()
}

/// Yes or no.
#[component]
pub(crate) fn Checkbox(
    #[prop(into)] label: String,
    name: &'static str,
    checked: bool,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let described_by = described_by(name, !hint.is_empty(), false);
    view! {
        <div class="field field-check">
            <input id=name name=name type="checkbox" value="yes" checked=checked aria-describedby=described_by />
            <div>
                <label for=name>{label}</label>
                <FieldHint name=name hint=hint />
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn FieldLabel(#[prop(into)] label: String, name: &'static str, optional: bool) -> impl IntoView {
    let optional = optional.then(|| view! { <span class="optional">" (optional)"</span> });
    view! { <label class="label" for=name>{label}{optional}</label> }.into_any()
}

#[component]
fn FieldHint(name: &'static str, hint: String) -> impl IntoView {
    (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })
}

#[component]
fn FieldErrorText(name: &'static str, error: Option<String>) -> impl IntoView {
    error.map(|text| {
        view! {
            <p class="field-error" id=format!("{name}-error")>
                <span class="visually-hidden">"Error: "</span>
                {text}
            </p>
        }
    })
}

fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    let parts = [(hint, "hint"), (error, "error")];
    let ids: Vec<String> = parts
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{name}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
