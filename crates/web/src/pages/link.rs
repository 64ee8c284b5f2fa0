//! The page behind a one-time password link. Looking at it changes nothing: mail scanners fetch
//! links too, so only a posted password uses one up.

use axum::{extract::OriginalUri, http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::password_link::{InspectedLink, PresentedLink};

use crate::{
    components::{
        field::{Field, PasswordField},
        form_errors::{ErrorSummary, FormErrors},
        public_shell::branded_page,
    },
    extract::Token,
    page_error::PageError,
    pages::link_state::{Outcome, link_state_page},
    redirect,
    render::Head,
    visit::Visit,
    words::{
        instants,
        language::{kept, speak, t},
        links::Invitation,
    },
};

/// Where a script asks what a new password is worth, while it is typed.
pub(crate) const JUDGE: &str = "/ui/password-judgement";

/// What the first owner entered; never the password.
#[derive(Default)]
pub(crate) struct SetupValues {
    pub(crate) email: String,
    pub(crate) account: String,
}

/// `GET /welcome/{token}`, `/reset/{token}` and `/setup/{token}`.
pub(crate) async fn show(
    visit: Visit,
    OriginalUri(uri): OriginalUri,
    Token(token): Token,
) -> Result<Response, PageError> {
    let link = inspect(&visit, token).await?;
    if link.state != "open" {
        let outcome = Outcome::of(visit.message);
        return Ok(link_state_page(
            StatusCode::GONE,
            &link,
            uri.path(),
            outcome,
        ));
    }
    Ok(set_password_page(
        StatusCode::OK,
        &link,
        uri.path(),
        SetupValues::default(),
        FormErrors::default(),
    ))
}

/// `GET /welcome/{token}/renew` and its like: where a refused wish for a fresh link was shown, reloaded.
pub(crate) async fn back(OriginalUri(uri): OriginalUri) -> Response {
    let path = uri.path().strip_suffix("/renew").unwrap_or(uri.path());
    redirect::see_other(&kept(path))
}

/// What a link is worth now. From here on the page speaks the language of the link's user.
pub(crate) async fn inspect(visit: &Visit, token: String) -> Result<InspectedLink, PageError> {
    let answer = visit
        .api
        .post("/api/v1/password-links/inspect", &PresentedLink { token })
        .await?;
    let link: InspectedLink = answer.read()?;
    speak([link.locale.as_deref(), link.account_locale.as_deref()]);
    Ok(link)
}

/// The form that sets a password. `path` is the link itself.
pub(crate) fn set_password_page(
    status: StatusCode,
    link: &InspectedLink,
    path: &str,
    values: SetupValues,
    errors: FormErrors,
) -> Response {
    let invitation = Invitation::of(link);
    let title = errors.titled(&invitation.title);
    let who = if invitation.is_setup {
        first_owner_fields(values, &errors)
    } else {
        let login = link.login.clone().unwrap_or_default();
        view! {
            <Field label=t!("link-login") name="username" value=login errors=errors.clone()
                autocomplete="username" readonly=true />
        }
        .into_any()
    };
    let unexpected =
        (!invitation.is_setup).then(|| view! { <p class="quiet">{t!("link-unexpected")}</p> });
    let token = path.rsplit('/').next().unwrap_or_default().to_owned();
    let content = view! {
        <h1>{invitation.heading}</h1>
        <p>{invitation.text}</p>
        <ErrorSummary errors=errors.clone() />
        <form class="form" method="post" action=kept(path) data-once="">
            {who}
            <PasswordField label=t!("link-password") name="password" errors
                autocomplete="new-password" min_chars=link.password_min_chars
                hint=t!("link-password-rule", count = link.password_min_chars)
                judge=JUDGE judge_token=token />
            <div class="form-actions">
                <button class="button button-primary button-wide" type="submit">{invitation.submit}</button>
            </div>
        </form>
        <p class="quiet">{invitation.next} " " {until(link)}</p>
        {unexpected}
    };
    let head = Head::new(title).with_secret_url();
    branded_page(status, head, link.branding.as_ref(), content.into_any())
}

fn until(link: &InspectedLink) -> Option<String> {
    let at = link.expires_at?;
    Some(t!("link-until", until = instants::instant(at)))
}

fn first_owner_fields(values: SetupValues, errors: &FormErrors) -> AnyView {
    view! {
        <Field label=t!("link-setup-email") name="email" kind="email" value=values.email
            errors=errors.clone() autocomplete="username" required=true autofocus=true
            hint=t!("link-setup-email-hint") />
        <Field label=t!("link-setup-account") name="account" value=values.account
            errors=errors.clone() autocomplete="organization" required=true
            hint=t!("link-setup-account-hint") />
    }
    .into_any()
}
