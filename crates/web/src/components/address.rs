//! An email address.

use leptos::prelude::*;

/// An address that, where it is too long for its line, breaks before the `@`.
#[component]
pub(crate) fn Address(#[prop(into)] address: String) -> impl IntoView {
    let (name, domain) = match address.rfind('@') {
        Some(at) => (address[..at].to_owned(), address[at..].to_owned()),
        None => (address, String::new()),
    };
    view! { <span class="breakable">{name}<wbr />{domain}</span> }.into_any()
}
