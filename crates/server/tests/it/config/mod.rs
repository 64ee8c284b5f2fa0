//! What the configuration reads, refuses and shows.

mod keys;
mod mail;
mod problems;
mod sample;
mod secrets;

use std::{fs, path::PathBuf};

use tempfile::TempDir;
use usher_server::config::{Config, ConfigError, Environment, Flags};

fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let environment = Environment::from_variables(variables.iter().copied());
    Config::load(&environment, &Flags::default())
}

fn load_file(text: &str) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let flags = Flags {
        config_file: Some(file(&folder, "usher.toml", text)),
        values: Vec::new(),
    };
    Config::load(&Environment::default(), &flags)
}

fn file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("a file in a temporary folder");
    path
}

fn problems(loaded: Result<Config, ConfigError>) -> Vec<String> {
    let error = loaded.expect_err("a configuration that is refused");
    error.problems().iter().map(ToString::to_string).collect()
}

/// The lines of `config check` without where their values come from.
fn without_origins(effective: &str) -> Vec<&str> {
    effective
        .lines()
        .map(|line| line.split("  # ").next().unwrap_or_default())
        .collect()
}
