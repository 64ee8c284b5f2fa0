//! What it says about its version, where clients look for it first.

use serde_json::{Value, json};

/// The one version that is spoken. Clients follow its link.
pub(in crate::otc_iam) fn version(public_url: &str) -> Value {
    json!({
        "id": "v3.6",
        "status": "stable",
        "updated": "2016-04-04T00:00:00Z",
        "media-types": [{
            "base": "application/json",
            "type": "application/vnd.openstack.identity-v3+json",
        }],
        "links": [{"rel": "self", "href": format!("{public_url}/v3/")}],
    })
}
