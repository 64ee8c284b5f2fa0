//! Things that happened, along a line.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::components::{
    badge::Tone,
    icon::{Icon, Symbol},
    inner::Inner,
    moment::Moment,
};

/// The line; its children are [`Event`]s, the newest first.
#[component]
pub(crate) fn Events<'a>(children: Inner<'a>) -> impl IntoView {
    view! { <ol class="events">{children.view()}</ol> }.into_any()
}

/// One thing that happened; the children say more about it.
#[component]
pub(crate) fn Event<'a>(
    tone: Tone,
    symbol: Symbol,
    #[prop(into)] title: String,
    #[prop(optional)] at: Option<DateTime<Utc>>,
    #[prop(optional)] children: Option<Inner<'a>>,
) -> impl IntoView {
    let class = match tone {
        Tone::Neutral => "event",
        Tone::Busy => "event event-busy",
        Tone::Good => "event event-good",
        Tone::Careful => "event event-careful",
        Tone::Bad => "event event-bad",
    };
    let at = at.map(|at| view! { <Moment at /> });
    let details =
        children.map(|children| view! { <div class="event-details">{children.view()}</div> });
    view! {
        <li class=class>
            <span class="event-mark"><Icon symbol /></span>
            <div>
                <p class="event-head"><span class="event-title breakable">{title}</span> {at}</p>
                {details}
            </div>
        </li>
    }
    .into_any()
}
