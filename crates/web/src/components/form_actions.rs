//! The end of a form: send it, or leave.

use leptos::prelude::*;

use crate::{
    components::button::{Button, LinkButton, Weight},
    words::language::t,
};

/// The button that sends the form and, where there is a page to go back to, the way there.
#[component]
pub(crate) fn FormActions(
    #[prop(into)] submit: String,
    #[prop(optional, into)] cancel: Option<String>,
    #[prop(default = Weight::Primary)] weight: Weight,
) -> impl IntoView {
    let cancel = cancel.map(|href| {
        view! { <LinkButton href label=t!("cancel") weight=Weight::Quiet /> }
    });
    view! { <div class="form-actions"><Button label=submit weight />{cancel}</div> }.into_any()
}
