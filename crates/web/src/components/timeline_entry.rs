//! One message in the history: where it stands, who asked for it, each try with the server's words,
//! what became of its link, and what can still be done.

use leptos::prelude::*;
use usher_api_types::{
    account_user::AccountUser,
    welcome_email::{Try, WelcomeEmail},
};

use crate::{
    components::{
        badge::{DeliveryBadge, LinkBadge, Tone},
        button::{LinkButton, PostButton},
        events::Event,
        icon::Symbol,
        moment::Moment,
        timeline::TimelineRights,
    },
    words::{
        ago::until,
        deliveries::{self, address_is_wrong},
        instants::{duration, instant},
        language::t,
        message_links, people, replies,
    },
};

/// A message.
#[component]
pub(crate) fn MessageEntry<'a>(
    message: WelcomeEmail,
    user: &'a AccountUser,
    rights: TimelineRights,
) -> impl IntoView {
    let title = match message.purpose.as_str() {
        "reset" => t!("message-reset"),
        _ => t!("message-welcome"),
    };
    let due = message
        .next_attempt_at
        .filter(|_| message.status == "deferred" || deliveries::waits_for_our_server(&message))
        .map(|at| t!("message-next-try", at = instant(at), when = until(at)))
        .map(|text| view! { <p>{text}</p> });
    let origin = people::origin_of_message(&message.requested_by)
        .map(|origin| view! { " · " <span class="breakable">{origin}</span> });
    let head = view! {
        <div class="message-head">
            <DeliveryBadge status=message.status.clone() />
            <div class="actions">{actions(&message, user, rights)}</div>
        </div>
    }
    .into_any();
    view! {
        <Event tone=tone(&message.status) symbol=symbol(&message.status) title at=message.requested_at>
            <div class="message">
                {head}
                <p>{deliveries::standing(&message)}</p>
                {due}
                <p class="quiet">
                    <span class="breakable">{t!("message-to", recipient = message.recipient.as_str())}</span>
                    " · "
                    <span class="breakable">{people::asker(&message.requested_by)}</span>
                    {origin}
                </p>
                <Tries tries=message.tries.clone() />
                {link(&message)}
            </div>
        </Event>
    }
    .into_any()
}

fn tone(status: &str) -> Tone {
    match status {
        "queued" | "sending" => Tone::Busy,
        "sent" | "captured" => Tone::Good,
        "deferred" => Tone::Careful,
        "failed" => Tone::Bad,
        _ => Tone::Neutral,
    }
}

fn symbol(status: &str) -> Symbol {
    match status {
        "sent" => Symbol::MailCheck,
        "failed" | "cancelled" => Symbol::MailX,
        "captured" => Symbol::Inbox,
        _ => Symbol::Mail,
    }
}

fn actions(message: &WelcomeEmail, user: &AccountUser, rights: TimelineRights) -> AnyView {
    let about = t!("message-about", recipient = message.recipient.as_str());
    let back = format!("/admin/users/{}", user.id);
    let post = |verb: &str| format!("/ui/welcome-emails/{}/{verb}", message.id);
    // Where the latest is answered, at the top of the page, the way on stands already.
    let latest = user.latest_welcome.as_ref().map(|latest| latest.id);
    let told = latest == Some(message.id);
    let correct = (rights.edit && !told && address_is_wrong(message, user)).then(|| {
        let href = format!("{back}/edit#email");
        view! { <LinkButton href label=t!("message-correct-address") small=true icon=Symbol::Pencil /> }
    });
    let retry = (rights.send && is_retryable(message, user)).then(|| {
        view! {
            <PostButton action=post("retry") label=t!("message-retry") about=about.clone() back=back.clone()
                small=true icon=Symbol::Refresh />
        }
    });
    let cancel = (rights.send && is_cancellable(message)).then(|| {
        view! {
            <PostButton action=post("cancel") label=t!("message-cancel") about=about.clone() back=back.clone()
                small=true icon=Symbol::Close />
        }
    });
    let read = (rights.read && message.status == "captured").then(|| {
        let href = format!("/admin/captured-mail/{}", message.id);
        view! { <LinkButton href label=t!("message-read") about small=true icon=Symbol::Eye /> }
    });
    view! { {correct}{retry}{cancel}{read} }.into_any()
}

fn is_cancellable(message: &WelcomeEmail) -> bool {
    message.purpose == "welcome" && matches!(message.status.as_str(), "queued" | "deferred")
}

/// What the API would retry, to the address of today, with a link that is neither used nor replaced,
/// and what may get further than it did: an address that the server blames will not.
fn is_retryable(message: &WelcomeEmail, user: &AccountUser) -> bool {
    let ended = matches!(message.status.as_str(), "failed" | "cancelled");
    let link = message.link.as_ref();
    let good = link.is_some_and(|link| link.used_at.is_none() && link.state != "superseded");
    let same = user.email.as_ref() == Some(&message.recipient);
    let hopeless = address_is_wrong(message, user);
    message.purpose == "welcome" && ended && good && same && !hopeless && user.status != "disabled"
}

/// Every try: the latest in full, earlier ones folded away when there are many.
#[component]
fn Tries(tries: Vec<Try>) -> impl IntoView {
    let split = if tries.len() > 2 { tries.len() - 1 } else { 0 };
    let (earlier, latest) = tries.split_at(split);
    let earlier = (!earlier.is_empty()).then(|| {
        let count = t!("message-earlier-tries", count = earlier.len());
        view! {
            <details class="reveal">
                <summary>{count}</summary>
                <ol class="tries">{lines(earlier)}</ol>
            </details>
        }
    });
    let latest = (!latest.is_empty()).then(|| view! { <ol class="tries">{lines(latest)}</ol> });
    view! { {earlier}{latest} }.into_any()
}

fn lines(tries: &[Try]) -> Vec<AnyView> {
    tries.iter().map(line).collect()
}

fn line(attempt: &Try) -> AnyView {
    let provider = attempt.provider.as_str();
    let took = attempt.finished_at.map(|end| {
        // What took less than anybody would notice is not worth a number.
        let text = if (end - attempt.started_at).num_milliseconds() < 100 {
            t!("try-through", provider = provider)
        } else {
            let duration = duration(attempt.started_at, end);
            t!("try-took", duration = duration, provider = provider)
        };
        view! { <span class="quiet">" · " {text}</span> }
    });
    let meaning = deliveries::explanation(attempt).map(|text| view! { <p>{text}</p> });
    let reply = attempt.reply.as_ref().map(|reply| {
        view! {
            <p class="reply" dir="auto">
                <span class="visually-hidden">{t!("try-server-said")} " "</span>
                <code>{replies::line(reply)}</code>
            </p>
        }
    });
    view! {
        <li>
            <p>
                <strong>{deliveries::outcome_label(attempt)}</strong>
                " " <span class="quiet"><Moment at=attempt.started_at /></span> {took}
            </p>
            {meaning}
            {reply}
        </li>
    }
    .into_any()
}

fn link(message: &WelcomeEmail) -> Option<AnyView> {
    let link = message.link.as_ref()?;
    let text = message_links::sentences(message, link).join(" ");
    Some(
        view! {
            <p class="message-link">
                <span class="message-link-state">
                    <span>{t!("message-link-heading")}</span> " " <LinkBadge state=link.state.clone() />
                </span>
                " "
                <span>{text}</span>
            </p>
        }
        .into_any(),
    )
}
