//! Why a request was refused, sealed for those who may do something about it.
//!
//! A vendor's surface hands the reason to whoever was refused, who cannot read it; whoever grants
//! rights in the account concerned opens it (contracts/huawei-workspace.md §4). Nothing is stored.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use usher_domain::{
    actor::{Actor, PermissionDenied},
    grants::Scope,
    ids::AccountId,
    permission::Permission,
    sealing::{self, SealPurpose},
};
use usher_persistence::DatabaseError;
use uuid::Uuid;

use crate::{App, principals, reachable_accounts};

/// The longest encoded message.
pub const MAX_ENCODED: usize = 10_240;

/// The most characters that are told of what the caller named.
const MAX_RESOURCE: usize = 1_024;
/// The most characters that are told of the request's name.
const MAX_REQUEST_ID: usize = 64;

/// A request that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRequest {
    /// What was to be done, in the surface's words.
    pub action: String,
    /// To what, in the surface's words.
    pub resource: String,
    /// The name of the request.
    pub request_id: String,
    /// The account concerned; none where the caller has named none that she may know of.
    pub account: Option<AccountId>,
}

/// Why a message was not encoded or decoded.
#[derive(Debug, thiserror::Error)]
pub enum AuthorizationMessageError {
    /// It is none of ours, was changed, or concerns an account that the actor may not see.
    #[error("not an authorization message of an account of yours")]
    Invalid,
    /// The actor sees the account and grants no rights there.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// It could not be sealed.
    #[error("the message could not be sealed")]
    Sealing(#[from] sealing::TooLarge),
    /// The database failed.
    #[error("the caller could not be looked up")]
    Database(#[from] DatabaseError),
}

/// What is told, in the words of the vendor's policies.
#[derive(Serialize)]
struct Decision<'a> {
    allowed: bool,
    explicit_deny: bool,
    action: &'a str,
    resource: &'a str,
    principal: &'a str,
    request_id: &'a str,
}

/// Seals why a request of the actor was refused. The message belongs to the account concerned, else
/// to the actor's own, else to the installation.
///
/// # Errors
/// See [`AuthorizationMessageError`].
pub async fn encode(
    app: &App,
    actor: &Actor,
    refused: &RefusedRequest,
) -> Result<String, AuthorizationMessageError> {
    let home = reachable_accounts::list(app, actor).await?.home;
    let account = refused.account.or(home);
    let text = text(refused, &principals::urn(actor, home));
    let place = place(account);
    let purpose = SealPurpose::AuthorizationMessage;
    let sealed = sealing::seal(&app.keyring(), &*app.entropy, purpose, &place, &text)?;
    Ok(URL_SAFE_NO_PAD.encode([&place[..], &sealed].concat()))
}

/// Opens a message, for those who grant rights in its account.
///
/// # Errors
/// See [`AuthorizationMessageError`].
pub fn decode(
    app: &App,
    actor: &Actor,
    encoded: &str,
) -> Result<String, AuthorizationMessageError> {
    if encoded.len() > MAX_ENCODED {
        return Err(AuthorizationMessageError::Invalid);
    }
    let bytes = URL_SAFE_NO_PAD.decode(encoded);
    let bytes = bytes.map_err(|_| AuthorizationMessageError::Invalid)?;
    let (place, sealed) = bytes
        .split_first_chunk::<16>()
        .ok_or(AuthorizationMessageError::Invalid)?;
    let scope = scope(*place);
    if !actor.grants.allow(Permission::AccountsRead, scope) {
        return Err(AuthorizationMessageError::Invalid);
    }
    actor.require(Permission::RolesGrant, scope)?;
    let purpose = SealPurpose::AuthorizationMessage;
    let opened = sealing::open(&app.keyring(), purpose, place, sealed);
    let opened = opened.map_err(|_| AuthorizationMessageError::Invalid)?;
    String::from_utf8(opened.to_vec()).map_err(|_| AuthorizationMessageError::Invalid)
}

fn text(refused: &RefusedRequest, principal: &str) -> Vec<u8> {
    let decision = Decision {
        allowed: false,
        // Nothing here is ever forbidden expressly: what is not granted is refused.
        explicit_deny: false,
        action: &refused.action,
        resource: first(MAX_RESOURCE, &refused.resource),
        principal,
        request_id: first(MAX_REQUEST_ID, &refused.request_id),
    };
    // Texts and booleans can always be written.
    serde_json::to_vec(&decision).unwrap_or_default()
}

fn first(most: usize, text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(most)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Where a message belongs: the account's bytes, or zeros for the installation, which no account
/// has.
fn place(account: Option<AccountId>) -> [u8; 16] {
    account.map_or([0; 16], |account| *Uuid::from(account).as_bytes())
}

fn scope(place: [u8; 16]) -> Scope {
    let id = Uuid::from_bytes(place);
    Scope::from_account((!id.is_nil()).then(|| id.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_message_reads_back() {
        let account = AccountId::from(Uuid::from_u128(7));
        for whose in [None, Some(account)] {
            assert_eq!(scope(place(whose)), Scope::from_account(whose));
        }
    }

    #[test]
    fn whatever_a_caller_names_the_message_is_not_too_long() {
        for worst in ["\u{1}", "\u{10FFFF}", "\""] {
            let refused = RefusedRequest {
                action: "workspace:users:resendEmail".to_owned(),
                resource: worst.repeat(5_000),
                request_id: worst.repeat(500),
                account: None,
            };
            let text = text(
                &refused,
                &format!("iam::{0}:access_key:{0}", "a".repeat(32)),
            );
            // Account, key id, nonce and tag come before it is written in base 64.
            let encoded = (16 + 4 + 24 + 16 + text.len()).div_ceil(3) * 4;
            assert!(encoded <= MAX_ENCODED, "{encoded}");
            assert!(String::from_utf8(text).is_ok());
        }
    }
}
