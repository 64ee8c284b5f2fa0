//! Captured mail as a list to read from, beside the mail that is open.

use leptos::prelude::*;
use usher_api_types::captured_email::CapturedEmail;
use uuid::Uuid;

use crate::{
    components::{ago::Ago, pagination::Pagination},
    pages::captured_mail::PATH,
    query::Query,
    words::language::t,
};

/// Where one is in the inbox.
pub(crate) struct Place {
    /// The mail that is open.
    pub(crate) open: Option<Uuid>,
    /// Where the list begins.
    pub(crate) cursor: String,
    /// Where it goes on.
    pub(crate) next: Option<String>,
}

/// The list, and what is read beside it. On narrow screens one of both is seen.
#[component]
pub(crate) fn Inbox(emails: Vec<CapturedEmail>, place: Place, children: Children) -> impl IntoView {
    let class = if place.open.is_some() {
        "inbox inbox-open"
    } else {
        "inbox"
    };
    let entries: Vec<_> = emails
        .iter()
        .map(|email| view! { <Entry email place=&place /> })
        .collect();
    let first = (!place.cursor.is_empty()).then(|| PATH.to_owned());
    let next = place
        .next
        .as_deref()
        .map(|cursor| format!("{PATH}{}", Query::new().with("cursor", cursor)));
    view! {
        <div class=class>
            <nav class="inbox-list" aria-label=t!("captured-inbox")>
                <ul>{entries}</ul>
                <Pagination first next />
            </nav>
            <div class="inbox-reading">{children()}</div>
        </div>
    }
    .into_any()
}

#[component]
fn Entry<'a>(email: &'a CapturedEmail, place: &'a Place) -> impl IntoView {
    let here = (place.open == Some(email.id)).then_some("true");
    let query = Query::new().with("cursor", &place.cursor);
    let href = format!("{PATH}/{}{query}", email.id);
    view! {
        <li>
            <a class="inbox-entry" href=href aria-current=here>
                <span class="inbox-to">{email.recipient.clone()}</span>
                <span class="inbox-when"><Ago at=email.captured_at /></span>
                <span class="inbox-what">{purpose(&email.purpose)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// What a mail is for.
fn purpose(code: &str) -> String {
    if code == "reset" {
        t!("captured-reset")
    } else {
        t!("captured-welcome")
    }
}
