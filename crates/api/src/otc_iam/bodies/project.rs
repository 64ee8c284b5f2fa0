//! An account as a project, and as a domain.

use serde_json::{Value, json};
use usher_domain::account::Account;

/// The one project of an account.
pub(in crate::otc_iam) fn project(account: &Account, public_url: &str) -> Value {
    let (id, domain) = (account.project_id.simple(), account.id.simple());
    json!({
        "links": {"self": format!("{public_url}/v3/projects/{id}")},
        "id": id,
        "name": account.project_name,
        "domain_id": domain,
        "parent_id": domain,
        "is_domain": false,
        "enabled": true,
        "description": "",
    })
}

/// An account as a domain.
pub(in crate::otc_iam) fn domain(account: &Account, public_url: &str) -> Value {
    let id = account.id.simple();
    json!({
        "links": {"self": format!("{public_url}/v3/domains/{id}")},
        "id": id,
        "name": account.name.as_str(),
        "enabled": true,
        "description": "",
    })
}

/// A list under its name; nothing comes before or after it.
pub(in crate::otc_iam) fn whole(
    name: &str,
    items: impl Iterator<Item = Value>,
    url: &str,
) -> Value {
    let items: Vec<Value> = items.collect();
    json!({name: items, "links": {"self": url, "previous": null, "next": null}})
}
