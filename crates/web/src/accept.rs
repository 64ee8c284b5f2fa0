//! Whether a caller wants a page or data: browsers name `text/html`, programs do not.

use axum::http::{HeaderMap, header};

/// Whether HTML is asked for by name, and not less than JSON.
pub(crate) fn prefers_html(headers: &HeaderMap) -> bool {
    let (html, json) = weights(headers);
    html > 0 && html >= json
}

/// Whether JSON is asked for by name, and more than HTML.
pub(crate) fn prefers_json(headers: &HeaderMap) -> bool {
    let (html, json) = weights(headers);
    json > html
}

/// The weights of HTML and of JSON.
fn weights(headers: &HeaderMap) -> (u32, u32) {
    let accept = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join(",");
    (
        weight(&accept, "text/html"),
        weight(&accept, "application/json"),
    )
}

/// The weight of a media type in thousandths (RFC 9110, section 12.5.1); zero when it is not named.
fn weight(accept: &str, wanted: &str) -> u32 {
    accept
        .split(',')
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let named = parts.next()?.eq_ignore_ascii_case(wanted);
            named.then(|| {
                parts
                    .find_map(|part| part.strip_prefix("q="))
                    .map_or(1000, thousandths)
            })
        })
        .max()
        .unwrap_or(0)
}

fn thousandths(quality: &str) -> u32 {
    let Some((whole, fraction)) = quality.split_once('.') else {
        return if quality == "1" { 1000 } else { 0 };
    };
    if whole == "1" {
        return 1000;
    }
    format!("{fraction:0<3}")
        .get(..3)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(accept: &str) -> HeaderMap {
        let value = axum::http::HeaderValue::from_bytes(accept.as_bytes());
        HeaderMap::from_iter([(header::ACCEPT, value.expect("a header value"))])
    }

    #[test]
    fn data_is_preferred_only_by_name() {
        for (accept, expected) in [
            ("application/json", true),
            ("application/json, text/html;q=0.9", true),
            ("text/html, application/json", false),
            ("application/json;q=0", false),
            ("*/*", false),
            ("", false),
        ] {
            assert_eq!(prefers_json(&accepting(accept)), expected, "{accept}");
        }
        assert!(!prefers_json(&HeaderMap::new()));
    }

    #[test]
    fn browsers_get_pages_and_programs_get_data() {
        let cases = [
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                true,
            ),
            ("application/json", false),
            ("*/*", false),
            ("application/json, text/html;q=0.9", false),
            ("text/html;q=0", false),
            ("text/html, application/json;q=0.5", true),
            ("text/html;q=0.é", false),
            ("", false),
        ];
        for (accept, expected) in cases {
            assert_eq!(prefers_html(&accepting(accept)), expected, "{accept}");
        }
    }
}
