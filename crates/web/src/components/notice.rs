//! What the last action came to, on top of the page.

use leptos::prelude::*;

use crate::visit::Message;

/// Nothing, a confirmation, or what went wrong.
#[component]
pub(crate) fn MessageNotice(message: Option<Message>) -> impl IntoView {
    match message {
        Some(Message::Done(notice)) => {
            view! { <div class="notice notice-good" role="status">{notice.text()}</div> }.into_any()
        }
        Some(Message::Failed(text)) => {
            view! { <div class="notice notice-bad" role="alert">{text}</div> }.into_any()
        }
        None => ().into_any(),
    }
}
