//! An installation for one test: a database, an application on it, time, and people in few words.

use std::sync::Arc;

use chrono::Duration;
use usher_application::{
    App, AppSettings, DeliveryRoute, ProviderRoute,
    account_users::{self, NewAccountUser, UserChanges},
    accounts::{self, NewAccount},
    audit_sealer, authentication, dispatcher, keys, password_links,
    password_links::{ConsumeError, InspectedLink, Redemption},
    roles,
    sessions::{self, NewSession, SignIn, SignInError},
    setup,
    welcome_emails::{self, Repeat},
};
use usher_domain::{
    account::{Account, AccountSettings},
    account_user::AccountUser,
    actor::{Actor, Credential},
    clock::Clock as _,
    grants::{Grants, Scope},
    ids::{AccountId, AccountUserId, ApiTokenId, MessageId},
    keyring::{KeyId, Keyring, MasterKey},
    message::Message,
    password::{Password, PasswordPolicy},
    password_link::LinkState,
    request_origin::RequestOrigin,
    role::Role,
};
use usher_mail::{
    capture::CaptureFolder,
    pool::{ConnectionPool, PoolLimits},
    smtp::{SmtpOptions, SmtpProvider},
};
use usher_persistence::{Database, DatabaseSettings, messages};
use uuid::Uuid;

use crate::chance::{MockClock, SeededEntropy};
use crate::mail_server::MailServer;
use crate::mailbox::{Mailbox, token};
use crate::places::Place;

pub(crate) const PUBLIC_URL: &str = "https://usher.example";
/// Good enough for everybody here.
pub(crate) const PASSWORD: &str = "violet teapot harbour";
/// As good, and another one.
pub(crate) const OTHER_PASSWORD: &str = "granite pelican sonata";
/// The secret of the only master key.
pub(crate) const KEYRING_SECRET: [u8; 32] = *b"installation secret of the tests";

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Arc<MockClock>,
    pub(crate) entropy: Arc<SeededEntropy>,
    pub(crate) database: Database,
    pub(crate) mailbox: Mailbox,
    /// The account that everybody belongs to unless said otherwise.
    pub(crate) acme: AccountId,
    // Removed last.
    pub(crate) place: Place,
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        Self::at(Place::sqlite()).await
    }

    /// An installation with one account and nobody in it; mail is captured.
    pub(crate) async fn at(place: Place) -> Self {
        let database = Database::open(DatabaseSettings::new(place.url())).expect("a database");
        database.migrate().await.expect("migrated");
        let (clock, entropy) = (Arc::<MockClock>::default(), Arc::<SeededEntropy>::default());
        keys::introduce(&database, &keyring(), &*clock, &*entropy)
            .await
            .expect("a key");
        let folder = CaptureFolder::open(place.folder().join("captured-mail")).expect("a folder");
        let route = DeliveryRoute::Capture(folder.clone());
        let app = app(&database, &clock, &entropy, route);
        let account = NewAccount {
            name: "Acme".parse().expect("a name"),
            project_name: None,
            settings: AccountSettings::default(),
        };
        let acme = accounts::create(&app, &Actor::system(), account)
            .await
            .expect("an account")
            .id;
        Self {
            app,
            clock,
            entropy,
            database,
            mailbox: Mailbox(folder),
            acme,
            place,
        }
    }

    /// Another node of the installation, which sends its mail to a server.
    pub(crate) fn sending_to(&self, server: &MailServer) -> App {
        let settings = format!("smtp://127.0.0.1:{}", server.port())
            .parse()
            .expect("a URL");
        let provider =
            SmtpProvider::new("main", settings, SmtpOptions::default()).expect("a provider");
        let pool = ConnectionPool::new(provider, PoolLimits::default());
        let route = DeliveryRoute::Smtp(vec![ProviderRoute::new(pool)].into());
        app(&self.database, &self.clock, &self.entropy, route)
    }

    /// Another node of the installation, with connections of its own.
    pub(crate) fn second_node(&self) -> App {
        let database = Database::open(DatabaseSettings::new(self.place.url()));
        let route = DeliveryRoute::Capture(self.mailbox.0.clone());
        app(
            &database.expect("a database"),
            &self.clock,
            &self.entropy,
            route,
        )
    }

    pub(crate) fn advance(&self, duration: Duration) {
        self.clock.advance(duration);
    }

    pub(crate) async fn account(&self, name: &str) -> Account {
        let account = NewAccount {
            name: name.parse().expect("a name"),
            project_name: None,
            settings: AccountSettings::default(),
        };
        accounts::create(&self.app, &Actor::system(), account)
            .await
            .expect("an account")
    }

    /// A user of the account, whose address is `<login>@example.com`.
    pub(crate) async fn user_of(&self, account: AccountId, login: &str) -> AccountUser {
        let new = new_user(login, Some(&format!("{login}@example.com")));
        let origin = RequestOrigin::local();
        let created =
            account_users::create(&self.app, &Actor::system(), account, new, origin).await;
        created.expect("a user").0
    }

    pub(crate) async fn user(&self, login: &str) -> AccountUser {
        self.user_of(self.acme, login).await
    }

    /// A user with [`PASSWORD`].
    pub(crate) async fn member(&self, login: &str) -> AccountUser {
        let user = self.user(login).await;
        self.change(
            user.id,
            UserChanges {
                password: Some(password(PASSWORD)),
                ..changes()
            },
        )
        .await
    }

    pub(crate) async fn change(&self, user: AccountUserId, changes: UserChanges) -> AccountUser {
        let answer = account_users::update(&self.app, &Actor::system(), user, changes).await;
        answer.expect("the change is made")
    }

    pub(crate) async fn get(&self, user: AccountUserId) -> AccountUser {
        account_users::get(&self.app, &Actor::system(), user)
            .await
            .expect("she is there")
    }

    /// The owner of the installation, `owner@example.com` with [`PASSWORD`].
    pub(crate) async fn owner(&self) -> AccountUser {
        let email = "owner@example.com".parse().expect("an address");
        let account = Some("Acme".parse().expect("a name"));
        let owner = setup::create_owner(&self.app, email, account, Some(password(PASSWORD))).await;
        owner.expect("an owner")
    }

    pub(crate) async fn grant(&self, user: AccountUserId, roles: Vec<(Role, Scope)>) {
        let granted = roles::replace(&self.app, &Actor::system(), user, roles).await;
        granted.expect("the roles are granted");
    }

    /// A robot that holds a role somewhere.
    pub(crate) fn robot(&self, role: Role, scope: Scope) -> Actor {
        let id = ApiTokenId::mint(self.clock.now(), &*self.entropy);
        let grants = Grants::from_roles([(role, scope)]);
        Actor::new(Credential::ApiToken(id, None), grants)
    }

    pub(crate) async fn try_sign_in(
        &self,
        login: &str,
        account: Option<&str>,
        text: &str,
    ) -> Result<NewSession, SignInError> {
        let request = SignIn {
            login: login.to_owned(),
            password: password(text),
            account: account.map(str::to_owned),
            origin: RequestOrigin::local(),
        };
        sessions::sign_in(&self.app, request).await
    }

    /// Signs in with [`PASSWORD`]; the actor is what the cookie stands for.
    pub(crate) async fn signed_in(&self, login: &str) -> (Actor, NewSession) {
        let session = self
            .try_sign_in(login, None, PASSWORD)
            .await
            .expect("signed in");
        (
            self.with_cookie(&session).await.expect("a live session"),
            session,
        )
    }

    pub(crate) async fn with_cookie(
        &self,
        session: &NewSession,
    ) -> Result<Actor, authentication::AuthenticationError> {
        authentication::with_session(&self.app, session.secret.reveal()).await
    }

    /// Asks for a welcome email, whatever was asked for before.
    pub(crate) async fn welcome(&self, user: AccountUserId) -> Message {
        let (actor, origin) = (Actor::system(), RequestOrigin::local());
        welcome_emails::request(&self.app, &actor, user, origin, Repeat::AlwaysSend)
            .await
            .expect("a welcome email")
    }

    pub(crate) async fn deliver(&self) {
        dispatcher::deliver_due(&self.app)
            .await
            .expect("the messages are delivered");
    }

    /// Welcomes, delivers, and takes the link out of the mail.
    pub(crate) async fn welcome_token(&self, user: AccountUserId) -> String {
        let message = self.welcome(user).await;
        self.deliver().await;
        token(&self.mailbox.of(message.id))
    }

    pub(crate) async fn consume(
        &self,
        token: &str,
        text: &str,
    ) -> Result<NewSession, ConsumeError> {
        let redemption = Redemption {
            password: password(text),
            email: None,
            account: None,
            origin: RequestOrigin::local(),
        };
        password_links::consume(&self.app, token, redemption).await
    }

    pub(crate) async fn inspect(&self, token: &str) -> InspectedLink {
        password_links::inspect(&self.app, token, None)
            .await
            .expect("looked up")
    }

    /// What a link is worth.
    pub(crate) async fn state(&self, token: &str) -> LinkState {
        self.inspect(token).await.state
    }

    pub(crate) async fn message(&self, id: MessageId) -> Message {
        let found = self
            .database
            .read(move |connection| messages::find(connection, id))
            .await;
        found
            .expect("the database answers")
            .expect("the message is there")
    }

    pub(crate) async fn seal(&self) {
        self.seal_as(1).await;
    }

    /// Seals as one of several nodes would.
    pub(crate) async fn seal_as(&self, node: u128) {
        let holder = Uuid::from_u128(node);
        audit_sealer::seal_all(&self.app, holder)
            .await
            .expect("the events are sealed");
    }

    /// How many rows a table has, or those of it that a condition behind its name lets through.
    pub(crate) fn rows_of(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) AS number FROM {table}");
        self.place.number(&sql)
    }

    /// How often something was recorded in the audit log.
    pub(crate) fn audited(&self, action: &str) -> i64 {
        self.rows_of(&format!("audit_events WHERE action = '{action}'"))
    }
}

pub(crate) fn keyring() -> Keyring {
    Keyring::new(vec![MasterKey::new(KeyId(1), KEYRING_SECRET)]).expect("one key")
}

fn app(
    database: &Database,
    clock: &Arc<MockClock>,
    entropy: &Arc<SeededEntropy>,
    route: DeliveryRoute,
) -> App {
    let settings = AppSettings {
        public_url: PUBLIC_URL.to_owned(),
        region: "eu-de".to_owned(),
        sender: "Usher <no-reply@usher.example>".parse().expect("a sender"),
        dialect_wait: std::time::Duration::from_secs(5),
        password_policy: PasswordPolicy::default(),
        hash_threads: 2,
    };
    let (clock, entropy) = (Arc::clone(clock), Arc::clone(entropy));
    App::new(database.clone(), clock, entropy, keyring(), route, settings)
}

pub(crate) fn password(text: &str) -> Password {
    Password::read(text).expect("not too long")
}

pub(crate) fn changes() -> UserChanges {
    UserChanges::default()
}

pub(crate) fn new_user(login: &str, email: Option<&str>) -> NewAccountUser {
    NewAccountUser {
        login: login.parse().expect("a login"),
        email: email.map(|email| email.parse().expect("an address")),
        display_name: None,
        phone: None,
        locale: None,
        password: None,
        enabled: true,
        send_welcome: None,
    }
}
