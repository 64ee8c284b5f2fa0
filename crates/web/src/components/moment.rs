//! An instant, readable for people and machines.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::words::instants;

/// A `<time>`.
#[component]
pub(crate) fn Moment(at: DateTime<Utc>) -> impl IntoView {
    view! { <time datetime=instants::machine(at)>{instants::instant(at)}</time> }.into_any()
}
