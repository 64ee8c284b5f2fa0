//! Where backups are made and put back.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use super::cluster::{ClusterDatabase, path_variable};
use crate::process::{Installation, Server};

/// The owner's.
pub(super) const PASSWORD: &str = "seventeen quiet harbours";

/// An installation, on SQLite or on a database of the test cluster.
pub(super) struct Site {
    pub(super) usher: Installation,
    pub(super) postgres: Option<ClusterDatabase>,
}

impl Site {
    pub(super) fn sqlite() -> Self {
        Self {
            usher: Installation::new(),
            postgres: None,
        }
    }

    /// None where PostgreSQL is left out on purpose.
    pub(super) fn postgres() -> Option<Self> {
        let site = Self {
            usher: Installation::new(),
            postgres: Some(ClusterDatabase::create()?),
        };
        succeeded(&site.run(&["secret", "create"]));
        Some(site)
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.usher.command(arguments);
        if let Some(database) = &self.postgres {
            command.env("USHER__DATABASE__URL", &database.url);
            command.env("PATH", path_variable());
        }
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.stdin(std::process::Stdio::null());
        command.output().expect("the binary ends")
    }

    pub(super) fn serve(&self) -> Server {
        Server::start(self.command(&["serve"]))
    }

    pub(super) fn backup(&self, name: &str, more: &[&str]) -> PathBuf {
        let file = self.usher.folder().join(name);
        let to = file.to_str().expect("UTF-8");
        succeeded(&self.run(&[&["backup", "--to", to], more].concat()));
        file
    }

    pub(super) fn restore(&self, from: &Path, more: &[&str]) -> Output {
        let from = from.to_str().expect("UTF-8");
        self.run(&[&["restore", "--from", from], more].concat())
    }

    pub(super) fn owner(&self) {
        let arguments = [
            "admin",
            "create",
            "--email",
            "ada@example.com",
            "--account",
            "Acme",
            "--password-stdin",
        ];
        let mut command = self.command(&arguments);
        let mut child = command.spawn().expect("the binary starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        writeln!(stdin, "{PASSWORD}").expect("the password is read");
        drop(stdin);
        succeeded(&child.wait_with_output().expect("the binary ends"));
    }

    /// Another owner, whose welcome email is captured; the token of its link.
    pub(super) fn welcomed(&self) -> String {
        succeeded(&self.run(&[
            "admin",
            "create",
            "--email",
            "bob@example.com",
            "--account",
            "Acme",
        ]));
        let folder = self.usher.data("captured-mail");
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let mail = fs::read_dir(&folder)
                .into_iter()
                .flatten()
                .flatten()
                .find_map(|entry| {
                    let text = fs::read_to_string(entry.path()).ok()?;
                    let text = text.replace("=\r\n", "");
                    let (_, rest) = text.split_once("/welcome/")?;
                    Some(
                        rest.chars()
                            .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                            .collect(),
                    )
                });
            if let Some(token) = mail {
                return token;
            }
            assert!(
                std::time::Instant::now() < deadline,
                "the mail was never captured"
            );
            std::thread::yield_now();
        }
    }
}

#[track_caller]
pub(super) fn succeeded(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// Why a command was refused.
#[track_caller]
pub(super) fn refused(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.starts_with("usher: "), "{said}");
    said
}
