//! What a new credential may do, where, and until when.

use leptos::prelude::*;

use crate::{
    components::{facts::Fact, moment::Moment, reference::ScopeReference},
    credential_kind::Listed,
    names::Names,
    words::{language::t, roles::role_label},
};

/// The facts; `names` knows the account that it is good for.
#[component]
pub(crate) fn CredentialFacts<'a>(credential: &'a Listed, names: &'a Names) -> impl IntoView {
    let expires = match credential.expires_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => t!("tokens-never").into_any(),
    };
    let place = view! { <ScopeReference account=credential.account_id names /> }.into_any();
    view! {
        <dl class="facts">
            <Fact name=t!("tokens-role")>{role_label(&credential.role)}</Fact>
            <Fact name=t!("tokens-good-for")>{place}</Fact>
            <Fact name=t!("tokens-expires")>{expires}</Fact>
        </dl>
    }
    .into_any()
}
