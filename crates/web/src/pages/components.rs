//! Every component in every state, light beside dark: one look reviews all. Debug builds only, with
//! made-up data, so it needs nobody to be signed in and is in no language but English.

use axum::{
    extract::OriginalUri,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use usher_api_types::account::Branding;

use crate::{
    components::{
        admin_shell::admin_page,
        badge::Tone,
        button::{Button, Weight},
        field::{Field, PasswordField},
        form_errors::{ErrorSummary, FormErrors},
        icon::{Icon, Symbol},
        navigation::Section,
        notice::Notice,
        page_head::PageHead,
        public_shell::branded_page,
    },
    query,
    render::Head,
};

mod fields;
mod frame;
mod lists;
mod states;
mod words;

/// The side of the page that a specimen stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Light,
    Dark,
}

impl Side {
    /// Ids are unique on a page, so each side has its own.
    fn own(self, light: &'static str, dark: &'static str) -> &'static str {
        match self {
            Self::Light => light,
            Self::Dark => dark,
        }
    }
}

/// `GET /admin/components`.
pub(crate) async fn show() -> Response {
    let content = view! {
        <link rel="stylesheet" href="/admin/components/specimens.css" />
        <PageHead title="Components" lead="Everything that pages are put together from, light beside dark.">
            <Button label="Plain" kind="button" />
            <Button label="New user" kind="button" weight=Weight::Primary icon=Symbol::UserPlus />
        </PageHead>
        {pair("Buttons and menus", states::buttons)}
        {pair("States", states::badges)}
        {pair("Notices", states::notices)}
        {pair("Progress, figures, charts", states::numbers)}
        {pair("Filters and lists", lists::table)}
        {pair("Ways within a subject", lists::ways)}
        {pair("Nothing here", lists::empty)}
        {pair("Fields", fields::plain)}
        {pair("Fields with mistakes", fields::wrong)}
        {pair("What happened", states::events)}
        {pair("Panels, facts, questions", words::panels)}
        {pair("Words", words::text)}
        {pair("Icons", icons)}
    };
    admin_page(
        StatusCode::OK,
        Head::new("Components"),
        frame::frame(),
        Section::Overview,
        content.into_any(),
    )
}

/// `GET /admin/components/specimens.css`.
pub(crate) async fn style() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (headers, include_str!("components/specimens.css")).into_response()
}

/// `GET /admin/components/public`: the sheet, in the colour that the query asks for.
pub(crate) async fn public(OriginalUri(uri): OriginalUri) -> Response {
    let parameter = |name| query::value(uri.query().unwrap_or_default(), name);
    let branding = parameter("accent").map(|digits| Branding {
        account_name: "Analytical Engines".to_owned(),
        accent_color: Some(format!("#{digits}")),
        logo_url: None,
    });
    let errors = if parameter("wrong").is_some() {
        FormErrors::of_field("password", "Choose a stronger password.")
    } else {
        FormErrors::default()
    };
    let content = view! {
        <h1>"Welcome, Ada Lovelace"</h1>
        <p>"Choose a password, and your user at Analytical Engines is ready."</p>
        <ErrorSummary errors=errors.clone() />
        <form class="form" method="post" action="/admin/components/public">
            <Field label="You sign in as" name="username" value="ada@example.test" errors=errors.clone()
                autocomplete="username" readonly=true />
            <PasswordField label="New password" name="password" errors autocomplete="new-password"
                hint="At least 12 characters. A few unrelated words make a good one." judge="/ui/password-judgement" />
            <div class="form-actions">
                <Button label="Set the password" weight=Weight::Primary />
                <a href="/sign-in">"Sign in instead"</a>
            </div>
        </form>
        <Notice tone=Tone::Neutral>"This link works once, until 28 Nov 2026, 21:41 UTC."</Notice>
    };
    branded_page(
        StatusCode::OK,
        Head::new("Set your password"),
        branding.as_ref(),
        content.into_any(),
    )
}

fn pair(title: &'static str, specimen: fn(Side) -> AnyView) -> AnyView {
    view! {
        <section class="section">
            <h2>{title}</h2>
            <div class="specimens">
                <div class="specimen specimen-light">{specimen(Side::Light)}</div>
                <div class="specimen specimen-dark">{specimen(Side::Dark)}</div>
            </div>
        </section>
    }
    .into_any()
}

fn icons(_: Side) -> AnyView {
    let all: Vec<_> = Symbol::ALL
        .iter()
        .map(|symbol| {
            let name = format!("{symbol:?}");
            view! { <li><Icon symbol=*symbol large=true /><span>{name}</span></li> }
        })
        .collect();
    view! { <ul class="specimen-icons">{all}</ul> }.into_any()
}
