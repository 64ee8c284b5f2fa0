//! After a whole journey no secret is in the database or in the logs.

use std::io::Write;
use std::sync::{Arc, Mutex};

use base64::{
    Engine as _, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD,
};
use chrono::Duration;
use tracing_subscriber::{
    filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};
use usher_application::{
    access_keys, access_tokens,
    api_tokens::{self, NewApiToken},
    authentication, captured_emails, dispatcher, housekeeping, me,
    password_links::{self, Redemption},
    password_resets, setup,
};
use usher_domain::{actor::Actor, grants::Scope, request_origin::RequestOrigin, role::Role};

use crate::mail_server::MailServer;
use crate::mailbox::{received, token, tokens};
use crate::places::Place;
use crate::world::{KEYRING_SECRET, OTHER_PASSWORD, PASSWORD, World, password};

/// Everything that the crates under test log while the tests of this program run.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn listening() -> Self {
        let (log, trace) = (Self::default(), tracing::Level::TRACE);
        let ours = [
            "usher_application",
            "usher_domain",
            "usher_mail",
            "usher_persistence",
        ];
        let writer = log.clone();
        tracing_subscriber::registry()
            .with(tracing_subscriber::fmt::layer().with_writer(move || writer.clone()))
            .with(Targets::new().with_targets(ours.map(|target| (target, trace))))
            .init();
        log
    }

    fn contents(&self) -> Vec<u8> {
        self.0.lock().expect("no panic").clone()
    }
}

/// Every byte of the database: the file, and what its journal has not given to it yet.
fn database(place: &Place) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(place.folder()).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            bytes.extend(std::fs::read(&path).expect("a file of the database"));
        }
    }
    bytes
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// What was handed out and typed in, each with a name that may be printed.
#[derive(Default)]
struct Secrets(Vec<(String, Vec<u8>)>);

impl Secrets {
    fn text(&mut self, name: &str, text: &str) {
        self.0.push((name.to_owned(), text.as_bytes().to_vec()));
    }

    /// A link's token, and the part of it that only the keyring can make.
    fn link(&mut self, name: &str, token: &str) {
        self.text(name, token);
        let bytes = URL_SAFE_NO_PAD.decode(token).expect("a token");
        self.0.push((format!("{name}, raw"), bytes[20..].to_vec()));
    }

    /// A random secret behind its prefix, and its bytes.
    fn random(&mut self, name: &str, secret: &str) {
        self.text(name, secret);
        let (_, encoded) = secret.split_at("usher_xx_".len());
        self.0.push((
            format!("{name}, raw"),
            URL_SAFE_NO_PAD.decode(encoded).expect("base64"),
        ));
    }
}

/// The first start: an owner, and the tokens she makes.
async fn found(world: &World, secrets: &mut Secrets) -> Actor {
    let app = &world.app;
    let url = setup::setup_link(app)
        .await
        .expect("asked")
        .expect("no owner yet");
    let setup = tokens(url.expose()).remove(0);
    let redemption = Redemption {
        password: password(PASSWORD),
        email: Some("first@example.com".parse().expect("an address")),
        account: None,
        origin: RequestOrigin::local(),
    };
    let session = password_links::consume(app, &setup, redemption)
        .await
        .expect("founded");
    secrets.link("setup link", &setup);
    secrets.random("session of the setup", session.secret.reveal());
    let owner = world.with_cookie(&session).await.expect("signed in");
    let new = NewApiToken {
        name: "robot".parse().expect("a name"),
        role: Role::Owner,
        scope: Scope::Installation,
        expires_at: None,
    };
    let (_, api_token) = api_tokens::create(app, &owner, new).await.expect("made");
    secrets.random("API token", api_token.reveal());
    let new = NewApiToken {
        name: "signer".parse().expect("a name"),
        role: Role::Owner,
        scope: Scope::Installation,
        expires_at: None,
    };
    let (key, sk) = access_keys::create(app, &owner, new).await.expect("made");
    secrets.text("secret of the access key", sk.reveal());
    for secret in [sk.reveal(), "a wrong secret"] {
        let answer =
            authentication::with_client_credentials(app, key.ak.as_str(), secret, None).await;
        assert_eq!(answer.is_ok(), secret == sk.reveal());
    }
    secrets.text("mistyped secret of the access key", "a wrong secret");
    let issued = access_tokens::issue(app, &owner).expect("issued");
    secrets.text("access token", &issued.jwt);
    owner
}

/// Everything that happens to a link, until it is used.
async fn welcome(world: &World, owner: &Actor, secrets: &mut Secrets) {
    let app = &world.app;
    let ada = world.user("ada").await;
    let message = world.welcome(ada.id).await;
    world.deliver().await;
    let mail = captured_emails::read(app, owner, message.id, captured_emails::Look::Opened)
        .await
        .expect("captured");
    let welcome = tokens(&mail.text).remove(0);
    secrets.link("welcome link", &welcome);
    let seen = Some(RequestOrigin::new(Some("Firefox"), None, None));
    password_links::inspect(app, &welcome, seen)
        .await
        .expect("looked up");
    housekeeping::tidy(app).await.expect("tidied");
    password_links::reveal(app, owner, ada.id, Some(password(PASSWORD)))
        .await
        .expect("shown");
    assert!(world.consume(&welcome, "weak secret").await.is_err());
    secrets.text("refused password", "weak secret");
    world.advance(Duration::days(8));
    password_links::renew(app, &welcome, RequestOrigin::local())
        .await
        .expect("renewed");
    world.deliver().await;
    let renewed = token(&world.mailbox.all()[0]);
    secrets.link("renewed link", &renewed);
    let session = world
        .consume(&renewed, OTHER_PASSWORD)
        .await
        .expect("consumed");
    secrets.random("session of the link", session.secret.reveal());
    assert!(world.consume(&renewed, PASSWORD).await.is_err());
}

/// A forgotten password that comes back by SMTP, and a changed one.
async fn come_back(world: &World, secrets: &mut Secrets) {
    let (app, local) = (&world.app, RequestOrigin::local);
    world.advance(Duration::minutes(1));
    password_resets::request(app, "ada".to_owned(), local())
        .await
        .expect("taken");
    let server = MailServer::start().await;
    server.answer("ada@example.com", Some("451 4.7.1 greylisted"));
    let sending = world.sending_to(&server);
    dispatcher::deliver_due(&sending).await.expect("tried");
    server.answer("ada@example.com", None);
    world.advance(Duration::minutes(1));
    dispatcher::deliver_due(&sending).await.expect("sent");
    secrets.link("reset link", &token(&received(&server.contents()[0])));

    let session = world
        .try_sign_in("ada", None, OTHER_PASSWORD)
        .await
        .expect("signed in");
    secrets.random("session cookie", session.secret.reveal());
    assert!(
        world
            .try_sign_in("ada", None, "mistyped secret")
            .await
            .is_err()
    );
    secrets.text("mistyped password", "mistyped secret");
    let ada = world.with_cookie(&session).await.expect("signed in");
    let third = "turquoise lantern 58";
    me::change_password(
        app,
        &ada,
        password(OTHER_PASSWORD),
        password(third),
        local(),
    )
    .await
    .expect("changed");
    for (name, text) in [
        ("owner", PASSWORD),
        ("link", OTHER_PASSWORD),
        ("new", third),
    ] {
        secrets.text(&format!("password ({name})"), text);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_stored_or_logged() {
    let log = Log::listening();
    let world = World::sqlite().await;
    let mut secrets = Secrets::default();
    let owner = found(&world, &mut secrets).await;
    welcome(&world, &owner, &mut secrets).await;
    come_back(&world, &mut secrets).await;
    world.seal().await;
    secrets
        .0
        .push(("keyring".to_owned(), KEYRING_SECRET.to_vec()));
    secrets.text("keyring, base64", &STANDARD.encode(KEYRING_SECRET));
    secrets.text(
        "keyring, base64url",
        &URL_SAFE_NO_PAD.encode(KEYRING_SECRET),
    );

    let (stored, logged) = (database(&world.place), log.contents());
    assert!(
        contains(&stored, b"first@example.com"),
        "what is stored would be found"
    );
    assert!(
        contains(&logged, b"audit log sealed"),
        "what is logged would be found"
    );
    assert_eq!(
        world.audited("password_link.consumed"),
        2,
        "the journey was made"
    );
    for (name, secret) in &secrets.0 {
        assert!(!contains(&stored, secret), "the database holds the {name}");
        assert!(!contains(&logged, secret), "the log holds the {name}");
    }
    for address in ["ada@example.com", "first@example.com"] {
        assert!(
            !contains(&logged, address.as_bytes()),
            "the log holds the address {address}"
        );
    }
}
