//! What surrounds an input, whatever its kind.

use leptos::prelude::*;

use crate::{
    components::{
        form_errors::FormErrors,
        icon::{Icon, Symbol},
        inner::Inner,
    },
    words::language::t,
};

/// What is said about an input besides its label.
pub(super) struct Parts {
    pub(super) name: &'static str,
    hint: String,
    error: Option<String>,
}

impl Parts {
    pub(super) fn new(name: &'static str, hint: String, errors: &FormErrors) -> Self {
        Self {
            name,
            hint,
            error: errors.on(name),
        }
    }

    /// The ids of hint and error, for `aria-describedby`.
    pub(super) fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then_some("hint");
        let error = self.error.is_some().then_some("error");
        let ids: Vec<_> = hint
            .into_iter()
            .chain(error)
            .map(|part| format!("{}-{part}", self.name))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// For `aria-invalid`.
    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    pub(super) fn hint(&self) -> AnyView {
        if self.hint.is_empty() {
            return ().into_any();
        }
        let id = format!("{}-hint", self.name);
        view! { <p class="hint" id=id>{self.hint.clone()}</p> }.into_any()
    }

    pub(super) fn error(&self) -> AnyView {
        let Some(text) = self.error.clone() else {
            return ().into_any();
        };
        let id = format!("{}-error", self.name);
        view! {
            <p class="field-error" id=id>
                <Icon symbol=Symbol::ErrorCircle />
                <span><span class="visually-hidden">{t!("input-error")} " "</span>{text}</span>
            </p>
        }
        .into_any()
    }
}

/// Label, hint, the input, error.
#[component]
pub(super) fn FieldFrame<'a>(
    #[prop(into)] label: String,
    optional: bool,
    parts: Parts,
    children: Inner<'a>,
) -> impl IntoView {
    let optional =
        optional.then(|| view! { <span class="optional">" " {t!("input-optional")}</span> });
    view! {
        <div class="field">
            <label class="label" for=parts.name>{label}{optional}</label>
            {parts.hint()}
            {children.view()}
            {parts.error()}
        </div>
    }
    .into_any()
}
