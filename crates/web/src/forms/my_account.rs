//! Changing one's own name, language, address and password, and ending one's other sessions.

use axum::{
    http::{StatusCode, header},
    response::Response,
};
use serde::Deserialize;
use usher_api_types::{
    me::{ChangePassword, Me, PatchMe},
    problem::{ErrorCode, FieldCode},
};

use crate::{
    api_client::ApiFailure,
    components::form_errors::FormErrors,
    cookies,
    edited::Edited,
    extract::Filled,
    forms::refused,
    pages::my_account::{ProfileValues, Refused, my_account_page},
    redirect, render,
    visit::SignedIn,
    words::{errors::reason, language::CHOICE, notices::Notice},
};

/// Name and language.
#[derive(Deserialize)]
pub(crate) struct ProfileForm {
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    locale: String,
    /// What the form showed first.
    #[serde(default)]
    shown: String,
}

/// A new address.
#[derive(Deserialize)]
pub(crate) struct EmailForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    email_password: String,
}

/// A new password.
#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    new_password: String,
}

/// `POST /ui/account/profile`.
pub(crate) async fn save_profile(
    signed_in: SignedIn,
    Filled(form): Filled<ProfileForm>,
) -> Response {
    let values = ProfileValues {
        display_name: form.display_name,
        locale: form.locale,
    };
    let entered = Edited::sent(values, &form.shown);
    let body = PatchMe {
        display_name: entered.changed(|values| values.display_name.clone()),
        locale: entered.changed(|values| values.locale.clone()),
        ..PatchMe::default()
    };
    match signed_in.visit.api.patch("/api/v1/me", &body).await {
        Ok(answer) => {
            let mut saved = redirect::with_notice("/account", Notice::ProfileSaved);
            // Pages that do not know her, such as signing in, speak her language as well.
            let locale = answer.read::<Me>().ok().and_then(|me| me.locale);
            let cookie = match locale.as_deref().and_then(usher_i18n::nearest) {
                Some(language) => cookies::lasting(CHOICE, language.tag()),
                None => cookies::forgotten(CHOICE),
            };
            saved.headers_mut().append(header::SET_COOKIE, cookie);
            saved
        }
        Err(failure) if is_correctable(&failure) => {
            let again = Refused {
                profile: FormErrors::of_failure(&failure, "password"),
                entered: Some(entered),
                ..Refused::default()
            };
            once_more(signed_in, &failure, again).await
        }
        Err(failure) => refused("/account", failure),
    }
}

/// `POST /ui/account/email`.
pub(crate) async fn change_email(signed_in: SignedIn, Filled(form): Filled<EmailForm>) -> Response {
    if form.email.trim().is_empty() {
        // To the API an empty text means "none", which nobody asks for with this form.
        let again = Refused {
            email: FormErrors::of_field("email", reason(FieldCode::Required, None, None)),
            ..Refused::default()
        };
        return my_account_page(StatusCode::UNPROCESSABLE_ENTITY, signed_in, again).await;
    }
    let body = PatchMe {
        email: Some(form.email.trim().to_owned()),
        current_password: Some(form.email_password),
        ..PatchMe::default()
    };
    match signed_in.visit.api.patch("/api/v1/me", &body).await {
        Ok(_) => redirect::with_notice("/account", Notice::EmailChanged),
        Err(failure) if is_correctable(&failure) => {
            let again = Refused {
                email: password_errors(&failure).renamed("current_password", "email_password"),
                new_email: form.email,
                ..Refused::default()
            };
            once_more(signed_in, &failure, again).await
        }
        Err(failure) => refused("/account", failure),
    }
}

/// `POST /ui/account/password`.
pub(crate) async fn change_password(
    signed_in: SignedIn,
    Filled(form): Filled<PasswordForm>,
) -> Response {
    let body = ChangePassword {
        current_password: form.current_password,
        new_password: form.new_password,
    };
    match signed_in.visit.api.put("/api/v1/me/password", &body).await {
        Ok(answer) => {
            let done = redirect::with_notice("/account", Notice::PasswordChanged);
            redirect::with_cookies(done, answer.set_cookies)
        }
        Err(failure) if is_correctable(&failure) => {
            let again = Refused {
                password: password_errors(&failure).renamed("password", "new_password"),
                ..Refused::default()
            };
            once_more(signed_in, &failure, again).await
        }
        Err(failure) => refused("/account", failure),
    }
}

/// `POST /ui/account/sign-out-others`.
pub(crate) async fn sign_out_others(signed_in: SignedIn) -> Response {
    match signed_in.visit.api.delete("/api/v1/me/sessions").await {
        Ok(_) => redirect::with_notice("/account", Notice::OthersSignedOut),
        Err(failure) => refused("/account", failure),
    }
}

/// Whether the same form is worth sending again: corrected, or unchanged a little later.
fn is_correctable(failure: &ApiFailure) -> bool {
    failure.is_correctable() || failure.is_passing()
}

/// The page again, with what is wrong.
async fn once_more(signed_in: SignedIn, failure: &ApiFailure, again: Refused) -> Response {
    let status = if failure.is_passing() {
        failure.status
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = my_account_page(status, signed_in, again).await;
    render::with_retry_after(page, failure.retry_after)
}

/// What is wrong with a form that asks for the present password.
fn password_errors(failure: &ApiFailure) -> FormErrors {
    if failure.code() == ErrorCode::SignInFailed {
        FormErrors::of_field("current_password", reason(FieldCode::Wrong, None, None))
    } else {
        FormErrors::of_failure(failure, "new_password")
    }
}
