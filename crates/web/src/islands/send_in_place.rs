//! Sending welcome emails without leaving the page, and watching them go out.

use leptos::{ev, prelude::*, task::spawn_local};
use uuid::Uuid;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::{
    CHANGED, Refusal, SWAPPED, page, swap, wait,
    welcome::{MOST_WATCHED, WelcomeState, send_welcome_email, watch_welcome_emails},
};

/// The first and the longest pause between two looks at what moves, in milliseconds.
const FIRST_PAUSE: i32 = 300;
const LONGEST_PAUSE: i32 = 3_000;

/// Where a user can be sent a welcome email: an element with her id as this, around the form. What
/// has the class `welcome-state` in it shows the badge of the latest one, whose state is `STATUS`;
/// `MOVING` stands while that will soon be another.
const PLACE: &str = "data-send";
const STATUS: &str = "data-status";
const MOVING: &str = "data-moving";

/// Sends from each [`PLACE`] of the page, and keeps all that move up to date with one call at a time.
#[island]
pub fn SendInPlace() -> impl IntoView {
    let sender = Sender {
        said: RwSignal::new(String::new()),
        round: StoredValue::new(0),
    };
    Effect::new(move |_| {
        window_event_listener(ev::submit, move |event| {
            let form = event.target().and_then(|form| form.dyn_into().ok());
            let closest = |form: Element| form.closest(&format!("[{PLACE}]")).ok().flatten();
            if let Some(place) = form.and_then(closest) {
                event.prevent_default();
                spawn_local(sender.send(place));
            }
        });
        let swapped = ev::Custom::<web_sys::Event>::new(SWAPPED);
        window_event_listener(swapped, move |_| spawn_local(sender.follow()));
        spawn_local(sender.follow());
    });
    view! { <p class="visually-hidden" role="status">{sender.said}</p> }
}

#[derive(Clone, Copy)]
struct Sender {
    said: RwSignal<String>,
    /// Whoever follows stops when somebody else has begun to.
    round: StoredValue<u32>,
}

impl Sender {
    async fn send(self, place: Element) {
        let Some(user) = user_of(&place) else { return };
        if place.has_attribute("aria-busy") {
            return;
        }
        let _ = place.set_attribute("aria-busy", "true");
        refuse(&place, "");
        match send_welcome_email(user).await {
            Ok(state) => {
                // Sent again, it may stand where it stood.
                let _ = place.remove_attribute(STATUS);
                self.show(&place, &state);
            }
            Err(refusal) => refuse(&place, &text_of(refusal)),
        }
        let _ = place.remove_attribute("aria-busy");
        self.follow().await;
    }

    /// Looks again and again, ever more rarely, until nothing moves. A look that fails is no news.
    async fn follow(self) {
        let round = self.round.get_value() + 1;
        self.round.set_value(round);
        let mut pause = FIRST_PAUSE;
        while !moving().is_empty() {
            wait::until_seen_after(pause).await;
            if self.round.get_value() != round {
                return;
            }
            pause = LONGEST_PAUSE.min(pause * 3 / 2);
            let places = moving();
            let users = places.iter().filter_map(user_of).take(MOST_WATCHED);
            let Ok(states) = watch_welcome_emails(users.collect()).await else {
                continue;
            };
            for place in moving() {
                let user = user_of(&place);
                if let Some(state) = states.iter().find(|state| Some(state.user) == user) {
                    self.show(&place, state);
                }
            }
        }
    }

    fn show(self, place: &Element, state: &WelcomeState) {
        let _ = place.toggle_attribute_with_force(MOVING, state.moving);
        if place.get_attribute(STATUS).as_ref() == Some(&state.status) {
            return;
        }
        let _ = place.set_attribute(STATUS, &state.status);
        if let Ok(Some(badge)) = place.query_selector(".welcome-state") {
            badge.set_inner_html(&state.html);
        }
        self.said.set(state.said.clone());
        swap::announce(place, CHANGED);
    }
}

fn moving() -> Vec<Element> {
    page::all(&format!("[{PLACE}][{MOVING}]"))
}

fn user_of(place: &Element) -> Option<Uuid> {
    place.get_attribute(PLACE)?.parse().ok()
}

/// Says in place why nothing was sent; nothing is said with an empty text.
fn refuse(place: &Element, text: &str) {
    let said = place.query_selector("[role=alert]").ok().flatten();
    let said = said.or_else(|| {
        let said = document().create_element("p").ok()?;
        said.set_class_name("send-refused");
        said.set_attribute("role", "alert").ok()?;
        place.append_child(&said).ok()?;
        Some(said)
    });
    if let Some(said) = said {
        said.set_text_content(Some(text));
    }
}

/// Where the server could not be asked for words, the page has brought some along.
fn text_of(refusal: Refusal) -> String {
    if !refusal.text.is_empty() {
        return refusal.text;
    }
    let scripts: Vec<Element> = page::all("script[data-unreachable]");
    let script = scripts.first();
    script
        .and_then(|script| script.get_attribute("data-unreachable"))
        .unwrap_or_default()
}
