//! What a row says, what is wrong with it, and what is to be done with it.

use std::collections::HashMap;

use usher_domain::{
    email_address::EmailAddress,
    names::{DisplayName, InvalidName, Locale, LoginName, Phone},
    user_import::{Cells, Column, ImportRow, OnDuplicate, RowFault, RowMistake, RowState},
};
use usher_persistence::user_imports::KnownPeople;

use super::file::FileRow;
use crate::account_users::{NewAccountUser, UserChanges};

/// What the cells of a row say about a user.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub(super) login: LoginName,
    pub(super) email: Option<EmailAddress>,
    display_name: Option<DisplayName>,
    phone: Option<Phone>,
    locale: Option<Locale>,
}

impl Profile {
    /// Reads cells by the rules of each single value; all mistakes at once.
    pub(super) fn read(cells: &Cells) -> Result<Self, Vec<RowMistake>> {
        let [login, email, display_name, phone, locale] = cells;
        let mut mistakes = Vec::new();
        let mut note = |column, fault: RowFault| mistakes.push(RowMistake::new(column, fault));
        let login = LoginName::parse(login)
            .map_err(|reason| note(Column::Login, reason.into()))
            .ok();
        let email = optional(email, EmailAddress::parse)
            .map_err(|reason| note(Column::Email, reason.into()));
        let name = optional(display_name, DisplayName::parse)
            .map_err(|reason: InvalidName| note(Column::DisplayName, reason.into()));
        let phone =
            optional(phone, Phone::parse).map_err(|reason| note(Column::Phone, reason.into()));
        let locale =
            optional(locale, Locale::parse).map_err(|reason| note(Column::Locale, reason.into()));
        match (login, email, name, phone, locale) {
            (Some(login), Ok(email), Ok(display_name), Ok(phone), Ok(locale)) => Ok(Self {
                login,
                email,
                display_name,
                phone,
                locale,
            }),
            _ => Err(mistakes),
        }
    }

    /// The values as they were understood.
    fn cells(&self) -> Cells {
        let text = |value: Option<String>| value.unwrap_or_default();
        [
            self.login.to_string(),
            text(self.email.as_ref().map(ToString::to_string)),
            text(self.display_name.as_ref().map(ToString::to_string)),
            text(self.phone.as_ref().map(ToString::to_string)),
            text(self.locale.as_ref().map(ToString::to_string)),
        ]
    }

    /// A new user who is that.
    pub(super) fn into_new(self) -> NewAccountUser {
        NewAccountUser {
            login: self.login,
            email: self.email,
            display_name: self.display_name,
            phone: self.phone,
            locale: self.locale,
            password: None,
            enabled: true,
            send_welcome: None,
        }
    }

    /// What changes about somebody who becomes that; empty cells change nothing.
    pub(super) fn into_changes(self) -> UserChanges {
        UserChanges {
            login: Some(self.login),
            email: self.email.map(Some),
            display_name: self.display_name,
            phone: self.phone.map(Some),
            locale: self.locale.map(Some),
            ..UserChanges::default()
        }
    }
}

fn optional<T, E>(text: &str, parse: impl Fn(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    if text.is_empty() {
        Ok(None)
    } else {
        parse(text).map(Some)
    }
}

/// A row by itself and beside the rows before it, before anybody looks at the account.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    line: i64,
    cells: Cells,
    finding: Finding,
}

#[derive(Debug, Clone)]
enum Finding {
    /// These values are wrong.
    Mistakes(Vec<RowMistake>),
    /// An earlier row says the same.
    Repeats { line: i64, column: Column },
    /// It may be carried out; login and address in their folded forms.
    Good {
        login: String,
        email: Option<String>,
    },
}

/// Logins and addresses of the rows so far, with their lines.
#[derive(Debug, Default)]
pub(super) struct Seen {
    logins: HashMap<String, i64>,
    emails: HashMap<String, i64>,
}

impl Seen {
    /// Looks at the next row of the file.
    pub(super) fn look_at(&mut self, row: FileRow) -> Candidate {
        let line = row.line;
        let (cells, finding) = match Profile::read(&row.cells) {
            Err(mistakes) => (
                row.cells.map(|cell| harmless(&cell)),
                Finding::Mistakes(mistakes),
            ),
            Ok(profile) => (profile.cells(), self.place(line, &profile)),
        };
        Candidate {
            line,
            cells,
            finding,
        }
    }

    fn place(&mut self, line: i64, profile: &Profile) -> Finding {
        let login = profile.login.folded();
        let email = profile.email.as_ref().map(EmailAddress::folded);
        let by_email = email.as_ref().and_then(|email| self.emails.get(email));
        let earlier = [
            (Column::Login, self.logins.get(&login)),
            (Column::Email, by_email),
        ];
        for (column, line) in earlier {
            if let Some(line) = line {
                return Finding::Repeats {
                    line: *line,
                    column,
                };
            }
        }
        self.logins.insert(login.clone(), line);
        if let Some(email) = &email {
            self.emails.insert(email.clone(), line);
        }
        Finding::Good { login, email }
    }
}

/// A cell that could not be read, as it may be shown and stored: no control characters, which
/// PostgreSQL does not take either, none that turn the reading direction, and not for ever.
fn harmless(cell: &str) -> String {
    let plain = |c: &char| {
        !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    cell.chars().filter(plain).take(LONGEST_SHOWN).collect()
}

const LONGEST_SHOWN: usize = 255;

/// How rows are decided about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// What to do with those who are there.
    pub(super) on_duplicate: OnDuplicate,
    /// Whether everybody who is created needs an address.
    pub(super) address_needed: bool,
}

impl Candidate {
    /// The login and address to look for in the account.
    pub(super) fn identifiers(&self) -> Option<(&String, Option<&String>)> {
        match &self.finding {
            Finding::Good { login, email } => Some((login, email.as_ref())),
            Finding::Mistakes(_) | Finding::Repeats { .. } => None,
        }
    }

    /// What is to be done with it in an account where these people are known.
    pub(super) fn decide(&self, known: &KnownPeople, rule: Rule) -> ImportRow {
        let decided = |state| ImportRow {
            line: self.line,
            state,
            cells: Some(self.cells.clone()),
            user_id: None,
            same_as: None,
            mistakes: Vec::new(),
        };
        let wrong = |column, fault| vec![RowMistake::new(column, fault)];
        let (login, email) = match &self.finding {
            Finding::Mistakes(mistakes) => {
                return ImportRow {
                    mistakes: mistakes.clone(),
                    ..decided(RowState::Invalid)
                };
            }
            Finding::Repeats { line, column } => {
                return ImportRow {
                    same_as: Some(*line),
                    mistakes: wrong(*column, RowFault::Duplicate),
                    ..decided(RowState::Duplicate)
                };
            }
            Finding::Good { login, email } => (login, email),
        };
        let by_login = known.with_login(login);
        let by_email = email.as_ref().and_then(|email| known.with_email(email));
        let (there, column, fault) = match (by_login, by_email) {
            (Some(one), Some(other)) if one != other => {
                return ImportRow {
                    mistakes: wrong(Column::Email, RowFault::EmailTaken),
                    ..decided(RowState::Invalid)
                };
            }
            (Some(one), _) => (one, Column::Login, RowFault::LoginTaken),
            (None, Some(one)) => (one, Column::Email, RowFault::EmailTaken),
            (None, None) if rule.address_needed && email.is_none() => {
                return ImportRow {
                    mistakes: wrong(Column::Email, RowFault::NoAddress),
                    ..decided(RowState::Invalid)
                };
            }
            (None, None) => return decided(RowState::ToCreate),
        };
        let row = match rule.on_duplicate {
            OnDuplicate::Update => decided(RowState::ToUpdate),
            OnDuplicate::Skip => ImportRow {
                mistakes: wrong(column, fault),
                ..decided(RowState::Duplicate)
            },
        };
        ImportRow {
            user_id: Some(there),
            ..row
        }
    }
}

#[cfg(test)]
mod tests;
