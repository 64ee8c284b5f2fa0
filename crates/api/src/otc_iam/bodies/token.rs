//! A token as it is shown.

use serde_json::{Value, json};
use usher_application::iam_tokens::IamToken;
use usher_domain::{account::Account, role::Role, token_scope::TokenScope};

use super::{catalog::catalog, times::with_zone};

/// The body of a token, with the catalogue of services unless `without_catalog`.
pub(in crate::otc_iam) fn token_body(
    token: &IamToken,
    public_url: &str,
    region: &str,
    without_catalog: bool,
) -> Value {
    let mut body = json!({
        "methods": ["password"],
        "issued_at": with_zone(token.issued_at),
        "expires_at": with_zone(token.expires_at),
        "user": {
            "id": token.user.id.simple(),
            "name": token.user.login.as_str(),
            "password_expires_at": "",
            "domain": named(&token.home),
        },
        "roles": roles(&token.roles),
    });
    match token.scope {
        TokenScope::Project(_) => {
            body["project"] = json!({
                "id": token.account.project_id.simple(),
                "name": token.account.project_name,
                "domain": named(&token.account),
            });
        }
        // One without a scope is documented to be like one of a domain.
        TokenScope::Domain(_) | TokenScope::Unscoped => body["domain"] = named(&token.account),
    }
    if !without_catalog {
        body["catalog"] = catalog(public_url, region);
    }
    json!({ "token": body })
}

fn named(account: &Account) -> Value {
    json!({"id": account.id.simple(), "name": account.name.as_str()})
}

fn roles(roles: &[Role]) -> Vec<Value> {
    let mut names: Vec<&str> = roles.iter().copied().map(role_name).collect();
    names.dedup();
    names
        .into_iter()
        .map(|name| json!({"id": "0", "name": name}))
        .collect()
}

/// What a role is called here. Owners are security administrators, too; the rest has no name in that
/// product.
const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner | Role::SecurityAdmin => "secu_admin",
        other => other.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_told_once() {
        let told = roles(&[Role::Owner, Role::SecurityAdmin, Role::Auditor]);
        let expected = [
            json!({"id": "0", "name": "secu_admin"}),
            json!({"id": "0", "name": "auditor"}),
        ];
        assert_eq!(told, expected);
    }
}
