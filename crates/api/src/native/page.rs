//! Pages of lists, in words.

use usher_api_types::page as api;
use usher_application::Page;

/// A page with its items put into words.
pub(super) fn body<T, B>(page: Page<T>, item: impl Fn(&T) -> B) -> api::Page<B> {
    api::Page {
        items: page.items.iter().map(item).collect(),
        next_cursor: page.next_cursor,
    }
}

/// A list that is always whole.
pub(super) fn whole<T, B>(items: &[T], item: impl Fn(&T) -> B) -> api::Page<B> {
    api::Page {
        items: items.iter().map(item).collect(),
        next_cursor: None,
    }
}
