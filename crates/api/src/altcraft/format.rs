//! JSON or XML: what a request is written in, and what its answer is.

use http::{HeaderMap, Uri, header};
use url::form_urlencoded;

/// A form of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Xml,
}

/// What stands before the body, and decides about the answer where the body does not.
pub(super) struct Head {
    /// What the body is written in.
    pub(super) body: Format,
    format: Option<String>,
    /// A token in the URL, which its vendor advises against.
    pub(super) url_token: Option<String>,
}

impl Format {
    /// The value of a `format` parameter; anything else is none.
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name.trim() {
            name if name.eq_ignore_ascii_case("json") => Some(Self::Json),
            name if name.eq_ignore_ascii_case("xml") => Some(Self::Xml),
            _ => None,
        }
    }

    /// XML is said to be XML; a body that says nothing or something else has to be JSON.
    fn of_body(headers: &HeaderMap) -> Self {
        let media_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let (_, subtype) = media_type.split_once('/').unwrap_or_default();
        if subtype == "xml" || subtype.ends_with("+xml") {
            Self::Xml
        } else {
            Self::Json
        }
    }
}

impl Head {
    /// Reads URL and headers. Of a parameter that stands twice the first counts.
    pub(super) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let query = uri.query().unwrap_or_default().as_bytes();
        let parameter = |wanted: &str| {
            let mut pairs = form_urlencoded::parse(query);
            let found = pairs.find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.into_owned())
        };
        Self {
            body: Format::of_body(headers),
            format: parameter("format"),
            url_token: parameter("token"),
        }
    }

    /// What to answer in, as far as the head tells: as its `format` says, else as the request came.
    pub(super) fn answer(&self) -> Format {
        let wanted = self.format.as_deref().and_then(Format::parse);
        wanted.unwrap_or(self.body)
    }

    /// Whether the URL asks for a form that there is not.
    pub(super) fn asks_for_unknown(&self) -> bool {
        let format = self.format.as_deref();
        format.is_some_and(|name| Format::parse(name).is_none())
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn head(uri: &str, media_type: Option<&str>) -> Head {
        let media_type = media_type.map(|text| HeaderValue::from_str(text).unwrap());
        let headers = media_type.map(|value| (header::CONTENT_TYPE, value));
        Head::of(&uri.parse().unwrap(), &headers.into_iter().collect())
    }

    #[test]
    fn a_body_is_json_unless_it_is_said_to_be_xml() {
        for (media_type, format) in [
            (None, Format::Json),
            (Some(""), Format::Json),
            (Some("application/json; charset=utf-8"), Format::Json),
            (Some("application/x-www-form-urlencoded"), Format::Json),
            (Some("application/xml"), Format::Xml),
            (Some("Text/XML;charset=UTF-8"), Format::Xml),
            (Some("application/vnd.x+xml"), Format::Xml),
            (Some("xml"), Format::Json),
        ] {
            assert_eq!(head("/", media_type).body, format, "{media_type:?}");
            assert_eq!(head("/", media_type).answer(), format);
        }
    }

    #[test]
    fn the_url_decides_about_the_answer_before_the_body_does() {
        let xml = Some("application/xml");
        assert_eq!(head("/?format=json", xml).answer(), Format::Json);
        assert_eq!(head("/?format=XML", None).answer(), Format::Xml);
        assert_eq!(head("/?format=yaml&format=json", xml).answer(), Format::Xml);
        assert!(head("/?format=yaml", None).asks_for_unknown());
        assert!(!head("/?format=json", None).asks_for_unknown());
        assert_eq!(
            head("/?token=a%2Bb", None).url_token.as_deref(),
            Some("a+b")
        );
    }
}
