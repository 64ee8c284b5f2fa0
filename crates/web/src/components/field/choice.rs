//! Choosing: one of many, one of few, yes or no.

use leptos::prelude::*;

use super::{FieldFrame, Parts};
use crate::components::form_errors::FormErrors;

/// One of many.
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
    let parts = Parts::new(name, hint, &errors);
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect();
    let select = view! {
        <select class="input" id=name name=name aria-describedby=parts.described_by() aria-invalid=parts.invalid()>
            {options}
        </select>
    };
    view! { <FieldFrame label optional=false parts>{select}</FieldFrame> }.into_any()
}

/// Yes or no.
#[component]
pub(crate) fn Checkbox(
    #[prop(into)] label: String,
    name: &'static str,
    checked: bool,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let parts = Parts::new(name, hint, &FormErrors::default());
    view! {
        <div class="field field-check">
            <input id=name name=name type="checkbox" value="yes" checked=checked aria-describedby=parts.described_by() />
            <div>
                <label for=name>{label}</label>
                {parts.hint()}
            </div>
        </div>
    }
    .into_any()
}

/// What can be chosen.
pub(crate) struct Choice {
    value: String,
    label: String,
    hint: String,
}

impl Choice {
    /// A value and what it is called.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// What choosing it means.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// One of few, all in sight.
#[component]
pub(crate) fn Radios(
    #[prop(into)] legend: String,
    name: &'static str,
    errors: FormErrors,
    #[prop(into)] chosen: String,
    options: Vec<Choice>,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let parts = Parts::new(name, hint, &errors);
    let options: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(place, choice)| {
            // The summary of errors leads to the first.
            let id = if place == 0 { name.to_owned() } else { format!("{name}-{place}") };
            let hint_id = (!choice.hint.is_empty()).then(|| format!("{id}-meaning"));
            let hint = hint_id.clone().map(|id| view! { <p class="hint" id=id>{choice.hint}</p> });
            let checked = choice.value == chosen;
            view! {
                <div class="field-check">
                    <input id=id.clone() name=name type="radio" value=choice.value checked=checked aria-describedby=hint_id />
                    <div><label for=id>{choice.label}</label>{hint}</div>
                </div>
            }
        })
        .collect();
    view! {
        <fieldset class="fieldset field" aria-describedby=parts.described_by()>
            <legend class="legend legend-small">{legend}</legend>
            {parts.hint()}
            <div class="checks">{options}</div>
            {parts.error()}
        </fieldset>
    }
    .into_any()
}
