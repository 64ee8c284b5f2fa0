//! Instants, which it writes in four ways.

use chrono::{DateTime, Utc};

/// `2015-11-09T01:42:57.527363Z`: in tokens.
pub(in crate::otc_iam) fn with_zone(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// `2020-01-06T08:05:16.000000`: of a user who was just created.
pub(in crate::otc_iam) fn without_zone(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

/// `2020-07-08 02:19:03.0`: of a user who is shown.
pub(in crate::otc_iam) fn with_blank(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S.0").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_written_as_documented() {
        let at = DateTime::from_timestamp_micros(1_447_033_377_527_363).unwrap();
        assert_eq!(with_zone(at), "2015-11-09T01:42:57.527363Z");
        assert_eq!(without_zone(at), "2015-11-09T01:42:57.527363");
        assert_eq!(with_blank(at), "2015-11-09 01:42:57.0");
    }
}
