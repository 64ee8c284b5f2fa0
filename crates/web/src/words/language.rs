//! The language of the answer being written.
//!
//! It belongs to the request (a task-local value), so that any component can say something without
//! being handed a language. It begins as the browser's; who learns that the reader is a user with a
//! language of her own calls [`speak`] before anything is said: user, then account, then browser.

use std::cell::Cell;

use axum::{extract::Request, http::header, middleware::Next, response::Response};
use usher_i18n::{Arguments, Language};

use crate::{cookies, query};

/// The parameter of a page's URL that chooses its language, and the cookie that keeps the choice.
pub(crate) const CHOICE: &str = "language";

tokio::task_local! {
    static LANGUAGE: Cell<Choice>;
}

/// A language, and who chose it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    language: Language,
    /// Chosen on this very page: nobody's settings overrule it.
    explicit: bool,
}

/// Says what a message key says in the language of the answer: `t!("sign-in")`, or with values
/// `t!("error-title", title = title)`.
macro_rules! t {
    ($key:literal) => {
        $crate::words::language::say($key, &[])
    };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::words::language::say($key, &[$((stringify!($name), ($value).into())),+])
    };
}
pub(crate) use t;

impl Choice {
    /// The language that the URL chooses, else the cookie's, else the browser's.
    pub(crate) fn of(request: &Request) -> Self {
        let asked = request
            .uri()
            .query()
            .and_then(|query| query::value(query, CHOICE))
            .and_then(usher_i18n::nearest);
        let kept = || cookies::find(request.headers(), CHOICE).and_then(usher_i18n::nearest);
        let preferred = || {
            let header = request.headers().get(header::ACCEPT_LANGUAGE)?;
            usher_i18n::accepted(header.to_str().ok()?)
        };
        Self {
            language: asked.or_else(kept).or_else(preferred).unwrap_or_default(),
            explicit: asked.is_some(),
        }
    }

    /// Says in this language what is said outside of any page.
    pub(crate) fn within<T>(self, say: impl FnOnce() -> T) -> T {
        LANGUAGE.sync_scope(Cell::new(self), say)
    }
}

/// Middleware: answers in the language that the request asks for.
pub(crate) async fn scope(request: Request, next: Next) -> Response {
    let choice = Choice::of(&request);
    let mut response = LANGUAGE.scope(Cell::new(choice), next.run(request)).await;
    if choice.explicit {
        let cookie = cookies::lasting(CHOICE, choice.language.tag());
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The language of the answer.
pub(crate) fn current() -> Language {
    LANGUAGE
        .try_with(|choice| choice.get().language)
        .unwrap_or_default()
}

/// Goes on in the first language of a list of tags that Usher speaks, the reader's own before her
/// account's; stays with the present one if there is none, or if it was chosen on this page.
pub(crate) fn speak<'a>(tags: impl IntoIterator<Item = Option<&'a str>>) {
    let own = tags.into_iter().flatten().find_map(usher_i18n::nearest);
    let _ = LANGUAGE.try_with(|choice| match own {
        Some(language) if !choice.get().explicit => choice.set(Choice {
            language,
            explicit: false,
        }),
        _ => {}
    });
}

/// The path of one of our pages, naming the language if it was chosen on this one: a browser that
/// keeps no cookies does not lose the choice.
pub(crate) fn kept(path: &str) -> String {
    match LANGUAGE.try_with(Cell::get) {
        Ok(choice) if choice.explicit => query::set(path, CHOICE, choice.language.tag()),
        _ => path.to_owned(),
    }
}

/// Goes on in a language that the administration speaks.
pub(crate) fn speak_for_administration() {
    let _ = LANGUAGE.try_with(|choice| {
        let now = choice.get();
        choice.set(Choice {
            language: now.language.for_administration(),
            ..now
        });
    });
}

/// What a key says; see [`t`]. For keys that are put together from a closed list of codes.
pub(crate) fn say(key: &str, values: &Arguments<'_>) -> String {
    usher_i18n::text_with(current(), key, values)
}
