//! The users of a customer: created, and sent their activation email.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};
use usher_application::{
    App,
    account_users::{self, NewAccountUser},
    welcome_emails::{self, Repeat},
};
use usher_domain::{
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    ids::{AccountId, AccountUserId},
    names::{DisplayName, LoginName},
};

use super::{
    auth::Bearer,
    bodies::{Ignored, Json, NewUser, User, success},
    errors::{MyReportsError, timestamp},
};
use crate::{dialects::outcome, origin::Origin};

/// What every user of a customer is; other roles of that product mean nothing here.
const ROLE: &str = "customer.user";

/// `POST /v1.0/customers/{customer}/users/{user}/sendActivationEmail`: sends a welcome email, anew on
/// every call.
pub(super) async fn send_activation_email(
    State(app): State<App>,
    Bearer(actor): Bearer,
    Origin(origin): Origin,
    path: Result<Path<(String, String)>, PathRejection>,
    _: Ignored,
) -> Result<StatusCode, MyReportsError> {
    let Path((customer, user)) = path.map_err(|_| MyReportsError::NotFound)?;
    let customer = tenant_id(customer)?;
    let user: AccountUserId = guid(&user).ok_or(MyReportsError::NotFound)?;
    let message = welcome_emails::request_in_account(
        &app,
        &actor,
        customer,
        user,
        origin,
        Repeat::AlwaysSend,
    )
    .await?;
    match outcome(&app, &message).await {
        DeliveryStatus::Failed => Err(MyReportsError::EmailNotSet(
            "The email address of this User does not exist.",
        )),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// `POST /v1.0/customers/{customer}/users`: creates a user, who is sent her activation email when the
/// customer is set so (their `sendNewUserEmail` is the account's `send_welcome_on_create`).
pub(super) async fn create(
    State(app): State<App>,
    Bearer(actor): Bearer,
    Origin(origin): Origin,
    customer: Result<Path<String>, PathRejection>,
    Json(new): Json<NewUser>,
) -> Result<Response, MyReportsError> {
    let Path(customer) = customer.map_err(|_| MyReportsError::NotFound)?;
    let customer = tenant_id(customer)?;
    let new = drafted(&new)?;
    let (user, _) = account_users::create(&app, &actor, customer, new, origin).await?;
    let location = format!("/api/v1.0/customers/{customer}/users/{}", user.id);
    let told = User {
        id: user.id.to_string(),
        display_name: user.display_name.to_string(),
        email: user.email.map(|email| email.to_string()),
        primary_tenant: user.account_id.to_string(),
        roles: [ROLE],
    };
    let mut response = success(StatusCode::CREATED, told, timestamp(app.now()));
    if let Ok(location) = HeaderValue::try_from(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response.into_response())
}

/// The user whom a body asks for: she signs in with her address, which that product has no other
/// name for.
fn drafted(new: &NewUser) -> Result<NewAccountUser, MyReportsError> {
    let invalid = |_| MyReportsError::InvalidMember("email");
    let email = new.email.as_deref().unwrap_or_default();
    let address = EmailAddress::parse(email).map_err(invalid)?;
    let login = LoginName::parse(email).map_err(|_| MyReportsError::InvalidMember("email"))?;
    let name = new.display_name.as_deref().unwrap_or_default();
    let name =
        DisplayName::parse(name).map_err(|_| MyReportsError::InvalidMember("displayName"))?;
    Ok(NewAccountUser {
        login,
        email: Some(address),
        display_name: Some(name),
        phone: None,
        locale: None,
        password: None,
        enabled: true,
        send_welcome: None,
    })
}

/// The only id whose form has an error of its own.
fn tenant_id(text: String) -> Result<AccountId, MyReportsError> {
    guid(&text).ok_or(MyReportsError::InvalidTenantId(text))
}

/// A GUID as that product writes it: 36 characters with hyphens.
fn guid<T: std::str::FromStr>(text: &str) -> Option<T> {
    (text.len() == 36).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_id_is_a_guid_with_hyphens() {
        let good = "11111111-2222-3333-4444-555555555555";
        assert!(tenant_id(good.to_owned()).is_ok());
        for bad in [
            "",
            "1",
            "11111111222233334444555555555555",
            "11111111-2222-3333-4444-55555555555g",
            "{1111111-2222-3333-4444-55555555555}",
        ] {
            assert!(tenant_id(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_new_user_has_an_address_and_a_name() {
        let draft = |email: Option<&str>, name: Option<&str>| {
            drafted(&NewUser {
                email: email.map(str::to_owned),
                display_name: name.map(str::to_owned),
            })
        };
        let made = draft(Some("ada@example.com"), Some("Ada")).ok().unwrap();
        assert_eq!(made.login.as_str(), "ada@example.com");
        assert_eq!(made.send_welcome, None, "as the customer is set");
        for (email, name) in [
            (None, Some("Ada")),
            (Some("nobody"), Some("Ada")),
            (Some("ada@example.com"), None),
        ] {
            let refused = draft(email, name);
            assert!(matches!(refused, Err(MyReportsError::InvalidMember(_))));
        }
    }
}
