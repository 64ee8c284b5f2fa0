//! Changes of an account's settings.

use usher_domain::{
    accent_color::AccentColor,
    account::{Account, LinkLife, SendLimit},
    email_address::EmailAddress,
    names::{AccountName, ContinueUrl, Locale, SenderName},
};

/// What to change; what is none stays, an inner none clears.
#[derive(Debug, Clone, Default)]
pub struct AccountChanges {
    /// The name.
    pub name: Option<AccountName>,
    /// The name of its project.
    pub project_name: Option<String>,
    /// Where people go after they set their password.
    pub continue_url: Option<Option<ContinueUrl>>,
    /// Whether creating a user welcomes her at once.
    pub send_welcome_on_create: Option<bool>,
    /// How long links live.
    pub link_life: Option<LinkLife>,
    /// The language for users who chose none.
    pub locale: Option<Option<Locale>>,
    /// The name that mail comes from.
    pub sender_name: Option<Option<SenderName>>,
    /// Where answers to mail go.
    pub reply_to: Option<Option<EmailAddress>>,
    /// The colour of its pages and mails.
    pub accent_color: Option<Option<AccentColor>>,
    /// How many welcome emails may be asked for within an hour.
    pub welcome_emails_per_hour: Option<Option<SendLimit>>,
}

impl AccountChanges {
    /// The account as it is with the changes.
    pub(super) fn apply(self, mut account: Account) -> Account {
        let settings = &mut account.settings;
        change(&mut settings.continue_url, self.continue_url);
        change(
            &mut settings.send_welcome_on_create,
            self.send_welcome_on_create,
        );
        change(&mut settings.link_life, self.link_life);
        change(&mut settings.locale, self.locale);
        change(&mut settings.sender_name, self.sender_name);
        change(&mut settings.reply_to, self.reply_to);
        change(&mut settings.accent_color, self.accent_color);
        change(
            &mut settings.welcome_emails_per_hour,
            self.welcome_emails_per_hour,
        );
        change(&mut account.name, self.name);
        change(&mut account.project_name, self.project_name);
        account
    }
}

fn change<T>(value: &mut T, wanted: Option<T>) {
    if let Some(wanted) = wanted {
        *value = wanted;
    }
}
