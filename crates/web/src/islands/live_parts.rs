//! Parts of a page that stay up to date by themselves while something moves.

use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element};

use super::{
    CHANGED, page,
    swap::{self, NoPage},
    wait,
};

/// The first and the longest pause between two looks, in milliseconds.
const FIRST_PAUSE: i32 = 1_000;
const LONGEST_PAUSE: i32 = 5_000;

/// Brings the parts with these ids (blanks between them) up to date as long as one of them has
/// `data-moving`, and whenever an island has changed something. A part in which somebody reads or
/// works is left alone for so long. The page's title follows, and what a part's `data-said` says is
/// heard when it changes.
#[island]
pub fn LiveParts(#[prop(into)] ids: String) -> impl IntoView {
    let parts = Parts {
        ids: StoredValue::new(ids),
        following: StoredValue::new(false),
        behind: StoredValue::new(false),
        said: RwSignal::new(String::new()),
    };
    Effect::new(move |_| {
        let changed = ev::Custom::<web_sys::Event>::new(CHANGED);
        window_event_listener(changed, move |_| spawn_local(parts.look_and_follow()));
        spawn_local(parts.follow());
    });
    view! { <p class="visually-hidden" role="status">{parts.said}</p> }
}

#[derive(Clone, Copy)]
struct Parts {
    ids: StoredValue<String>,
    following: StoredValue<bool>,
    /// Whether a part that was left alone is older than the others.
    behind: StoredValue<bool>,
    said: RwSignal<String>,
}

impl Parts {
    fn present(self) -> Vec<Element> {
        let ids = self.ids.get_value();
        ids.split_whitespace().filter_map(page::part).collect()
    }

    fn is_moving(self) -> bool {
        let present = self.present();
        present.iter().any(|part| part.has_attribute("data-moving"))
    }

    /// What the parts have to say for themselves.
    fn words(self) -> String {
        let present = self.present();
        let words = present
            .iter()
            .filter_map(|part| part.get_attribute("data-said"));
        words.collect::<Vec<_>>().join(" ")
    }

    async fn look_and_follow(self) {
        self.look().await;
        self.follow().await;
    }

    /// Only one at a time follows.
    async fn follow(self) {
        if self.following.get_value() {
            return;
        }
        self.following.set_value(true);
        let mut pause = FIRST_PAUSE;
        while self.behind.get_value() || self.is_moving() {
            wait::until_seen_after(pause).await;
            pause = LONGEST_PAUSE.min(pause * 3 / 2);
            if !self.look().await {
                break;
            }
        }
        self.following.set_value(false);
    }

    /// Whether there is a point in looking again.
    async fn look(self) -> bool {
        let Ok(here) = window().location().href() else {
            return false;
        };
        match swap::fetch(&here, None).await {
            Ok(fetched) => {
                self.bring_up_to_date(&fetched);
                true
            }
            Err(NoPage::Unanswered) => true,
            // Signed out, or no longer there: the next click tells.
            Err(NoPage::Another) => false,
        }
    }
}

impl Parts {
    fn bring_up_to_date(self, fetched: &Document) {
        let before = self.words();
        let (in_use, free): (Vec<_>, Vec<_>) = self.present().into_iter().partition(is_in_use);
        for part in free {
            swap::replace(&part, fetched);
        }
        let is_old = |part: &Element| {
            let fresh = fetched.get_element_by_id(&part.id());
            fresh.is_some_and(|fresh| fresh.text_content() != part.text_content())
        };
        self.behind.set_value(in_use.iter().any(is_old));
        document().set_title(&fetched.title());
        let now = self.words();
        if now != before {
            self.said.set(now);
        }
    }
}

/// Whether somebody has the focus in it or has opened something.
fn is_in_use(part: &Element) -> bool {
    let focused = document().active_element();
    let open = part.query_selector("details[open]").ok().flatten();
    part.contains(focused.as_ref().map(JsCast::unchecked_ref)) || open.is_some()
}
