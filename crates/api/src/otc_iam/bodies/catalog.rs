//! The catalogue of services, from which clients learn where to send their calls.

use serde_json::{Value, json};
use uuid::Uuid;

/// The region of services that know none.
const EVERYWHERE: &str = "*";

/// IAM itself, everywhere and once more in the configured region: the documentation has it in region
/// `*` only, and there Keystone's clients do not find it once they are told a region.
pub(in crate::otc_iam) fn catalog(public_url: &str, region: &str) -> Value {
    let endpoint = |number: u128, region: &str| {
        json!({
            "id": id(number),
            "interface": "public",
            "region": region,
            "region_id": region,
            "url": format!("{public_url}/v3"),
        })
    };
    let mut endpoints = vec![endpoint(1, EVERYWHERE)];
    if region != EVERYWHERE {
        endpoints.push(endpoint(2, region));
    }
    json!([{"id": id(0), "type": "identity", "name": "iam", "endpoints": endpoints}])
}

/// Catalogues have ids of 32 digits, and these never change.
fn id(number: u128) -> String {
    Uuid::from_u128(number).simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_of_any_name_has_its_own_endpoint() {
        let regions = |region| {
            let endpoints = &catalog("http://usher.localhost", region)[0]["endpoints"];
            let endpoints = endpoints.as_array().unwrap();
            endpoints
                .iter()
                .map(|endpoint| endpoint["region"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(regions("eu-de"), ["*", "eu-de"]);
        assert_eq!(regions("*"), ["*"]);
    }
}
