//! `[[mail.providers]]`: further mail servers, tried in their order.

use std::{collections::BTreeMap, path::Path};

use usher_mail::smtp::SmtpSettings;

use super::{numbers::Connections, problem::Problem, resolve::read_secret, value::Setting};

/// The keys of one entry.
pub(super) const KEYS: [&str; 4] = ["name", "smtp_url", "smtp_url_file", "connections"];

/// The path of the list in the file.
pub(super) const LIST: &str = "mail.providers";

/// A mail server with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// What it is called in logs and on pages.
    pub name: String,
    /// Where it is and how to sign in.
    pub smtp: SmtpSettings,
    /// How many connections to it there may be at once.
    pub connections: Connections,
}

/// Reads the entries of the list.
pub(super) fn read(
    entries: &[BTreeMap<String, String>],
    problems: &mut Vec<Problem>,
) -> Vec<Provider> {
    let mut providers: Vec<Provider> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let at = format!("{LIST}[{index}]");
        match read_one(&at, entry) {
            Ok(provider) if providers.iter().any(|other| other.name == provider.name) => {
                let message = format!("another provider is called {:?} already", provider.name);
                problems.push(Problem::new(format!("{at}.name"), message));
            }
            Ok(provider) => providers.push(provider),
            Err(problem) => problems.push(problem),
        }
    }
    providers
}

fn read_one(at: &str, entry: &BTreeMap<String, String>) -> Result<Provider, Problem> {
    let problem = |key: &str, message: String| Problem::new(format!("{at}.{key}"), message);
    let name = entry.get("name").cloned().unwrap_or_default();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_name) {
        let message = "a provider needs a name of letters, digits and - _ .";
        return Err(problem("name", message.to_owned()));
    }
    let url = match (entry.get("smtp_url"), entry.get("smtp_url_file")) {
        (Some(_), Some(_)) => {
            let message = "smtp_url is set as well; leave one of them out";
            return Err(problem("smtp_url_file", message.to_owned()));
        }
        (None, None) => return Err(problem("smtp_url", "a provider needs one".to_owned())),
        (Some(url), None) => {
            <SmtpSettings as Setting>::parse(url).map_err(|message| problem("smtp_url", message))?
        }
        (None, Some(path)) => {
            read_secret(Path::new(path)).map_err(|message| problem("smtp_url_file", message))?
        }
    };
    let connections = entry
        .get("connections")
        .map(|text| Connections::parse(text));
    let connections = connections
        .transpose()
        .map_err(|message| problem("connections", message))?
        .unwrap_or_default();
    Ok(Provider {
        name,
        smtp: url,
        connections,
    })
}
