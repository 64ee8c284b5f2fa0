//! TLS towards mail servers: the machine's certificate authorities, and one more if configured.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;
use usher_domain::delivery::Answer;

use super::wire::Stream;

/// Why connections cannot be protected.
#[derive(Debug, thiserror::Error)]
pub enum TlsSetupError {
    /// The configured file.
    #[error("the certificate authorities in {path} cannot be read: {reason}")]
    CaFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Neither the machine nor the configuration has a single certificate authority.
    #[error("no certificate authorities were found on this machine, and tls_ca_file is not set")]
    NoAuthorities,
    /// rustls refused the set-up.
    #[error("TLS cannot be set up: {0}")]
    Library(#[from] rustls::Error),
    /// The host cannot be in a certificate.
    #[error("the host is not a name that a certificate can have")]
    Host,
}

/// How to protect connections to one server.
#[derive(Clone)]
pub(super) struct Tls {
    connector: TlsConnector,
    server_name: ServerName<'static>,
}

impl Tls {
    /// Reads the certificate authorities. It reads files, so it runs once per provider.
    pub(super) fn new(host: &str, ca_file: Option<&Path>) -> Result<Self, TlsSetupError> {
        let server_name = ServerName::try_from(host.to_owned()).map_err(|_| TlsSetupError::Host)?;
        let mut roots = RootCertStore::empty();
        // A single unreadable certificate among the system's is not our business.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(path) = ca_file {
            add_file(&mut roots, path)?;
        }
        if roots.is_empty() {
            return Err(TlsSetupError::NoAuthorities);
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            connector: TlsConnector::from(Arc::new(config)),
            server_name,
        })
    }

    /// Performs the handshake; also tells what was agreed upon.
    pub(super) async fn protect(
        &self,
        stream: Box<dyn Stream>,
    ) -> Result<(Box<dyn Stream>, String), Answer> {
        match self
            .connector
            .connect(self.server_name.clone(), stream)
            .await
        {
            Ok(protected) => {
                let (_, session) = protected.get_ref();
                let version = session
                    .protocol_version()
                    .and_then(|version| version.as_str());
                let suite = session.negotiated_cipher_suite();
                let suite = suite.and_then(|suite| suite.suite().as_str());
                let agreed = [version, suite].into_iter().flatten().collect::<Vec<_>>();
                Ok((Box::new(protected), agreed.join(", ")))
            }
            Err(error) => Err(Answer::Lost(format!("TLS handshake failed: {error}"))),
        }
    }
}

fn add_file(roots: &mut RootCertStore, path: &Path) -> Result<(), TlsSetupError> {
    let failed = |reason: String| TlsSetupError::CaFile {
        path: path.to_owned(),
        reason,
    };
    let before = roots.len();
    let certificates =
        CertificateDer::pem_file_iter(path).map_err(|error| failed(error.to_string()))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| failed(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| failed(error.to_string()))?;
    }
    if roots.len() == before {
        return Err(failed("it has no certificate".to_owned()));
    }
    Ok(())
}
