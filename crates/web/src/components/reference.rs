//! What an id stands for, with the way there: its name where that is known, else the id itself.

use leptos::prelude::*;
use uuid::Uuid;

use crate::{names::Names, scopes::installation_name};

/// A user.
#[component]
pub(crate) fn UserReference<'a>(id: Uuid, names: &'a Names) -> impl IntoView {
    reference(id, names.get(id), format!("/admin/users/{id}"))
}

/// An account, or the installation when there is none.
#[component]
pub(crate) fn ScopeReference<'a>(account: Option<Uuid>, names: &'a Names) -> impl IntoView {
    match account {
        Some(id) => reference(id, names.get(id), format!("/admin/accounts/{id}/users")),
        None => installation_name().into_any(),
    }
}

/// An API token.
#[component]
pub(crate) fn TokenReference<'a>(id: Uuid, names: &'a Names) -> impl IntoView {
    reference(id, names.get(id), "/admin/api-tokens".to_owned())
}

/// An access key.
#[component]
pub(crate) fn KeyReference<'a>(id: Uuid, names: &'a Names) -> impl IntoView {
    reference(id, names.get(id), "/admin/access-keys".to_owned())
}

/// Only what has a name still has a page.
fn reference(id: Uuid, name: Option<String>, href: String) -> AnyView {
    match name {
        Some(name) => view! { <a class="breakable" href=href>{name}</a> }.into_any(),
        None => view! { <code class="quiet breakable">{id.to_string()}</code> }.into_any(),
    }
}
