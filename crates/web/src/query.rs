//! Query strings: written with every value escaped, parameters added to a path that may have some.

use std::fmt::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand bare in a query value: RFC 3986's unreserved characters.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The parameters of a URL, in the order they were added; empty ones are left out.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Query(String);

impl Query {
    /// No parameters yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter unless its value is empty.
    pub(crate) fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.0.push(if self.0.is_empty() { '?' } else { '&' });
            let escaped = utf8_percent_encode(&value, ESCAPED);
            // Writing to a String cannot fail.
            let _ = write!(self.0, "{name}={escaped}");
        }
        self
    }

    /// Adds a parameter if there is a value.
    pub(crate) fn with_some(self, name: &str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first value of a parameter in a query string, as it stands there.
pub(crate) fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// The path with one parameter set: an older value of the same name is dropped.
pub(crate) fn set(path: &str, name: &str, value: impl fmt::Display) -> String {
    let bare = without(path, &[name]);
    let joint = if bare.contains('?') { '&' } else { '?' };
    let escaped = utf8_percent_encode(&value.to_string(), ESCAPED).to_string();
    format!("{bare}{joint}{name}={escaped}")
}

/// The path without the named parameters.
pub(crate) fn without(path: &str, names: &[&str]) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .filter(|pair| !names.contains(&pair.split_once('=').map_or(*pair, |(name, _)| name)))
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_empty_ones_left_out() {
        let query = Query::new()
            .with("search", "a&b=ü #")
            .with("status", "")
            .with_some("cursor", None::<String>)
            .with("limit", 50);
        assert_eq!(query.to_string(), "?search=a%26b%3D%C3%BC%20%23&limit=50");
    }

    #[test]
    fn a_parameter_is_replaced_and_the_others_stay() {
        assert_eq!(
            set("/a?x=1&notice=old&y=2", "notice", "new"),
            "/a?x=1&y=2&notice=new"
        );
        assert_eq!(set("/a", "notice", "new"), "/a?notice=new");
        assert_eq!(without("/a?notice=x&watch=1", &["notice", "watch"]), "/a");
    }
}
