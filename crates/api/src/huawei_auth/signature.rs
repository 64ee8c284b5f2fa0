//! From the canonical request to the signature, and back: does this secret make this signature?

use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    authorization::{Authorization, CredentialScope, Form},
    canonical::hex,
};

/// What is signed: the algorithm, the date as it was sent, the scope of a scoped credential, and
/// the hash of the canonical request.
pub(super) fn string_to_sign(
    authorization: &Authorization,
    date: &str,
    canonical_request: &[u8],
) -> String {
    let mut lines = vec![authorization.algorithm(), date];
    lines.extend(authorization.scope().map(|scope| scope.text.as_str()));
    let hash = hex(&Sha256::digest(canonical_request));
    lines.push(&hash);
    lines.join("\n")
}

/// Whether the secret makes the signature; compared in constant time.
pub(super) fn proves(secret: &str, authorization: &Authorization, string_to_sign: &str) -> bool {
    let key = match &authorization.form {
        Form::Plain => Some(Zeroizing::new(secret.as_bytes().to_vec())),
        Form::Scoped(scope) => chained(secret, scope),
        Form::Derived(scope) => derived(&authorization.access_key, secret, scope),
    };
    let Some(mac) = key.and_then(|key| keyed(&key)) else {
        return false;
    };
    let mac = mac.chain_update(string_to_sign);
    mac.verify_slice(&authorization.signature).is_ok()
}

/// HMAC-SHA-256 with a key of any length.
fn keyed(key: &[u8]) -> Option<Hmac<Sha256>> {
    <Hmac<Sha256> as hmac::Mac>::new_from_slice(key).ok()
}

/// Each step keys the next: date, region, service, and a closing word.
fn chained(secret: &str, scope: &CredentialScope) -> Option<Zeroizing<Vec<u8>>> {
    let first = Zeroizing::new([b"SDK", secret.as_bytes()].concat());
    [&scope.date, &scope.region, &scope.service, "sdk_request"]
        .into_iter()
        .try_fold(first, |key, step| {
            let mac = keyed(&key)?.chain_update(step);
            Some(Zeroizing::new(mac.finalize().into_bytes().to_vec()))
        })
}

/// HKDF with the access key as salt and the scope as context; the key is the text of its digits.
fn derived(access_key: &str, secret: &str, scope: &CredentialScope) -> Option<Zeroizing<Vec<u8>>> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(access_key.as_bytes()), secret.as_bytes())
        .expand(scope.text.as_bytes(), &mut *key)
        .ok()?;
    Some(Zeroizing::new(hex(&*key).into_bytes()))
}
