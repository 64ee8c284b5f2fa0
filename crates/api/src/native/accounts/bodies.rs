//! Accounts, between the bodies of requests and answers and the types of the domain.

use usher_api_types::account::{self as api, Branding, CreateAccount, UpdateAccount};
use usher_application::accounts::{AccountChanges, NewAccount};
use usher_domain::{
    accent_color::AccentColor,
    account::{Account, AccountSettings, InvalidSendLimit, LinkLife, SendLimit},
    email_address::EmailAddress,
    logo::LogoHash,
    names::{AccountName, ContinueUrl, Locale, SenderName},
};

use crate::{fields::Fields, problem::ApiError};

pub(super) fn new_account(body: &CreateAccount) -> Result<NewAccount, ApiError> {
    let mut fields = Fields::new();
    let name = fields.note("name", AccountName::parse(&body.name));
    let project = body.project_name.as_deref();
    let project = fields.optional("project_name", project, AccountName::parse);
    let url = body.continue_url.as_deref();
    let url = fields.optional("continue_url", url, ContinueUrl::parse);
    let life = body.link_life_hours;
    let life = fields.maybe("link_life_hours", life, LinkLife::from_hours);
    let locale = fields.optional("locale", body.locale.as_deref(), Locale::parse);
    let sender = body.sender_name.as_deref();
    let sender = fields.optional("sender_name", sender, SenderName::parse);
    let reply_to = body.reply_to.as_deref();
    let reply_to = fields.optional("reply_to", reply_to, EmailAddress::parse_ascii);
    let color = body.accent_color.as_deref();
    let color = fields.optional("accent_color", color, AccentColor::parse);
    let limit = body.welcome_emails_per_hour;
    let limit = fields.maybe("welcome_emails_per_hour", limit, send_limit);
    fields.finish(|| {
        let settings = AccountSettings {
            continue_url: url?,
            send_welcome_on_create: body.send_welcome_on_create.unwrap_or_default(),
            link_life: life?.unwrap_or_default(),
            locale: locale?,
            sender_name: sender?,
            reply_to: reply_to?,
            accent_color: color?,
            welcome_emails_per_hour: limit?.flatten(),
        };
        Ok(NewAccount {
            name: name?,
            project_name: project?.map(|name| name.to_string()),
            settings,
        })
    })
}

pub(super) fn changes(body: &UpdateAccount) -> Result<AccountChanges, ApiError> {
    let mut fields = Fields::new();
    let name = fields.maybe("name", body.name.as_deref(), AccountName::parse);
    let project = body.project_name.as_deref();
    let project = fields.maybe("project_name", project, AccountName::parse);
    let url = body.continue_url.as_deref();
    let url = fields.clearable("continue_url", url, ContinueUrl::parse);
    let life = body.link_life_hours;
    let life = fields.maybe("link_life_hours", life, LinkLife::from_hours);
    let locale = fields.clearable("locale", body.locale.as_deref(), Locale::parse);
    let sender = body.sender_name.as_deref();
    let sender = fields.clearable("sender_name", sender, SenderName::parse);
    let reply_to = body.reply_to.as_deref();
    let reply_to = fields.clearable("reply_to", reply_to, EmailAddress::parse_ascii);
    let color = body.accent_color.as_deref();
    let color = fields.clearable("accent_color", color, AccentColor::parse);
    let limit = body.welcome_emails_per_hour;
    let limit = fields.maybe("welcome_emails_per_hour", limit, send_limit);
    fields.finish(|| {
        Ok(AccountChanges {
            name: name?,
            project_name: project?.map(|name| name.to_string()),
            continue_url: url?,
            send_welcome_on_create: body.send_welcome_on_create,
            link_life: life?,
            locale: locale?,
            sender_name: sender?,
            reply_to: reply_to?,
            accent_color: color?,
            welcome_emails_per_hour: limit?,
        })
    })
}

/// A limit, or with 0 none.
fn send_limit(per_hour: i64) -> Result<Option<SendLimit>, InvalidSendLimit> {
    match per_hour {
        0 => Ok(None),
        count => SendLimit::from_per_hour(count).map(Some),
    }
}

/// An account in words.
pub(super) fn body(account: &Account) -> api::Account {
    let settings = &account.settings;
    api::Account {
        id: account.id.into(),
        number: account.number,
        name: account.name.to_string(),
        project_id: account.project_id.into(),
        project_name: account.project_name.clone(),
        continue_url: settings.continue_url.as_ref().map(ToString::to_string),
        send_welcome_on_create: settings.send_welcome_on_create,
        link_life_hours: settings.link_life.hours(),
        locale: settings.locale.as_ref().map(ToString::to_string),
        sender_name: settings.sender_name.as_ref().map(ToString::to_string),
        reply_to: settings.reply_to.as_ref().map(ToString::to_string),
        accent_color: settings.accent_color.map(|color| color.to_string()),
        welcome_emails_per_hour: settings.welcome_emails_per_hour.map(SendLimit::per_hour),
        logo_url: account.logo.as_ref().map(LogoHash::path),
        created_at: account.created_at,
        updated_at: account.updated_at,
    }
}

/// What of an account its users see.
pub(crate) fn branding(account: &Account) -> Branding {
    Branding {
        account_name: account.name.to_string(),
        accent_color: account.settings.accent_color.map(|color| color.to_string()),
        logo_url: account.logo.as_ref().map(LogoHash::path),
    }
}
