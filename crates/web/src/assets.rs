//! What pages load: style sheet, fonts, favicon, scripts and the islands' WebAssembly, inside the
//! binary. Their names contain a hash of what they are, so browsers keep them for good and never
//! show an old one. `build/assets.rs` makes them; the style sheet's files are listed in
//! `style/index.css`.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::{accent::Accent, page_error::PageError};

/// One file.
pub(crate) struct Asset {
    name: &'static str,
    path: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Where an asset is; none for the islands' files in a build without them.
pub(crate) fn path(name: &str) -> Option<&'static str> {
    let asset = ASSETS.iter().find(|asset| asset.name == name)?;
    Some(asset.path)
}

/// `GET /assets/{file}`.
pub(crate) async fn show(Path(file): Path<String>, headers: HeaderMap) -> Response {
    ASSETS
        .iter()
        .find(|asset| asset.path.strip_prefix("/assets/") == Some(&file))
        .map_or_else(
            || PageError::NotFound.into_response(),
            |asset| asset.answer(&headers),
        )
}

/// `GET /favicon.ico`, where browsers look by themselves.
pub(crate) async fn favicon(headers: HeaderMap) -> Response {
    ASSETS
        .iter()
        .find(|asset| asset.name == "favicon.svg")
        .map_or_else(
            || PageError::NotFound.into_response(),
            |asset| asset.answer(&headers),
        )
}

/// Where the style sheet of an account's colour is.
pub(crate) fn accent_path(accent: Accent) -> String {
    format!(
        "/assets/accent/{}",
        accent.to_string().trim_start_matches('#')
    )
}

/// `GET /assets/accent/{digits}`. Not for good: how a colour is made readable may change.
pub(crate) async fn accent_stylesheet(Path(digits): Path<String>) -> Response {
    let Some(accent) = Accent::parse(&format!("#{digits}")) else {
        return PageError::NotFound.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, accent.style_sheet()).into_response()
}

impl Asset {
    /// The file in the smallest form that the browser takes.
    fn answer(&self, asked: &HeaderMap) -> Response {
        let forms = [("br", self.brotli), ("gzip", self.gzip)];
        let smallest = forms.into_iter().find_map(|(coding, content)| {
            Some((coding, content.filter(|_| takes(asked, coding))?))
        });
        let constant = [
            (header::CONTENT_TYPE, self.content_type()),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::VARY, "Accept-Encoding"),
        ];
        let mut response = match smallest {
            Some((coding, content)) => {
                ([(header::CONTENT_ENCODING, coding)], content).into_response()
            }
            None => self.plain.into_response(),
        };
        for (name, value) in constant {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        response
    }

    fn content_type(&self) -> &'static str {
        match self.name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("wasm") => "application/wasm",
            Some("woff2") => "font/woff2",
            _ => "application/octet-stream",
        }
    }
}

/// Whether `Accept-Encoding` names this coding, and not with a weight of nothing (RFC 9110, 12.5.3).
fn takes(headers: &HeaderMap, coding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, ""));
            let weight = weight.trim().strip_prefix("q=");
            name.trim().eq_ignore_ascii_case(coding)
                && weight.is_none_or(|weight| weight.parse().is_ok_and(|weight: f32| weight > 0.0))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_taken_where_it_is_named_with_weight() {
        let takes = |accepted: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            super::takes(&headers, "br")
        };
        for accepted in [
            "br",
            "gzip, deflate, br",
            "gzip;q=1.0, BR ;q=0.5",
            "br; q=1",
        ] {
            assert!(takes(accepted), "{accepted}");
        }
        for accepted in ["", "gzip", "br;q=0", "br;q=0.000, gzip", "brotli", "*"] {
            assert!(!takes(accepted), "{accepted}");
        }
    }

    #[test]
    fn what_islands_need_stays_small() {
        let bytes: usize = ["islands.js", "usher.js", "usher_bg.wasm"]
            .iter()
            .filter_map(|name| ASSETS.iter().find(|asset| asset.name == *name))
            .map(|asset| asset.brotli.unwrap_or(asset.plain).len())
            .sum();
        assert!(bytes <= 120 * 1024, "{bytes} bytes in all");
    }
}
