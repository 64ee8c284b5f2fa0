//! What pages load: how it is named, packed and kept.

use axum::{body::Body, http::Method};

use crate::{
    bodies::{ACCOUNT, api},
    browser::{Browser, Page, request},
    canned_api::CannedApi,
};

/// Whether this build carries the islands (`scripts/build-front.sh`).
pub(crate) fn has_bundle() -> bool {
    let bundle = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("bundle/usher.js");
    bundle.exists()
}

/// The path of the asset whose name begins like this.
#[track_caller]
pub(crate) fn asset_of(page: &Page, name: &str) -> String {
    let start = page
        .html
        .find(&format!("/assets/{name}-"))
        .expect("an asset");
    let rest = &page.html[start..];
    rest[..rest.find('"').expect("an attribute")].to_owned()
}

async fn fetch(path: &str, accepted: &str) -> (axum::http::HeaderMap, usize) {
    let asked = request(Method::GET, path).header("accept-encoding", accepted);
    let asked = asked.body(Body::empty()).expect("a request");
    Browser::on(&CannedApi::default()).send_raw(asked).await
}

#[tokio::test]
async fn every_asset_comes_in_the_smallest_form_the_browser_takes() {
    let sign_in = Browser::on(&CannedApi::default()).get("/sign-in").await;
    let style = asset_of(&sign_in, "usher");
    let mut sizes = Vec::new();
    for (accepted, coding) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip, deflate", Some("gzip")),
        ("identity", None),
    ] {
        let (headers, size) = fetch(&style, accepted).await;
        assert_eq!(
            headers
                .get("content-encoding")
                .map(|value| value.to_str().unwrap()),
            coding
        );
        assert_eq!(headers["vary"], "Accept-Encoding");
        assert_eq!(headers["content-type"], "text/css; charset=utf-8");
        assert_eq!(
            headers["cache-control"],
            "public, max-age=31536000, immutable"
        );
        sizes.push(size);
    }
    assert!(sizes.is_sorted(), "{sizes:?}");
    assert!(sizes[0] < sizes[2] / 3, "{sizes:?}");
}

#[tokio::test]
async fn fonts_are_packed_already() {
    let sign_in = Browser::on(&CannedApi::default()).get("/sign-in").await;
    let (headers, _) = fetch(&asset_of(&sign_in, "inter-latin"), "gzip, br").await;
    assert_eq!(headers["content-type"], "font/woff2");
    assert!(!headers.contains_key("content-encoding"));
}

#[tokio::test]
async fn the_islands_are_javascript_and_webassembly_of_at_most_120_kib() {
    let browser = Browser::on(&api());
    let page = browser
        .get(&format!("/admin/accounts/{ACCOUNT}/users"))
        .await;
    if !has_bundle() {
        page.says_nothing_of("/assets/islands-");
        return;
    }
    let mut bytes = 0;
    // The style sheet is named like the islands, so their glue is found by its element.
    let glue = page
        .html
        .find("rel=\"modulepreload\" href=\"")
        .expect("a preloaded module");
    let glue = &page.html[glue + "rel=\"modulepreload\" href=\"".len()..];
    let glue = glue[..glue.find('"').expect("an attribute")].to_owned();
    for (path, kind) in [
        (asset_of(&page, "islands"), "text/javascript; charset=utf-8"),
        (glue, "text/javascript; charset=utf-8"),
        (asset_of(&page, "usher_bg"), "application/wasm"),
    ] {
        let (headers, size) = fetch(&path, "br").await;
        assert_eq!(headers["content-type"], kind);
        assert_eq!(headers["content-encoding"], "br");
        bytes += size;
    }
    assert!(bytes <= 120 * 1024, "{bytes} bytes in all");
}

#[tokio::test]
async fn an_asset_of_another_version_is_not_there() {
    let browser = Browser::on(&CannedApi::default());
    let path = "/assets/usher-0000000000000000.css";
    browser.get(path).await.is(404);
}
