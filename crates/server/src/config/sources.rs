//! Where values come from: the file, the environment, flags; put together before anything is read.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use super::{
    environment::{Environment, PREFIX},
    key::Key,
    problem::Problem,
    providers,
    sections::SECTIONS,
};

/// What was given on the command line.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--config`.
    pub config_file: Option<PathBuf>,
    /// Keys with values, such as `("http.listen", …)` for `--listen`.
    pub values: Vec<(&'static str, String)>,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The configuration file.
    File,
    /// A variable.
    Environment,
    /// The command line.
    Flag,
}

impl Source {
    /// What to call a key that was set there.
    pub(super) fn name(self, path: &str) -> String {
        match self {
            Self::File => path.to_owned(),
            Self::Environment => variable(path),
            Self::Flag => format!("{path} (flag)"),
        }
    }
}

fn variable(path: &str) -> String {
    format!("{PREFIX}{}", path.replace('.', "__").to_ascii_uppercase())
}

/// A value before it is read.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) text: String,
    pub(super) source: Source,
}

/// Which key was set where.
#[derive(Debug, Clone, Default)]
pub(super) struct Origins(BTreeMap<String, Source>);

impl Origins {
    /// Where a key was set; none when its default holds.
    pub(super) fn find(&self, path: &str) -> Option<Source> {
        self.0.get(path).copied()
    }

    /// What to call a key where it was set.
    pub(super) fn name(&self, path: &str) -> String {
        self.find(path).unwrap_or(Source::File).name(path)
    }
}

/// Every value that was given, by key. An empty value is none: composing files cannot leave a
/// variable out.
#[derive(Default)]
pub(super) struct Entries {
    values: BTreeMap<String, Entry>,
    origins: Origins,
    pub(super) providers: Vec<BTreeMap<String, String>>,
}

impl Entries {
    pub(super) fn collect(
        environment: &Environment,
        flags: &Flags,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut entries = Self::default();
        if let Some(path) = flags
            .config_file
            .as_ref()
            .or(environment.config_file.as_ref())
        {
            match read_file(path) {
                Ok(table) => entries.add_table(table, problems),
                Err(problem) => problems.push(problem),
            }
        }
        entries.add_environment(environment, problems);
        for (path, text) in &flags.values {
            entries.add((*path).to_owned(), text, Source::Flag);
        }
        entries
    }

    pub(super) fn take(&mut self, path: &str) -> Option<Entry> {
        self.values.remove(path)
    }

    pub(super) fn origins(&self) -> Origins {
        self.origins.clone()
    }

    fn add(&mut self, path: String, text: &str, source: Source) {
        if !text.trim().is_empty() {
            self.origins.0.insert(path.clone(), source);
            self.values.insert(
                path,
                Entry {
                    text: text.trim().to_owned(),
                    source,
                },
            );
        }
    }

    fn add_environment(&mut self, environment: &Environment, problems: &mut Vec<Problem>) {
        for (name, value) in &environment.variables {
            let Some(key) = keys().find(|key| key.variable() == *name) else {
                let message = format!(
                    "unknown variable; the nearest one is {}",
                    nearest_variable(name)
                );
                problems.push(Problem::new(name, message));
                continue;
            };
            match value {
                Some(text) => self.add(key.path(), text, Source::Environment),
                None => problems.push(Problem::new(name, "the value is no text")),
            }
        }
    }

    fn add_table(&mut self, table: Table, problems: &mut Vec<Problem>) {
        for (name, value) in table {
            match value {
                Value::Table(section) => {
                    for (key, value) in section {
                        self.add_value(format!("{name}.{key}"), value, problems);
                    }
                }
                value => self.add_value(name, value, problems),
            }
        }
    }

    fn add_value(&mut self, path: String, value: Value, problems: &mut Vec<Problem>) {
        if path == providers::LIST {
            return self.add_providers(value, problems);
        }
        if !keys().any(|key| key.path() == path) {
            let message = format!("unknown key; the nearest one is {}", nearest_key(&path));
            problems.push(Problem::new(path, message));
            return;
        }
        match text_of(value) {
            Some(text) => self.add(path, &text, Source::File),
            None => problems.push(Problem::new(
                path,
                "write a text, a number, true or false, or a list of texts",
            )),
        }
    }

    fn add_providers(&mut self, value: Value, problems: &mut Vec<Problem>) {
        let Value::Array(list) = value else {
            problems.push(Problem::new(
                providers::LIST,
                "write each as [[mail.providers]]",
            ));
            return;
        };
        for (index, item) in list.into_iter().enumerate() {
            let at = format!("{}[{index}]", providers::LIST);
            let Value::Table(table) = item else {
                problems.push(Problem::new(at, "write each as [[mail.providers]]"));
                continue;
            };
            let mut provider = BTreeMap::new();
            for (key, value) in table {
                if !providers::KEYS.contains(&key.as_str()) {
                    let nearest = nearest(&key, providers::KEYS.iter().map(ToString::to_string));
                    let message = format!("unknown key; the nearest one is {nearest}");
                    problems.push(Problem::new(format!("{at}.{key}"), message));
                } else if let Value::String(_) | Value::Integer(_) = value {
                    provider.extend(text_of(value).map(|text| (key, text)));
                } else {
                    let message = "write a text or a number";
                    problems.push(Problem::new(format!("{at}.{key}"), message));
                }
            }
            self.providers.push(provider);
        }
    }
}

fn read_file(path: &Path) -> Result<Table, Problem> {
    let problem = |message: String| Problem::new(path.display().to_string(), message);
    let text = fs::read_to_string(path)
        .map_err(|error| problem(format!("the configuration file cannot be read: {error}")))?;
    text.parse().map_err(|error: toml::de::Error| {
        // The library would show the line, and with it a password that lacks its quotation mark.
        let line = error
            .span()
            .map(|span| text[..span.start.min(text.len())].lines().count().max(1));
        let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
        problem(format!("this is no TOML{line}: {}", error.message()))
    })
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(answer) => Some(answer.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Array(items) => {
            let texts: Option<Vec<_>> = items
                .into_iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect();
            texts.map(|texts| texts.join(","))
        }
        Value::Datetime(_) | Value::Table(_) => None,
    }
}

fn keys() -> impl Iterator<Item = Key> {
    SECTIONS
        .into_iter()
        .flat_map(|section| section.keys.iter().copied())
}

fn nearest_key(path: &str) -> String {
    nearest(path, keys().map(|key| key.path()))
}

fn nearest_variable(name: &str) -> String {
    nearest(name, keys().map(|key| key.variable()))
}

/// The known name that is most like a mistyped one.
fn nearest(mistyped: &str, known: impl Iterator<Item = String>) -> String {
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(mistyped, name);
    known
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .unwrap_or_default()
}
