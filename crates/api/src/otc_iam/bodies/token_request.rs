//! A request for a token.

use serde::Deserialize;
use serde_json::Value;
use usher_application::{
    iam_tokens::{Identity, NamedProject, NamedScope},
    sessions::NamedAccount,
};
use usher_domain::password::Password;

use super::object;
use crate::otc_iam::errors::IamError;

/// What can be asked for.
pub(in crate::otc_iam) struct Wanted {
    pub(in crate::otc_iam) identity: Identity,
    pub(in crate::otc_iam) password: Password,
    pub(in crate::otc_iam) scope: NamedScope,
}

#[derive(Deserialize)]
struct Envelope {
    auth: Auth,
}

#[derive(Deserialize)]
struct Auth {
    identity: Methods,
    scope: Option<Value>,
}

#[derive(Deserialize)]
struct Methods {
    methods: Vec<String>,
    password: Option<PasswordMethod>,
}

#[derive(Deserialize)]
struct PasswordMethod {
    user: User,
}

#[derive(Deserialize)]
struct User {
    id: Option<String>,
    name: Option<String>,
    domain: Option<Named>,
    password: String,
}

#[derive(Deserialize)]
struct Named {
    id: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Scope {
    project: Option<Project>,
    domain: Option<Named>,
}

#[derive(Deserialize)]
struct Project {
    id: Option<String>,
    name: Option<String>,
    domain: Option<Named>,
}

/// The domain that every Keystone has. The `openstack` command names it for a project when it was told
/// no other, so it means as little as none.
const DEFAULT_DOMAIN: &str = "default";

const MALFORMED: IamError = IamError::MalformedTokenRequest;

impl Wanted {
    /// Reads a body: first its form, then whether its methods are served.
    ///
    /// # Errors
    /// 400 for what is incomplete or no such request, 401 for other methods than the password, and
    /// for a password that nobody can have.
    pub(in crate::otc_iam) fn read(bytes: &[u8]) -> Result<Self, IamError> {
        let Envelope { auth } = object(bytes).ok_or(MALFORMED)?;
        let methods = auth.identity.methods;
        if methods.is_empty() {
            return Err(MALFORMED);
        }
        if methods.iter().any(|method| method != "password") {
            return Err(IamError::Unauthenticated);
        }
        let user = auth.identity.password.ok_or(MALFORMED)?.user;
        let scope = scope(auth.scope).ok_or(MALFORMED)?;
        let identity = match (user.id, user.name) {
            (Some(id), _) => Identity::Id(id),
            (None, Some(name)) => {
                let domain = user.domain.and_then(account).ok_or(MALFORMED)?;
                Identity::Name(name, domain)
            }
            (None, None) => return Err(MALFORMED),
        };
        let password = Password::read(&user.password).map_err(|_| IamError::WrongCredentials)?;
        Ok(Self {
            identity,
            password,
            scope,
        })
    }
}

fn account(named: Named) -> Option<NamedAccount> {
    match named {
        Named { id: Some(id), .. } => Some(NamedAccount::Id(id)),
        Named { name, .. } => name.map(NamedAccount::Name),
    }
}

/// The scope; none when it cannot be one. A project wins over a domain.
fn scope(asked: Option<Value>) -> Option<NamedScope> {
    let asked = match asked {
        None => return Some(NamedScope::Unscoped),
        // That is how OpenStack's clients insist on it.
        Some(Value::String(word)) if word == "unscoped" => return Some(NamedScope::Unscoped),
        Some(Value::Object(members)) if members.is_empty() || members.contains_key("unscoped") => {
            return Some(NamedScope::Unscoped);
        }
        Some(Value::Object(members)) => Value::Object(members),
        Some(_) => return None,
    };
    let Scope { project, domain } = serde_json::from_value(asked).ok()?;
    let Some(project) = project else {
        return domain.and_then(account).map(NamedScope::Domain);
    };
    let named = match (project.id, project.name) {
        (Some(id), _) => NamedProject::Id(id),
        (None, Some(name)) => NamedProject::Name(name),
        (None, None) => return None,
    };
    let within = match project.domain {
        Some(Named { id: Some(id), .. }) if id == DEFAULT_DOMAIN => None,
        Some(domain) => Some(account(domain)?),
        None => None,
    };
    Some(NamedScope::Project(named, within))
}

#[cfg(test)]
mod tests;
