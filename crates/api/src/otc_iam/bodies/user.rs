//! Users as they are shown. What is not kept here (descriptions, identities of other providers) is
//! empty; no password ever has to be changed at the first sign-in, and none expires.

use serde_json::{Value, json};
use usher_domain::account_user::AccountUser;

use super::{
    phone,
    times::{with_blank, without_zone},
};

/// Whom is asked about in the words of Keystone: `/v3/users`.
pub(in crate::otc_iam) fn keystone_user(user: &AccountUser, public_url: &str) -> Value {
    json!({
        "links": links(user, public_url),
        "id": user.id.simple(),
        "name": user.login.as_str(),
        "domain_id": user.account_id.simple(),
        "enabled": user.enabled,
        "description": "",
        "pwd_status": false,
        // A password that is kept here was judged hard to guess.
        "pwd_strength": user.has_password.then_some("high"),
        "password_expires_at": null,
        "default_project_id": null,
        "last_project_id": null,
    })
}

/// The same user with everything that is known of her: `/v3.0/OS-USER/users/{id}`.
pub(in crate::otc_iam) fn full_user(
    user: &AccountUser,
    owns_her_domain: bool,
    public_url: &str,
) -> Value {
    let (areacode, phone) = phone::split(user.phone.as_ref());
    let signed_in = user.last_sign_in_at.map(with_blank);
    json!({
        "links": links(user, public_url),
        "id": user.id.simple(),
        "name": user.login.as_str(),
        "domain_id": user.account_id.simple(),
        "enabled": user.enabled,
        "email": email(user),
        "areacode": areacode,
        "phone": phone,
        "access_mode": "default",
        "description": "",
        "is_domain_owner": owns_her_domain,
        "pwd_status": false,
        "pwd_strength": if user.has_password { "Strong" } else { "None" },
        "create_time": with_blank(user.created_at),
        "update_time": with_blank(user.updated_at),
        "last_login_time": signed_in,
        "last_pwd_auth_time": signed_in,
        "xuser_id": "",
        "xuser_type": "",
    })
}

/// A user who was just created.
pub(in crate::otc_iam) fn created_user(user: &AccountUser) -> Value {
    let (areacode, phone) = phone::split(user.phone.as_ref());
    json!({
        "id": user.id.simple(),
        "name": user.login.as_str(),
        "domain_id": user.account_id.simple(),
        "enabled": user.enabled,
        "email": email(user),
        "areacode": areacode,
        "phone": phone,
        "access_mode": "default",
        "description": "",
        "is_domain_owner": false,
        "status": null,
        "pwd_status": false,
        "create_time": without_zone(user.created_at),
        "password_expires_at": null,
        "default_project_id": null,
        "xuser_id": "",
        "xuser_type": "",
        "xdomain_id": "",
        "xdomain_type": "",
    })
}

fn email(user: &AccountUser) -> &str {
    user.email.as_ref().map_or("", |email| email.as_str())
}

fn links(user: &AccountUser, public_url: &str) -> Value {
    let url = format!("{public_url}/v3/users/{}", user.id.simple());
    json!({"self": url, "previous": null, "next": null})
}
