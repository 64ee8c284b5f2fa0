//! Putting a [`TestApp`] together.

use std::{net::IpAddr, sync::Arc, time::Duration};

use tempfile::TempDir;
use tokio::sync::OnceCell;
use url::Url;
use usher_server::{
    http::{self, HttpSettings, Places},
    metrics::HttpMetrics,
    usher_application::{AppSettings, DeliveryRoute, ProviderRoute},
    usher_domain::{
        clock::random,
        keyring::{KeyId, Keyring, MasterKey},
        password::PasswordPolicy,
    },
    usher_mail::{
        capture::CaptureFolder,
        letter::Sender,
        pool::{ConnectionPool, PoolLimits},
        smtp::{SmtpOptions, SmtpProvider},
    },
    wiring::{self, Parts},
};

use crate::{
    MockClock, SeededEntropy, TestApp,
    place::{Place, cluster_url},
};

/// How a [`TestApp`] is to be.
#[derive(Clone)]
pub struct TestAppBuilder {
    public_url: String,
    cluster: Option<String>,
    seed: u64,
    behind_a_proxy: bool,
    places: Places,
    mail_server: Option<u16>,
}

impl Default for TestAppBuilder {
    fn default() -> Self {
        Self {
            public_url: "http://usher.localhost".to_owned(),
            cluster: None,
            seed: 1,
            behind_a_proxy: false,
            places: Places::unknown(),
            mail_server: None,
        }
    }
}

impl TestAppBuilder {
    /// Uses another public URL, for example one with https.
    #[must_use]
    pub fn public_url(mut self, url: &str) -> Self {
        url.trim_end_matches('/').clone_into(&mut self.public_url);
        self
    }

    /// Draws other random numbers.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Believes `X-Forwarded-For`, as if every request came through a proxy of ours.
    #[must_use]
    pub fn behind_a_proxy(mut self) -> Self {
        self.behind_a_proxy = true;
        self
    }

    /// Knows the places of addresses.
    #[must_use]
    pub fn places(
        mut self,
        name: impl Fn(IpAddr) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.places = Places::new(name);
        self
    }

    /// Sends mail to a server at this port of the machine instead of capturing it, and lets dialects
    /// wait for what becomes of it.
    #[must_use]
    pub fn mail_server(mut self, port: u16) -> Self {
        self.mail_server = Some(port);
        self
    }

    /// Uses PostgreSQL; none where it is left out on purpose.
    #[must_use]
    pub fn postgres(self) -> Option<Self> {
        Some(Self {
            cluster: Some(cluster_url()?),
            ..self
        })
    }

    /// Opens an empty database and wires everything up on it.
    pub async fn start(self) -> TestApp {
        let folder = TempDir::new().expect("a temporary folder");
        let place = match self.cluster {
            Some(url) => Place::postgres(url).await,
            None => Place::sqlite(&folder),
        };
        let database = place.open().await;
        let clock = Arc::new(MockClock::default());
        let entropy = Arc::new(SeededEntropy::new(self.seed));
        let mail = CaptureFolder::open(folder.path().join("mail")).expect("a folder for mail");
        let key = MasterKey::new(KeyId(1), random(&*entropy));
        let app = wiring::wire(Parts {
            database: database.clone(),
            clock: Arc::<MockClock>::clone(&clock),
            entropy: Arc::<SeededEntropy>::clone(&entropy),
            keyring: Keyring::new(vec![key]).expect("one key"),
            route: match self.mail_server {
                Some(port) => smtp(port),
                None => DeliveryRoute::Capture(mail.clone()),
            },
            settings: AppSettings {
                // Unless a server answers, nobody delivers while a test waits for an answer.
                dialect_wait: self.mail_server.map_or(Duration::ZERO, |_| PATIENCE),
                ..settings(&self.public_url)
            },
        });
        let app = app.await.expect("a fresh database takes any keyring");
        let proxies = self
            .behind_a_proxy
            .then(|| "127.0.0.0/8".parse().expect("a network"));
        let metrics = HttpMetrics::default();
        let settings = HttpSettings {
            public_url: Url::parse(&self.public_url).expect("a public URL"),
            trusted_proxies: proxies.into_iter().collect(),
            places: self.places,
            clock: Arc::<MockClock>::clone(&clock),
            entropy,
            metrics: metrics.clone(),
        };
        let router = http::router(&app, settings);
        TestApp {
            app,
            database,
            clock,
            router,
            metrics,
            mail,
            account: OnceCell::new(),
            owner: OnceCell::new(),
            _place: place,
            _folder: folder,
        }
    }
}

/// How long a dialect waits for a mail server in this process: far longer than it takes.
const PATIENCE: Duration = Duration::from_mins(1);

fn smtp(port: u16) -> DeliveryRoute {
    let address = format!("smtp://127.0.0.1:{port}");
    let address = address.parse().expect("an address");
    let provider = SmtpProvider::new("main", address, SmtpOptions::default());
    let pool = ConnectionPool::new(provider.expect("a provider"), PoolLimits::default());
    DeliveryRoute::Smtp(vec![ProviderRoute::new(pool)].into())
}

fn settings(public_url: &str) -> AppSettings {
    AppSettings {
        public_url: public_url.to_owned(),
        region: "eu-de".to_owned(),
        sender: "Usher <no-reply@usher.example>"
            .parse::<Sender>()
            .expect("a sender"),
        dialect_wait: Duration::ZERO,
        password_policy: PasswordPolicy::default(),
        hash_threads: 1,
    }
}
