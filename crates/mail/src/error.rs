//! Why a letter could not become a message.

/// A letter that cannot be rendered or built. All variants are final: trying again changes nothing.
///
/// No variant carries what the letter says; the link is a secret and names are personal.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// A template has a mistake, or uses a value that this kind of letter does not have.
    #[error("the template {template} cannot be rendered (line {line}): {reason}")]
    Template {
        /// The template's name.
        template: String,
        /// The line of the mistake, 0 when unknown.
        line: usize,
        /// What kind of mistake it is.
        reason: String,
    },
    /// A template leaves a password link out, in the text or in the HTML part.
    #[error("the {part} part of the template does not contain the password link")]
    LinkMissing {
        /// `text` or `html`.
        part: &'static str,
    },
    /// The rendered parts are longer than any mail should be.
    #[error("the rendered message is too large")]
    TooLarge,
    /// The Message-ID is not of the form `left@right`.
    #[error("the Message-ID is not valid")]
    InvalidMessageId,
    /// The date cannot be written into a header (before 1970 or after 9999).
    #[error("the date of the message is out of range")]
    DateOutOfRange,
    /// The MIME message could not be put together.
    #[error("the message cannot be built: {reason}")]
    Unbuildable {
        /// What the builder said.
        reason: String,
    },
}
