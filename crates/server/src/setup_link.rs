//! The link on which the first owner is made: shown to a terminal, else left in the data folder.

use std::{
    fs,
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::sync::watch;
use usher_application::setup;
use usher_persistence::{Database, DatabaseError, Signal, role_grants};

use crate::{node::Node, private_file, stdout};

/// Also when nothing rings: an owner may be made by another process.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Why the setup link could not be handed out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SetupLinkError {
    /// The database failed.
    #[error("the setup link cannot be made")]
    Database(#[from] DatabaseError),
    /// The file cannot be written or removed, or the terminal not written to.
    #[error("the setup link cannot be written to {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Makes a fresh link while the installation has no owner, and hands it out; whether it did.
pub(crate) async fn hand_out(node: &Node, path: &Path) -> Result<bool, SetupLinkError> {
    let failed = |source| SetupLinkError::File {
        path: path.to_owned(),
        source,
    };
    let Some(link) = setup::setup_link(&node.app).await? else {
        remove(path).map_err(failed)?;
        return Ok(false);
    };
    if io::stdout().is_terminal() {
        let text = format!(
            "\nWelcome to Usher. Make the first owner within an hour at\n\n  {}\n",
            link.expose()
        );
        stdout::line(&text).map_err(failed)?;
        remove(path).map_err(failed)?;
    } else {
        let content = format!("{}\n", link.expose());
        private_file::replace(path, content.as_bytes()).map_err(failed)?;
        tracing::info!(
            setup_link.path = %path.display(),
            "there is no owner yet; open the link in this file within an hour to make one"
        );
    }
    Ok(true)
}

/// Removes the file once there is an owner.
pub(crate) async fn remove_when_used(
    database: Database,
    path: PathBuf,
    mut stop: watch::Receiver<bool>,
) {
    let mut rung = database.signal(Signal::Audit);
    while !*stop.borrow() {
        tokio::select! {
            () = rung.heard() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
        if let Ok(1..) = database.read(role_grants::count_owners).await {
            if let Err(error) = remove(&path) {
                tracing::warn!(%error, setup_link.path = %path.display(), "the file of the used setup link cannot be removed");
            }
            return;
        }
    }
}

/// Removes the file, if it is there.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
