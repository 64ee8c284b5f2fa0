//! Puts the commit into the version, when the sources are a checkout of their own repository.

use std::{path::Path, process::Command};

fn main() {
    let version = env!("CARGO_PKG_VERSION");
    let version = match commit() {
        Some(commit) => format!("{version} ({commit})"),
        None => version.to_owned(),
    };
    println!("cargo:rustc-env=USHER_VERSION={version}");
    println!("cargo:rerun-if-changed=build.rs");
    // Only what exists: a missing file would make every build run this again.
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]) {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            if path.exists() {
                println!("cargo:rerun-if-changed={}", path.display());
            }
        }
    }
}

fn commit() -> Option<String> {
    // Unpacked inside somebody else's repository, the commit found would be theirs.
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
    let repository = git(&["rev-parse", "--show-toplevel"])?;
    let own = Path::new(&repository).canonicalize().ok()? == workspace.canonicalize().ok()?;
    own.then(|| git(&["rev-parse", "--short=12", "HEAD"]))
        .flatten()
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output
        .status
        .success()
        .then(|| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}
