//! Where I am signed in.

use leptos::prelude::*;
use usher_api_types::session::{Session, SessionKind};

use crate::{
    components::{
        badge::{Badge, Tone},
        button::PostButton,
        moment::Moment,
    },
    words::{language::t, platforms::platform},
};

/// The sessions, this one marked; none at all when they could not be had.
#[component]
pub(super) fn Sessions(sessions: Option<Vec<Session>>) -> impl IntoView {
    let content = match sessions {
        None => view! { <p class="quiet">{t!("my-account-sessions-failed")}</p> }.into_any(),
        Some(sessions) => list(sessions),
    };
    view! {
        <section class="section" aria-labelledby="sessions">
            <h2 id="sessions">{t!("my-account-sessions")}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn list(mut sessions: Vec<Session>) -> AnyView {
    sessions.sort_by_key(|session| (!session.current, std::cmp::Reverse(session.last_used_at)));
    let others = sessions.iter().any(|session| !session.current);
    let end_others = if others {
        view! { <PostButton action="/ui/account/sign-out-others" label=t!("my-account-sign-out-others") /> }
            .into_any()
    } else {
        view! { <p class="quiet">{t!("my-account-sessions-alone")}</p> }.into_any()
    };
    let rows: Vec<_> = sessions.into_iter().map(row).collect();
    view! { <ul class="plain-list">{rows}</ul> {end_others} }.into_any()
}

fn row(session: Session) -> AnyView {
    let here = session.current.then(|| {
        view! { " " <Badge label=t!("my-account-session-current") tone=Tone::Good /> }
    });
    let token = (session.kind == SessionKind::Program).then(|| {
        view! { " " <Badge label=t!("my-account-session-token") tone=Tone::Neutral /> }
    });
    let program = session
        .user_agent
        .as_deref()
        .map_or_else(|| t!("platform-unknown"), platform);
    let address = session.address.map(|address| {
        view! { <p class="quiet">{t!("my-account-session-address")} " " <bdi class="breakable">{address}</bdi></p> }
    });
    view! {
        <li>
            <p class="breakable"><strong><bdi>{program}</bdi></strong>{here}{token}</p>
            {address}
            <p class="quiet">{t!("my-account-session-since")} " " <Moment at=session.created_at /></p>
            <p class="quiet">{t!("my-account-session-used")} " " <Moment at=session.last_used_at /></p>
        </li>
    }
    .into_any()
}
