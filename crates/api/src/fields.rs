//! Reads the members of a body into domain types and collects everything that is wrong with them,
//! so that a caller learns of all mistakes at once.

mod refusal;

use usher_api_types::problem::FieldError;
use usher_domain::password::Password;

pub(crate) use refusal::{Refusal, sentence};

use crate::problem::ApiError;

/// The value of a member could not be accepted; [`Fields`] knows why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mistake;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Fields(Vec<FieldError>);

impl Fields {
    /// Starts without mistakes.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Notes what came of reading a member.
    pub(crate) fn note<T, E: Refusal>(
        &mut self,
        field: &str,
        read: Result<T, E>,
    ) -> Result<T, Mistake> {
        read.map_err(|refusal| {
            self.0.push(refusal.of_field(field));
            Mistake
        })
    }

    /// Reads a member that may be absent.
    pub(crate) fn maybe<V, T, E: Refusal>(
        &mut self,
        field: &str,
        value: Option<V>,
        read: impl FnOnce(V) -> Result<T, E>,
    ) -> Result<Option<T>, Mistake> {
        value.map(|value| self.note(field, read(value))).transpose()
    }

    /// Reads an optional text of a new thing, where an empty text means the same as none: forms
    /// send every field.
    pub(crate) fn optional<T, E: Refusal>(
        &mut self,
        field: &str,
        text: Option<&str>,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Mistake> {
        self.maybe(field, text.filter(|text| !text.trim().is_empty()), read)
    }

    /// Reads a change to an optional text: absent leaves it as it is, empty clears it.
    #[expect(
        clippy::option_option,
        reason = "leaving, clearing and setting are three wishes"
    )]
    pub(crate) fn clearable<T, E: Refusal>(
        &mut self,
        field: &str,
        text: Option<&str>,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<Option<T>>, Mistake> {
        match text {
            Some(text) if text.trim().is_empty() => Ok(Some(None)),
            Some(text) => self.note(field, read(text)).map(|value| Some(Some(value))),
            None => Ok(None),
        }
    }

    /// Reads a password that may be absent; an empty one counts as absent.
    pub(crate) fn password(
        &mut self,
        field: &str,
        text: Option<&str>,
    ) -> Result<Option<Password>, Mistake> {
        self.maybe(field, text.filter(|text| !text.is_empty()), Password::read)
    }

    /// Puts the values together, unless there were mistakes.
    pub(crate) fn finish<T>(
        self,
        build: impl FnOnce() -> Result<T, Mistake>,
    ) -> Result<T, ApiError> {
        match build() {
            Ok(value) if self.0.is_empty() => Ok(value),
            _ => Err(ApiError::invalid_fields(self.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use usher_domain::{email_address::EmailAddress, names::LoginName};

    use super::*;

    #[test]
    fn every_mistake_is_collected_in_order() {
        let mut fields = Fields::new();
        let login = fields.note("login", LoginName::parse("a b"));
        let email = fields.optional("email", Some("nobody"), EmailAddress::parse);
        assert!(login.is_err() && email.is_err());
        let found: Vec<_> = fields
            .0
            .iter()
            .map(|error| (error.field.as_str(), error.code.as_str()))
            .collect();
        assert_eq!(
            found,
            [("login", "invalid_character"), ("email", "invalid_address")]
        );
        assert_eq!(
            fields.0[0].message,
            "Contains a character that is not allowed here."
        );
        assert!(fields.finish(|| Ok((login?, email?))).is_err());
    }

    #[test]
    fn an_empty_text_is_absent_in_a_new_thing_and_clears_in_a_change() {
        let mut fields = Fields::new();
        assert_eq!(
            fields.optional("email", Some(" "), EmailAddress::parse),
            Ok(None)
        );
        assert_eq!(
            fields.clearable("email", Some(""), EmailAddress::parse),
            Ok(Some(None))
        );
        assert_eq!(
            fields.clearable("email", None, EmailAddress::parse),
            Ok(None)
        );
        assert!(fields.finish(|| Ok(())).is_ok());
    }
}
