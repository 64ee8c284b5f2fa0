//! One captured mail, as its reader would see it or as plain text.

use leptos::prelude::*;
use usher_api_types::captured_email::CapturedEmailContent;

use crate::{
    components::{
        button::{LinkButton, Weight},
        facts::Fact,
        icon::Symbol,
        moment::Moment,
        reference::UserReference,
        tabs::{Tab, Tabs},
    },
    names::Names,
    pages::captured_mail::PATH,
    query::Query,
    words::language::t,
};

/// Where the pages behind password links are.
const PASSWORD_LINKS: [&str; 3] = ["/welcome/", "/reset/", "/setup/"];

/// Which part of a mail is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What people see.
    Html,
    /// What programs that show no HTML see.
    Text,
}

impl Part {
    /// The part that a URL names.
    pub(crate) fn of(name: &str) -> Self {
        if name == "text" {
            Self::Text
        } else {
            Self::Html
        }
    }
}

/// The mail: who it is from and for, and one of its parts.
#[component]
pub(crate) fn CapturedMessage<'a>(
    mail: CapturedEmailContent,
    part: Part,
    /// Where the list beside it begins.
    cursor: String,
    users: &'a Names,
    /// The base of our own links, which can be followed.
    public_url: &'a str,
) -> impl IntoView {
    let id = mail.email.id;
    let address = |part: &str| {
        let query = Query::new().with("part", part).with("cursor", &cursor);
        format!("{PATH}/{id}{query}")
    };
    let tabs = vec![
        Tab::new(t!("captured-part-html"), address("")).current(part == Part::Html),
        Tab::new(t!("captured-part-text"), address("text")).current(part == Part::Text),
    ];
    let shown = match part {
        Part::Html => view! {
            <iframe class="mail-html" title=t!("captured-html-title") sandbox=""
                src=format!("/api/v1/captured-emails/{id}/html")></iframe>
            <p class="quiet">{t!("captured-html-hint")}</p>
        }
        .into_any(),
        Part::Text => {
            view! { <pre class="mail-text">{with_links(&mail.text, public_url)}</pre> }.into_any()
        }
    };
    let ways = ways_in(&mail.text, public_url);
    let user = view! { <UserReference id=mail.email.user_id names=users /> }.into_any();
    view! {
        <article class="mail" aria-labelledby="subject">
            <h1 class="breakable" id="subject">{mail.subject}</h1>
            <dl class="facts">
                <Fact name=t!("captured-from")><span class="breakable">{mail.from}</span></Fact>
                <Fact name=t!("captured-to")><span class="breakable">{mail.to}</span></Fact>
                <Fact name=t!("captured-user")>{user}</Fact>
                <Fact name=t!("captured-at")><Moment at=mail.email.captured_at /></Fact>
            </dl>
            {ways}
            <Tabs label=t!("captured-parts") tabs />
            {shown}
        </article>
    }
    .into_any()
}

/// The password links of the text, as buttons: most readers came to follow one.
fn ways_in(text: &str, public_url: &str) -> AnyView {
    let base = public_url.trim_end_matches('/');
    let places = PASSWORD_LINKS.map(|path| format!("{base}{path}"));
    let links: Vec<&str> = text
        .split_whitespace()
        .filter(|word| places.iter().any(|place| word.starts_with(place)))
        .collect();
    let several = links.len() > 1;
    let buttons: Vec<_> = (1_i64..)
        .zip(links)
        .map(|(number, href)| {
            let label = if several {
                t!("captured-open-nth", number = number)
            } else {
                t!("captured-open")
            };
            view! { <LinkButton href label weight=Weight::Primary icon=Symbol::Key rel="noreferrer" /> }
        })
        .collect();
    if buttons.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="mail-ways">
            <div class="actions">{buttons}</div>
            <p class="quiet">{t!("captured-open-hint")}</p>
        </div>
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
