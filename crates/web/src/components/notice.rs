//! Things to be told: what the last action came to, and what one should know.

use leptos::prelude::*;

use crate::{
    components::{
        badge::Tone,
        icon::{Icon, Symbol},
        inner::Inner,
    },
    visit::Message,
};

/// A text on the tint of its tone.
#[component]
pub(crate) fn Notice<'a>(
    tone: Tone,
    #[prop(optional, into)] title: String,
    /// `status` is read out when it appears, `alert` at once; none: it was there before.
    #[prop(optional)]
    role: Option<&'static str>,
    #[prop(optional)] id: Option<&'static str>,
    children: Inner<'a>,
) -> impl IntoView {
    let (class, symbol) = match tone {
        Tone::Neutral => ("notice", Symbol::Info),
        Tone::Busy => ("notice notice-busy", Symbol::Info),
        Tone::Good => ("notice notice-good", Symbol::CheckCircle),
        Tone::Careful => ("notice notice-careful", Symbol::Alert),
        Tone::Bad => ("notice notice-bad", Symbol::ErrorCircle),
    };
    let title = (!title.is_empty()).then(|| view! { <p class="notice-title">{title}</p> });
    view! {
        <div class=class role=role id=id>
            <Icon symbol large=true />
            <div>{title}{children.view()}</div>
        </div>
    }
    .into_any()
}

/// Nothing, a confirmation, or what went wrong.
#[component]
pub(crate) fn MessageNotice(message: Option<Message>) -> impl IntoView {
    let Some(message) = message else {
        return ().into_any();
    };
    let (tone, role) = match message {
        Message::Done(_) => (Tone::Good, "status"),
        Message::Failed(_) => (Tone::Bad, "alert"),
    };
    view! { <Notice tone role>{message.text()}</Notice> }.into_any()
}
