//! How long ago something was.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::words::{ago::ago, instants};

/// A `<time>` that says how long ago; pointed at, it says the exact instant.
#[component]
pub(crate) fn Ago(at: DateTime<Utc>) -> impl IntoView {
    view! { <time datetime=instants::machine(at) title=instants::instant(at)>{ago(at)}</time> }
        .into_any()
}
