//! Figures that say what they count.

use leptos::prelude::*;
use usher_api_types::delivery::DeliverySummary;

use crate::{
    components::{badge::Tone, inner::Inner, panel::Panel},
    words::{counts::grouped, language::t},
};

/// Figures side by side; the children are [`Figure`]s.
#[component]
pub(crate) fn Figures<'a>(children: Inner<'a>) -> impl IntoView {
    view! { <dl class="figures">{children.view()}</dl> }.into_any()
}

/// A number, what it counts and, where there is one, the list behind it.
#[component]
pub(crate) fn Figure(
    #[prop(into)] name: String,
    count: i64,
    #[prop(optional, into)] hint: String,
    /// Coloured only when somebody should look, and only when there is something.
    #[prop(default = Tone::Neutral)]
    tone: Tone,
    #[prop(optional_no_strip, into)] href: Option<String>,
) -> impl IntoView {
    let class = match tone {
        Tone::Careful if count > 0 => "figure figure-careful",
        Tone::Bad if count > 0 => "figure figure-bad",
        _ => "figure",
    };
    let name = match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <div class=class>
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

/// What waits, what goes out and what became of the last day's messages.
#[component]
pub(crate) fn DeliveryFigures<'a>(
    summary: &'a DeliverySummary,
    /// Whether every account is counted.
    everywhere: bool,
) -> impl IntoView {
    let scope = (!everywhere).then(|| view! { <p class="quiet">{t!("overview-scope")}</p> });
    let day = || t!("overview-figures-last-day");
    let DeliverySummary {
        queued,
        sending,
        deferred,
        sent_last_day: sent,
        failed_last_day: failed,
        ..
    } = *summary;
    view! {
        <Panel id="figures" heading=t!("overview-figures")>
            <Figures>
                <Figure name=t!("delivery-queued") count=queued hint=t!("overview-figures-queued-hint") />
                <Figure name=t!("delivery-sending") count=sending hint=t!("overview-figures-sending-hint") />
                <Figure name=t!("delivery-deferred") count=deferred tone=Tone::Careful
                    hint=t!("overview-figures-deferred-hint") />
                <Figure name=t!("delivery-sent") count=sent hint=day() />
                <Figure name=t!("delivery-failed") count=failed tone=Tone::Bad hint=day() />
            </Figures>
            {scope}
        </Panel>
    }
    .into_any()
}
