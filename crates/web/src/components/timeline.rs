//! The history of a user's messages, newest first.

use leptos::prelude::*;
use usher_api_types::welcome_email::WelcomeEmail;

use crate::components::timeline_entry::TimelineEntry;

/// Messages as a list, or that there are none. `may_read` is about captured ones, which contain links.
#[component]
pub(crate) fn Timeline(
    messages: Vec<WelcomeEmail>,
    may_send: bool,
    may_read: bool,
) -> impl IntoView {
    if messages.is_empty() {
        return view! {
            <div class="empty">
                <p class="empty-title">"No welcome email yet"</p>
                <p>"Once one is sent, everything that becomes of it is told here."</p>
            </div>
        }
        .into_any();
    }
    let entries: Vec<_> = messages
        .into_iter()
        .map(|message| view! { <TimelineEntry message may_send may_read /> })
        .collect();
    view! { <ol class="timeline">{entries}</ol> }.into_any()
}
