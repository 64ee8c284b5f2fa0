//! Events of the audit log as rows: a sentence each, and what programs would call it behind a click.

use leptos::prelude::*;
use usher_api_types::audit_event::AuditEvent;

use crate::{
    components::{
        audit_sentence::{AuditNames, AuditSentence},
        facts::Fact,
        moment::Moment,
        reference::ScopeReference,
        table::{Column, Table},
    },
    words::{
        audit::{credential_label, untold},
        language::t,
    },
};

/// Events, the newest first.
#[component]
pub(crate) fn AuditTable<'a>(events: Vec<AuditEvent>, names: &'a AuditNames) -> impl IntoView {
    let columns = vec![
        Column::new(t!("audit-what")),
        Column::new(t!("audit-when")),
        Column::new(t!("audit-account")),
        Column::new(t!("audit-details")).hidden(),
    ];
    let rows: Vec<_> = events
        .iter()
        .map(|event| view! { <EventRow event names /> }.into_any())
        .collect();
    view! { <Table caption=t!("audit-caption") columns dense=true>{rows}</Table> }.into_any()
}

#[component]
fn EventRow<'a>(event: &'a AuditEvent, names: &'a AuditNames) -> impl IntoView {
    let elsewhere = event.account_id.is_none();
    let account = event.account_id.map(|id| {
        view! { <span><ScopeReference account=Some(id) names=&names.accounts /></span> }
    });
    view! {
        <tr class="compact">
            <th scope="row" class="event-told"><AuditSentence event names /></th>
            <td data-label=t!("audit-when")><Moment at=event.at /></td>
            <td data-label=t!("audit-account") class:cell-empty=elsewhere>{account}</td>
            <td class="cell-action"><More event /></td>
        </tr>
    }
    .into_any()
}

/// The event as programs know it.
#[component]
fn More<'a>(event: &'a AuditEvent) -> impl IntoView {
    let number = match event.chain_seq {
        Some(number) => t!("audit-number", number = number.to_string()),
        None => t!("audit-not-sealed"),
    };
    let code = |text: String| view! { <code class="breakable">{text}</code> };
    let target = event.target_id.map(|id| {
        view! { <Fact name=t!("audit-detail-target")>{code(id.to_string())}</Fact> }
    });
    let (action, id) = (code(event.action.clone()), code(event.id.to_string()));
    let credential = credential_label(&event.actor_kind);
    let actor = event.actor_id.map(|id| code(id.to_string()));
    let untold: Vec<_> = untold(&event.details)
        .into_iter()
        .map(|(name, value)| view! { <Fact name><span class="breakable">{value}</span></Fact> })
        .collect();
    view! {
        <details class="ask">
            <summary class="button button-quiet button-small">
                {number}
                <span class="visually-hidden">": " {t!("audit-details")}</span>
            </summary>
            <dl class="ask-panel facts-stacked">
                <Fact name=t!("audit-detail-action")>{action}</Fact>
                <Fact name=t!("audit-detail-actor")>{credential} " " {actor}</Fact>
                {target}
                {untold}
                <Fact name=t!("audit-detail-event")>{id}</Fact>
            </dl>
        </details>
    }
    .into_any()
}
