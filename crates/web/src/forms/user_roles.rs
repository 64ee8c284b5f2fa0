//! Replacing the roles of a user.

use axum::{http::StatusCode, response::Response};
use usher_api_types::{
    problem::{ErrorCode, FieldError},
    role::RoleGrant,
};

use crate::{
    api_client::ApiFailure,
    components::form_errors::FormErrors,
    extract::{Filled, Id},
    page_error::PageError,
    pages::user_roles::{RolesValues, grant_value, load, roles_page},
    redirect, scopes,
    visit::Admin,
    words::{language::t, notices::Notice},
};

/// `POST /ui/users/{id}/roles`. The form repeats names, so it is read as pairs.
pub(crate) async fn replace(
    admin: Admin,
    Id(id): Id,
    Filled(pairs): Filled<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let values = values(&pairs);
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let mut wanted = load(&admin.visit, id).await?;
    // Only what was shown can have been withdrawn: a role granted meanwhile stays.
    wanted.retain(|grant| !values.withdrawn.contains(&grant_value(grant)));
    if !values.role.is_empty() {
        let Ok(account_id) = scopes::parse(&values.scope) else {
            let errors = FormErrors::of_field("scope", t!("roles-scope-missing"));
            return roles_page(unprocessable, &admin, id, Some(values), errors).await;
        };
        let added = RoleGrant {
            role: values.role.clone(),
            account_id,
        };
        if !wanted.contains(&added) {
            wanted.push(added);
        }
    }
    let path = format!("/api/v1/users/{id}/roles");
    match admin.visit.api.put(&path, &wanted).await {
        Ok(_) => Ok(redirect::with_notice(
            &format!("/admin/users/{id}"),
            Notice::RolesSaved,
        )),
        Err(failure) => {
            let status = match failure.code() {
                ErrorCode::Forbidden => StatusCode::FORBIDDEN,
                ErrorCode::LastOwner => StatusCode::CONFLICT,
                _ if failure.is_correctable() => unprocessable,
                _ => return Err(failure.into()),
            };
            roles_page(status, &admin, id, Some(values), errors(&failure)).await
        }
    }
}

fn values(pairs: &[(String, String)]) -> RolesValues {
    let all = |name: &str| {
        let named = pairs.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let kept = all("kept");
    let mut withdrawn = all("shown");
    withdrawn.retain(|shown| !kept.contains(shown));
    RolesValues {
        withdrawn,
        role: all("role").pop().unwrap_or_default(),
        scope: all("scope").pop().unwrap_or_default(),
    }
}

fn errors(failure: &ApiFailure) -> FormErrors {
    match failure.code() {
        ErrorCode::Forbidden => FormErrors::general(t!("roles-refused")),
        // The API counts the list's places; the form has one role to add, the last.
        ErrorCode::InvalidField if failure.problem.errors.iter().all(is_role) => {
            FormErrors::of_field("role", t!("roles-role-unknown"))
        }
        _ => FormErrors::of_failure(failure, "password").renamed("account_id", "scope"),
    }
}

fn is_role(error: &FieldError) -> bool {
    matches!(error.field.rsplit_once('.'), Some((_, "role")))
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn what_was_shown_and_is_no_longer_marked_is_withdrawn() {
        let pairs = [
            ("shown", "owner@installation"),
            ("shown", "auditor@installation"),
            ("kept", "auditor@installation"),
            ("kept", "helpdesk@installation"),
            ("role", "user_admin"),
        ];
        let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let values = values(&pairs);
        assert_eq!(values.withdrawn, ["owner@installation"]);
        assert_eq!(values.role, "user_admin");
        assert_eq!(values.scope, "");
    }
}
