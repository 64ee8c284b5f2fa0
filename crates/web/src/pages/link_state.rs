//! What became of a link that cannot set a password (any more), and the way on.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::password_link::InspectedLink;

use crate::{
    components::{
        button::{PostButton, Weight},
        notice::MessageNotice,
        public_shell::public_page,
    },
    render::Head,
    visit::Message,
    words::{links::link_words, notices::Notice},
};

/// The page; `path` is the link itself, `failure` why a fresh one could not be sent.
pub(crate) fn link_state_page(
    status: StatusCode,
    link: &InspectedLink,
    path: &str,
    message: Option<Message>,
    failure: Option<String>,
) -> Response {
    let words = link_words(link);
    let sent = message == Some(Message::Done(Notice::FreshLinkSent));
    let failure =
        failure.map(|text| view! { <div class="notice notice-bad" role="alert">{text}</div> });
    let heading = if sent {
        "Look into your mailbox"
    } else {
        words.title
    };
    let explanation = (!sent).then(|| view! { <p>{words.text}</p> });
    let action = format!("{path}/renew");
    let way_on = match link.state.as_str() {
        "used" => view! {
            <p class="form-actions">
                <a class="button button-primary" href="/sign-in">"Sign in"</a>
                <a href="/forgot-password">"Forgot your password?"</a>
            </p>
        }
        .into_any(),
        _ if link.renewable && !sent => view! {
            <PostButton action label="Send me a fresh link" weight=Weight::Primary />
        }
        .into_any(),
        _ => view! { <p><a href="/sign-in">"Go to sign-in"</a></p> }.into_any(),
    };
    let content = view! {
        <h1>{heading}</h1>
        <MessageNotice message />
        {failure}
        {explanation}
        {way_on}
    };
    public_page(
        status,
        Head::new(heading).with_secret_url(),
        content.into_any(),
    )
}
