//! Somebody new, as the SDK's `CreateDesktopUser` describes her.

use serde::Deserialize;
use usher_application::account_users::NewAccountUser;
use usher_domain::{
    email_address::EmailAddress,
    names::{DisplayName, LoginName, Phone},
    password::Password,
};

use super::{errors::WorkspaceError, user_bodies::ActiveType};

/// The most characters of an address, a telephone number and an alias.
const MAX_EMAIL: usize = 64;
const MAX_PHONE: usize = 20;
const MAX_ALIAS: usize = 55;

/// The body. What it does not name is ignored, except where that would promise something that does
/// not come: an account that ends by itself, groups, a password that cannot be changed.
#[derive(Deserialize)]
pub(super) struct NewDesktopUser {
    user_name: Option<String>,
    user_email: Option<String>,
    user_phone: Option<String>,
    password: Option<String>,
    active_type: Option<String>,
    alias_name: Option<String>,
    account_expires: Option<String>,
    enable_change_password: Option<bool>,
    group_ids: Option<Vec<String>>,
}

impl NewDesktopUser {
    /// Reads it. Whoever activates herself is sent a welcome email; whoever is activated by an
    /// administrator needs a password.
    ///
    /// # Errors
    /// [`WorkspaceError::InvalidParameter`] names the member that cannot be accepted.
    pub(super) fn read(self) -> Result<NewAccountUser, WorkspaceError> {
        let name = self.user_name.filter(|name| is_user_name(name));
        let login = name.and_then(|name| LoginName::parse(&name).ok());
        let login = login.ok_or(WorkspaceError::InvalidParameter("user_name"))?;
        let email = optional("user_email", self.user_email, MAX_EMAIL, |text| {
            EmailAddress::parse(text).ok()
        })?;
        let phone = optional("user_phone", self.user_phone, MAX_PHONE, |text| {
            Phone::parse(text).ok()
        })?;
        let display_name = optional("alias_name", self.alias_name, MAX_ALIAS, |text| {
            DisplayName::parse(text).ok()
        })?;
        // Its length is for the one rule about passwords to judge, which also says what is wrong.
        let password = optional("password", self.password, usize::MAX, |text| {
            Password::read(text).ok()
        })?;
        let active_type = optional("active_type", self.active_type, usize::MAX, |text| {
            ActiveType::parse(text)
        })?;
        let welcome = active_type.unwrap_or_default() == ActiveType::ByUser;
        if !welcome && password.is_none() {
            return Err(WorkspaceError::InvalidParameter("password"));
        }
        let ends = self
            .account_expires
            .is_some_and(|at| !matches!(&*at, "" | "0"));
        for (unsupported, name) in [
            (ends, "account_expires"),
            (
                self.enable_change_password == Some(false),
                "enable_change_password",
            ),
            (
                self.group_ids.is_some_and(|groups| !groups.is_empty()),
                "group_ids",
            ),
        ] {
            if unsupported {
                return Err(WorkspaceError::InvalidParameter(name));
            }
        }
        Ok(NewAccountUser {
            login,
            email,
            display_name,
            phone,
            locale: None,
            password,
            enabled: true,
            send_welcome: Some(welcome),
        })
    }
}

/// A member that may be absent, `null` or empty.
fn optional<T>(
    name: &'static str,
    value: Option<String>,
    max: usize,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, WorkspaceError> {
    let Some(text) = value.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let fits = text.chars().count() <= max;
    let parsed = fits.then(|| parse(&text)).flatten();
    parsed
        .map(Some)
        .ok_or(WorkspaceError::InvalidParameter(name))
}

/// 1 to 32 letters, digits, `.`, `_` and `-`, with a letter or digit first, and at the end neither
/// `.` nor `_`.
fn is_user_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let known = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
    (1..=32).contains(&bytes.len())
        && bytes.iter().all(known)
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && !bytes.last().is_some_and(|byte| b"._".contains(byte))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(body: Value) -> Result<NewAccountUser, &'static str> {
        let body: NewDesktopUser = serde_json::from_value(body).unwrap();
        body.read().map_err(|error| match error {
            WorkspaceError::InvalidParameter(name) => name,
            _ => "another error",
        })
    }

    #[test]
    fn whoever_activates_herself_is_welcomed() {
        let new = read(json!({"user_name": "ada", "user_email": "ada@example.com"})).unwrap();
        assert_eq!((new.login.as_str(), new.send_welcome), ("ada", Some(true)));
        let active = json!({"user_name": "ada", "active_type": "ADMIN_ACTIVATE", "password": "x"});
        assert_eq!(read(active).unwrap().send_welcome, Some(false));
    }

    #[test]
    fn names_follow_the_documented_patterns() {
        for good in ["a", "1", "ada.lovelace", "a_b-c", "ada-", &"a".repeat(32)] {
            assert!(is_user_name(good), "{good}");
        }
        for bad in [
            "",
            "-a",
            ".a",
            "a.",
            "a_",
            "ä",
            "a b",
            "a@b",
            &"a".repeat(33),
        ] {
            assert!(!is_user_name(bad), "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_accepted_is_named() {
        for (member, value) in [
            ("user_name", json!("a b")),
            ("user_name", json!(null)),
            ("user_email", json!("nobody")),
            (
                "user_email",
                json!(format!("{}@example.com", "a".repeat(60))),
            ),
            ("user_phone", json!("+49 228 1234567890123456")),
            ("alias_name", json!("a\u{202E}b")),
            ("active_type", json!("SELF")),
            ("password", json!("x".repeat(2_000))),
            ("account_expires", json!("2027-01-01T00:00:00Z")),
            ("enable_change_password", json!(false)),
            ("group_ids", json!(["g"])),
        ] {
            let mut body = json!({"user_name": "ada"});
            body[member] = value;
            assert_eq!(read(body).err(), Some(member));
        }
        let no_password = json!({"user_name": "ada", "active_type": "ADMIN_ACTIVATE"});
        assert_eq!(read(no_password).err(), Some("password"));
        let harmless = json!({
            "user_name": "ada", "account_expires": "0", "group_ids": [],
            "enable_change_password": true, "user_phone": "", "user_email": null,
        });
        assert!(read(harmless).is_ok());
    }
}
