//! Trying every use case once, for the table of permissions.

use usher_application::{
    PageRequest,
    account_users::{self, AccountUserError, UserChanges, UserFilter},
    accounts::{self, AccountChanges, AccountError, NewAccount},
    api_tokens::{self, ApiTokenError, NewApiToken},
    audit_log::{self, AuditFilter, AuditLogError},
    audit_verification::{self, AuditVerificationError},
    captured_emails::{self, CapturedEmailError},
    deliveries,
    mail_providers::{self, TestProviderError},
    memberships,
    memberships::MembershipError,
    password_links::{self, RevealError},
    roles::{self, RoleError},
    user_events,
    welcome_emails::{self, Repeat, RequestWelcomeEmailError, WelcomeEmailError},
};
use usher_domain::{
    account::AccountSettings,
    account_user::AccountUser,
    actor::{Actor, Credential},
    grants::Scope,
    ids::AccountId,
    request_origin::RequestOrigin,
    role::Role,
};

use crate::branding::png;
use crate::world::{World, changes, new_user, password};

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
            Some("account" | "membership") => self.with_accounts(what).await,
            Some("user" | "users" | "address" | "password" | "roles" | "role") => {
                self.with_users(what).await
            }
            Some("email" | "timeline" | "deliveries") => self.with_mail(what).await,
            _ => self.with_secrets(what).await,
        }
    }

    async fn with_accounts(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let name = format!("Fresh {}", self.number);
        match what {
            "see an account" => {
                allowed!(
                    accounts::get(app, actor, acme).await,
                    AccountError::NotFound
                )
            }
            "change an account" => {
                let answer = accounts::update(app, actor, acme, AccountChanges::default()).await;
                allowed!(answer, AccountError::NotFound | AccountError::Denied(_))
            }
            "give a logo to an account" => {
                let answer = accounts::set_logo(app, actor, acme, png(1)).await;
                allowed!(answer, AccountError::NotFound | AccountError::Denied(_))
            }
            "take the logo from an account" => {
                let answer = accounts::remove_logo(app, actor, acme).await;
                allowed!(answer, AccountError::NotFound | AccountError::Denied(_))
            }
            "create an account" => {
                let new = NewAccount {
                    name: name.parse().expect("a name"),
                    project_name: None,
                    settings: AccountSettings::default(),
                };
                allowed!(
                    accounts::create(app, actor, new).await,
                    AccountError::Denied(_)
                )
            }
            "delete an account" => {
                let empty = self.world.account(&name).await;
                let answer = accounts::delete(app, actor, empty.id).await;
                allowed!(answer, AccountError::NotFound | AccountError::Denied(_))
            }
            "draw a user into another account" => {
                let answer = memberships::add(app, actor, self.elsewhere, self.user.id).await;
                allowed!(
                    answer,
                    MembershipError::NotFound | MembershipError::Denied(_)
                )
            }
            "draw a user in from another account" => {
                let login = format!("stranger{}", self.number);
                let stranger = self.world.user_of(self.elsewhere, &login).await;
                let answer = memberships::add(app, actor, acme, stranger.id).await;
                allowed!(
                    answer,
                    MembershipError::NotFound | MembershipError::Denied(_)
                )
            }
            "end a membership" => {
                let login = format!("member{}", self.number);
                let member = self.world.user_of(self.elsewhere, &login).await;
                memberships::add(app, &Actor::system(), acme, member.id)
                    .await
                    .expect("a member");
                let answer = memberships::remove(app, actor, acme, member.id).await;
                allowed!(
                    answer,
                    MembershipError::NotFound | MembershipError::Denied(_)
                )
            }
            _ => panic!("nobody tries to {what}"),
        }
    }

    async fn with_users(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let origin = RequestOrigin::local();
        let change = match what {
            "list users" => {
                let (filter, page) = (UserFilter::default(), PageRequest::default());
                let answer = account_users::list(app, actor, acme, filter, page).await;
                return allowed!(
                    answer,
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

    async fn with_mail(&self, what: &str) -> bool {
        let (app, actor, id) = (&self.world.app, &self.actor, self.user.id);
        match what {
            "send a welcome email" => {
                let (origin, repeat) = (RequestOrigin::local(), Repeat::AlwaysSend);
                let answer = welcome_emails::request(app, actor, id, origin, repeat).await;
                return allowed!(
                    answer,
                    RequestWelcomeEmailError::NotFound | RequestWelcomeEmailError::Denied(_)
                );
            }
            "see a timeline" => {
                let page = PageRequest::default();
                let answer = welcome_emails::timeline(app, actor, id, page).await;
                return allowed!(
                    answer,
                    WelcomeEmailError::NotFound | WelcomeEmailError::Denied(_)
                );
            }
            "see the history of the account's deliveries" | "see the history of deliveries" => {
                let account = what.contains("account").then_some(self.world.acme);
                return deliveries::history(app, actor, account, 7).await.is_ok();
            }
            "count deliveries" => return deliveries::summary(app, actor).await.is_ok(),
            _ => {}
        }
        let message = self.world.welcome(id).await.id;
        let answer = match what {
            "see a welcome email" => welcome_emails::get(app, actor, message).await.map(drop),
            "cancel a welcome email" => welcome_emails::cancel(app, actor, message).await,
            "retry a welcome email" => {
                let cancelled = welcome_emails::cancel(app, &Actor::system(), message).await;
                cancelled.expect("cancelled");
                welcome_emails::retry(app, actor, message).await.map(drop)
            }
            _ => panic!("nobody tries to {what}"),
        };
        allowed!(
            answer,
            WelcomeEmailError::NotFound | WelcomeEmailError::Denied(_)
        )
    }

    async fn with_secrets(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let page = PageRequest::default;
        match what {
            "reveal a link" => {
                self.world.welcome(self.user.id).await;
                let answer = password_links::reveal(app, actor, self.user.id, None).await;
                allowed!(answer, RevealError::NotFound | RevealError::Denied(_))
            }
            "revoke links" => {
                let answer = password_links::revoke_all(app, actor, self.user.id).await;
                allowed!(answer, RevealError::NotFound | RevealError::Denied(_))
            }
            "read captured mail" => {
                let message = self.world.welcome(self.user.id).await;
                self.world.deliver().await;
                let answer = captured_emails::read(app, actor, message.id).await;
                allowed!(
                    answer,
                    CapturedEmailError::NotFound | CapturedEmailError::Denied(_)
                )
            }
            "list captured mail" => {
                let answer = captured_emails::list(app, actor, page()).await;
                allowed!(answer, CapturedEmailError::Denied(_))
            }
            "make a token" | "revoke a token" => self.with_token(what == "make a token").await,
            "list tokens" => {
                allowed!(
                    api_tokens::list(app, actor, page()).await,
                    ApiTokenError::Denied(_)
                )
            }
            "read the audit log" | "read the account's audit log" => {
                let account = what.contains("account").then_some(acme);
                let filter = AuditFilter {
                    account,
                    action: None,
                };
                let answer = audit_log::list(app, actor, filter, page()).await;
                allowed!(answer, AuditLogError::Denied(_))
            }
            "verify the audit log" => {
                let answer = audit_verification::verify(app, actor, None, None).await;
                allowed!(answer, AuditVerificationError::Denied(_))
            }
            "see mail providers" => mail_providers::list(app, actor).is_ok(),
            "test a mail provider" => {
                let (to, origin) = (self.user.email.clone(), RequestOrigin::local());
                let answer = mail_providers::test(app, actor, "capture", to, origin).await;
                allowed!(answer, TestProviderError::Denied(_))
            }
            _ => panic!("nobody tries to {what}"),
        }
    }

    async fn with_token(&self, makes: bool) -> bool {
        let app = &self.world.app;
        let new = NewApiToken {
            name: "robot".parse().expect("a name"),
            role: Role::Helpdesk,
            scope: Scope::Account(self.world.acme),
            expires_at: None,
        };
        if makes {
            // A token that makes another must be stored; what is tried here is the right alone.
            let actor = Actor {
                credential: Credential::System,
                ..self.actor.clone()
            };
            let answer = api_tokens::create(app, &actor, new).await;
            return allowed!(answer, ApiTokenError::Denied(_));
        }
        let (token, _) = api_tokens::create(app, &Actor::system(), new)
            .await
            .expect("made");
        let answer = api_tokens::revoke(app, &self.actor, token.id).await;
        allowed!(answer, ApiTokenError::NotFound | ApiTokenError::Denied(_))
    }
}
