//! A frame around the review page: somebody who may do everything in one of three accounts.

use chrono::{DateTime, Utc};
use usher_api_types::{account::Account, account_user::AccountUser, me::Me};
use usher_domain::permission::Permission;
use uuid::Uuid;

use crate::components::admin_shell::AdminFrame;

pub(super) fn frame() -> AdminFrame {
    AdminFrame {
        me: Me {
            user: Some(user("Grace Brewster Hopper", "grace")),
            permissions: Permission::ALL.iter().map(ToString::to_string).collect(),
            mail_is_captured: true,
            ..Me::default()
        },
        accounts: [
            "Analytical Engines",
            "Bletchley Park",
            "École normale supérieure",
        ]
        .into_iter()
        .zip(1..)
        .map(|(name, number)| account(name, number))
        .collect(),
        more_accounts: true,
        current: Some(Uuid::from_u128(1)),
        message: None,
        version: "0.0.0".to_owned(),
    }
}

pub(super) fn user(name: &str, login: &str) -> AccountUser {
    AccountUser {
        id: Uuid::from_u128(7),
        account_id: Uuid::from_u128(1),
        login: login.to_owned(),
        email: Some(format!("{login}@example.test")),
        display_name: name.to_owned(),
        phone: None,
        locale: None,
        status: "active".to_owned(),
        latest_welcome: None,
        last_sign_in_at: None,
        welcome_email_id: None,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    }
}

/// An instant on the day of the made-up story.
pub(super) fn at(hour: i64, minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
        + chrono::TimeDelta::days(20_778)
        + chrono::TimeDelta::hours(hour)
        + chrono::TimeDelta::minutes(minute)
}

fn account(name: &str, number: i64) -> Account {
    let id = Uuid::from_u128(u128::from(number.unsigned_abs()));
    Account {
        id,
        number,
        name: name.to_owned(),
        project_id: id,
        project_name: name.to_owned(),
        continue_url: None,
        send_welcome_on_create: false,
        link_life_hours: 168,
        locale: None,
        sender_name: None,
        reply_to: None,
        accent_color: None,
        welcome_emails_per_hour: None,
        logo_url: None,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    }
}
