//! What a form of changes contains, beside what it showed when it was opened: only what was changed there is
//! changed, so that nobody undoes what somebody else changed meanwhile.

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

/// The hidden field that carries what was shown.
const FIELD: &str = "shown";

/// What stands in a form, and what stood there first.
#[derive(Debug, Clone)]
pub(crate) struct Edited<T> {
    pub(crate) values: T,
    /// Unknown to a program that fills the form in without having opened it.
    shown: Option<T>,
}

impl<T: Clone + Serialize + DeserializeOwned> Edited<T> {
    /// A form as it is opened.
    pub(crate) fn opened(values: T) -> Self {
        Self {
            shown: Some(values.clone()),
            values,
        }
    }

    /// A form as it was sent, with the text of its hidden field.
    pub(crate) fn sent(values: T, shown: &str) -> Self {
        Self {
            values,
            shown: serde_json::from_str(shown).ok(),
        }
    }

    /// One of the values, if it is another than was shown.
    pub(crate) fn changed<V: PartialEq>(&self, value: impl Fn(&T) -> V) -> Option<V> {
        let now = value(&self.values);
        let before = self.shown.as_ref().map(value);
        (before.as_ref() != Some(&now)).then_some(now)
    }

    /// The hidden field.
    pub(crate) fn hidden(&self) -> AnyView {
        let shown = self.shown.as_ref();
        let shown = shown.and_then(|shown| serde_json::to_string(shown).ok());
        view! { <input type="hidden" name=FIELD value=shown /> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_from_what_was_shown_is_changed() {
        let edited = Edited::sent(("Ada".to_owned(), "en".to_owned()), r#"["Ada","de"]"#);
        assert_eq!(edited.changed(|values| values.0.clone()), None);
        assert_eq!(
            edited.changed(|values| values.1.clone()),
            Some("en".to_owned())
        );
    }

    #[test]
    fn everything_is_changed_where_nothing_is_known_to_have_been_shown() {
        let edited = Edited::sent("Ada".to_owned(), "");
        assert_eq!(edited.changed(String::clone), Some("Ada".to_owned()));
        assert_eq!(Edited::opened(7).changed(|value| *value), None);
    }
}
