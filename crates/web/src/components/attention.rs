//! What needs somebody now, or that nothing does.

use leptos::prelude::*;
use usher_api_types::{delivery::DeliverySummary, mail_provider::MailProvider, me::Me};

use crate::{
    components::badge::{Badge, Tone},
    words::{counts::counted, providers},
};

/// One thing to look at.
struct Item {
    label: &'static str,
    tone: Tone,
    text: String,
    way: Option<(&'static str, &'static str)>,
}

/// Everything that needs somebody.
#[component]
pub(crate) fn Attention<'a>(
    summary: &'a DeliverySummary,
    providers: Vec<MailProvider>,
    me: &'a Me,
) -> impl IntoView {
    let failed = failed(summary);
    let resting = providers.iter().filter_map(resting);
    let captured = me.mail_is_captured.then(captured);
    let items: Vec<_> = failed
        .into_iter()
        .chain(resting)
        .chain(captured)
        .map(|item| {
            let way = item
                .way
                .map(|(label, href)| view! { " " <a href=href>{label}</a> });
            view! {
                <li>
                    <Badge label=item.label tone=item.tone />
                    <p class="breakable">{item.text}{way}</p>
                </li>
            }
        })
        .collect();
    let list = if items.is_empty() {
        view! { <p class="all-well">"Nothing right now."</p> }.into_any()
    } else {
        view! { <ul class="plain-list attention">{items}</ul> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="attention">
            <h2 id="attention">"Needs attention"</h2>
            {list}
        </section>
    }
    .into_any()
}

fn failed(summary: &DeliverySummary) -> Option<Item> {
    let count = summary.failed_last_day;
    (count > 0).then(|| Item {
        label: "Failed",
        tone: Tone::Bad,
        text: format!(
            "{} failed for good within the last day. The list of users shows to whom, and each user’s page says why.",
            counted(count, "message", "messages")
        ),
        way: None,
    })
}

fn resting(provider: &MailProvider) -> Option<Item> {
    let resting = matches!(provider.breaker.as_str(), "open" | "half_open");
    resting.then(|| {
        let why = provider.last_failure.as_deref();
        Item {
            label: providers::state_label(provider),
            tone: if provider.breaker == "open" {
                Tone::Bad
            } else {
                Tone::Careful
            },
            text: format!(
                "The mail provider {} failed. {} Messages wait until it works again.",
                provider.name,
                why.map_or("", providers::failure_meaning)
            ),
            way: Some(("See mail providers", "/admin/mail-providers")),
        }
    })
}

fn captured() -> Item {
    Item {
        label: "Captured",
        tone: Tone::Careful,
        text: "Nobody receives anything, because no mail server is configured. Whoever runs this installation names one in the configuration, as mail.smtp_url.".to_owned(),
        way: None,
    }
}
