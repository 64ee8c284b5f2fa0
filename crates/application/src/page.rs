//! Pages of lists: what is asked for, what comes back, and the opaque cursor between.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// Which page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// The most items, 1 to 200.
    pub limit: u32,
    /// Where the page starts; from the page before.
    pub cursor: Option<String>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self {
            limit: 50,
            cursor: None,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next one starts, if there is one.
    pub next_cursor: Option<String>,
}

/// A cursor that no page gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InvalidCursor;

impl PageRequest {
    /// How many rows to load: one more than shown, to learn whether another page follows.
    pub(crate) fn rows(&self) -> i64 {
        i64::from(self.limit.clamp(1, 200)) + 1
    }

    /// The cursor's fields, if there is a cursor.
    pub(crate) fn after<const N: usize>(&self) -> Result<Option<[String; N]>, InvalidCursor> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| InvalidCursor)?;
        let text = String::from_utf8(bytes).map_err(|_| InvalidCursor)?;
        // No field of ours holds a NUL, and PostgreSQL takes none.
        if text.contains('\0') {
            return Err(InvalidCursor);
        }
        let fields: Vec<String> = text.split('\n').map(str::to_owned).collect();
        fields.try_into().map(Some).map_err(|_| InvalidCursor)
    }

    /// The cursor's only field, parsed.
    pub(crate) fn after_id<T: std::str::FromStr>(&self) -> Result<Option<T>, InvalidCursor> {
        let id = self
            .after::<1>()?
            .map(|[id]| id.parse().map_err(|_| InvalidCursor));
        id.transpose()
    }

    /// Cuts the surplus row off and makes the cursor behind the last item that is shown.
    pub(crate) fn page<T, const N: usize>(
        &self,
        mut items: Vec<T>,
        fields: impl Fn(&T) -> [String; N],
    ) -> Page<T> {
        let limit = self.limit.clamp(1, 200) as usize;
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let next_cursor = last.map(|item| cursor(&fields(item)));
        Page { items, next_cursor }
    }
}

/// The cursor of the page that begins behind an item.
pub(crate) fn cursor(fields: &[String]) -> String {
    URL_SAFE_NO_PAD.encode(fields.join("\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn request(cursor: Option<String>) -> PageRequest {
        PageRequest { limit: 2, cursor }
    }

    #[test]
    fn the_cursor_leads_behind_the_last_item_shown() {
        let page = request(None).page(vec![1, 2, 3], |n| [n.to_string()]);
        assert_eq!(page.items, [1, 2]);
        assert_eq!(request(page.next_cursor).after_id::<i32>(), Ok(Some(2)));
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        assert_eq!(
            request(None)
                .page(vec![1, 2], |n| [n.to_string()])
                .next_cursor,
            None
        );
    }

    proptest! {
        #[test]
        fn a_made_up_cursor_is_refused_and_never_panics(cursor in ".*") {
            let _ = request(Some(cursor.clone())).after::<2>();
            prop_assert!(request(Some(cursor)).after_id::<uuid::Uuid>().is_err());
        }
    }
}
