//! People for tests.

use usher_server::{
    usher_application::{
        account_users::{self, NewAccountUser},
        roles,
    },
    usher_domain::{
        account_user::AccountUser,
        actor::Actor,
        email_address::EmailAddress,
        grants::Scope,
        ids::AccountId,
        names::{DisplayName, Locale, LoginName},
        password::Password,
        request_origin::RequestOrigin,
        role::Role,
    },
};

use crate::{PASSWORD, TestApp};

/// A person to be made; she has no password and no role unless told so.
#[must_use = "nobody is made before `insert`"]
pub struct AccountUserBuilder<'a> {
    app: &'a TestApp,
    account: Option<AccountId>,
    roles: Vec<(Role, Scope)>,
    new: NewAccountUser,
}

impl<'a> AccountUserBuilder<'a> {
    pub(crate) fn new(app: &'a TestApp, email: &str) -> Self {
        let email = EmailAddress::parse(email).expect("an address");
        let new = NewAccountUser {
            login: LoginName::parse(email.as_str()).expect("a login"),
            email: Some(email),
            display_name: None,
            phone: None,
            locale: None,
            password: None,
            enabled: true,
            send_welcome: Some(false),
        };
        Self {
            app,
            account: None,
            roles: Vec::new(),
            new,
        }
    }

    /// In another account than the usual one.
    pub fn in_account(mut self, account: AccountId) -> Self {
        self.account = Some(account);
        self
    }

    /// With another login than her address.
    pub fn login(mut self, login: &str) -> Self {
        self.new.login = LoginName::parse(login).expect("a login");
        self
    }

    /// With a name.
    pub fn display_name(mut self, name: &str) -> Self {
        self.new.display_name = Some(DisplayName::parse(name).expect("a name"));
        self
    }

    /// With a language.
    pub fn locale(mut self, locale: &str) -> Self {
        self.new.locale = Some(Locale::parse(locale).expect("a language"));
        self
    }

    /// Without an address.
    pub fn without_email(mut self) -> Self {
        self.new.email = None;
        self
    }

    /// With [`PASSWORD`].
    pub fn with_password(mut self) -> Self {
        self.new.password = Some(Password::read(PASSWORD).expect("a password"));
        self
    }

    /// With a role somewhere.
    pub fn role(mut self, role: Role, scope: Scope) -> Self {
        self.roles.push((role, scope));
        self
    }

    /// Makes her.
    pub async fn insert(self) -> AccountUser {
        let system = Actor::system();
        let account = match self.account {
            Some(account) => account,
            None => self.app.account().await.id,
        };
        let app = &self.app.app;
        let made = account_users::create(app, &system, account, self.new, RequestOrigin::local());
        let (user, _) = made.await.expect("a new account user");
        if !self.roles.is_empty() {
            let granted = roles::replace(app, &system, user.id, self.roles).await;
            granted.expect("roles are granted");
        }
        user
    }
}
