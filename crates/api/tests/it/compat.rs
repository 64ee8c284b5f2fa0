//! What `usher compat` says is served is served.

use http::Method;
use usher_api::compat::sheets;
use usher_test_support::TestApp;

#[tokio::test]
async fn every_call_that_is_told_of_is_there() {
    let app = TestApp::start().await;
    let caller = app.anonymous();
    for sheet in sheets() {
        for (call, meaning) in sheet.served {
            let (method, path) = call.split_once(' ').expect("method and path");
            let method: Method = method.parse().expect("a method");
            let id = "0".repeat(32);
            let path: Vec<_> = path
                .split('/')
                .map(|part| if part.starts_with('{') { &id } else { part })
                .collect();
            let path = path.join("/");
            let request = caller
                .request(method, &path)
                .header("accept", "application/json");
            let answer = request.send().await;
            let status = answer.status().as_u16();
            assert!(
                !matches!(status, 404 | 405 | 500),
                "{call} ({meaning}): {status}"
            );
        }
        assert!(
            !sheet.errors.is_empty() && !sheet.assumed.is_empty(),
            "{}",
            sheet.vendor
        );
    }
}
