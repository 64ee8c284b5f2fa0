//! A user to be created.

use serde::Deserialize;
use usher_application::account_users::NewAccountUser;
use usher_domain::{
    email_address::EmailAddress, ids::AccountId, names::LoginName, password::Password,
};

use super::{object, phone};
use crate::otc_iam::errors::{IamError, UserError};

/// The most characters of a name.
const MAX_NAME: usize = 64;
/// The most characters of a description.
const MAX_DESCRIPTION: usize = 255;

#[derive(Deserialize)]
struct Envelope {
    user: Members,
}

#[derive(Deserialize)]
struct Members {
    name: Option<String>,
    domain_id: Option<String>,
    password: Option<String>,
    email: Option<String>,
    areacode: Option<String>,
    phone: Option<String>,
    enabled: Option<bool>,
    access_mode: Option<String>,
    xuser_type: Option<String>,
    xuser_id: Option<String>,
    description: Option<String>,
}

/// Reads a body: the user, and the domain that she is to belong to.
///
/// # Errors
/// The first thing that is wrong with it, in the order of its table of codes.
pub(in crate::otc_iam) fn new_user(bytes: &[u8]) -> Result<(AccountId, NewAccountUser), UserError> {
    if bytes.is_empty() {
        return Err(UserError::EmptyBody);
    }
    let Envelope { user } = object(bytes).ok_or(UserError::MalformedBody)?;
    let name = given(user.name).ok_or(UserError::Incomplete)?;
    let domain = given(user.domain_id).ok_or(UserError::Incomplete)?;
    let login = login(&name).ok_or(UserError::InvalidName)?;
    let email = given(user.email).map(|email| EmailAddress::parse(&email));
    let email = email.transpose().map_err(|_| UserError::InvalidEmail)?;
    let password = user.password.map(|password| Password::read(&password));
    let password = password
        .transpose()
        .map_err(|_| UserError::InvalidPassword)?;
    if given(user.xuser_type).is_some() || given(user.xuser_id).is_some() {
        return Err(UserError::ForeignIdentity);
    }
    let phone = phone::join(user.areacode.as_deref(), user.phone.as_deref())?;
    let description = user.description.unwrap_or_default();
    if description.chars().count() > MAX_DESCRIPTION {
        return Err(UserError::InvalidDescription);
    }
    let mode = given(user.access_mode);
    if mode.is_some_and(|mode| !["default", "console", "programmatic"].contains(&mode.as_str())) {
        return Err(UserError::InvalidAccessMode);
    }
    // A domain that cannot exist is none that the caller has any business in.
    let domain = domain.parse().map_err(|_| IamError::NotAuthorized)?;
    let user = NewAccountUser {
        login,
        email,
        display_name: None,
        phone,
        locale: None,
        password,
        enabled: user.enabled.unwrap_or(true),
        send_welcome: None,
    };
    Ok((domain, user))
}

fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A name by its rule: letters, digits, `-`, `_` and `.`, no digit first. Blanks, which it allows
/// inside of a name, are not for logins here.
fn login(name: &str) -> Option<LoginName> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fits = name.chars().count() <= MAX_NAME
        && name.chars().all(allowed)
        && !name.starts_with(|c: char| c.is_numeric());
    fits.then(|| LoginName::parse(name).ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    const DOMAIN: &str = "0190a5b400007000800000000000dead";

    fn read(members: &Value) -> Result<(AccountId, NewAccountUser), UserError> {
        let mut user = json!({"name": "ada", "domain_id": DOMAIN});
        for (name, value) in members.as_object().unwrap() {
            user[name] = value.clone();
        }
        new_user(json!({ "user": user }).to_string().as_bytes())
    }

    #[test]
    fn everything_that_is_documented_is_taken() {
        let (domain, user) = read(&json!({
            "email": "ada@example.com", "password": "secret", "enabled": false,
            "areacode": "0049", "phone": "1512", "access_mode": "console", "description": "x",
            "pwd_status": true, "xuser_id": "", "xuser_type": "", "unknown": [1],
        }))
        .ok()
        .unwrap();
        assert_eq!(domain.simple(), DOMAIN);
        assert!(!user.enabled && user.password.is_some() && user.send_welcome.is_none());
        assert_eq!(user.phone.unwrap().as_str(), "+49 1512");
    }

    #[test]
    fn each_wrong_member_has_its_code() {
        use UserError as E;
        type Check = fn(&UserError) -> bool;
        let cases: [(Value, Check); 14] = [
            (json!({"name": null}), |e| matches!(e, E::Incomplete)),
            (json!({"domain_id": ""}), |e| matches!(e, E::Incomplete)),
            (json!({"name": 1}), |e| matches!(e, E::MalformedBody)),
            (json!({"name": "1ada"}), |e| matches!(e, E::InvalidName)),
            (json!({"name": "ada@x"}), |e| matches!(e, E::InvalidName)),
            (json!({"name": "a".repeat(65)}), |e| {
                matches!(e, E::InvalidName)
            }),
            (json!({"email": "ada"}), |e| matches!(e, E::InvalidEmail)),
            (json!({"password": "x".repeat(2000)}), |e| {
                matches!(e, E::InvalidPassword)
            }),
            (json!({"phone": "1"}), |e| matches!(e, E::HalfAPhone)),
            (json!({"areacode": "x", "phone": "1"}), |e| {
                matches!(e, E::InvalidPhone)
            }),
            (json!({"xuser_type": "TenantIdp"}), |e| {
                matches!(e, E::ForeignIdentity)
            }),
            (json!({"description": "x".repeat(256)}), |e| {
                matches!(e, E::InvalidDescription)
            }),
            (json!({"access_mode": "root"}), |e| {
                matches!(e, E::InvalidAccessMode)
            }),
            (json!({"domain_id": "x"}), |e| {
                matches!(e, E::Other(IamError::NotAuthorized))
            }),
        ];
        for (members, check) in cases {
            assert!(
                read(&members).is_err_and(|error| check(&error)),
                "{members}"
            );
        }
        assert!(matches!(new_user(b""), Err(E::EmptyBody)));
        for body in ["{", "[]", "null", "{}", r#"{"user":[]}"#] {
            assert!(
                matches!(new_user(body.as_bytes()), Err(E::MalformedBody)),
                "{body}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_body_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = new_user(&bytes);
        }

        #[test]
        fn no_member_panics(name in ".*", email in ".*", phone in ".*", domain in ".*") {
            let _ = read(&json!({"name": name, "email": email, "areacode": phone, "phone": phone}));
            let _ = read(&json!({"domain_id": domain}));
        }
    }
}
