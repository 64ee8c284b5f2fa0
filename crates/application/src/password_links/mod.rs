//! Password links, for those who hold one and for the administrators who look after them.

mod consume;
mod inspect;
mod judge;
mod renew;
mod reveal;

use usher_domain::{
    keyring::Keyring,
    password_link::{self, PasswordLink},
};
use usher_mail::letter::LinkUrl;

pub use consume::{ConsumeError, Redemption, consume};
pub use inspect::{InspectedLink, LinkError, inspect};
pub use judge::{JudgeError, judge};
pub use renew::{RenewError, renew};
pub use reveal::{RevealError, RevealedLink, reveal, revoke_all};

use crate::{App, failure::database_failures};

database_failures!(ConsumeError, RenewError, RevealError);

/// The URL of a link; none when the keyring lost the key that makes its token.
pub(crate) fn url(app: &App, keyring: &Keyring, link: &PasswordLink) -> Option<LinkUrl> {
    let key = keyring.find(link.key_id)?;
    let token = password_link::token(key, link.purpose, link.id);
    link_url(&app.settings().public_url, link.purpose.as_str(), &token)
}

/// The URL for a token: always below the configured public URL, never below what a request says.
pub(crate) fn link_url(public_url: &str, purpose: &str, token: &str) -> Option<LinkUrl> {
    LinkUrl::parse(&format!("{public_url}/{purpose}/{token}")).ok()
}
