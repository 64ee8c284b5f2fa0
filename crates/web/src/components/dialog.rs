//! Questions before something that cannot be taken back. Where a script runs, a link with
//! `data-dialog` opens the dialog; without one the same link leads to a page with the same question.

use leptos::prelude::*;

use crate::{
    components::{
        icon::{Icon, Symbol},
        inner::Inner,
    },
    words::language::t,
};

/// A dialog that a script opens.
#[component]
pub(crate) fn Dialog<'a>(
    id: &'static str,
    #[prop(into)] title: String,
    children: Inner<'a>,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    view! {
        <dialog class="dialog" id=id aria-labelledby=title_id>
            <div class="dialog-head">
                <h2 id=format!("{id}-title") class="breakable">{title}</h2>
                <form method="dialog">
                    <button class="button button-quiet button-icon button-small" type="submit" title=t!("close")>
                        <Icon symbol=Symbol::Close /><span class="visually-hidden">{t!("close")}</span>
                    </button>
                </form>
            </div>
            <div class="dialog-body">{children.view()}</div>
        </dialog>
    }
    .into_any()
}

/// The question on a page of its own.
#[component]
pub(crate) fn Confirm<'a>(#[prop(into)] heading: String, children: Inner<'a>) -> impl IntoView {
    view! {
        <section class="confirm" aria-labelledby="question">
            <h1 id="question" class="breakable">{heading}</h1>
            {children.view()}
        </section>
    }
    .into_any()
}
