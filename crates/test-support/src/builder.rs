//! Putting a [`TestApp`] together.

use std::{sync::Arc, time::Duration};

use tempfile::TempDir;
use tokio::sync::OnceCell;
use url::Url;
use usher_server::{
    http::{self, HttpSettings},
    usher_application::{AppSettings, DeliveryRoute},
    usher_domain::{
        clock::random,
        keyring::{KeyId, Keyring, MasterKey},
        password::PasswordPolicy,
    },
    usher_mail::{capture::CaptureFolder, letter::Sender},
    wiring::{self, Parts},
};

use crate::{
    MockClock, SeededEntropy, TestApp,
    place::{Place, cluster_url},
};

/// How a [`TestApp`] is to be.
#[derive(Debug, Clone)]
pub struct TestAppBuilder {
    public_url: String,
    cluster: Option<String>,
    seed: u64,
}

impl Default for TestAppBuilder {
    fn default() -> Self {
        Self {
            public_url: "http://usher.localhost".to_owned(),
            cluster: None,
            seed: 1,
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
            route: DeliveryRoute::Capture(mail.clone()),
            settings: settings(&self.public_url),
        });
        let app = app.await.expect("a fresh database takes any keyring");
        let settings = HttpSettings {
            public_url: Url::parse(&self.public_url).expect("a public URL"),
            trusted_proxies: Vec::new(),
            clock: Arc::<MockClock>::clone(&clock),
            entropy,
        };
        let router = http::router(&app, settings);
        TestApp {
            app,
            database,
            clock,
            router,
            mail,
            account: OnceCell::new(),
            owner: OnceCell::new(),
            _place: place,
            _folder: folder,
        }
    }
}

fn settings(public_url: &str) -> AppSettings {
    AppSettings {
        public_url: public_url.to_owned(),
        region: "eu-de".to_owned(),
        sender: "Usher <no-reply@usher.example>"
            .parse::<Sender>()
            .expect("a sender"),
        // Nobody delivers while a test waits for an answer.
        dialect_wait: Duration::ZERO,
        password_policy: PasswordPolicy::default(),
        hash_threads: 1,
    }
}
