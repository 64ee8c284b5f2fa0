//! Waiting in a browser.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AddEventListenerOptions, js_sys::Promise};

/// Waits so many milliseconds, and beyond that until somebody can see the page.
pub(super) async fn until_seen_after(milliseconds: i32) {
    sleep(milliseconds).await;
    while leptos::prelude::document().hidden() {
        turn_of_visibility().await;
    }
}

/// Waits so many milliseconds.
pub(super) async fn sleep(milliseconds: i32) {
    let over = Promise::new(&mut |resolve, _| {
        // A timer that cannot be set is over at once.
        let window = leptos::prelude::window();
        let timer =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        if timer.is_err() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(over).await;
}

async fn turn_of_visibility() {
    let turned = Promise::new(&mut |resolve, _| {
        let once = AddEventListenerOptions::new();
        once.set_once(true);
        let document = leptos::prelude::document();
        let _ = document.add_event_listener_with_callback_and_add_event_listener_options(
            "visibilitychange",
            &resolve,
            &once,
        );
    });
    let _ = JsFuture::from(turned).await;
}
