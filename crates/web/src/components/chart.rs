//! Numbers as pictures. Their words are text around the drawing, and what a picture shows can be
//! read as well.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::words::{counts::grouped, language::t};

/// What ended within one hour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HourBar {
    pub(crate) at: DateTime<Utc>,
    pub(crate) sent: i64,
    pub(crate) failed: i64,
}

/// How wide an hour is in the drawing, and how wide its bar.
const SLOT: usize = 10;
const BAR: usize = 7;

/// How high the drawing is.
const HEIGHT: i64 = 100;

/// Hours as bars. `summary` says in a sentence what the picture shows.
#[component]
pub(crate) fn HourChart(
    #[prop(into)] title: String,
    #[prop(into)] summary: String,
    hours: Vec<HourBar>,
) -> impl IntoView {
    let most = hours.iter().map(|hour| hour.sent + hour.failed).max();
    let most = most.unwrap_or_default().max(1);
    let bars: Vec<_> = hours
        .iter()
        .enumerate()
        .map(|(place, hour)| bar(place, *hour, most))
        .collect();
    let rows: Vec<_> = hours
        .iter()
        .map(|hour| {
            let at = hour.at.format("%H:%M").to_string();
            view! {
                <tr>
                    <th scope="row">{at}</th>
                    <td class="number">{grouped(hour.sent)}</td>
                    <td class="number">{grouped(hour.failed)}</td>
                </tr>
            }
        })
        .collect();
    let hour_at = |place: usize| {
        hours
            .get(place)
            .map(|hour| hour.at.format("%H:%M").to_string())
    };
    let middle = hours.len() / 2;
    let last = hours.len().saturating_sub(1);
    let drawing = format!("0 0 {} {HEIGHT}", hours.len() * SLOT);
    view! {
        <figure class="chart">
            <figcaption class="chart-head">
                <h3>{title}</h3>
                <ul class="chart-key">
                    <li>{swatch("bar-sent")}{t!("chart-sent")}</li>
                    <li>{swatch("bar-failed")}{t!("chart-failed")}</li>
                </ul>
            </figcaption>
            <div class="chart-field">
                <span class="chart-most" aria-hidden="true">{grouped(most)}</span>
                <svg class="chart-drawing" viewBox=drawing preserveAspectRatio="none" role="img" aria-label=summary>{bars}</svg>
            </div>
            <div class="chart-axis" aria-hidden="true">
                <span>{hour_at(0)}</span><span>{hour_at(middle)}</span><span>{hour_at(last)} " UTC"</span>
            </div>
            <details class="reveal chart-table">
                <summary>{t!("chart-as-table")}</summary>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t!("chart-hour")}</th>
                            <th scope="col" class="number">{t!("chart-sent")}</th>
                            <th scope="col" class="number">{t!("chart-failed")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
    .into_any()
}

/// Sent from the ground up, failed on top. One message among thousands can still be seen.
fn bar(place: usize, hour: HourBar, most: i64) -> AnyView {
    let height = |count: i64| match count.max(0) * HEIGHT / most {
        0 if count > 0 => 1,
        height => height,
    };
    let (sent, failed) = (height(hour.sent), height(hour.failed));
    let x = place * SLOT + (SLOT - BAR) / 2;
    let rect = |class: &'static str, y: i64, height: i64| {
        (height > 0).then(|| {
            view! {
                <rect class=class x=x.to_string() y=y.to_string() width=BAR.to_string() height=height.to_string()></rect>
            }
        })
    };
    let (sent, failed) = (
        rect("bar-sent", HEIGHT - sent, sent),
        rect("bar-failed", (HEIGHT - sent - failed).max(0), failed),
    );
    view! { {sent}{failed} }.into_any()
}

fn swatch(class: &'static str) -> AnyView {
    view! {
        <svg class="chart-swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class=class width="10" height="10" rx="2"></rect></svg>
    }
    .into_any()
}

/// One step of a funnel.
pub(crate) struct FunnelStep {
    pub(crate) name: String,
    pub(crate) count: i64,
    /// What the number says: `82 % of those sent`.
    pub(crate) hint: String,
}

/// Steps that ever fewer people take, each as a share of the first.
#[component]
pub(crate) fn FunnelChart(#[prop(into)] title: String, steps: Vec<FunnelStep>) -> impl IntoView {
    let first = steps.first().map_or(0, |step| step.count).max(1);
    let lines: Vec<_> = steps
        .into_iter()
        .map(|step| {
            let share = (step.count.max(0) * 1000 / first).min(1000).to_string();
            view! {
                <li>
                    <p class="funnel-line">
                        <span class="funnel-name">{step.name}</span>
                        <span><strong class="number">{grouped(step.count)}</strong> " " <span class="quiet">{step.hint}</span></span>
                    </p>
                    <svg class="funnel-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="bar-sent" width=share height="10"></rect>
                    </svg>
                </li>
            }
        })
        .collect();
    view! {
        <figure class="chart">
            <figcaption class="chart-head"><h3>{title}</h3></figcaption>
            <ol class="funnel">{lines}</ol>
        </figure>
    }
    .into_any()
}
