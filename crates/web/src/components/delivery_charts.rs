//! How far welcome emails bring people, and when messages go out: pictures that can be read as text.

use leptos::prelude::*;
use usher_api_types::delivery::DeliveryHistory;

use crate::{
    components::{
        chart::{FunnelChart, FunnelStep, HourBar, HourChart},
        panel::Panel,
    },
    words::language::t,
};

/// Both pictures.
#[component]
pub(crate) fn DeliveryCharts<'a>(history: &'a DeliveryHistory) -> impl IntoView {
    let (steps, hours, summary) = (steps(history), hours(history), summary(history));
    let funnel = t!("overview-funnel", days = i64::from(history.days));
    view! {
        <Panel id="activity" heading=t!("overview-activity")>
            <div class="charts">
                <FunnelChart title=funnel steps />
                <HourChart title=t!("overview-hours") summary hours />
            </div>
        </Panel>
    }
    .into_any()
}

fn steps(history: &DeliveryHistory) -> Vec<FunnelStep> {
    let funnel = history.funnel;
    let step = |name: String, count: i64, hint: String| FunnelStep { name, count, hint };
    let share = |count: i64| match funnel.sent {
        0 => String::new(),
        sent => t!(
            "overview-funnel-share",
            share = count.saturating_mul(100) / sent
        ),
    };
    vec![
        step(t!("overview-funnel-sent"), funnel.sent, String::new()),
        step(
            t!("overview-funnel-opened"),
            funnel.opened,
            share(funnel.opened),
        ),
        step(
            t!("overview-funnel-password"),
            funnel.password_set,
            share(funnel.password_set),
        ),
    ]
}

fn hours(history: &DeliveryHistory) -> Vec<HourBar> {
    let bars = history.hours.iter().map(|hour| HourBar {
        at: hour.at,
        sent: hour.sent,
        failed: hour.failed,
    });
    bars.collect()
}

fn summary(history: &DeliveryHistory) -> String {
    let sent: i64 = history.hours.iter().map(|hour| hour.sent).sum();
    let failed: i64 = history.hours.iter().map(|hour| hour.failed).sum();
    t!("overview-hours-summary", sent = sent, failed = failed)
}
