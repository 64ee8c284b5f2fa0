//! [`TestApp`]: the whole product without sockets.

use std::sync::Arc;

use tempfile::TempDir;
use tokio::sync::OnceCell;
use usher_server::{
    http::Router,
    metrics::{self, HttpMetrics},
    usher_application::{
        App,
        accounts::{self, NewAccount},
        api_tokens::{self, NewApiToken},
        dispatcher, setup,
    },
    usher_domain::{
        account::{Account, AccountSettings},
        account_user::AccountUser,
        actor::Actor,
        email_address::EmailAddress,
        grants::Scope,
        ids::AccountId,
        names::{AccountName, TokenName},
        password::Password,
        role::Role,
    },
    usher_mail::capture::CaptureFolder,
    usher_persistence::Database,
};

use crate::{
    AccountUserBuilder, Client, Mailbox, MockClock, TestAppBuilder, mailbox, place::Place,
};

/// The address of the owner behind [`TestApp::admin`].
pub const OWNER_EMAIL: &str = "owner@example.com";

/// The password of everybody who has one.
pub const PASSWORD: &str = "seventeen quiet harbours";

/// An installation of its own, gone when it is dropped.
pub struct TestApp {
    /// The application, to call use cases directly.
    pub app: App,
    /// The database, to look at what is stored.
    pub database: Database,
    /// The time.
    pub clock: Arc<MockClock>,
    pub(crate) router: Router,
    pub(crate) metrics: HttpMetrics,
    pub(crate) mail: CaptureFolder,
    pub(crate) account: OnceCell<Account>,
    pub(crate) owner: OnceCell<AccountUser>,
    // Last, so that the database is closed before its place goes.
    pub(crate) _place: Place,
    pub(crate) _folder: TempDir,
}

impl TestApp {
    /// What can be chosen.
    #[must_use]
    pub fn builder() -> TestAppBuilder {
        TestAppBuilder::default()
    }

    /// An installation with nothing special about it.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// The account in which people are unless a test says otherwise.
    pub async fn account(&self) -> &Account {
        self.account
            .get_or_init(|| self.insert_account("Analytical Engines"))
            .await
    }

    /// Another account.
    pub async fn insert_account(&self, name: &str) -> Account {
        let new = NewAccount {
            name: AccountName::parse(name).expect("an account name"),
            project_name: None,
            settings: AccountSettings::default(),
        };
        accounts::create(&self.app, &Actor::system(), new)
            .await
            .expect("a new account")
    }

    /// The owner of the installation.
    pub async fn owner(&self) -> &AccountUser {
        let make = || async {
            let email = EmailAddress::parse(OWNER_EMAIL).expect("an address");
            let account = self.account().await.name.clone();
            let password = Password::read(PASSWORD).expect("a password");
            let owner = setup::create_owner(&self.app, email, Some(account), Some(password));
            owner.await.expect("a first owner")
        };
        self.owner.get_or_init(make).await
    }

    /// A browser in which the owner is signed in.
    pub async fn admin(&self) -> Client {
        self.owner().await;
        self.signed_in(OWNER_EMAIL).await
    }

    /// A browser in which somebody with [`PASSWORD`] is signed in.
    pub async fn signed_in(&self, login: &str) -> Client {
        let mut browser = self.browser();
        browser.sign_in(login, PASSWORD).await.assert_status(201);
        browser
    }

    /// A program that nobody knows.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::program(self.router.clone())
    }

    /// A program that reads metrics and health where they are told.
    #[must_use]
    pub fn observer(&self) -> Client {
        Client::program(metrics::router(&self.app, &self.metrics))
    }

    /// A browser in which nobody is signed in.
    #[must_use]
    pub fn browser(&self) -> Client {
        Client::browser(self.router.clone())
    }

    /// A program with an API token; without an account it is good everywhere.
    pub async fn api_token(&self, role: Role, account: Option<AccountId>) -> Client {
        let new = NewApiToken {
            name: TokenName::parse("test").expect("a name"),
            role,
            scope: Scope::from_account(account),
            expires_at: None,
        };
        let made = api_tokens::create(&self.app, &Actor::system(), new).await;
        let (_, secret) = made.expect("a new API token");
        self.anonymous().with_bearer(secret.reveal())
    }

    /// A person to be made.
    pub fn account_user(&self, email: &str) -> AccountUserBuilder<'_> {
        AccountUserBuilder::new(self, email)
    }

    /// Delivers until the outbox is empty.
    pub async fn deliver_mail(&self) {
        dispatcher::deliver_due(&self.app)
            .await
            .expect("mail is delivered");
    }

    /// The mail that an address has got, the oldest first.
    #[must_use]
    pub fn mailbox(&self, address: &str) -> Mailbox {
        mailbox::open(&self.mail, &self.app.settings().public_url, address)
    }
}
