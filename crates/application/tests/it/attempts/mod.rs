//! Trying every use case once, for the table of permissions.

use usher_domain::{account_user::AccountUser, actor::Actor, ids::AccountId};

use crate::world::World;

/// Whether it was allowed; what is neither success nor refusal is a mistake of the test.
macro_rules! allowed {
    ($answer:expr, $($refusal:pat_param)|+) => {
        match $answer {
            Ok(_) => true,
            Err($($refusal)|+) => false,
            Err(error) => panic!("{error:?}"),
        }
    };
}

mod accounts;
mod bulk_sends;
mod files;
mod mail;
mod secrets;
mod templates;
mod users;

/// One try: who, at whom (a fresh user of the account), and where else.
pub(crate) struct Try<'a> {
    pub(crate) world: &'a World,
    pub(crate) actor: Actor,
    pub(crate) number: usize,
    pub(crate) user: AccountUser,
    pub(crate) elsewhere: AccountId,
}

impl Try<'_> {
    pub(crate) async fn is_allowed(&self, what: &str) -> bool {
        match what.rsplit(' ').next() {
            _ if what.contains("import") || what.contains("file of") => self.with_files(what).await,
            _ if what.contains(" template") => self.with_templates(what).await,
            _ if what.contains("bulk send") => self.with_bulk_sends(what).await,
            Some("account" | "membership" | "memberships") => self.with_accounts(what).await,
            Some("user" | "users" | "address" | "password" | "roles" | "role") => {
                self.with_users(what).await
            }
            Some("email" | "timeline" | "deliveries") => self.with_mail(what).await,
            _ => self.with_secrets(what).await,
        }
    }
}
