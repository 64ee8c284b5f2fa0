//! One event of the audit log as a sentence: who did what to whom, with the way there.

use leptos::prelude::*;
use usher_api_types::audit_event::AuditEvent;
use uuid::Uuid;

use crate::{
    components::{
        reference::{KeyReference, ScopeReference, TokenReference, UserReference},
        sentence::sentence,
    },
    names::Names,
    words::{
        audit::{self, TargetKind, target_kind},
        language::t,
        roles::role_label,
    },
};

/// What the ids in the events stand for.
pub(crate) struct AuditNames {
    pub(crate) users: Names,
    pub(crate) accounts: Names,
    pub(crate) tokens: Names,
    pub(crate) keys: Names,
}

/// What happened.
#[component]
pub(crate) fn AuditSentence<'a>(event: &'a AuditEvent, names: &'a AuditNames) -> impl IntoView {
    let detail = |key| audit::detail(&event.details, key);
    let words = [
        ("action", event.action.as_str().into()),
        (
            "role",
            detail("role").map(role_label).unwrap_or_default().into(),
        ),
        ("provider", detail("provider").unwrap_or_default().into()),
        ("purpose", detail("purpose").unwrap_or_default().into()),
        ("sessions", detail("sessions").unwrap_or_default().into()),
        ("template", detail("template").unwrap_or_default().into()),
        ("version", detail("version").unwrap_or_default().into()),
    ];
    let views = vec![
        ("actor", actor(event, names)),
        ("target", target(event, names)),
        ("account", account(event.account_id, names)),
        ("place", place(detail("scope"), names)),
    ];
    match audit::key(&event.action) {
        Some(key) => sentence(&format!("audit-told-{key}"), &words, views),
        None => sentence("audit-told-unknown", &words, views),
    }
}

fn actor(event: &AuditEvent, names: &AuditNames) -> AnyView {
    let user = |id| view! { <UserReference id names=&names.users /> }.into_any();
    match (event.actor_kind.as_str(), event.actor_id) {
        ("session", Some(id)) => user(id),
        ("link_holder", Some(id)) => {
            sentence("audit-actor-link_holder", &[], vec![("user", user(id))])
        }
        ("api_token", Some(id)) => {
            let token = view! { <TokenReference id names=&names.tokens /> }.into_any();
            sentence("audit-actor-api_token", &[], vec![("token", token)])
        }
        ("access_key", Some(id)) => {
            let key = view! { <KeyReference id names=&names.keys /> }.into_any();
            sentence("audit-actor-access_key", &[], vec![("key", key)])
        }
        ("session", None) => t!("audit-actor-session").into_any(),
        ("system", _) => t!("audit-actor-system").into_any(),
        ("anonymous", _) => t!("audit-actor-anonymous").into_any(),
        _ => t!("audit-actor-unknown").into_any(),
    }
}

fn target(event: &AuditEvent, names: &AuditNames) -> AnyView {
    let Some(id) = event.target_id else {
        return t!("audit-unknown-target").into_any();
    };
    match target_kind(&event.action) {
        TargetKind::User => view! { <UserReference id names=&names.users /> }.into_any(),
        TargetKind::Account => account(Some(id), names),
        TargetKind::ApiToken => view! { <TokenReference id names=&names.tokens /> }.into_any(),
        TargetKind::AccessKey => view! { <KeyReference id names=&names.keys /> }.into_any(),
    }
}

fn account(id: Option<Uuid>, names: &AuditNames) -> AnyView {
    match id {
        Some(_) => view! { <ScopeReference account=id names=&names.accounts /> }.into_any(),
        None => t!("audit-unknown-account").into_any(),
    }
}

/// Where a role holds: an account by its id, anything else means the installation.
fn place(scope: Option<&str>, names: &AuditNames) -> AnyView {
    match scope.and_then(|scope| Uuid::try_parse(scope).ok()) {
        Some(id) => account(Some(id), names),
        None => t!("audit-installation").into_any(),
    }
}
