//! Colours, written as `#rrggbb`: a picker cannot say "none", and does not exist everywhere.

use leptos::prelude::*;

use super::{FieldFrame, Parts};
use crate::{accent::Accent, components::form_errors::FormErrors, words::language::t};

/// What the picker begins with where no colour was chosen: Usher's own.
const OWN: &str = "#0b6b67";

/// A colour in writing, with the colour itself beside it. A script shows the browser's own picker
/// in its place (`data-color-for`).
#[component]
pub(crate) fn ColorField(
    #[prop(into)] label: String,
    name: &'static str,
    errors: FormErrors,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let parts = Parts::new(name, hint, &errors);
    let color = Accent::parse(&value).map(|accent| accent.to_string());
    // An attribute of SVG is no style, so the content security policy lets it be.
    let sample = view! {
        <svg class="swatch" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" data-color-sample="">
            <rect class=color.is_none().then_some("swatch-none") width="1" height="1" fill=color.clone()></rect>
        </svg>
    };
    let field = view! {
        <div class="input-row">
            {sample}
            <input class="swatch" type="color" value=color.unwrap_or(OWN.to_owned()) hidden=true data-color-for=name aria-label=t!("color-pick") />
            <input class="input input-code" id=name name=name type="text" value=value placeholder=OWN
                pattern="#[0-9a-fA-F]{6}" maxlength="7" autocomplete="off" autocapitalize="none" spellcheck="false" dir="ltr"
                aria-describedby=parts.described_by() aria-invalid=parts.invalid() />
        </div>
    };
    view! { <FieldFrame label optional=true parts>{field}</FieldFrame> }.into_any()
}
