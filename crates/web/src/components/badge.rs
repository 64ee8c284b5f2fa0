//! States as words on a tint. The word says it all; the colour only helps the eye.

use leptos::prelude::*;
use usher_api_types::{account_user::LatestWelcome, mail_provider::MailProvider};

use crate::{
    components::moment::Moment,
    words::{deliveries, links, providers},
};

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Nothing to say.
    Neutral,
    /// Under way.
    Busy,
    /// As wished.
    Good,
    /// Somebody may have to look.
    Careful,
    /// Somebody has to act.
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Neutral => "badge badge-neutral",
            Self::Busy => "badge badge-busy",
            Self::Good => "badge badge-good",
            Self::Careful => "badge badge-careful",
            Self::Bad => "badge badge-bad",
        }
    }
}

/// A word on a tint.
#[component]
pub(crate) fn Badge(#[prop(into)] label: String, tone: Tone) -> impl IntoView {
    view! { <span class=tone.class()>{label}</span> }.into_any()
}

/// Where a message stands.
#[component]
pub(crate) fn DeliveryBadge(#[prop(into)] status: String) -> impl IntoView {
    let tone = match status.as_str() {
        "queued" | "sending" => Tone::Busy,
        "sent" | "captured" => Tone::Good,
        "deferred" => Tone::Careful,
        "failed" => Tone::Bad,
        _ => Tone::Neutral,
    };
    view! { <Badge label=deliveries::status_label(&status) tone=tone /> }.into_any()
}

/// A user's latest welcome email, or that there is none.
#[component]
pub(crate) fn WelcomeBadge(latest: Option<LatestWelcome>) -> impl IntoView {
    match latest {
        Some(latest) => view! {
            <DeliveryBadge status=latest.status />
            " "
            <span class="quiet"><Moment at=latest.at /></span>
        }
        .into_any(),
        None => view! { <span class="quiet">"Never sent"</span> }.into_any(),
    }
}

/// Whether a user can sign in.
#[component]
pub(crate) fn UserBadge(#[prop(into)] status: String) -> impl IntoView {
    let (label, tone) = match status.as_str() {
        "active" => ("Active", Tone::Good),
        "pending" => ("No password yet", Tone::Careful),
        _ => ("Disabled", Tone::Neutral),
    };
    view! { <Badge label=label tone=tone /> }.into_any()
}

/// What a link is worth.
#[component]
pub(crate) fn LinkBadge(#[prop(into)] state: String) -> impl IntoView {
    let tone = match state.as_str() {
        "open" => Tone::Busy,
        "used" => Tone::Good,
        _ => Tone::Neutral,
    };
    view! { <Badge label=links::state_label(&state) tone=tone /> }.into_any()
}

/// How a mail provider is doing.
#[component]
pub(crate) fn ProviderBadge<'a>(provider: &'a MailProvider) -> impl IntoView {
    let tone = match provider.breaker.as_str() {
        _ if providers::captures(provider) => Tone::Careful,
        "closed" => Tone::Good,
        "open" => Tone::Bad,
        "half_open" => Tone::Careful,
        _ => Tone::Neutral,
    };
    view! { <Badge label=providers::state_label(provider) tone=tone /> }.into_any()
}
