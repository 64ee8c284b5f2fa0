//! Rows that are selected: how many, and all of the page at once.

use std::collections::HashSet;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use super::{SWAPPED, page};

/// The boxes of rows, the box that selects them all, and where their number is shown: `data-` and
/// this. In the last one's value `#` stands for the number.
const ROW: &str = "[data-select]";
const ALL: &str = "[data-select-all]";
const COUNT: &str = "data-selection-count";

/// Counts the selected rows, selects a whole page, and keeps what is selected while the list is
/// brought up to date.
#[island]
pub fn Selection() -> impl IntoView {
    let said = RwSignal::new(String::new());
    let selected = StoredValue::new(HashSet::new());
    let recount = move || {
        selected.set_value(values_of(&checked()));
        said.set(show_count());
    };
    Effect::new(move |_| {
        show_all_box();
        window_event_listener(ev::change, move |event| {
            let Some(target) = event.target().and_then(|target| target.dyn_into().ok()) else {
                return;
            };
            let target: HtmlInputElement = target;
            if target.matches(ALL).unwrap_or_default() {
                for row in rows() {
                    row.set_checked(target.checked());
                }
                recount();
            } else if target.matches(ROW).unwrap_or_default() {
                recount();
            }
        });
        let swapped = ev::Custom::<web_sys::Event>::new(SWAPPED);
        window_event_listener(swapped, move |_| {
            show_all_box();
            let before = selected.get_value();
            for row in rows() {
                row.set_checked(before.contains(&row.value()));
            }
            // Nobody has to hear that nothing has changed.
            if values_of(&checked()) == before {
                show_count();
            } else {
                recount();
            }
        });
        // A browser may have kept ticks over a reload.
        if !checked().is_empty() {
            recount();
        }
    });
    view! { <p class="visually-hidden" role="status">{said}</p> }
}

fn rows() -> Vec<HtmlInputElement> {
    page::all(ROW)
}

fn checked() -> Vec<HtmlInputElement> {
    rows()
        .into_iter()
        .filter(HtmlInputElement::checked)
        .collect()
}

fn values_of(rows: &[HtmlInputElement]) -> HashSet<String> {
    rows.iter().map(HtmlInputElement::value).collect()
}

/// Without a script the box that selects all could do nothing.
fn show_all_box() {
    for all in page::all::<HtmlInputElement>(ALL) {
        all.set_hidden(false);
    }
}

/// Shows the number and what the box for all makes of it; returns what to say.
fn show_count() -> String {
    let (count, of) = (checked().len(), rows().len());
    for all in page::all::<HtmlInputElement>(ALL) {
        all.set_checked(of > 0 && count == of);
        all.set_indeterminate(count > 0 && count < of);
    }
    let place = document().query_selector(&format!("[{COUNT}]"));
    let Some(place) = place.ok().flatten() else {
        return String::new();
    };
    let text = place
        .get_attribute(COUNT)
        .unwrap_or_default()
        .replace('#', &count.to_string());
    place.set_text_content(Some(&text));
    text
}
