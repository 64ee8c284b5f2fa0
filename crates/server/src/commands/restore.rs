//! `usher restore`: everything back from one file.

use std::path::{Path, PathBuf};

use clap::Args;
use usher_application::{audit_chain::Verification, restores::TakenOver};
use usher_domain::keyring::KeyId;

use super::{CommandError, print};
use crate::{
    backup::{self, Manifest, PutBack},
    config::Config,
};

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup to put back, while no server runs
    #[arg(long, value_name = "FILE", required_unless_present = "inspect")]
    from: Option<PathBuf>,
    /// Only say what is in a backup and whether it is whole
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "replace"])]
    pub(crate) inspect: Option<PathBuf>,
    /// Take the place of data that is there; that is kept aside
    #[arg(long)]
    replace: bool,
}

pub(crate) fn inspect(file: &Path) -> Result<(), CommandError> {
    let manifest = backup::verify(file)?;
    told(&manifest)?;
    print("Every file in it is whole.")
}

pub(crate) async fn run(config: &Config, command: Restore) -> Result<(), CommandError> {
    let Some(from) = command.from else {
        return Err(CommandError::Refused(
            "name the backup with --from".to_owned(),
        ));
    };
    let put_back = backup::put_back(config, &from, command.replace).await?;
    let PutBack {
        manifest,
        aside,
        taken,
        audit,
    } = &put_back;
    print(&format!(
        "The backup of {} was put back.",
        manifest.made_at.format("%Y-%m-%d %H:%M:%S UTC")
    ))?;
    if let Some(aside) = aside {
        print(&format!(
            "What was there before is kept in {}.",
            aside.display()
        ))?;
    }
    ended(config, taken)?;
    print(
        "Passwords, rights, API tokens and access keys are those of the backup: what was changed or \
         revoked since has to be changed or revoked again.",
    )?;
    audited(audit)
}

/// Tells what does not go on.
fn ended(config: &Config, taken: &TakenOver) -> Result<(), CommandError> {
    if !taken.renew_only.is_empty() {
        print(&format!(
            "Password links made with {} cannot be used any more; they offer their holders a fresh mail.",
            names(&taken.renew_only)
        ))?;
    }
    if !taken.lost.is_empty() {
        print(&format!(
            "Nobody has {} any more: links made with it lead to a neutral page. If you find the \
             keyring, put it at {} and restore once more.",
            names(&taken.lost),
            config.keyring_path().display()
        ))?;
    }
    print(&format!(
        "Sessions ended: {}. Messages called off, because they may have been sent since: {}. Bulk \
         sends paused and imports cancelled: {}. Access keys revoked, because their key is gone: {}.",
        taken.sessions, taken.messages, taken.runs, taken.access_keys
    ))?;
    print(&format!(
        "A fresh key mints from now on: back {} up again, and copy it to the other nodes, if there are any.",
        config.keyring_path().display()
    ))
}

fn names(keys: &[KeyId]) -> String {
    let names: Vec<String> = keys.iter().map(ToString::to_string).collect();
    format!("the key {}", names.join(", the key "))
}

fn audited(audit: &Verification) -> Result<(), CommandError> {
    match audit {
        Verification::Intact { events, .. } => {
            print(&format!("The audit log is intact: {events} events."))
        }
        Verification::Broken { seq, flaw, .. } => Err(CommandError::Refused(format!(
            "everything was put back, but the audit log in the backup is broken at event {seq}: {flaw}"
        ))),
        Verification::Unfinished { .. } | Verification::NowhereToGoOn => Err(
            CommandError::Refused("the audit log was not walked to its end".to_owned()),
        ),
    }
}

fn told(manifest: &Manifest) -> Result<(), CommandError> {
    print(&format!("made at     {}", manifest.made_at.to_rfc3339()))?;
    print(&format!("made by     usher {}", manifest.product_version))?;
    print(&format!("database    {}", manifest.backend))?;
    let latest = manifest.migrations.last().map_or("none", String::as_str);
    let count = manifest.migrations.len();
    print(&format!("migrations  {count}, the latest {latest}"))?;
    for key in &manifest.keys {
        print(&format!("key         {} ({})", key.id, key.state))?;
    }
    for member in &manifest.members {
        print(&format!(
            "file        {} ({} bytes, SHA-256 {})",
            member.name, member.bytes, member.sha256
        ))?;
    }
    Ok(())
}
