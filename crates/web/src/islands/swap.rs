//! Bringing parts of a page up to date: the same page is fetched as HTML, and the parts in it that
//! have the ids in question take the place of the present ones.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, CustomEvent, CustomEventInit, Document, DomParser, Element, RequestInit, Response,
    SupportedType,
};

/// Why there is no page to take parts from.
pub(super) enum NoPage {
    /// The request was called off, or nobody answered.
    Unanswered,
    /// The answer is another page: the reader should see it as a whole.
    Another,
}

/// Fetches a page of ours.
pub(super) async fn fetch(
    url: &str,
    called_off_by: Option<&AbortSignal>,
) -> Result<Document, NoPage> {
    let init = RequestInit::new();
    init.set_signal(called_off_by);
    let answer = JsFuture::from(leptos::prelude::window().fetch_with_str_and_init(url, &init));
    let answer: Response = answer
        .await
        .and_then(JsCast::dyn_into)
        .map_err(|_| NoPage::Unanswered)?;
    if !answer.ok() || answer.redirected() {
        return Err(NoPage::Another);
    }
    text(&answer).await.map_err(|_| NoPage::Unanswered)
}

async fn text(answer: &Response) -> Result<Document, JsValue> {
    let text = JsFuture::from(answer.text()?).await?;
    let html = text.as_string().unwrap_or_default();
    DomParser::new()?.parse_from_string(&html, SupportedType::TextHtml)
}

/// Puts the part of the fetched page in the place of the present one and brings its islands to life.
pub(super) fn replace(present: &Element, fetched: &Document) -> Option<Element> {
    let fresh = fetched.get_element_by_id(&present.id())?;
    present.replace_with_with_node_1(&fresh).ok()?;
    announce(&fresh, super::SWAPPED);
    Some(fresh)
}

/// Lets everything that listens further out know.
pub(super) fn announce(at: &Element, name: &str) {
    let options = CustomEventInit::new();
    options.set_bubbles(true);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &options) {
        let _ = at.dispatch_event(&event);
    }
}
