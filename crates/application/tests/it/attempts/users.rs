//! Tries at users.

use usher_application::{
    PageRequest,
    account_users::{self, AccountUserError, UserChanges, UserFilter},
    roles::{self, RoleError},
    user_events,
    user_export::UserExport,
};
use usher_domain::{grants::Scope, request_origin::RequestOrigin, role::Role};

use super::Try;
use crate::world::{changes, new_user, password};

impl Try<'_> {
    pub(super) async fn with_users(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let origin = RequestOrigin::local();
        let change = match what {
            "count users" => {
                let answer = account_users::count(app, actor, acme).await;
                return allowed!(
                    answer,
                    AccountUserError::AccountNotFound | AccountUserError::Denied(_)
                );
            }
            "list users" => {
                let (filter, page) = (UserFilter::default(), PageRequest::default());
                let answer = account_users::list(app, actor, acme, filter, page).await;
                return allowed!(
                    answer,
                    AccountUserError::AccountNotFound | AccountUserError::Denied(_)
                );
            }
            "export users" => {
                let filter = UserFilter::default();
                let begun = UserExport::begin(app, actor, acme, filter, false).await;
                return allowed!(
                    begun,
                    AccountUserError::AccountNotFound | AccountUserError::Denied(_)
                );
            }
            "see a user" => {
                let answer = account_users::get(app, actor, self.user.id).await;
                return allowed!(answer, AccountUserError::NotFound);
            }
            "create a user" | "create and welcome a user" => {
                let login = format!("fresh{}", self.number);
                let mut new = new_user(&login, Some(&format!("{login}@example.com")));
                new.send_welcome = Some(what.contains("welcome"));
                let answer = account_users::create(app, actor, acme, new, origin).await;
                return allowed!(
                    answer,
                    AccountUserError::AccountNotFound | AccountUserError::Denied(_)
                );
            }
            "delete a user" => {
                let answer = account_users::delete(app, actor, self.user.id).await;
                return allowed!(
                    answer,
                    AccountUserError::NotFound | AccountUserError::Denied(_)
                );
            }
            "see the history of a user" => {
                let page = PageRequest::default();
                let answer = user_events::list(app, actor, self.user.id, page).await;
                return allowed!(answer, AccountUserError::NotFound);
            }
            "see a user's roles" => {
                let answer = roles::list(app, actor, self.user.id).await;
                return allowed!(answer, RoleError::NotFound);
            }
            "grant a role" => {
                let wanted = vec![(Role::Helpdesk, Scope::Account(acme))];
                let answer = roles::replace(app, actor, self.user.id, wanted).await;
                return allowed!(answer, RoleError::NotFound | RoleError::Denied(_));
            }
            "rename a user" => UserChanges {
                display_name: Some("X".parse().expect("a name")),
                ..changes()
            },
            "change a user's address" => UserChanges {
                email: Some(None),
                ..changes()
            },
            "set a user's password" => UserChanges {
                password: Some(password("amber quartz flute")),
                ..changes()
            },
            "disable a user" => UserChanges {
                enabled: Some(false),
                ..changes()
            },
            _ => panic!("nobody tries to {what}"),
        };
        let answer = account_users::update(app, actor, self.user.id, change).await;
        allowed!(
            answer,
            AccountUserError::NotFound | AccountUserError::Denied(_)
        )
    }
}
