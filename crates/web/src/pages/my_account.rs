//! "My account": who I am, my password, where I am signed in.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{me::Me, page::Page, session::Session};

use crate::{
    components::{
        admin_shell::admin_page,
        button::PostButton,
        facts::{Fact, Optional},
        field::Field,
        form_errors::{ErrorSummary, FormErrors},
        moment::Moment,
        navigation::Section,
        notice::MessageNotice,
        public_shell::public_page,
    },
    page_error::PageError,
    render::Head,
    visit::SignedIn,
    words::platforms::platform,
};

/// `GET /account`.
pub(crate) async fn show(signed_in: SignedIn) -> Result<Response, PageError> {
    my_account_page(StatusCode::OK, signed_in, FormErrors::default()).await
}

/// The page, with what is wrong with a password change.
pub(crate) async fn my_account_page(
    status: StatusCode,
    signed_in: SignedIn,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let sessions: Page<Session> = signed_in.visit.api.get("/api/v1/me/sessions").await?;
    let head = Head::new(errors.titled("My account"));
    let content = view! {
        <PersonalFacts me=signed_in.me.clone() />
        <PasswordForm me=&signed_in.me errors />
        <Sessions sessions=sessions.items />
    };
    if signed_in.me.is_administrator() {
        let frame = signed_in.frame().await;
        let content = view! { <h1>"My account"</h1> <div class="column">{content}</div> };
        return Ok(admin_page(
            status,
            head,
            frame,
            Section::MyAccount,
            content.into_any(),
        ));
    }
    let content = view! {
        <h1>"My account"</h1>
        <MessageNotice message=signed_in.visit.message />
        {content}
        <PostButton action="/ui/sign-out" label="Sign out" />
    };
    Ok(public_page(status, head, content.into_any()))
}

#[component]
fn PersonalFacts(me: Me) -> impl IntoView {
    let Some(user) = me.user else {
        return ().into_any();
    };
    let account = me.account.map(|account| account.name);
    view! {
        <dl class="facts">
            <Fact name="Name"><Optional value=Some(user.display_name) /></Fact>
            <Fact name="Email"><Optional value=user.email /></Fact>
            <Fact name="Login"><Optional value=Some(user.login) /></Fact>
            <Fact name="Account"><Optional value=account /></Fact>
        </dl>
    }
    .into_any()
}

#[component]
fn PasswordForm<'a>(me: &'a Me, errors: FormErrors) -> impl IntoView {
    let login = me
        .user
        .as_ref()
        .map(|user| user.login.clone())
        .unwrap_or_default();
    view! {
        <section class="section" aria-labelledby="change-password">
            <h2 id="change-password">"Change password"</h2>
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action="/ui/account/password">
                <input class="visually-hidden" type="text" name="username" value=login
                    autocomplete="username" readonly=true tabindex="-1" aria-hidden="true" />
                <Field label="Present password" name="current_password" kind="password"
                    errors=errors.clone() autocomplete="current-password" required=true />
                <Field label="New password" name="new_password" kind="password" errors=errors
                    autocomplete="new-password" required=true
                    hint="At least 12 characters, unless your account asks for more. A few unrelated words make a good one." />
                <div class="form-actions">
                    <button class="button button-primary" type="submit">"Change password"</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Sessions(sessions: Vec<Session>) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.current);
    let sign_out = others.then(|| {
        view! { <PostButton action="/ui/account/sign-out-others" label="Sign out everywhere else" /> }
    });
    let rows: Vec<_> = sessions
        .into_iter()
        .map(|session| {
            let here = session.current.then(|| view! { <strong>"This browser. "</strong> });
            let program = session.user_agent.as_deref().map_or_else(|| "Unknown program".to_owned(), platform);
            let address = session.address.map(|address| format!(" from {address}"));
            view! {
                <li>
                    <p class="breakable">{here}{program}{address}</p>
                    <p class="quiet">"Signed in " <Moment at=session.created_at /> ", last used " <Moment at=session.last_used_at /></p>
                </li>
            }
        })
        .collect();
    view! {
        <section class="section" aria-labelledby="sessions">
            <h2 id="sessions">"Where you are signed in"</h2>
            <ul class="plain-list">{rows}</ul>
            {sign_out}
        </section>
    }
    .into_any()
}
