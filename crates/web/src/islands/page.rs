//! Finding things on the page.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The element with this id.
pub(super) fn part(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Everything of this kind that a selector finds.
pub(super) fn all<T: JsCast>(selector: &str) -> Vec<T> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into().ok())
        .collect()
}
