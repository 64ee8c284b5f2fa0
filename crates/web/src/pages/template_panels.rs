//! What can be done with a saved template, and which values there are.

use leptos::prelude::*;
use usher_api_types::template::TemplateTest;
use usher_domain::template::TemplateId;
use uuid::Uuid;

use crate::{
    components::{
        badge::Tone,
        button::{Button, PostButton, Weight},
        field::Field,
        form_errors::FormErrors,
        icon::Symbol,
        notice::Notice,
        panel::Panel,
        sentence::sentence,
    },
    query::Query,
    words::{language::t, replies},
};

/// The saved words with sample values, in a frame that runs nothing.
#[component]
pub(crate) fn Preview(account: Uuid, id: TemplateId, locale: String) -> impl IntoView {
    let query = Query::new().with("locale", locale);
    let src = format!("/api/v1/accounts/{account}/templates/{id}/preview/html{query}");
    view! {
        <Panel id="preview" heading=t!("template-preview")>
            <iframe class="mail-html" title=t!("template-preview-title") sandbox="" src=src></iframe>
            <p class="quiet">{t!("template-preview-hint")}</p>
        </Panel>
    }
    .into_any()
}

/// Mails the saved words with sample values.
#[component]
pub(crate) fn Test(
    account: Uuid,
    id: TemplateId,
    locale: String,
    to: String,
    errors: FormErrors,
    outcome: Option<AnyView>,
) -> impl IntoView {
    view! {
        <Panel id="test" heading=t!("template-test") lead=t!("template-test-hint")>
            {outcome}
            <form class="form" method="post" action=format!("/ui/accounts/{account}/templates/{id}/test")>
                <input type="hidden" name="language" value=locale />
                <Field label=t!("template-test-to") name="to" kind="email" value=to errors required=true
                    autocomplete="email" />
                <div class="form-actions">
                    <Button label=t!("template-test-send") icon=Symbol::Send />
                </div>
            </form>
        </Panel>
    }
    .into_any()
}

/// What became of a test mail.
#[component]
pub(crate) fn Outcome(test: TemplateTest) -> impl IntoView {
    let (tone, title) = match test.outcome.as_str() {
        "delivered" => (Tone::Good, t!("template-test-delivered")),
        "captured" => (Tone::Neutral, t!("template-test-captured")),
        _ => (Tone::Bad, t!("template-test-failed")),
    };
    let reply = test.reply.as_ref().map(replies::line).map(|line| {
        view! { <p><code class="breakable">{line}</code></p> }
    });
    view! { <Notice tone title role="status">{reply}</Notice> }.into_any()
}

/// Deletes it, after a question.
#[component]
pub(crate) fn Delete(account: Uuid, id: TemplateId, name: String) -> impl IntoView {
    let name = view! { <strong class="breakable">{name}</strong> }.into_any();
    let warning = sentence("template-delete-text", &[], vec![("template", name)]);
    view! {
        <Panel id="end" heading=t!("template-delete")>
            <details class="ask ask-start">
                <summary class="button button-danger">{t!("template-delete-open")}</summary>
                <div class="ask-panel">
                    <p>{warning}</p>
                    <PostButton action=format!("/ui/accounts/{account}/templates/{id}/delete")
                        label=t!("template-delete-now") weight=Weight::Danger />
                </div>
            </details>
        </Panel>
    }
    .into_any()
}

/// What a template may say.
#[component]
pub(crate) fn Values() -> impl IntoView {
    let values = [
        ("account_name", t!("template-value-account_name")),
        ("display_name", t!("template-value-display_name")),
        ("login", t!("template-value-login")),
        ("link", t!("template-value-link")),
        ("link_life.text", t!("template-value-life")),
        ("has_password", t!("template-value-has_password")),
        ("requested.by", t!("template-value-by")),
        ("requested.at", t!("template-value-at")),
        ("requested.place", t!("template-value-place")),
        ("requested.program", t!("template-value-program")),
        ("requested.system", t!("template-value-system")),
        ("recipient_address", t!("template-value-recipient")),
        ("sender_name", t!("template-value-sender")),
    ];
    let facts: Vec<_> = values
        .into_iter()
        .map(|(name, meaning)| {
            view! {
                <div class="fact">
                    <dt><code class="breakable">{name}</code></dt>
                    <dd>{meaning}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <Panel id="values" heading=t!("template-values") lead=t!("template-values-lead")>
            <dl class="facts facts-wide">{facts}</dl>
        </Panel>
    }
    .into_any()
}
