//! States as a shape and a word. The word says it all; shape and colour only help the eye.

use leptos::prelude::*;
use usher_api_types::{account_user::LatestWelcome, mail_provider::MailProvider};

use crate::{
    components::{ago::Ago, sentence::sentence},
    words::{deliveries, language::t, links, providers, users, welcome_steps::WelcomeStep},
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

/// A shape and a word.
#[component]
pub(crate) fn Badge(#[prop(into)] label: String, tone: Tone) -> impl IntoView {
    view! { <span class=tone.class()>{shape(tone)}{label}</span> }.into_any()
}

/// Each tone's own shape: a ring, a half moon, a disc, a triangle, a square on its corner.
fn shape(tone: Tone) -> AnyView {
    let (class, drawing) = match tone {
        Tone::Neutral => (
            "badge-shape badge-shape-line",
            "M5 1.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7z",
        ),
        Tone::Busy => (
            "badge-shape",
            "M5 0a5 5 0 1 0 0 10a5 5 0 1 0 0-10zm0 1.6a3.4 3.4 0 0 1 0 6.8z",
        ),
        Tone::Good => ("badge-shape", "M5 .5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z"),
        Tone::Careful => ("badge-shape", "M5 .6 9.9 9.4H.1z"),
        Tone::Bad => ("badge-shape", "M5 0l5 5-5 5-5-5z"),
    };
    view! { <svg class=class viewBox="0 0 10 10" aria-hidden="true"><path fill-rule="evenodd" d=drawing></path></svg> }.into_any()
}

/// Where a message stands.
#[component]
pub(crate) fn DeliveryBadge(#[prop(into)] status: String) -> impl IntoView {
    let tone = delivery_tone(&status);
    view! { <Badge label=deliveries::status_label(&status) tone /> }.into_any()
}

fn delivery_tone(status: &str) -> Tone {
    match status {
        "queued" | "sending" => Tone::Busy,
        "sent" | "captured" => Tone::Good,
        "deferred" => Tone::Careful,
        "failed" => Tone::Bad,
        _ => Tone::Neutral,
    }
}

/// How far a user's latest welcome email got and since when, or that there is none. The look of
/// success is kept for a password that was set.
#[component]
pub(crate) fn WelcomeBadge(latest: Option<LatestWelcome>) -> impl IntoView {
    let Some(latest) = latest else {
        return view! { <span class="quiet">{t!("welcome-none")}</span> }.into_any();
    };
    let step = WelcomeStep::of(&latest);
    let tone = match step {
        WelcomeStep::PasswordSet => Tone::Good,
        WelcomeStep::Unopened
        | WelcomeStep::CapturedUnopened
        | WelcomeStep::Opened
        | WelcomeStep::Delivery("sent" | "captured") => Tone::Busy,
        WelcomeStep::Delivery(status) => delivery_tone(status),
        WelcomeStep::Expired => Tone::Careful,
        WelcomeStep::Superseded | WelcomeStep::Void => Tone::Neutral,
    };
    let ago = view! { <Ago at=latest.at /> }.into_any();
    let when = if step.is_of_delivery() {
        ago
    } else {
        sentence("welcome-step-sent", &[], vec![("when", ago)])
    };
    view! {
        <Badge label=step.label() tone />
        " "
        <span class="quiet">{when}</span>
    }
    .into_any()
}

/// Whether a user can sign in.
#[component]
pub(crate) fn UserBadge(#[prop(into)] status: String) -> impl IntoView {
    let tone = match status.as_str() {
        "active" => Tone::Good,
        "pending" => Tone::Busy,
        _ => Tone::Neutral,
    };
    view! { <Badge label=users::status_label(&status) tone=tone /> }.into_any()
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
