//! Trying every use case once, for the table of permissions.

use usher_application::{
    PageRequest,
    access_keys::{self, CredentialError, NewCredential},
    account_users::{self, AccountUserError, UserChanges, UserFilter},
    accounts::{self, AccountChanges, AccountError, NewAccount},
    api_tokens::{self, ApiTokenError},
    audit_log::{self, AuditFilter, AuditLogError},
    audit_verification::{self, AuditVerificationError},
    authorization_messages::{self, AuthorizationMessageError, RefusedRequest},
    bulk_sends::{self, BulkSendError},
    captured_emails::{self, CapturedEmailError},
    deliveries,
    demo::{self, Seed, SeedError},
    mail_providers::{self, TestProviderError},
    memberships,
    memberships::MembershipError,
    password_links::{self, RevealError},
    roles::{self, RoleError},
    templates::{self, TemplateError},
    user_events,
    user_export::UserExport,
    user_imports::{self, ImportWish, UserImportError},
    welcome_emails::{self, Repeat, RequestWelcomeEmailError, WelcomeEmailError},
};
use usher_domain::{
    account::AccountSettings,
    account_user::AccountUser,
    actor::{Actor, Credential},
    bulk_send::BulkSendLimits,
    grants::Scope,
    ids::AccountId,
    request_origin::RequestOrigin,
    role::Role,
    user_import::OnDuplicate,
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

    async fn with_bulk_sends(&self, what: &str) -> bool {
        use BulkSendError::{Denied, NotFound};
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let to_her = || bulk_sends::NewBulkSend {
            recipients: bulk_sends::Recipients::Users(vec![self.user.id]),
            template: None,
            limits: BulkSendLimits::default(),
        };
        let (system, origin) = (Actor::system(), RequestOrigin::local);
        let made = bulk_sends::create(app, &system, acme, origin(), to_her()).await;
        let id = made.expect("started").id;
        let page = PageRequest::default();
        match what {
            "try out a bulk send" => {
                let answer = bulk_sends::preview(app, actor, acme, to_her()).await;
                allowed!(answer, NotFound | Denied(_))
            }
            "start a bulk send" => {
                let answer = bulk_sends::create(app, actor, acme, origin(), to_her()).await;
                allowed!(answer, NotFound | Denied(_))
            }
            "list bulk sends" => {
                let answer = bulk_sends::list(app, actor, acme, page).await;
                allowed!(answer, NotFound | Denied(_))
            }
            "see a bulk send" => {
                allowed!(bulk_sends::get(app, actor, id).await, NotFound | Denied(_))
            }
            "see who is left out of a bulk send" => {
                let answer = bulk_sends::left_out(app, actor, id, None, page).await;
                allowed!(answer, NotFound | Denied(_))
            }
            "pause a bulk send" => {
                allowed!(
                    bulk_sends::pause(app, actor, id).await,
                    NotFound | Denied(_)
                )
            }
            "resume a bulk send" => {
                bulk_sends::pause(app, &system, id).await.expect("paused");
                allowed!(
                    bulk_sends::resume(app, actor, id).await,
                    NotFound | Denied(_)
                )
            }
            _ => allowed!(
                bulk_sends::cancel(app, actor, id).await,
                NotFound | Denied(_)
            ),
        }
    }

    async fn with_accounts(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let name = format!("Fresh {}", self.number);
        match what {
            "see the numbered account" => {
                let acme = accounts::get(app, &Actor::system(), acme).await;
                let number = acme.expect("it is there").number;
                allowed!(
                    accounts::find_by_number(app, actor, number).await,
                    AccountError::NotFound
                )
            }
            "see the project's account" => {
                let acme = accounts::get(app, &Actor::system(), acme).await;
                let project = acme.expect("it is there").project_id;
                allowed!(
                    accounts::find_by_project(app, actor, project).await,
                    AccountError::NotFound
                )
            }
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
            "make up people in an account" => {
                let seed = Seed {
                    users: 1,
                    account: name.parse().expect("a name"),
                    messages_per_user: 0,
                    seed: 1,
                };
                let answer = demo::seed(app, actor, seed, |_| {}).await;
                allowed!(answer, SeedError::Denied(_))
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
            "see a user's memberships" => {
                let answer = memberships::list(app, actor, self.user.id).await;
                allowed!(answer, MembershipError::NotFound)
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

    async fn with_files(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let file = if what.contains("changes") {
            format!("login,name\n{},X\n", self.user.login)
        } else {
            format!("login,email\nfiled{0},filed{0}@example.com\n", self.number)
        };
        let wish = ImportWish {
            dry_run: !what.starts_with("import"),
            send_welcome: Some(what.contains("welcome")),
            on_duplicate: if what.contains("changes") {
                OnDuplicate::Update
            } else {
                OnDuplicate::Skip
            },
        };
        let origin = RequestOrigin::local;
        let submit = async |actor: &Actor| {
            user_imports::submit(app, actor, acme, file.as_bytes(), wish, origin()).await
        };
        let answer = if what.contains("file of") {
            submit(actor).await
        } else if what.starts_with("list") {
            let listed = user_imports::list(app, actor, acme, PageRequest::default()).await;
            return allowed!(
                listed,
                UserImportError::NotFound | UserImportError::Denied(_)
            );
        } else {
            let import = submit(&Actor::system()).await.expect("a good file").id;
            let answer = match what {
                "see an import of users" => user_imports::get(app, actor, import).await,
                "start an import of users" => {
                    user_imports::start(app, actor, import, origin()).await
                }
                "call off an import of users" => user_imports::cancel(app, actor, import).await,
                "see the rows of an import of users" => {
                    let rows =
                        user_imports::rows(app, actor, import, None, PageRequest::default()).await;
                    match rows {
                        Ok(_) => user_imports::get(app, &Actor::system(), import).await,
                        Err(error) => Err(error),
                    }
                }
                _ => panic!("nobody tries to {what}"),
            };
            // Few imports of an account may be open at once. One that has ended is done with.
            let _ = user_imports::cancel(app, &Actor::system(), import).await;
            answer
        };
        if let Ok(import) = &answer {
            let _ = user_imports::cancel(app, &Actor::system(), import.id).await;
        }
        allowed!(
            answer,
            UserImportError::NotFound | UserImportError::Denied(_)
        )
    }

    async fn with_templates(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let id = || crate::templates::id("greeting");
        let wanted = crate::templates::wanted("greeting", &[("en", "{{ link }}")]);
        templates::save(app, &Actor::system(), acme, wanted.clone())
            .await
            .expect("a template");
        // Test mails are counted per person, and system and robots are many here.
        self.world.advance(chrono::Duration::minutes(1));
        let refused = |answer: Result<(), TemplateError>| {
            allowed!(answer, TemplateError::NotFound | TemplateError::Denied(_))
        };
        match what {
            "see the templates of an account" => {
                refused(templates::list(app, actor, acme).await.map(drop))
            }
            "look at a template of an account" => {
                let shown = templates::preview(app, actor, acme, id(), None).await;
                refused(shown.map(drop))
            }
            "try out a template of an account" => {
                let to = Some("ada@example.com".parse().expect("an address"));
                let sent = templates::test_send(app, actor, acme, id(), None, to).await;
                refused(sent.map(drop))
            }
            "save a template of an account" => {
                refused(templates::save(app, actor, acme, wanted).await.map(drop))
            }
            "delete a template of an account" => {
                refused(templates::delete(app, actor, acme, id()).await)
            }
            _ => panic!("nobody tries to {what}"),
        }
    }

    async fn with_users(&self, what: &str) -> bool {
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
            "make an access key" | "revoke an access key" => {
                self.with_access_key(what == "make an access key").await
            }
            "list access keys" => {
                allowed!(
                    access_keys::list(app, actor, page()).await,
                    CredentialError::Denied(_)
                )
            }
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
            "open the reason of a refusal" => {
                let refused = RefusedRequest {
                    action: "read".to_owned(),
                    resource: "this".to_owned(),
                    request_id: "1".to_owned(),
                    account: Some(self.world.acme),
                };
                let system = Actor::system();
                let sealed = authorization_messages::encode(app, &system, &refused).await;
                let sealed = sealed.expect("a sealed reason");
                allowed!(
                    authorization_messages::decode(app, actor, &sealed),
                    AuthorizationMessageError::Invalid | AuthorizationMessageError::Denied(_)
                )
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

    fn new_credential(&self) -> NewCredential {
        NewCredential {
            name: "robot".parse().expect("a name"),
            role: Role::Helpdesk,
            scope: Scope::Account(self.world.acme),
            expires_at: None,
        }
    }

    /// Who makes a token or key. A token that makes another must be stored; what is tried here is
    /// the right alone.
    fn maker(&self) -> Actor {
        Actor {
            credential: Credential::System,
            ..self.actor.clone()
        }
    }

    async fn with_access_key(&self, makes: bool) -> bool {
        let (app, new) = (&self.world.app, self.new_credential());
        if makes {
            let answer = access_keys::create(app, &self.maker(), new).await;
            return allowed!(answer, CredentialError::Denied(_));
        }
        let (key, _) = access_keys::create(app, &Actor::system(), new)
            .await
            .expect("made");
        let answer = access_keys::revoke(app, &self.actor, key.id).await;
        allowed!(
            answer,
            CredentialError::NotFound | CredentialError::Denied(_)
        )
    }

    async fn with_token(&self, makes: bool) -> bool {
        let (app, new) = (&self.world.app, self.new_credential());
        if makes {
            let answer = api_tokens::create(app, &self.maker(), new).await;
            return allowed!(answer, ApiTokenError::Denied(_));
        }
        let (token, _) = api_tokens::create(app, &Actor::system(), new)
            .await
            .expect("made");
        let answer = api_tokens::revoke(app, &self.actor, token.id).await;
        allowed!(answer, ApiTokenError::NotFound | ApiTokenError::Denied(_))
    }
}
