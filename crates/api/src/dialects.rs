//! The vendors' APIs: one folder of this crate each, with the same files (`routes`, `auth`, `bodies`,
//! `errors`). They only translate. What all of them need stands here.

mod outcome;

use axum::{Router, response::Response};
use usher_api_types::problem::ErrorCode;
use usher_application::App;

pub(crate) use outcome::outcome;

use crate::{altcraft, huawei_sts, huawei_workspace, myreports, otc_iam};

/// Words of a vendor for a request under its prefixes that no handler answers; none for other paths.
type Refusal = fn(path: &str, code: ErrorCode) -> Option<Response>;

/// Of every dialect.
const REFUSALS: [Refusal; 5] = [
    altcraft::refusal,
    huawei_sts::refusal,
    huawei_workspace::refusal,
    myreports::refusal,
    otc_iam::refusal,
];

/// Every dialect, each under its own prefixes.
pub(crate) fn router(app: App) -> Router {
    altcraft::router(app.clone())
        .merge(huawei_sts::router(app.clone()))
        .merge(huawei_workspace::router(app.clone()))
        .merge(otc_iam::router(app.clone()))
        .merge(myreports::router(app))
}

/// The answer in the words of the vendor whose prefix the path has, if it has one.
pub(crate) fn refusal(path: &str, code: ErrorCode) -> Option<Response> {
    REFUSALS.iter().find_map(|words| words(path, code))
}
