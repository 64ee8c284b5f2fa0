//! Where spans go, and how many of them.

use std::fmt;

use url::Url;

use super::{key::Form, value::Setting};

/// What the OTLP specification puts behind the base of a collector.
const PATH: &str = "/v1/traces";

/// The base URL of a collector that takes OTLP over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtlpEndpoint(Url);

impl OtlpEndpoint {
    /// Where spans are posted to.
    #[must_use]
    pub fn traces(&self) -> String {
        format!("{self}{PATH}")
    }

    /// Whether the collector is spoken to over https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }
}

/// Without a slash at its end.
impl fmt::Display for OtlpEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl Setting for OtlpEndpoint {
    fn parse(text: &str) -> Result<Self, String> {
        let example = "write for example http://127.0.0.1:4318";
        let text = text.strip_suffix(PATH).unwrap_or(text);
        let url = Url::parse(text).map_err(|_| format!("this is no URL; {example}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("only http and https are known; {example}"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!(
                "user and password do not belong here; collectors read headers, which \
                 OTEL_EXPORTER_OTLP_HEADERS sets; {example}"
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(format!("a query does not belong here; {example}"));
        }
        Ok(Self(url))
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// Which share of traces is kept, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleRatio(u32);

impl SampleRatio {
    const WHOLE: u32 = 1_000_000;

    /// The share, from 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        f64::from(self.0) / f64::from(Self::WHOLE)
    }
}

impl Setting for SampleRatio {
    const FORM: Form = Form::Number;

    fn parse(text: &str) -> Result<Self, String> {
        let share: Option<f64> = text.parse().ok();
        let share = share.filter(|share| (0.0..=1.0).contains(share));
        let share = share.ok_or("write a number from 0 to 1, for example 0.1")?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and a million, by the filter above"
        )]
        let millionths = (share * f64::from(Self::WHOLE)).round() as u32;
        Ok(Self(millionths))
    }

    fn shown(&self) -> Option<String> {
        Some(self.share().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_posted_to_the_place_that_the_specification_names() {
        for given in ["http://c:4318", "http://c:4318/", "http://c:4318/v1/traces"] {
            let endpoint = <OtlpEndpoint as Setting>::parse(given).unwrap();
            assert_eq!(endpoint.traces(), "http://c:4318/v1/traces");
        }
        let behind = <OtlpEndpoint as Setting>::parse("https://c/otlp").unwrap();
        assert_eq!(behind.traces(), "https://c/otlp/v1/traces");
    }

    #[test]
    fn a_share_is_a_number_from_nothing_to_all() {
        let share = |text| <SampleRatio as Setting>::parse(text).map(SampleRatio::share);
        assert_eq!(share("0.25"), Ok(0.25));
        assert_eq!(share("1"), Ok(1.0));
        for wrong in ["-0.1", "1.1", "NaN", "inf", "half", ""] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
    }
}
