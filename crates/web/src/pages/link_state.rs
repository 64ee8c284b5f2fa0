//! What became of a link that cannot set a password (any more), and the way on.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::password_link::InspectedLink;

use crate::{
    components::{
        badge::Tone,
        button::{PostButton, Weight},
        notice::{MessageNotice, Notice},
        public_shell::branded_page,
    },
    render::Head,
    visit::Message,
    words::{
        language::{kept, t},
        links::link_words,
        notices,
    },
};

/// What the URL says after a fresh link was sent.
const SENT: Message = Message::Done(notices::Notice::FreshLinkSent);

/// What asking for a fresh link came to.
pub(crate) enum Outcome {
    /// Nobody asked.
    None,
    /// It is on its way.
    Sent,
    /// It was not sent now, but may be later: when, says the reason.
    Refused(String),
}

impl Outcome {
    /// What the page's URL says.
    pub(crate) fn of(message: Option<Message>) -> Self {
        if message == Some(SENT) {
            Self::Sent
        } else {
            Self::None
        }
    }
}

/// The page; `path` is the link itself.
pub(crate) fn link_state_page(
    status: StatusCode,
    link: &InspectedLink,
    path: &str,
    outcome: Outcome,
) -> Response {
    let (title, content) = match outcome {
        Outcome::Sent => (t!("link-renewed-title"), sent(path)),
        Outcome::None => explained(link, path, None),
        Outcome::Refused(reason) => explained(link, path, Some(reason)),
    };
    let heading = title.clone();
    let content = view! { <h1>{heading}</h1> {content} };
    let head = Head::new(title).with_secret_url();
    branded_page(status, head, link.branding.as_ref(), content.into_any())
}

/// A fresh link is on its way.
fn sent(path: &str) -> AnyView {
    view! {
        <MessageNotice message=Some(SENT) />
        <p><a href=kept(path)>{t!("link-renewed-again")}</a></p>
    }
    .into_any()
}

/// What happened and the one thing to do about it.
fn explained(link: &InspectedLink, path: &str, refusal: Option<String>) -> (String, AnyView) {
    let words = link_words(link);
    let refusal = refusal.map(|reason| {
        view! { <Notice tone=Tone::Careful role="alert" title=reason>{t!("link-limit")}</Notice> }
    });
    let content = view! {
        {refusal}
        <p>{words.text}</p>
        {way_on(link, path)}
    };
    (words.title, content.into_any())
}

fn way_on(link: &InspectedLink, path: &str) -> AnyView {
    let renew = kept(&format!("{path}/renew"));
    let forgot = kept("/forgot-password");
    let sign_in = kept("/sign-in");
    match (link.state.as_str(), link.purpose.as_deref()) {
        ("used", _) => view! {
            <p class="form-actions">
                <a class="button button-primary" href=sign_in>{t!("sign-in")}</a>
                <a href=forgot>{t!("link-used-forgot")}</a>
            </p>
        }
        .into_any(),
        ("superseded", _) if link.renewable => view! {
            <PostButton action=renew label=t!("link-superseded-submit") weight=Weight::Primary />
        }
        .into_any(),
        (_, _) if link.renewable => view! {
            <PostButton action=renew label=t!("link-expired-submit") weight=Weight::Primary />
        }
        .into_any(),
        ("expired", Some("reset")) => view! {
            <p><a class="button button-primary" href=forgot>{t!("link-expired-ask")}</a></p>
        }
        .into_any(),
        // Whoever has an address gets a link, with a password or without one; before the first
        // owner there is nobody.
        ("void" | "expired", _) if !path.starts_with("/setup/") => view! {
            <p class="form-actions">
                <a class="button button-primary" href=forgot>{t!("link-void-submit")}</a>
                <a href=sign_in>{t!("to-sign-in")}</a>
            </p>
        }
        .into_any(),
        _ => view! { <p><a href=sign_in>{t!("to-sign-in")}</a></p> }.into_any(),
    }
}
