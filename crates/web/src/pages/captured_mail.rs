//! Mail that was captured instead of sent: the list, and one mail as its recipient would see it.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{
    captured_email::{CapturedEmail, CapturedEmailContent},
    page::Page,
};

use crate::{
    components::{
        admin_shell::admin_page, facts::Fact, moment::Moment, navigation::Section,
        pagination::Pagination,
    },
    extract::{Asked, Id},
    page_error::PageError,
    query::Query,
    render::Head,
    visit::Admin,
};

/// Where in the list.
#[derive(Default, Deserialize)]
pub(crate) struct CapturedQuery {
    #[serde(default)]
    cursor: String,
}

/// `GET /admin/captured-mail`.
pub(crate) async fn list(
    admin: Admin,
    Asked(asked): Asked<CapturedQuery>,
) -> Result<Response, PageError> {
    let query = Query::new().with("limit", 50).with("cursor", &asked.cursor);
    let page: Page<CapturedEmail> = admin
        .visit
        .api
        .get(&format!("/api/v1/captured-emails{query}"))
        .await?;
    let first = (!asked.cursor.is_empty()).then(|| "/admin/captured-mail".to_owned());
    let next = page.next_cursor.map(|cursor| {
        format!(
            "/admin/captured-mail{}",
            Query::new().with("cursor", cursor)
        )
    });
    let content = view! {
        <h1>"Captured mail"</h1>
        <p>"What would have been sent. A mail goes when its link ends."</p>
        <CapturedTable emails=page.items />
        <Pagination first next />
    };
    let frame = admin.frame(None).await;
    let head = Head::new("Captured mail");
    Ok(admin_page(
        StatusCode::OK,
        head,
        frame,
        Section::CapturedMail,
        content.into_any(),
    ))
}

/// `GET /admin/captured-mail/{id}`.
pub(crate) async fn show(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    let mail: CapturedEmailContent = admin
        .visit
        .api
        .get(&format!("/api/v1/captured-emails/{id}"))
        .await?;
    let text = with_links(&mail.text, &admin.visit.web.settings().public_url);
    let content = view! {
        <p class="crumb"><a href="/admin/captured-mail">"Captured mail"</a></p>
        <h1 class="breakable">{mail.subject.clone()}</h1>
        <dl class="facts">
            <Fact name="From"><span class="breakable">{mail.from}</span></Fact>
            <Fact name="To"><span class="breakable">{mail.to}</span></Fact>
            <Fact name="Captured"><Moment at=mail.email.captured_at /></Fact>
        </dl>
        <section class="section" aria-labelledby="text">
            <h2 id="text">"Text"</h2>
            <pre class="mail-text">{text}</pre>
        </section>
        <section class="section" aria-labelledby="html">
            <h2 id="html">"HTML"</h2>
            <iframe class="mail-html" title="The HTML part of the mail" sandbox=""
                src=format!("/api/v1/captured-emails/{id}/html")></iframe>
        </section>
    };
    let frame = admin.frame(None).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new(mail.subject),
        frame,
        Section::CapturedMail,
        content.into_any(),
    ))
}

#[component]
fn CapturedTable(emails: Vec<CapturedEmail>) -> impl IntoView {
    if emails.is_empty() {
        return view! {
            <div class="empty">
                <p class="empty-title">"Nothing captured"</p>
                <p>"Send a welcome email, and it appears here."</p>
            </div>
        }
        .into_any();
    }
    let rows: Vec<_> = emails
        .into_iter()
        .map(|email| {
            let purpose = if email.purpose == "reset" { "Password reset" } else { "Welcome" };
            view! {
                <tr>
                    <th scope="row" data-label="To">
                        <a class="breakable" href=format!("/admin/captured-mail/{}", email.id)>{email.recipient}</a>
                    </th>
                    <td data-label="Purpose">{purpose}</td>
                    <td data-label="Captured"><Moment at=email.captured_at /></td>
                    <td class="cell-action">
                        <a href=format!("/admin/users/{}", email.user_id)>"User"</a>
                    </td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="table">
            <caption class="visually-hidden">"Captured mail"</caption>
            <thead>
                <tr>
                    <th scope="col">"To"</th>
                    <th scope="col">"Purpose"</th>
                    <th scope="col">"Captured"</th>
                    <th scope="col"><span class="visually-hidden">"User"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The text with our own links made clickable; an address elsewhere stays text.
fn with_links(text: &str, public_url: &str) -> Vec<AnyView> {
    let base = format!("{}/", public_url.trim_end_matches('/'));
    text.split_inclusive(char::is_whitespace)
        .map(|piece| {
            let word = piece.trim_end();
            if word.starts_with(&base) {
                let space = piece[word.len()..].to_owned();
                let (url, shown) = (word.to_owned(), word.to_owned());
                view! { <a href=url rel="noreferrer">{shown}</a>{space} }.into_any()
            } else {
                piece.to_owned().into_any()
            }
        })
        .collect()
}
