//! Events of the audit log as rows.

use leptos::prelude::*;
use usher_api_types::audit_event::AuditEvent;

use crate::{
    components::{
        facts::Optional,
        moment::Moment,
        reference::{ScopeReference, TokenReference, UserReference},
    },
    names::Names,
    words::audit::{TargetKind, action_label, actor_label, details, target_kind},
};

/// What the ids in the events stand for.
pub(crate) struct AuditNames {
    pub(crate) users: Names,
    pub(crate) accounts: Names,
    pub(crate) tokens: Names,
}

/// Events, the newest first.
#[component]
pub(crate) fn AuditTable<'a>(events: Vec<AuditEvent>, names: &'a AuditNames) -> impl IntoView {
    let rows: Vec<_> = events
        .into_iter()
        .map(|event| view! { <EventRow event names /> })
        .collect();
    view! {
        <table class="table table-dense">
            <caption class="visually-hidden">"Events, the newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"What happened"</th>
                    <th scope="col">"When"</th>
                    <th scope="col">"Who did it"</th>
                    <th scope="col">"To whom or what"</th>
                    <th scope="col">"Account"</th>
                    <th scope="col">"Details"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn EventRow<'a>(event: AuditEvent, names: &'a AuditNames) -> impl IntoView {
    let place = event
        .chain_seq
        .map(|place| view! { <span class="quiet cell-second">"No. " {place}</span> });
    let account = match event.account_id {
        Some(_) => {
            view! { <ScopeReference account=event.account_id names=&names.accounts /> }.into_any()
        }
        None => nothing(),
    };
    view! {
        <tr>
            <th scope="row" data-label="What happened">{action_label(&event.action).to_owned()}</th>
            <td data-label="When"><span><Moment at=event.at />{place}</span></td>
            <td data-label="By"><span><Actor event=&event names /></span></td>
            <td data-label="On" class:cell-empty=event.target_id.is_none()><span><Target event=&event names /></span></td>
            <td data-label="Account" class:cell-empty=event.account_id.is_none()><span>{account}</span></td>
            <td data-label="Details" class:cell-empty=event.details.is_empty()><span><Details text=&event.details /></span></td>
        </tr>
    }
    .into_any()
}

#[component]
fn Actor<'a>(event: &'a AuditEvent, names: &'a AuditNames) -> impl IntoView {
    let label = actor_label(&event.actor_kind);
    match (event.actor_kind.as_str(), event.actor_id) {
        ("session", Some(id)) => view! { <UserReference id names=&names.users /> }.into_any(),
        ("link_holder", Some(id)) => {
            view! { {label} " of " <UserReference id names=&names.users /> }.into_any()
        }
        ("api_token", Some(id)) => {
            view! { "API token " <TokenReference id names=&names.tokens /> }.into_any()
        }
        _ => view! { {label} }.into_any(),
    }
}

#[component]
fn Target<'a>(event: &'a AuditEvent, names: &'a AuditNames) -> impl IntoView {
    let Some(id) = event.target_id else {
        return nothing();
    };
    match target_kind(&event.action) {
        TargetKind::User => view! { <UserReference id names=&names.users /> }.into_any(),
        TargetKind::Account => {
            view! { <ScopeReference account=Some(id) names=&names.accounts /> }.into_any()
        }
        TargetKind::ApiToken => view! { <TokenReference id names=&names.tokens /> }.into_any(),
    }
}

#[component]
fn Details<'a>(text: &'a str) -> impl IntoView {
    let pairs: Vec<_> = details(text)
        .into_iter()
        .map(|(key, value)| {
            view! { <span class="detail breakable">{key} ": " {value}</span> }
        })
        .collect();
    if pairs.is_empty() {
        return nothing();
    }
    view! { {pairs} }.into_any()
}

fn nothing() -> AnyView {
    view! { <Optional value=None /> }.into_any()
}
