//! How delivery is doing, in figures that say what they count.

use leptos::prelude::*;
use usher_api_types::delivery::DeliverySummary;

use crate::{components::moment::Moment, words::counts::grouped};

/// What waits, what goes out and what became of the last day's messages.
#[component]
pub(crate) fn DeliveryFigures<'a>(
    summary: &'a DeliverySummary,
    /// Whether every account is counted.
    everywhere: bool,
) -> impl IntoView {
    let oldest = match summary.oldest_waiting_since {
        Some(at) => {
            view! { <p>"The oldest waiting message was asked for on " <Moment at /> "."</p> }
                .into_any()
        }
        None => view! { <p>"No message waits."</p> }.into_any(),
    };
    let scope = (!everywhere)
        .then(|| view! { <p class="quiet">"Counted in the accounts that you look after."</p> });
    view! {
        <section class="section" aria-labelledby="delivery">
            <h2 id="delivery">"Delivery"</h2>
            <dl class="figures">
                <Figure name="Queued" count=summary.queued hint="waiting for their first try" />
                <Figure name="Sending" count=summary.sending hint="being handed over now" />
                <Figure name="Deferred" count=summary.deferred hint="waiting for another try" />
                <Figure name="Sent" count=summary.sent_last_day hint="within the last day" />
                <Figure name="Failed" count=summary.failed_last_day hint="within the last day" />
            </dl>
            {oldest}
            {scope}
        </section>
    }
    .into_any()
}

#[component]
fn Figure(#[prop(into)] name: String, count: i64, #[prop(into)] hint: String) -> impl IntoView {
    view! {
        <div class="figure">
            <dt>{name}</dt>
            <dd>
                <span class="figure-count">{grouped(count)}</span>
                " "
                <span class="quiet">{hint}</span>
            </dd>
        </div>
    }
    .into_any()
}
