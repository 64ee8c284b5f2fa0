//! The history of a user: messages and what else happened, newest first.

use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, user_event::UserEvent};
use uuid::Uuid;

use crate::{
    components::{
        empty_state::EmptyState,
        events::{Event, Events},
        icon::Symbol,
        timeline_entry::MessageEntry,
    },
    pages::user_history::Entry,
    words::{events, language::t, people},
};

/// What the reader may do about the messages of a user.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimelineRights {
    /// Send them again and call them off.
    pub(crate) send: bool,
    /// Read captured ones, which contain links.
    pub(crate) read: bool,
    /// Correct her address.
    pub(crate) edit: bool,
}

/// The entries as a list, or that there are none.
#[component]
pub(crate) fn Timeline<'a>(
    entries: Vec<Entry>,
    user: &'a AccountUser,
    rights: TimelineRights,
) -> impl IntoView {
    if entries.is_empty() {
        return view! {
            <EmptyState symbol=Symbol::History title=t!("timeline-empty-title") text=t!("timeline-empty-text") />
        }
        .into_any();
    }
    let entries: Vec<_> = entries
        .into_iter()
        .map(|entry| match entry {
            Entry::Message(message) => {
                view! { <MessageEntry message=*message user rights /> }.into_any()
            }
            Entry::Event(event) => view! { <EventEntry event=*event user=user.id /> }.into_any(),
        })
        .collect();
    view! { <Events>{entries}</Events> }.into_any()
}

/// Something that happened, in a line or two.
#[component]
fn EventEntry(event: UserEvent, user: Uuid) -> impl IntoView {
    let about = [events::actor(&event, user), people::origin_of_event(&event)];
    let about: Vec<_> = about.into_iter().flatten().collect();
    let about =
        (!about.is_empty()).then(|| view! { <p class="quiet breakable">{about.join(" · ")}</p> });
    let meaning = events::meaning(&event.action).map(|text| view! { <p>{text}</p> });
    view! {
        <Event tone=events::tone(&event.action) symbol=events::symbol(&event.action)
            title=events::title(&event) at=event.at>
            {meaning}
            {about}
        </Event>
    }
    .into_any()
}
