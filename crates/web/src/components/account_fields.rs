//! The fields of an account's settings.

use leptos::prelude::*;
use usher_i18n::Language;

use crate::{
    components::{
        field::{Checkbox, ColorField, Field, Select},
        form_errors::FormErrors,
    },
    pages::account_form::{AccountValues, LinkLife},
    words::language::t,
};

/// What stands in the form for hours and for days.
pub(crate) const HOURS: &str = "hours";
pub(crate) const DAYS: &str = "days";

/// All of them, in groups.
#[component]
pub(crate) fn AccountFields(values: AccountValues, errors: FormErrors) -> impl IntoView {
    let errors = || errors.clone();
    view! {
        <fieldset class="fieldset">
            <legend class="legend">{t!("account-section-account")}</legend>
            <Field label=t!("account-name") name="name" value=values.name errors=errors() required=true
                hint=t!("account-name-hint") autocomplete="off" />
            <Tongue chosen=values.locale errors=errors() />
        </fieldset>
        <fieldset class="fieldset">
            <legend class="legend">{t!("account-section-links")}</legend>
            <Life life=values.link_life errors=errors() />
            <Field label=t!("account-continue") name="continue_url" kind="url" value=values.continue_url
                errors=errors() hint=t!("account-continue-hint") />
            <Checkbox label=t!("account-welcome") name="send_welcome_on_create"
                checked=values.send_welcome_on_create hint=t!("account-welcome-hint") />
        </fieldset>
        <fieldset class="fieldset">
            <legend class="legend">{t!("account-section-mail")}</legend>
            <Field label=t!("account-sender") name="sender_name" value=values.sender_name errors=errors()
                hint=t!("account-sender-hint") autocomplete="off" />
            <Field label=t!("account-reply-to") name="reply_to" kind="email" value=values.reply_to
                errors=errors() hint=t!("account-reply-to-hint") autocomplete="off" />
            <Field label=t!("account-limit") name="welcome_emails_per_hour"
                value=values.welcome_emails_per_hour errors=errors() hint=t!("account-limit-hint")
                inputmode="numeric" autocomplete="off" />
        </fieldset>
        <fieldset class="fieldset">
            <legend class="legend">{t!("account-section-look")}</legend>
            <ColorField label=t!("account-accent") name="accent_color" value=values.accent_color
                errors=errors() hint=t!("account-accent-hint") />
        </fieldset>
    }
    .into_any()
}

/// How long a link works: a number, and its unit beside it.
#[component]
fn Life(life: LinkLife, errors: FormErrors) -> impl IntoView {
    let units = vec![
        (HOURS.to_owned(), t!("account-life-hours")),
        (DAYS.to_owned(), t!("account-life-days")),
    ];
    let unit = if life.in_days { DAYS } else { HOURS };
    view! {
        <div class="field-pair">
            <Field label=t!("account-life") name="link_life" value=life.count errors=errors.clone() required=true
                inputmode="numeric" autocomplete="off" />
            <Select label=t!("account-life-unit") name="link_life_unit" chosen=unit options=units errors />
        </div>
        <p class="hint">{t!("account-life-hint")}</p>
    }
    .into_any()
}

/// The languages that Usher speaks, and one that a program has set beyond them.
#[component]
fn Tongue(chosen: String, errors: FormErrors) -> impl IntoView {
    let known = Language::ALL.map(|language| {
        let tag = language.tag().to_owned();
        (tag, language.own_name().to_owned())
    });
    let mut options = vec![(String::new(), t!("account-locale-reader"))];
    options.extend(known);
    if !options.iter().any(|(tag, _)| *tag == chosen) {
        options.push((chosen.clone(), chosen.clone()));
    }
    view! {
        <Select label=t!("account-locale") name="locale" chosen options errors hint=t!("account-locale-hint") />
    }
    .into_any()
}
