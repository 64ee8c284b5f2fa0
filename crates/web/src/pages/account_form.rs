//! The form of a new account, and what forms of accounts contain.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use usher_api_types::account::Account;

use crate::{
    components::{
        account_fields::AccountFields,
        admin_shell::admin_page,
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
    },
    render::Head,
    visit::Admin,
    words::language::t,
};

/// A span of time as a form asks for it: a number, and hours or days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinkLife {
    pub(crate) count: String,
    pub(crate) in_days: bool,
}

impl LinkLife {
    fn of_hours(hours: i64) -> Self {
        let in_days = hours > 0 && hours % 24 == 0;
        let count = if in_days { hours / 24 } else { hours };
        Self {
            count: count.to_string(),
            in_days,
        }
    }

    /// The span in hours; none for what is no number. Which numbers will do is the API's to say.
    pub(crate) fn hours(&self) -> Option<i64> {
        let count: i64 = self.count.trim().parse().ok()?;
        count.checked_mul(if self.in_days { 24 } else { 1 })
    }
}

/// What the form contains.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountValues {
    pub(crate) name: String,
    pub(crate) continue_url: String,
    pub(crate) link_life: LinkLife,
    pub(crate) send_welcome_on_create: bool,
    pub(crate) locale: String,
    pub(crate) sender_name: String,
    pub(crate) reply_to: String,
    pub(crate) accent_color: String,
    /// Empty: no limit.
    pub(crate) welcome_emails_per_hour: String,
}

impl Default for AccountValues {
    fn default() -> Self {
        Self {
            name: String::new(),
            continue_url: String::new(),
            link_life: LinkLife::of_hours(168),
            send_welcome_on_create: false,
            locale: String::new(),
            sender_name: String::new(),
            reply_to: String::new(),
            accent_color: String::new(),
            welcome_emails_per_hour: String::new(),
        }
    }
}

impl From<&Account> for AccountValues {
    fn from(account: &Account) -> Self {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let limit = account.welcome_emails_per_hour;
        let limit = limit.map(|limit| limit.to_string());
        Self {
            name: account.name.clone(),
            continue_url: given(&account.continue_url),
            link_life: LinkLife::of_hours(account.link_life_hours),
            send_welcome_on_create: account.send_welcome_on_create,
            locale: given(&account.locale),
            sender_name: given(&account.sender_name),
            reply_to: given(&account.reply_to),
            accent_color: given(&account.accent_color),
            welcome_emails_per_hour: limit.unwrap_or_default(),
        }
    }
}

/// `GET /admin/accounts/new`.
pub(crate) async fn new(admin: Admin) -> Response {
    new_account_page(
        StatusCode::OK,
        &admin,
        AccountValues::default(),
        FormErrors::default(),
    )
    .await
}

/// The form of a new account.
pub(crate) async fn new_account_page(
    status: StatusCode,
    admin: &Admin,
    values: AccountValues,
    errors: FormErrors,
) -> Response {
    let title = errors.titled(&t!("account-new"));
    let content = view! {
        <Breadcrumb trail=vec![(t!("accounts"), "/admin/accounts".into())] />
        <PageHead title=t!("account-new") lead=t!("account-new-lead") />
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action="/ui/accounts" data-once="">
                <AccountFields values errors />
                <FormActions submit=t!("account-create") cancel="/admin/accounts" />
            </form>
        </div>
    };
    admin_page(
        status,
        Head::new(title),
        admin.frame(None).await,
        Section::Accounts,
        content.into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_shown_in_days_where_it_can_be_and_reads_back() {
        for (hours, count, in_days) in [(168, "7", true), (24, "1", true), (36, "36", false)] {
            let life = LinkLife::of_hours(hours);
            assert_eq!((life.count.as_str(), life.in_days), (count, in_days));
            assert_eq!(life.hours(), Some(hours));
        }
        for nonsense in ["", "seven", "1.5", "999999999999999999"] {
            let life = LinkLife {
                count: nonsense.to_owned(),
                in_days: true,
            };
            assert_eq!(life.hours(), None, "{nonsense}");
        }
    }
}
