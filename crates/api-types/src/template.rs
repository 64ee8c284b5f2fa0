//! Email templates of accounts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::welcome_email::Reply;

/// A template, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Template {
    /// What programs call it: letters, digits, `_` and `-`.
    pub id: String,
    /// What its mails are for: `welcome`.
    pub purpose: String,
    /// What people call it.
    pub name: String,
    /// Whether welcome emails that name no template are written with it.
    pub is_default: bool,
    /// Its present version, counted from 1.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last saved.
    pub updated_at: DateTime<Utc>,
}

/// A template with all it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateDetails {
    /// The template.
    #[serde(flatten)]
    pub template: Template,
    /// What its present version says, by language.
    pub texts: Vec<TemplateText>,
    /// Its latest versions, the newest first; at most 50.
    pub versions: Vec<TemplateVersion>,
}

/// What a template says in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateText {
    /// The language, such as `de` or `pt-BR`.
    pub locale: String,
    /// The subject, at most 200 characters.
    pub subject: String,
    /// The HTML part, at most 65536 characters; it must contain `{{ link }}`.
    pub html: String,
    /// The text part, at most 65536 characters; it must contain `{{ link }}`.
    pub text: String,
}

/// One version of a template. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateVersion {
    /// Its number.
    pub version: i32,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// The user, token or key that saved it.
    pub created_by: Option<Uuid>,
    /// Its languages.
    pub locales: Vec<String>,
}

/// `PUT /api/v1/accounts/{id}/templates/{template_id}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveTemplate {
    /// See [`Template::name`]; as before when absent or empty, at first the identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`Template::is_default`]; as before when absent, at first false. No other template of the
    /// account is the default then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
    /// What it says: all its languages, each once, at most 20.
    pub texts: Vec<TemplateText>,
}

/// `POST /api/v1/accounts/{id}/templates/{template_id}/preview`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewTemplate {
    /// One of its languages; the one nearest to the account's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// A template with sample values; its link opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplatePreview {
    /// The subject.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The text part.
    pub text: String,
}

/// `POST /api/v1/accounts/{id}/templates/{template_id}/test-send`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TestTemplate {
    /// Who gets the mail; one's own address by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// One of its languages; the one nearest to the account's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// What became of a test mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateTest {
    /// `delivered` (a mail server took it), `refused`, `deferred`, `provider_down`, `uncertain`,
    /// `unsendable` or `captured` (mail is captured on this machine; nothing was sent).
    pub outcome: String,
    /// The words that decided; without a code where the server said nothing.
    pub reply: Option<Reply>,
}
