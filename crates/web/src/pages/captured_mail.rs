//! Mail that was captured instead of sent, as an inbox: the list at the side, one mail beside it.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{
    captured_email::{CapturedEmail, CapturedEmailContent},
    page::Page,
    problem::ErrorCode,
};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        captured_message::{CapturedMessage, Part},
        empty_state::EmptyState,
        icon::Symbol,
        inbox::{Inbox, Place},
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
    },
    extract::{Asked, Id},
    names::Names,
    page_error::PageError,
    query::Query,
    render::Head,
    visit::Admin,
    words::language::t,
};

/// Where the inbox is.
pub(crate) const PATH: &str = "/admin/captured-mail";

/// How many mails the list shows at once.
const PAGE_SIZE: usize = 30;

/// Where in the list, and which part of a mail.
#[derive(Default, Deserialize)]
pub(crate) struct CapturedQuery {
    #[serde(default)]
    cursor: String,
    #[serde(default)]
    part: String,
}

/// `GET /admin/captured-mail`.
pub(crate) async fn list(
    admin: Admin,
    Asked(asked): Asked<CapturedQuery>,
) -> Result<Response, PageError> {
    let emails = listed(&admin, &asked).await?;
    let content = if !emails.items.is_empty() {
        let reading = view! {
            <EmptyState symbol=Symbol::Mail title=t!("captured-choose") text=t!("captured-audited") />
        };
        inbox(emails, &asked, None, reading.into_any())
    } else if admin.me.mail_is_captured {
        view! { <EmptyState symbol=Symbol::Inbox title=t!("captured-none") text=t!("captured-none-text") /> }
            .into_any()
    } else {
        view! { <EmptyState symbol=Symbol::Send title=t!("captured-off") text=t!("captured-off-text") /> }
            .into_any()
    };
    let content = view! {
        <PageHead title=t!("captured") lead=t!("captured-lead") />
        {content}
    };
    let title = t!("captured");
    Ok(page(StatusCode::OK, &admin, title, content.into_any()).await)
}

/// `GET /admin/captured-mail/{id}`.
pub(crate) async fn show(
    admin: Admin,
    Id(id): Id,
    Asked(asked): Asked<CapturedQuery>,
) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let mail: Result<CapturedEmailContent, _> =
        api.get(&format!("/api/v1/captured-emails/{id}")).await;
    let emails = listed(&admin, &asked).await?;
    let (status, title, reading) = match mail {
        Ok(mail) => {
            let subject = mail.subject.clone();
            (StatusCode::OK, subject, message(&admin, &asked, mail).await)
        }
        Err(failure) if failure.code() == ErrorCode::NotFound => {
            let gone = view! {
                <PageHead title=t!("captured-gone") />
                <p>{t!("captured-gone-text")}</p>
            };
            (StatusCode::NOT_FOUND, t!("captured-gone"), gone.into_any())
        }
        Err(failure) => return Err(failure.into()),
    };
    let list = format!("{PATH}{}", Query::new().with("cursor", &asked.cursor));
    let content = view! {
        <Breadcrumb trail=vec![(t!("captured"), list)] />
        {inbox(emails, &asked, Some(id), reading)}
    };
    Ok(page(status, &admin, title, content.into_any()).await)
}

async fn listed(admin: &Admin, asked: &CapturedQuery) -> Result<Page<CapturedEmail>, PageError> {
    let query = Query::new()
        .with("limit", PAGE_SIZE)
        .with("cursor", &asked.cursor);
    let path = format!("/api/v1/captured-emails{query}");
    Ok(admin.visit.api.get(&path).await?)
}

fn inbox(
    emails: Page<CapturedEmail>,
    asked: &CapturedQuery,
    open: Option<Uuid>,
    reading: AnyView,
) -> AnyView {
    let place = Place {
        open,
        cursor: asked.cursor.clone(),
        next: emails.next_cursor,
    };
    view! { <Inbox emails=emails.items place>{reading}</Inbox> }.into_any()
}

async fn message(admin: &Admin, asked: &CapturedQuery, mail: CapturedEmailContent) -> AnyView {
    let users = Names::of_users(&admin.visit, [mail.email.user_id].into()).await;
    let public_url = &admin.visit.web.settings().public_url;
    let part = Part::of(&asked.part);
    let cursor = asked.cursor.clone();
    view! { <CapturedMessage mail part cursor users=&users public_url /> }.into_any()
}

async fn page(status: StatusCode, admin: &Admin, title: String, content: AnyView) -> Response {
    let frame = admin.frame(None).await;
    admin_page(
        status,
        Head::new(title),
        frame,
        Section::CapturedMail,
        content,
    )
}
