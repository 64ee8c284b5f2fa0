//! Connections that must be protected, and are, or carry nothing.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;
use usher_domain::delivery::{SmtpStage, Verdict};
use usher_mail::smtp::{InvalidProvider, SmtpOptions, SmtpProvider};

use crate::fake_server::{FakeServer, Reaction, Step, mail, polite};

/// A server certificate for `localhost`, and a file with it as its own authority.
pub(crate) struct Identity {
    _folder: TempDir,
    pub(crate) ca_file: PathBuf,
    pub(crate) acceptor: TlsAcceptor,
}

pub(crate) fn identity() -> Identity {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("ca.pem");
    std::fs::write(&ca_file, made.cert.pem()).unwrap();
    let certificate = CertificateDer::from(made.cert.der().to_vec());
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    Identity {
        _folder: folder,
        ca_file,
        acceptor: TlsAcceptor::from(Arc::new(config)),
    }
}

pub(crate) fn provider(
    url: &str,
    ca_file: Option<PathBuf>,
) -> Result<SmtpProvider, InvalidProvider> {
    let options = SmtpOptions {
        tls_ca_file: ca_file,
        ..SmtpOptions::default()
    };
    SmtpProvider::new("fake", url.parse().unwrap(), options)
}

pub(crate) fn offers_starttls(step: &Step) -> Reaction {
    match step {
        step if step.is("EHLO") => Reaction::Reply("250-fake.example\r\n250 STARTTLS"),
        step if step.is("STARTTLS") => Reaction::StartTls,
        step => polite(step),
    }
}

#[tokio::test]
async fn implicit_tls_carries_mail_to_a_trusted_server() {
    let identity = identity();
    let server =
        FakeServer::start_with_tls(Some(identity.acceptor), true, |_, step| polite(step)).await;
    let url = format!("smtps://localhost:{}", server.port);
    let provider = provider(&url, Some(identity.ca_file)).unwrap();
    let mut connection = provider.connect().await.unwrap();
    assert!(matches!(
        connection.deliver(&mail()).await,
        Verdict::Delivered(_)
    ));
}

#[tokio::test]
async fn starttls_carries_mail_after_greeting_the_server_anew() {
    let identity = identity();
    let server = FakeServer::start_with_tls(Some(identity.acceptor), false, |_, step| {
        offers_starttls(step)
    })
    .await;
    let url = format!("smtp://localhost:{}?tls=required", server.port);
    let provider = provider(&url, Some(identity.ca_file)).unwrap();
    let mut connection = provider.connect().await.unwrap();
    assert!(matches!(
        connection.deliver(&mail()).await,
        Verdict::Delivered(_)
    ));
    let commands = server.commands();
    assert_eq!(
        commands[..3],
        ["EHLO localhost", "STARTTLS", "EHLO localhost"]
    );
}

#[tokio::test]
async fn required_tls_that_is_not_offered_sends_nothing() {
    let identity = identity();
    let server = FakeServer::start(|_, step| polite(step)).await;
    let url = format!("smtp://usher:secret@localhost:{}?tls=required", server.port);
    let verdict = provider(&url, Some(identity.ca_file))
        .unwrap()
        .connect()
        .await
        .unwrap_err();
    assert!(matches!(
        verdict,
        Verdict::ProviderDown {
            stage: SmtpStage::Tls,
            ..
        }
    ));
    assert_eq!(server.commands(), ["EHLO localhost"]);
}

#[tokio::test]
async fn replies_smuggled_in_ahead_of_the_handshake_end_the_connection() {
    let identity = identity();
    let server = FakeServer::start(|_, step| match step {
        step if step.is("STARTTLS") => {
            Reaction::Bytes(b"220 go ahead\r\n250-fake.example\r\n250 AUTH PLAIN\r\n")
        }
        step => offers_starttls(step),
    })
    .await;
    let url = format!("smtp://localhost:{}?tls=required", server.port);
    let verdict = provider(&url, Some(identity.ca_file))
        .unwrap()
        .connect()
        .await
        .unwrap_err();
    assert!(matches!(
        verdict,
        Verdict::ProviderDown {
            stage: SmtpStage::Tls,
            ..
        }
    ));
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_sends_nothing() {
    let (servers, trusted) = (identity(), identity());
    let server =
        FakeServer::start_with_tls(Some(servers.acceptor), true, |_, step| polite(step)).await;
    let url = format!("smtps://localhost:{}", server.port);
    let verdict = provider(&url, Some(trusted.ca_file))
        .unwrap()
        .connect()
        .await
        .unwrap_err();
    assert!(matches!(
        verdict,
        Verdict::ProviderDown {
            stage: SmtpStage::Tls,
            ..
        }
    ));
    assert!(server.commands().is_empty());
}

#[test]
fn a_file_without_certificates_is_named_when_the_provider_is_set_up() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [("missing.pem", None), ("empty.pem", Some(""))] {
        let path = folder.path().join(name);
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        let error = provider("smtps://localhost", Some(path)).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
}
