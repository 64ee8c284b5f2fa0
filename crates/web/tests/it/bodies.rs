//! Bodies that the native API would answer.

use chrono::{DateTime, Utc};
use usher_api_types::{
    account::Account,
    account_user::{AccountUser, LatestWelcome},
    delivery::{DeliveryHistory, DeliveryHour, DeliverySummary, Funnel},
    mail_provider::MailProvider,
    me::{AccountPermissions, AccountRef, Me},
    membership::Membership,
    page::Page,
    password_link::InspectedLink,
    role::RoleGrant,
    user_event::UserEvent,
    welcome_email::{LinkStatus, Reply, RequestedBy, Try, WelcomeEmail},
};
use uuid::Uuid;

use crate::canned_api::CannedApi;

pub(crate) const ACCOUNT: Uuid = Uuid::from_u128(0xacc0);
pub(crate) const ADA: Uuid = Uuid::from_u128(0xada);
pub(crate) const MAIL: Uuid = Uuid::from_u128(0x3a11);

const EVERY_PERMISSION: &[&str] = &[
    "users.read",
    "users.create",
    "users.update",
    "users.delete",
    "accounts.read",
    "accounts.manage",
    "accounts.update",
    "welcome_emails.send",
    "password_links.reveal",
    "password_links.revoke",
    "members.manage",
    "deliveries.read",
    "roles.grant",
    "tokens.manage",
    "audit.read",
    "mail_providers.read",
];

pub(crate) fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + minutes * 60, 0).expect("an instant")
}

pub(crate) fn page<T>(items: Vec<T>) -> Page<T> {
    Page {
        items,
        next_cursor: None,
    }
}

pub(crate) fn account() -> Account {
    Account {
        id: ACCOUNT,
        number: 7,
        name: "Analytical Engines".to_owned(),
        project_id: Uuid::from_u128(0x9001),
        project_name: "eu-de".to_owned(),
        continue_url: Some("https://app.example/start".to_owned()),
        send_welcome_on_create: false,
        link_life_hours: 168,
        locale: Some("en".to_owned()),
        sender_name: None,
        reply_to: None,
        accent_color: None,
        welcome_emails_per_hour: None,
        logo_url: None,
        created_at: at(0),
        updated_at: at(0),
    }
}

pub(crate) fn user(id: Uuid, name: &str) -> AccountUser {
    let login = name.to_lowercase().replace(' ', ".");
    AccountUser {
        id,
        account_id: ACCOUNT,
        email: Some(format!("{login}@example.com")),
        login,
        display_name: name.to_owned(),
        phone: None,
        locale: None,
        status: "pending".to_owned(),
        latest_welcome: None,
        created_at: at(0),
        updated_at: at(0),
        last_sign_in_at: None,
        welcome_email_id: None,
    }
}

pub(crate) fn ada() -> AccountUser {
    user(ADA, "Ada Lovelace")
}

pub(crate) fn welcomed(mut user: AccountUser, status: &str) -> AccountUser {
    user.latest_welcome = Some(LatestWelcome {
        id: MAIL,
        status: status.to_owned(),
        at: at(5),
        link_state: None,
        opened_at: None,
    });
    user
}

pub(crate) fn nobody() -> Me {
    Me {
        user: Some(user(Uuid::from_u128(0x1), "Grace Hopper")),
        account: Some(AccountRef {
            id: ACCOUNT,
            name: "Analytical Engines".to_owned(),
        }),
        ..Me::default()
    }
}

pub(crate) fn owner() -> Me {
    let permissions = EVERY_PERMISSION
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    Me {
        permissions,
        ..nobody()
    }
}

pub(crate) fn may_only(permissions: &[&str]) -> Me {
    let permissions = permissions.iter().map(|name| (*name).to_owned()).collect();
    Me {
        account_permissions: vec![AccountPermissions {
            account_id: ACCOUNT,
            permissions,
        }],
        ..nobody()
    }
}

/// An API at which an owner is signed in, with one account and Ada in it.
pub(crate) fn api() -> CannedApi {
    CannedApi::default()
        .on("GET /api/v1/me", 200, &owner())
        .on("GET /api/v1/accounts", 200, &page(vec![account()]))
        .on(&format!("GET /api/v1/accounts/{ACCOUNT}"), 200, &account())
        .on(
            &format!("GET /api/v1/accounts/{ACCOUNT}/users"),
            200,
            &page(vec![ada()]),
        )
        .on(&format!("GET /api/v1/users/{ADA}"), 200, &ada())
        .on(
            &format!("GET /api/v1/users/{ADA}/roles"),
            200,
            &Vec::<RoleGrant>::new(),
        )
        .on(
            &format!("GET /api/v1/users/{ADA}/memberships"),
            200,
            &page(vec![membership(ACCOUNT)]),
        )
        .on("GET /api/v1/deliveries/summary", 200, &summary())
        .on("GET /api/v1/deliveries/history", 200, &history())
        .on(
            "GET /api/v1/mail-providers",
            200,
            &page(vec![provider("closed", None)]),
        )
        .on(
            &format!("GET /api/v1/users/{ADA}/welcome-emails"),
            200,
            &page(vec![message("failed")]),
        )
        .on(
            &format!("GET /api/v1/welcome-emails/{MAIL}"),
            200,
            &message("failed"),
        )
        .on(
            &format!("GET /api/v1/users/{ADA}/events"),
            200,
            &page(Vec::<UserEvent>::new()),
        )
}

pub(crate) fn summary() -> DeliverySummary {
    DeliverySummary {
        queued: 0,
        sending: 0,
        deferred: 0,
        oldest_waiting_since: None,
        failed_last_day: 0,
        sent_last_day: 1_234,
    }
}

pub(crate) fn history() -> DeliveryHistory {
    let hours = (-23..=0).map(|hour| DeliveryHour {
        at: at(hour * 60),
        sent: if hour == -3 { 40 } else { 0 },
        failed: i64::from(hour == -2),
    });
    DeliveryHistory {
        days: 7,
        from: at(-7 * 24 * 60),
        until: at(10),
        funnel: Funnel {
            sent: 50,
            opened: 40,
            password_set: 25,
        },
        hours: hours.collect(),
    }
}

pub(crate) fn provider(breaker: &str, last_failure: Option<&str>) -> MailProvider {
    MailProvider {
        name: "main".to_owned(),
        endpoint: "smtps://mail.example:465".to_owned(),
        breaker: breaker.to_owned(),
        last_failure: last_failure.map(str::to_owned),
    }
}

pub(crate) fn event(action: &str, minutes: i64) -> UserEvent {
    UserEvent {
        id: Uuid::from_u128(0xe0e0 + u128::from(minutes.unsigned_abs())),
        at: at(minutes),
        action: action.to_owned(),
        by: None,
        user_agent: None,
        address: None,
        role: None,
        place: None,
    }
}

pub(crate) fn grant(role: &str, account_id: Option<Uuid>) -> RoleGrant {
    RoleGrant {
        role: role.to_owned(),
        account_id,
    }
}

/// Everybody's primary account is the same.
pub(crate) fn membership(account_id: Uuid) -> Membership {
    Membership {
        account_id,
        primary: account_id == ACCOUNT,
    }
}

pub(crate) fn message(status: &str) -> WelcomeEmail {
    WelcomeEmail {
        id: MAIL,
        user_id: ADA,
        account_id: ACCOUNT,
        purpose: "welcome".to_owned(),
        template_id: None,
        status: status.to_owned(),
        recipient: "ada@example.com".to_owned(),
        attempts: 1,
        next_attempt_at: None,
        requested_at: at(1),
        requested_by: RequestedBy {
            kind: "session".to_owned(),
            user_id: None,
            name: Some("Grace Hopper".to_owned()),
            user_agent: Some("Firefox on Linux".to_owned()),
            address: Some("192.0.2.7".to_owned()),
            place: None,
        },
        sent_at: None,
        last_reply: None,
        link: Some(LinkStatus {
            state: "open".to_owned(),
            expires_at: at(10_000),
            used_at: None,
            first_opened_at: Some(at(3)),
            visits: 2,
            looks_like_scanner: true,
        }),
        tries: vec![Try {
            provider: "main".to_owned(),
            started_at: at(2),
            finished_at: Some(at(2)),
            outcome: "refused".to_owned(),
            reply: Some(Reply {
                code: Some(550),
                enhanced: Some("5.1.1".to_owned()),
                text: "no such user here".to_owned(),
            }),
        }],
    }
}

pub(crate) fn link(state: &str, renewable: bool) -> InspectedLink {
    let void = state == "void";
    InspectedLink {
        state: state.to_owned(),
        purpose: (!void).then(|| "welcome".to_owned()),
        display_name: (!void).then(|| "Ada Lovelace".to_owned()),
        login: (!void).then(|| "ada.lovelace".to_owned()),
        account_name: (!void).then(|| "Analytical Engines".to_owned()),
        branding: None,
        locale: None,
        account_locale: None,
        has_password: false,
        renewable,
        expires_at: (!void).then(|| at(10_000)),
        password_min_chars: 12,
    }
}
