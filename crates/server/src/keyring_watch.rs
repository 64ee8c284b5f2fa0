//! Takes over keys that `usher secret rotate`, or a deployment, adds to the keyring file.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::sync::watch;
use usher_application::keys;

use crate::{keyring_file, node::Node};

const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What tells one version of the file from another.
type Version = Option<(u64, i64, i64)>;

/// Looks at the file now and then until told to stop.
pub(crate) async fn run(node: Node, path: PathBuf, mut stop: watch::Receiver<bool>) {
    let mut known = version(&path);
    let mut look = tokio::time::interval(LOOK_EVERY);
    while !*stop.borrow() {
        tokio::select! {
            _ = look.tick() => {}
            _ = stop.changed() => {}
        }
        let present = version(&path);
        if present != known {
            known = present;
            take_over(&node, &path).await;
        }
    }
}

async fn take_over(node: &Node, path: &Path) {
    let keyring = match keyring_file::read(path) {
        Ok(keyring) => keyring,
        Err(error) => {
            tracing::error!(%error, "the keyring has changed and cannot be used; the old keys stay");
            return;
        }
    };
    match keys::introduce(&node.database, &keyring, &*node.clock, &*node.entropy).await {
        Ok(()) => {
            tracing::info!(key.id = %keyring.current().id(), "keyring taken over");
            node.app.replace_keyring(keyring);
        }
        Err(error) => {
            tracing::error!(%error, "the keyring has changed and cannot be used; the old keys stay");
        }
    }
}

fn version(path: &Path) -> Version {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.ino(), metadata.mtime(), metadata.mtime_nsec()))
}
