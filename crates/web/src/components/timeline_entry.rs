//! One message in the timeline: who asked for it, each try with the server's words, what became of
//! its link, and what can still be done.

use leptos::prelude::*;
use usher_api_types::welcome_email::{LinkStatus, RequestedBy, Try, WelcomeEmail};

use crate::{
    components::{
        badge::{DeliveryBadge, LinkBadge},
        button::PostButton,
        moment::Moment,
    },
    words::{deliveries, instants, platforms::platform},
};

/// A message.
#[component]
pub(crate) fn TimelineEntry(
    message: WelcomeEmail,
    may_send: bool,
    may_read: bool,
) -> impl IntoView {
    let title = if message.purpose == "reset" {
        "Password reset email"
    } else {
        "Welcome email"
    };
    let actions = may_send.then(|| actions(&message));
    let read = (may_read && message.status == "captured").then(|| {
        let href = format!("/admin/captured-mail/{}", message.id);
        view! { <a class="button" href=href>"Read it"</a> }
    });
    let waiting = message
        .next_attempt_at
        .filter(|_| message.status == "deferred")
        .map(|at| {
            view! { <p class="timeline-line">"Next try: " <Moment at /></p> }
        });
    let tries: Vec<_> = message
        .tries
        .iter()
        .map(|attempt| view! { <TryLine attempt /> })
        .collect();
    let tries = (!tries.is_empty()).then(|| view! { <ol class="tries">{tries}</ol> });
    let link = message
        .link
        .as_ref()
        .map(|link| view! { <LinkLine link /> });
    view! {
        <li class="timeline-entry">
            <div class="timeline-head">
                <h3>{title}</h3>
                <DeliveryBadge status=message.status.clone() />
                {actions}
                {read}
            </div>
            <p class="timeline-line">
                "To " <span class="breakable">{message.recipient.clone()}</span> ", asked for " <Moment at=message.requested_at />
                <Asker by=&message.requested_by />
            </p>
            {tries}
            {waiting}
            {link}
        </li>
    }
    .into_any()
}

fn actions(message: &WelcomeEmail) -> AnyView {
    let (label, action) = match message.status.as_str() {
        "failed" | "cancelled" => ("Try again", "retry"),
        "queued" | "deferred" => ("Cancel", "cancel"),
        _ => return ().into_any(),
    };
    let action = format!("/ui/welcome-emails/{}/{action}", message.id);
    let back = format!("/admin/users/{}", message.user_id);
    let about = format!("the email to {}", message.recipient);
    view! { <PostButton action label about back /> }.into_any()
}

#[component]
fn Asker<'a>(by: &'a RequestedBy) -> impl IntoView {
    let who = match (by.kind.as_str(), &by.name) {
        (_, Some(name)) if by.kind == "api_token" => format!(" by the API token {name}"),
        (_, Some(name)) => format!(" by {name}"),
        ("system", None) => " by Usher itself".to_owned(),
        ("link_holder", None) => " by whoever held an older link".to_owned(),
        ("anonymous", None) => " through “forgot password”".to_owned(),
        ("api_token", None) => " by a program".to_owned(),
        _ => String::new(),
    };
    let from = [
        by.user_agent.as_deref().map(platform),
        by.place.clone(),
        by.address.clone(),
    ];
    let from = from.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let from = (!from.is_empty())
        .then(|| view! { <span class="quiet breakable">{format!(" ({from})")}</span> });
    view! { {who} {from} }.into_any()
}

#[component]
fn TryLine<'a>(attempt: &'a Try) -> impl IntoView {
    let took = attempt.finished_at.map(|end| {
        let took = instants::duration(attempt.started_at, end);
        view! { <span class="quiet">{format!(" · {took} · {}", attempt.provider)}</span> }
    });
    let meaning = deliveries::explanation(attempt).map(|text| view! { <p>{text}</p> });
    let shown = attempt.outcome != "delivered" && attempt.outcome != "captured";
    let reply = attempt.reply.as_ref().filter(|_| shown).map(|reply| {
        view! { <p class="reply"><span class="visually-hidden">"The server said: "</span><code>{deliveries::reply_line(reply)}</code></p> }
    });
    view! {
        <li>
            <p><Moment at=attempt.started_at /> " – " {deliveries::outcome_label(attempt)} {took}</p>
            {meaning}
            {reply}
        </li>
    }
    .into_any()
}

#[component]
fn LinkLine<'a>(link: &'a LinkStatus) -> impl IntoView {
    let ending = match (link.state.as_str(), link.used_at) {
        (_, Some(at)) => {
            Some(view! { <span>" A password was set on " <Moment at /> "."</span> }.into_any())
        }
        ("open", None) => Some(
            view! { <span>" Works until " <Moment at=link.expires_at /> "."</span> }.into_any(),
        ),
        ("superseded", None) => {
            Some(view! { <span>" A newer email took its place."</span> }.into_any())
        }
        ("expired", None) => Some(
            view! { <span>" Its time ran out on " <Moment at=link.expires_at /> "."</span> }
                .into_any(),
        ),
        _ => Some(view! { <span>" It no longer works."</span> }.into_any()),
    };
    let opened = link.first_opened_at.map(|at| {
        let visits = (link.visits > 1).then(|| format!(", {} times so far", link.visits));
        let scanner = link
            .looks_like_scanner
            .then_some(". That looks like a mail scanner, not a person");
        view! { <span>" First opened on " <Moment at /> {visits} {scanner} "."</span> }
    });
    view! {
        <p class="timeline-line timeline-link">
            <span>"Link "</span>
            <LinkBadge state=link.state.clone() />
            <span>{ending}{opened}</span>
        </p>
    }
    .into_any()
}
