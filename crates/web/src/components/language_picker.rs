//! The languages to read a page in, as links to the same page.

use leptos::prelude::*;
use usher_i18n::Language;

use crate::{
    components::icon::{Icon, Symbol},
    here,
    words::language::{self, CHOICE, t},
};

/// Nothing where the page has no address that could be asked for again.
#[component]
pub(crate) fn LanguagePicker() -> impl IntoView {
    let current = language::current();
    let links: Option<Vec<_>> = Language::ALL
        .into_iter()
        .map(|language| {
            let tag = language.tag();
            let here = (language == current).then_some("true");
            here::with(CHOICE, tag).map(|href| {
                view! {
                    <li><a href=href hreflang=tag lang=tag aria-current=here>{language.own_name()}</a></li>
                }
            })
        })
        .collect();
    links
        .map(|links| {
            view! {
                <nav class="languages" aria-label=t!("languages")>
                    <Icon symbol=Symbol::Languages />
                    <ul>{links}</ul>
                </nav>
            }
        })
        .into_any()
}
