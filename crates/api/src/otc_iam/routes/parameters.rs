//! The parameters of a query. Unknown ones are ignored, empty ones count as absent.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::request::Parts;
use url::form_urlencoded;

use crate::otc_iam::errors::IamError;

/// The parameters, as they were sent.
pub(super) struct Parameters(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::read(parts.uri.query().unwrap_or_default()))
    }
}

impl Parameters {
    fn read(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        Self(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// The first value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let pair = self.0.iter().find(|(given, _)| given == name);
        pair.map(|(_, value)| value.as_str())
    }

    /// A parameter that is `true` or `false`, as clients of several languages write it.
    pub(super) fn flag(&self, name: &'static str) -> Result<Option<bool>, IamError> {
        self.get(name)
            .map(|value| match value.to_ascii_lowercase().as_str() {
                "true" | "1" => Ok(true),
                "false" | "0" => Ok(false),
                _ => Err(IamError::InvalidParameter(name)),
            })
            .transpose()
    }

    /// All of them once more, but one that is said anew.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        let kept = self.0.iter().filter(|(given, _)| given != name);
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .append_pair(name, value)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_value_counts_and_an_empty_one_does_not() {
        let parameters = Parameters::read("name=&name=a%20b&name=c&enabled=True&x=2");
        assert_eq!(parameters.get("name"), Some("a b"));
        assert_eq!(parameters.get("nothing"), None);
        assert!(matches!(parameters.flag("enabled"), Ok(Some(true))));
        assert!(matches!(parameters.flag("nothing"), Ok(None)));
        assert!(parameters.flag("x").is_err());
        assert_eq!(
            parameters.with("x", "&"),
            "name=a+b&name=c&enabled=True&x=%26"
        );
    }

    proptest! {
        #[test]
        fn no_query_panics(query in ".*") {
            let parameters = Parameters::read(&query);
            prop_assert!(parameters.get("name").is_none_or(|name| !name.is_empty()));
        }
    }
}
