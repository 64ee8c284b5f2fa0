//! The page behind a one-time password link. Looking at it changes nothing: mail scanners fetch
//! links too, so only a posted password uses one up.

use axum::{extract::OriginalUri, http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::password_link::{InspectedLink, PresentedLink};

use crate::{
    components::{
        field::Field,
        form_errors::{ErrorSummary, FormErrors},
        public_shell::public_page,
    },
    extract::Token,
    page_error::PageError,
    pages::link_state::link_state_page,
    render::Head,
    visit::Visit,
    words::instants,
};

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
        return Ok(link_state_page(
            StatusCode::GONE,
            &link,
            uri.path(),
            visit.message,
            None,
        ));
    }
    let form = set_password_page(
        StatusCode::OK,
        &link,
        uri.path(),
        SetupValues::default(),
        FormErrors::default(),
    );
    Ok(form)
}

/// What a link is worth now.
pub(crate) async fn inspect(visit: &Visit, token: String) -> Result<InspectedLink, PageError> {
    let answer = visit
        .api
        .post("/api/v1/password-links/inspect", &PresentedLink { token })
        .await?;
    Ok(answer.read()?)
}

/// The form that sets a password. `action` is the link itself.
pub(crate) fn set_password_page(
    status: StatusCode,
    link: &InspectedLink,
    action: &str,
    values: SetupValues,
    errors: FormErrors,
) -> Response {
    let setup = link.purpose.as_deref() == Some("setup");
    let words = Words::of(link);
    let title = errors.titled(words.title);
    let who = if setup {
        first_owner_fields(values, &errors)
    } else {
        let login = link.login.clone().unwrap_or_default();
        view! {
            <Field label="You sign in as" name="username" value=login errors=errors.clone()
                autocomplete="username" readonly=true />
        }
        .into_any()
    };
    let rule = format!(
        "At least {} characters. A few unrelated words make a good one; no special characters are demanded.",
        link.password_min_chars
    );
    let until = link.expires_at.map(|at| {
        view! { <p class="quiet">{format!("This link works once, until {}.", instants::instant(at))}</p> }
    });
    let content = view! {
        <h1>{words.heading}</h1>
        <p>{words.text}</p>
        <ErrorSummary errors=errors.clone() />
        <form class="form" method="post" action=action.to_owned()>
            {who}
            <Field label="New password" name="password" kind="password" errors=errors
                autocomplete="new-password" hint=rule required=true min_chars=link.password_min_chars />
            <div class="form-actions">
                <button class="button button-primary" type="submit">{words.button}</button>
            </div>
        </form>
        {until}
    };
    public_page(
        status,
        Head::new(title).with_secret_url(),
        content.into_any(),
    )
}

fn first_owner_fields(values: SetupValues, errors: &FormErrors) -> AnyView {
    view! {
        <Field label="Your email address" name="email" kind="email" value=values.email
            errors=errors.clone() autocomplete="username" required=true autofocus=true
            hint="You sign in with it." />
        <Field label="Name of the first account" name="account" value=values.account
            errors=errors.clone() autocomplete="organization" required=true
            hint="Usually your organisation’s name. You can change it later." />
    }
    .into_any()
}

struct Words {
    title: &'static str,
    heading: String,
    text: String,
    button: &'static str,
}

impl Words {
    fn of(link: &InspectedLink) -> Self {
        let name = link.display_name.as_deref().filter(|name| !name.is_empty());
        let account = link
            .account_name
            .as_deref()
            .map(|name| format!(" at {name}"))
            .unwrap_or_default();
        match link.purpose.as_deref() {
            Some("setup") => Self {
                title: "Set up Usher",
                heading: "Set up Usher".to_owned(),
                text: "You are the first here. Say who you are: you become the owner of this installation.".to_owned(),
                button: "Create the owner",
            },
            Some("reset") => Self {
                title: "Choose a new password",
                heading: "Choose a new password".to_owned(),
                text: format!("For your user{account}. Setting it signs you out everywhere else."),
                button: "Set the password",
            },
            _ if link.has_password => Self {
                title: "Choose a new password",
                heading: name.map_or_else(|| "Welcome back".to_owned(), |name| format!("Welcome back, {name}")),
                text: format!("Choose a new password for your user{account}. Your present one works until you do."),
                button: "Set the password",
            },
            _ => Self {
                title: "Set your password",
                heading: name.map_or_else(|| "Welcome".to_owned(), |name| format!("Welcome, {name}")),
                text: format!("Choose a password, and your user{account} is ready."),
                button: "Set the password",
            },
        }
    }
}
