//! A list that answers while one types.

use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortController, FormData, HtmlFormElement, HtmlInputElement, UrlSearchParams};

use super::{
    page,
    swap::{self, NoPage},
};

/// How long a pause in typing is, in milliseconds.
const PAUSE: u64 = 150;

/// Makes the search form with the id `form` bring the part with the id `results` up to date at once.
/// What the part's `data-said` says is then heard. The URL follows, so that it can be shared and
/// reloaded. A page that cannot be fetched like this is gone to as the form alone would.
#[island]
pub fn InstantSearch(#[prop(into)] form: String, #[prop(into)] results: String) -> impl IntoView {
    let search = Search {
        form: StoredValue::new(form),
        results: StoredValue::new(results),
        said: RwSignal::new(String::new()),
        asked: StoredValue::new(None),
        timer: StoredValue::new(None),
        running: StoredValue::new_local(None),
    };
    Effect::new(move |_| {
        window_event_listener(ev::input, move |event| {
            if search.is_from_form(&event) {
                search.after_a_pause();
            }
        });
        window_event_listener(ev::change, move |event| {
            if search.is_from_form(&event) {
                search.at_once();
            }
        });
        window_event_listener(ev::submit, move |event| {
            if search.is_from_form(&event) {
                event.prevent_default();
                search.at_once();
            }
        });
        search.begin();
    });
    view! { <p class="visually-hidden" role="status">{search.said}</p> }
}

#[derive(Clone, Copy)]
struct Search {
    form: StoredValue<String>,
    results: StoredValue<String>,
    said: RwSignal<String>,
    /// The URL of what is shown or under way.
    asked: StoredValue<Option<String>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    running: StoredValue<Option<AbortController>, LocalStorage>,
}

impl Search {
    fn form(self) -> Option<HtmlFormElement> {
        page::part(&self.form.get_value())?.dyn_into().ok()
    }

    fn is_from_form(self, event: &web_sys::Event) -> bool {
        let target = event.target().and_then(|target| target.dyn_into().ok());
        match (self.form(), target) {
            (Some(form), Some(target)) => form.contains(Some(&target)),
            _ => false,
        }
    }

    /// The page shows what the form says, unless somebody has typed before the island came alive.
    fn begin(self) {
        let inputs = format!("#{} input", self.form.get_value());
        let early = page::all::<HtmlInputElement>(&inputs)
            .iter()
            .any(|input| input.value() != input.default_value());
        if early {
            self.at_once();
        } else {
            self.asked.set_value(self.form().as_ref().and_then(url_of));
        }
    }

    fn after_a_pause(self) {
        self.forget_timer();
        let pause = std::time::Duration::from_millis(PAUSE);
        let timer = set_timeout_with_handle(move || self.at_once(), pause);
        self.timer.set_value(timer.ok());
    }

    fn forget_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Nothing happens where the form says what it said before: leaving a field must not move what
    /// is about to be clicked.
    fn at_once(self) {
        self.forget_timer();
        let Some(url) = self.form().as_ref().and_then(url_of) else {
            return;
        };
        if self.asked.get_value().as_ref() == Some(&url) {
            return;
        }
        if let Some(earlier) = self.running.try_update_value(Option::take).flatten() {
            earlier.abort();
        }
        self.asked.set_value(Some(url.clone()));
        spawn_local(self.search(url));
    }

    async fn search(self, url: String) {
        let Some(present) = page::part(&self.results.get_value()) else {
            return;
        };
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        self.running.set_value(controller);
        let _ = present.set_attribute("aria-busy", "true");
        match swap::fetch(&url, signal.as_ref()).await {
            Ok(fetched) => {
                if let Some(fresh) = swap::replace(&present, &fetched) {
                    let _ = window().history().and_then(|history| {
                        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
                    });
                    let said = fresh.get_attribute("data-said");
                    self.said.set(said.unwrap_or_default());
                }
            }
            Err(NoPage::Unanswered) if self.asked.get_value().as_ref() == Some(&url) => {
                let _ = present.remove_attribute("aria-busy");
                self.asked.set_value(None);
            }
            // A later search has taken over.
            Err(NoPage::Unanswered) => {}
            Err(NoPage::Another) => {
                let _ = window().location().assign(&url);
            }
        }
    }
}

/// Where the form leads, without what is not filled in.
fn url_of(form: &HtmlFormElement) -> Option<String> {
    let filled = FormData::new_with_form(form).ok()?;
    let query = UrlSearchParams::new().ok()?;
    for pair in filled.entries() {
        let pair = web_sys::js_sys::Array::from(&pair.ok()?);
        let (name, value) = (pair.get(0).as_string()?, pair.get(1).as_string()?);
        if !value.is_empty() {
            query.append(&name, &value);
        }
    }
    let query = String::from(query.to_string());
    let path = form.get_attribute("action")?;
    Some(if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    })
}
