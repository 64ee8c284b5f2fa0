//! Passwords: a script may show what was typed and say, while typing, whether it will do.

use leptos::prelude::*;

use super::{FieldFrame, Parts};
use crate::{
    components::{
        form_errors::FormErrors,
        icon::{Icon, Symbol},
    },
    words::language::t,
};

/// A password. Everything beyond the input is hidden until a script finds `data-password-field`.
#[component]
pub(crate) fn PasswordField(
    #[prop(into)] label: String,
    #[prop(default = "password")] name: &'static str,
    errors: FormErrors,
    autocomplete: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] min_chars: Option<usize>,
    /// Where a script asks whether a new password will do.
    #[prop(optional, into)]
    judge: Option<String>,
    /// The link for which it is asked; none for one's own password.
    #[prop(optional, into)]
    judge_token: Option<String>,
) -> impl IntoView {
    let parts = Parts::new(name, hint, &errors);
    let strength_id = format!("{name}-strength");
    let strength = judge.is_some().then(|| {
        view! { <p class="password-strength" id=strength_id.clone() aria-live="polite" hidden=true data-password-strength=""></p> }
    });
    let described_by = parts.described_by();
    let described_by = match (described_by, judge.is_some()) {
        (Some(ids), true) => Some(format!("{ids} {strength_id}")),
        (None, true) => Some(strength_id.clone()),
        (ids, false) => ids,
    };
    let row = view! {
        <div data-password-field="" data-judge=judge data-judge-token=judge_token>
            <div class="password-row">
                <input class="input" id=name name=name type="password" autocomplete=autocomplete required=true
                    autocapitalize="none" spellcheck="false" minlength=min_chars.map(|count| count.to_string())
                    aria-describedby=described_by aria-invalid=parts.invalid() />
                <button class="password-toggle" type="button" hidden=true aria-pressed="false" aria-controls=name
                    data-password-toggle="" data-show=t!("password-show") data-hide=t!("password-hide")>
                    <Icon symbol=Symbol::Eye />
                    <span>{t!("password-show")}</span>
                </button>
            </div>
            {strength}
        </div>
    };
    view! { <FieldFrame label optional=false parts>{row}</FieldFrame> }.into_any()
}
