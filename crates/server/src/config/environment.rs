//! The environment of the process, as far as it is ours.

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf};

/// Names the configuration file; `--config` overrides it.
const CONFIG_FILE: &str = "USHER_CONFIG";

/// The folder of PostgreSQL's programs, under the name that PostgreSQL's users know.
const PG_BIN: &str = "PG_BIN";

/// What every key's variable starts with.
pub(super) const PREFIX: &str = "USHER__";

/// The variables that configure Usher.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    pub(super) config_file: Option<PathBuf>,
    pub(super) pg_bin: Option<PathBuf>,
    /// The value is none when it is no text.
    pub(super) variables: BTreeMap<String, Option<String>>,
}

impl Environment {
    /// Takes the variables of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self::from_variables(std::env::vars_os())
    }

    /// Takes the variables that are ours out of some.
    pub fn from_variables<K, V>(variables: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<OsString>,
        V: Into<OsString>,
    {
        let mut environment = Self::default();
        for (name, value) in variables {
            let (name, value) = (name.into(), value.into());
            // Our names are ASCII: what is no text is not ours.
            let Ok(name) = name.into_string() else {
                continue;
            };
            if name == CONFIG_FILE && !value.is_empty() {
                environment.config_file = Some(value.into());
            } else if name == PG_BIN && !value.is_empty() {
                environment.pg_bin = Some(value.into());
            } else if name.starts_with(PREFIX) {
                environment.variables.insert(name, value.into_string().ok());
            }
        }
        environment
    }
}
