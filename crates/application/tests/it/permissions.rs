//! Who may do what: every use case, for every role, in her own account, in another one, and with
//! the role on the whole installation. The table is the rule; the code has to agree.

use usher_application::{
    PageRequest,
    account_users::{self, AccountUserError, UserChanges, UserFilter},
    accounts::{self, AccountChanges, AccountError, NewAccount},
    api_tokens::{self, ApiTokenError, NewApiToken},
    audit_log::{self, AuditFilter, AuditLogError},
    captured_emails::{self, CapturedEmailError},
    deliveries, mail_providers, memberships,
    memberships::MembershipError,
    password_links::{self, RevealError},
    roles::{self, RoleError},
    welcome_emails::{self, Repeat, RequestWelcomeEmailError, WelcomeEmailError},
};
use usher_domain::{
    account::AccountSettings, account_user::AccountUser, actor::Actor, grants::Scope,
    ids::AccountId, request_origin::RequestOrigin, role::Role,
};

use crate::places::on_both_databases;
use crate::world::{World, changes, new_user, password};

/// A use case; the roles that may in their own account, in another account, and everywhere.
/// Owner, Security admin, User admin, Helpdesk, Auditor.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("see an account", "OSUHA", "", "OSUHA"),
    ("change an account", "OS", "", "OS"),
    ("create an account", "", "", "O"),
    ("delete an account", "", "", "O"),
    ("list users", "OSUHA", "", "OSUHA"),
    ("see a user", "OSUHA", "", "OSUHA"),
    ("create a user", "OSU", "", "OSU"),
    ("create and welcome a user", "OSU", "", "OSU"),
    ("rename a user", "OSU", "", "OSU"),
    ("change a user's address", "OSU", "", "OSU"),
    ("set a user's password", "OSU", "", "OSU"),
    ("disable a user", "OSU", "", "OSU"),
    ("delete a user", "OSU", "", "OSU"),
    ("see a user's roles", "OSUHA", "", "OSUHA"),
    ("grant a role", "OS", "", "OS"),
    ("draw a user into another account", "", "", "OSU"),
    ("draw a user in from another account", "", "", "OSU"),
    ("end a membership", "OSU", "", "OSU"),
    ("send a welcome email", "OSUH", "", "OSUH"),
    ("see a timeline", "OSUHA", "", "OSUHA"),
    ("see a welcome email", "OSUHA", "", "OSUHA"),
    ("cancel a welcome email", "OSUH", "", "OSUH"),
    ("retry a welcome email", "OSUH", "", "OSUH"),
    ("reveal a link", "OS", "", "OS"),
    ("revoke links", "OSU", "", "OSU"),
    ("read captured mail", "OS", "", "OS"),
    ("make a token", "OS", "", "OS"),
    ("revoke a token", "OS", "", "OS"),
    ("read the account's audit log", "OSA", "", "OSA"),
    ("see mail providers", "", "", "OSA"),
    // These lists show to everybody what is hers to see, and nothing else.
    ("list tokens", "OS", "OS", "OS"),
    ("list captured mail", "OS", "OS", "OS"),
    ("read the audit log", "OSA", "OSA", "OSA"),
    ("count deliveries", "OSUHA", "OSUHA", "OSUHA"),
];

fn letter(role: Role) -> char {
    match role {
        Role::Owner => 'O',
        Role::SecurityAdmin => 'S',
        Role::UserAdmin => 'U',
        Role::Helpdesk => 'H',
        Role::Auditor => 'A',
    }
}

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
struct Try<'a> {
    world: &'a World,
    actor: Actor,
    number: usize,
    user: AccountUser,
    elsewhere: AccountId,
}

impl Try<'_> {
    async fn is_allowed(&self, what: &str) -> bool {
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
            "see mail providers" => mail_providers::list(app, actor).is_ok(),
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
            let answer = api_tokens::create(app, &self.actor, new).await;
            return allowed!(answer, ApiTokenError::Denied(_));
        }
        let (token, _) = api_tokens::create(app, &Actor::system(), new)
            .await
            .expect("made");
        let answer = api_tokens::revoke(app, &self.actor, token.id).await;
        allowed!(answer, ApiTokenError::NotFound | ApiTokenError::Denied(_))
    }
}

on_both_databases! {
    async fn every_use_case_asks_for_its_permission(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        let mut number = 0;
        let mut wrong = Vec::new();
        for (what, own, other, installation) in TABLE {
            for (scope, expected) in [
                (Scope::Account(world.acme), own),
                (Scope::Account(elsewhere), other),
                (Scope::Installation, installation),
            ] {
                for role in Role::ALL {
                    number += 1;
                    let user = world.user(&format!("user{number}")).await;
                    let actor = world.robot(role, scope);
                    let attempt = Try { world: &world, actor, number, user, elsewhere };
                    let allowed = attempt.is_allowed(what).await;
                    if allowed != expected.contains(letter(role)) {
                        wrong.push(format!("{what}: {role} on {scope:?} may: {allowed}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    async fn nobody_without_rights_may_do_anything(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        for (number, (what, ..)) in TABLE.iter().enumerate() {
            let user = world.user(&format!("user{number}")).await;
            let actor = Actor::anonymous();
            let attempt = Try { world: &world, actor, number, user, elsewhere };
            assert!(!attempt.is_allowed(what).await, "{what}");
        }
    }

    async fn nobody_acts_upon_someone_who_holds_more(world) {
        let here = Scope::Account(world.acme);
        let elsewhere = world.account("Elsewhere").await.id;
        let acting = [
            "rename a user", "change a user's address", "set a user's password", "disable a user",
            "delete a user", "grant a role", "send a welcome email", "cancel a welcome email",
            "retry a welcome email", "reveal a link", "revoke links", "read captured mail",
        ];
        let mut number = 0;
        for (actor, target) in [
            (Role::Helpdesk, (Role::Owner, here)),
            (Role::UserAdmin, (Role::SecurityAdmin, here)),
            (Role::UserAdmin, (Role::Auditor, here)),
            (Role::SecurityAdmin, (Role::Owner, here)),
            (Role::Owner, (Role::Helpdesk, Scope::Installation)),
            (Role::Owner, (Role::Auditor, Scope::Account(elsewhere))),
        ] {
            for what in acting {
                number += 1;
                let user = world.user(&format!("user{number}")).await;
                world.grant(user.id, vec![target]).await;
                let robot = world.robot(actor, here);
                let attempt = Try { world: &world, actor: robot, number, user, elsewhere };
                assert!(!attempt.is_allowed(what).await, "{actor} may {what} of {target:?}");
            }
        }
    }

    async fn granting_requires_holding(world) {
        let here = Scope::Account(world.acme);
        let elsewhere = Scope::Account(world.account("Elsewhere").await.id);
        let ada = world.user("ada").await;
        let admin = world.robot(Role::SecurityAdmin, here);
        for (role, scope) in [
            (Role::Owner, here),
            (Role::Helpdesk, elsewhere),
            (Role::Helpdesk, Scope::Installation),
        ] {
            let answer = roles::replace(&world.app, &admin, ada.id, vec![(role, scope)]).await;
            assert!(matches!(answer, Err(RoleError::Denied(_))), "{role} {scope:?}: {answer:?}");
        }
        let wanted = vec![(Role::SecurityAdmin, here), (Role::Auditor, here)];
        roles::replace(&world.app, &admin, ada.id, wanted).await.expect("she holds as much");
        roles::replace(&world.app, &admin, ada.id, vec![]).await.expect("and may take it back");
        world.grant(ada.id, vec![(Role::Owner, here)]).await;
        let answer = roles::replace(&world.app, &admin, ada.id, vec![]).await;
        assert!(matches!(answer, Err(RoleError::Denied(_))), "{answer:?}");
    }

    async fn a_member_is_drawn_in_by_someone_who_may_in_both_accounts(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        let stranger = world.user_of(elsewhere, "stranger").await;
        let (here, there) = (Scope::Account(world.acme), Scope::Account(elsewhere));
        let mut admin = world.robot(Role::UserAdmin, here);
        let add = |admin: Actor| {
            let app = &world.app;
            async move { memberships::add(app, &admin, world.acme, stranger.id).await }
        };
        assert!(matches!(add(admin.clone()).await, Err(MembershipError::NotFound)));
        let grants = |role| usher_domain::grants::Grants::from_roles([(Role::UserAdmin, here), (role, there)]);
        admin.grants = grants(Role::Helpdesk);
        assert!(matches!(add(admin.clone()).await, Err(MembershipError::Denied(_))));
        admin.grants = grants(Role::UserAdmin);
        add(admin).await.expect("she may in both");
    }

    async fn everybody_sees_herself_and_nobody_changes_herself_without_the_right(world) {
        world.member("ada").await;
        let (ada, _) = world.signed_in("ada").await;
        let id = ada.user().expect("a user");
        account_users::get(&world.app, &ada, id).await.expect("herself");
        let other = world.user("grace").await.id;
        let answer = account_users::get(&world.app, &ada, other).await;
        assert!(matches!(answer, Err(AccountUserError::NotFound)), "{answer:?}");
        let change = UserChanges { display_name: Some("X".parse().expect("a name")), ..changes() };
        let answer = account_users::update(&world.app, &ada, id, change).await;
        assert!(matches!(answer, Err(AccountUserError::Denied(_))), "{answer:?}");
    }
}
