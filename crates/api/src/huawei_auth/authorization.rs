//! The `Authorization` header of a signed request, in the three forms that Huawei's clients send:
//!
//! ```text
//! SDK-HMAC-SHA256 Access=<AK>, SignedHeaders=<a;b>, Signature=<64 hex>
//! SDK-HMAC-SHA256 Credential=<AK>/<date>/<region>/<service>/sdk_request, SignedHeaders=…, Signature=…
//! V11-HMAC-SHA256 Credential=<AK>/<date>/<region>/<service>, SignedHeaders=…, Signature=…
//! ```

use http::{HeaderMap, HeaderName, header};

/// The algorithm of the plain and the scoped form.
const SDK_HMAC: &str = "SDK-HMAC-SHA256";
/// The algorithm of the derived form.
const V11_HMAC: &str = "V11-HMAC-SHA256";

/// The longest name of an access key that is looked up or repeated.
const MAX_ACCESS_KEY: usize = 128;

/// The most headers that are signed: a request has no more.
const MAX_SIGNED_HEADERS: usize = 100;

/// What the header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Authorization {
    pub(super) form: Form,
    /// The public name of the key, the AK.
    pub(super) access_key: String,
    /// The names of the signed headers as they stand there.
    pub(super) signed_headers: String,
    pub(super) signature: [u8; 32],
}

/// Which of the three forms, with what the signing key is derived from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// The secret signs by itself.
    Plain,
    /// A chain of keys over date, region and service.
    Scoped(CredentialScope),
    /// One key, derived by HKDF (RFC 5869).
    Derived(CredentialScope),
}

/// What a credential is narrowed to. Region and service may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CredentialScope {
    /// The whole of it as it stands behind the access key.
    pub(super) text: String,
    /// `YYYYMMDD`.
    pub(super) date: String,
    pub(super) region: String,
    pub(super) service: String,
}

/// What a request says about a signature.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Presented {
    /// None: there is no header, a blank one, or one of another kind, such as `Bearer`.
    Nothing,
    /// One of the three forms.
    Signature(Authorization),
    /// Meant as a signature, but not one of the three forms; or said more than once.
    Unusable,
}

/// Reads the header. A blank one counts as absent: that is how the vendor's SDK leaves signing out.
pub(super) fn presented(headers: &HeaderMap) -> Presented {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Presented::Nothing;
    };
    // Two could be read differently by somebody in front of us.
    if values.next().is_some() {
        return Presented::Unusable;
    }
    if value.as_bytes().trim_ascii().is_empty() {
        return Presented::Nothing;
    }
    let Ok(text) = value.to_str() else {
        return Presented::Unusable;
    };
    let (algorithm, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    if !algorithm.starts_with("SDK-") && !algorithm.starts_with("V11-") {
        return Presented::Nothing;
    }
    parse(algorithm, rest).map_or(Presented::Unusable, Presented::Signature)
}

fn parse(algorithm: &str, rest: &str) -> Option<Authorization> {
    let parts: Vec<(&str, &str)> = rest
        .split(',')
        .map(|part| part.trim().split_once('='))
        .collect::<Option<_>>()?;
    let [
        (kind, who),
        ("SignedHeaders", signed),
        ("Signature", signature),
    ] = parts[..]
    else {
        return None;
    };
    let (form, access_key) = match (algorithm, kind) {
        (SDK_HMAC, "Access") => (Form::Plain, who),
        (SDK_HMAC, "Credential") => {
            let (access_key, scope) = credential(who, Some("sdk_request"))?;
            (Form::Scoped(scope), access_key)
        }
        (V11_HMAC, "Credential") => {
            let (access_key, scope) = credential(who, None)?;
            (Form::Derived(scope), access_key)
        }
        _ => return None,
    };
    let known = !access_key.is_empty()
        && access_key.len() <= MAX_ACCESS_KEY
        && access_key.bytes().all(|byte| byte.is_ascii_graphic());
    (known && !access_key.contains('/') && are_names(signed)).then_some(Authorization {
        form,
        access_key: access_key.to_owned(),
        signed_headers: signed.to_owned(),
        signature: digits(signature)?,
    })
}

/// The access key and its scope, which ends in `end` if there is one.
fn credential<'a>(text: &'a str, end: Option<&str>) -> Option<(&'a str, CredentialScope)> {
    let (access_key, scope) = text.split_once('/')?;
    let mut parts: Vec<&str> = scope.split('/').collect();
    if end.is_some() && parts.pop() != end {
        return None;
    }
    let [date, region, service] = parts[..] else {
        return None;
    };
    let scope = CredentialScope {
        text: scope.to_owned(),
        date: date.to_owned(),
        region: region.to_owned(),
        service: service.to_owned(),
    };
    Some((access_key, scope))
}

/// Names of headers in lower case, each once, and among them those without which a signature would
/// be good for another host or for ever.
fn are_names(signed: &str) -> bool {
    // One more than may be is split off, so that it is seen.
    let names: Vec<&str> = signed.split(';').take(MAX_SIGNED_HEADERS + 1).collect();
    let valid = |name: &&str| HeaderName::from_lowercase(name.as_bytes()).is_ok();
    let once = |(at, name): (usize, &&str)| !names[..at].contains(name);
    names.len() <= MAX_SIGNED_HEADERS
        && names.iter().all(valid)
        && names.iter().enumerate().all(once)
        && ["host", "x-sdk-date"]
            .iter()
            .all(|name| names.contains(name))
}

/// 32 bytes from 64 hexadecimal digits in lower case, the one way in which they are written.
fn digits(text: &str) -> Option<[u8; 32]> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes: Vec<u8> = pairs
        .iter()
        .map(|[high, low]| Some((value(*high)? << 4) | value(*low)?))
        .collect::<Option<_>>()?;
    rest.is_empty().then_some(bytes)?.try_into().ok()
}

impl Authorization {
    /// The algorithm's name, which is signed.
    pub(super) fn algorithm(&self) -> &'static str {
        match self.form {
            Form::Plain | Form::Scoped(_) => SDK_HMAC,
            Form::Derived(_) => V11_HMAC,
        }
    }

    /// What the credential is narrowed to, if it is.
    pub(super) fn scope(&self) -> Option<&CredentialScope> {
        match &self.form {
            Form::Plain => None,
            Form::Scoped(scope) | Form::Derived(scope) => Some(scope),
        }
    }

    /// The names of the signed headers.
    pub(super) fn signed_names(&self) -> impl Iterator<Item = &str> {
        self.signed_headers.split(';')
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn read(values: &[&[u8]]) -> Presented {
        let pairs = values.iter().filter_map(|bytes| {
            let value = HeaderValue::from_bytes(bytes).ok()?;
            Some((header::AUTHORIZATION, value))
        });
        presented(&pairs.collect())
    }

    fn tail(names: &str) -> String {
        format!("SignedHeaders={names}, Signature={}", "0f".repeat(32))
    }

    fn signature(text: &str) -> Option<Authorization> {
        match read(&[text.as_bytes()]) {
            Presented::Signature(authorization) => Some(authorization),
            _ => None,
        }
    }

    #[test]
    fn no_more_headers_are_signed_than_a_request_has() {
        let with = |count: usize| {
            let more: Vec<String> = (0..count).map(|number| format!(";a{number}")).collect();
            let tail = tail(&format!("host;x-sdk-date{}", more.concat()));
            signature(&format!("SDK-HMAC-SHA256 Access=AK, {tail}"))
        };
        assert!(with(98).is_some());
        assert!(with(99).is_none());
        assert!(with(100_000).is_none());
    }

    #[test]
    fn the_three_forms_are_told_apart() {
        let tail = tail("host;x-sdk-date");
        let plain = signature(&format!("SDK-HMAC-SHA256 Access=AK, {tail}")).unwrap();
        assert_eq!((plain.form, plain.access_key.as_str()), (Form::Plain, "AK"));
        assert_eq!(plain.signature, [0x0f; 32]);

        let text = "20260102///sdk_request";
        let scoped = signature(&format!("SDK-HMAC-SHA256 Credential=AK/{text}, {tail}")).unwrap();
        let scope = CredentialScope {
            text: text.to_owned(),
            date: "20260102".to_owned(),
            region: String::new(),
            service: String::new(),
        };
        assert_eq!(scoped.form, Form::Scoped(scope));

        let text = "20260102/eu-de/workspace";
        let derived = signature(&format!("V11-HMAC-SHA256 Credential=AK/{text}, {tail}")).unwrap();
        assert_eq!(derived.scope().unwrap().service, "workspace");
        assert_eq!(derived.algorithm(), "V11-HMAC-SHA256");
    }

    #[test]
    fn what_is_no_signature_leaves_the_token_to_decide() {
        assert_eq!(read(&[]), Presented::Nothing);
        for value in ["", "  ", "Bearer t", "Basic dTpw"] {
            assert_eq!(read(&[value.as_bytes()]), Presented::Nothing, "{value}");
        }
    }

    #[test]
    fn other_algorithms_and_broken_forms_are_refused() {
        let tail = tail("host;x-sdk-date");
        let good = format!("SDK-HMAC-SHA256 Access=AK, {tail}");
        for text in [
            "SDK-HMAC-SHA256".to_owned(),
            "SDK-HMAC-SHA256 Access=AK".to_owned(),
            format!("SDK-HMAC-SM3 Access=AK, {tail}"),
            format!("SDK-ECDSA-P256-SHA256 Access=AK, {tail}"),
            format!("V11-HMAC-SHA256 Access=AK, {tail}"),
            format!("V11-HMAC-SHA256 Credential=AK/20260102/r/s/sdk_request, {tail}"),
            format!("SDK-HMAC-SHA256 Credential=AK/20260102/r/s, {tail}"),
            format!("SDK-HMAC-SHA256 Credential=AK, {tail}"),
            format!("SDK-HMAC-SHA256 Access=, {tail}"),
            format!("SDK-HMAC-SHA256 Access=A/K, {tail}"),
            format!("SDK-HMAC-SHA256 Access=A K, {tail}"),
            format!("SDK-HMAC-SHA256 Access={}, {tail}", "A".repeat(129)),
            format!("{good}, Extra=1"),
            good.replace("0f0f", "0F0f"),
            good.replacen("0f", "", 1),
            good.replacen("0f", "0", 1),
            good.replace(';', "; "),
            good.replace("host;", ""),
            good.replace(";x-sdk-date", ""),
            good.replace("host;", "host;host;"),
            good.replace("host;", "Host;"),
            good.replace("host;", "host;;"),
        ] {
            assert_eq!(read(&[text.as_bytes()]), Presented::Unusable, "{text}");
        }
        let twice = [good.as_bytes(), good.as_bytes()];
        assert_eq!(read(&twice), Presented::Unusable);
        assert_eq!(read(&[good.as_bytes(), b""]), Presented::Unusable);
    }

    proptest! {
        #[test]
        fn no_header_panics(text in "(SDK-HMAC-SHA256 |V11-HMAC-SHA256 )?[ -~]{0,120}") {
            let _ = read(&[text.as_bytes()]);
        }

        #[test]
        fn no_byte_panics(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = read(&[&bytes]);
        }
    }
}
