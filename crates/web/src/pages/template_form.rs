//! One email template: its words in one language at a time, and what becomes of them.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{
    account::Account,
    template::{TemplateDetails, TemplateText},
};
use usher_domain::template::TemplateId;
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        field::{Checkbox, Field, Textarea},
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
        tabs::{Tab, Tabs},
    },
    extract::{Asked, Id, InAccount},
    page_error::PageError,
    pages::{
        template_panels::{Delete, Preview, Test, Values},
        templates,
    },
    query::Query,
    redirect,
    render::Head,
    visit::Admin,
    words::language::t,
};

/// What a new template begins with.
const FIRST_HTML: &str = "{% extends \"layout.html\" %}\n{% block body %}\n\
    <p>{{ display_name }}</p>\n<p><a href=\"{{ link }}\">{{ link }}</a></p>\n{% endblock %}\n";
const FIRST_TEXT: &str = "{{ display_name }}\n\n{{ link }}\n";

/// Which language is shown; `+` adds another one.
#[derive(Default, Deserialize)]
pub(crate) struct TemplateQuery {
    #[serde(default)]
    language: String,
}

/// What `language` says for a language that is not there yet.
const ANOTHER: &str = "+";

/// What the form contains.
#[derive(Debug, Clone, Default)]
pub(crate) struct TemplateValues {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) is_default: bool,
    pub(crate) text: TemplateText,
}

/// What the page shows besides the form.
#[derive(Default)]
pub(crate) struct Shown {
    pub(crate) errors: FormErrors,
    /// What became of a test, and what was typed in its form.
    pub(crate) test: Option<AnyView>,
    pub(crate) test_to: String,
}

/// `GET /admin/accounts/{id}/new-template`.
pub(crate) async fn new(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    let path = format!("/api/v1/accounts/{id}");
    let account: Account = admin.visit.api.get(&path).await?;
    let values = TemplateValues {
        text: TemplateText {
            locale: account.locale.unwrap_or_else(|| "en".to_owned()),
            html: FIRST_HTML.to_owned(),
            text: FIRST_TEXT.to_owned(),
            ..TemplateText::default()
        },
        ..TemplateValues::default()
    };
    new_page(StatusCode::OK, &admin, id, values, FormErrors::default()).await
}

/// The form of a new template.
pub(crate) async fn new_page(
    status: StatusCode,
    admin: &Admin,
    account: Uuid,
    values: TemplateValues,
    errors: FormErrors,
) -> Result<Response, PageError> {
    if !admin.me.may("accounts.update", account) {
        return Err(PageError::NotFound);
    }
    let title = errors.titled(&t!("templates-new"));
    let back = templates::path(account);
    let content = view! {
        <Breadcrumb trail=trail(account) />
        <PageHead title=t!("templates-new") lead=t!("templates-lead") />
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/accounts/{account}/templates")>
                <Field label=t!("template-id") name="template_id" value=values.id.clone() errors=errors.clone()
                    required=true hint=t!("template-id-hint") autocomplete="off" />
                <Fields values errors new_language=true />
                <FormActions submit=t!("template-save") cancel=back />
            </form>
            <Values />
        </div>
    };
    Ok(page(status, admin, account, title, content.into_any()).await)
}

/// `GET /ui/accounts/{id}/templates/{template_id}/test`: a reload after a test asks for nothing again.
pub(crate) async fn back(InAccount(account, id): InAccount) -> Response {
    redirect::see_other(&format!("{}/{id}", templates::path(account)))
}

/// `GET /admin/accounts/{id}/templates/{template_id}`.
pub(crate) async fn edit(
    admin: Admin,
    InAccount(account, id): InAccount,
    Asked(asked): Asked<TemplateQuery>,
) -> Result<Response, PageError> {
    let own = admin.me.user.as_ref().and_then(|user| user.email.clone());
    let shown = Shown {
        test_to: own.unwrap_or_default(),
        ..Shown::default()
    };
    edit_page(
        StatusCode::OK,
        &admin,
        account,
        &id,
        &asked.language,
        None,
        shown,
    )
    .await
}

/// A template in a language; `entered` is what was posted and refused.
pub(crate) async fn edit_page(
    status: StatusCode,
    admin: &Admin,
    account: Uuid,
    id: &TemplateId,
    language: &str,
    entered: Option<TemplateValues>,
    shown: Shown,
) -> Result<Response, PageError> {
    let path = format!("/api/v1/accounts/{account}/templates/{id}");
    let details: TemplateDetails = admin.visit.api.get(&path).await?;
    let here = format!("{}/{id}", templates::path(account));
    let known = details
        .texts
        .iter()
        .find(|text| text.locale.eq_ignore_ascii_case(language));
    // A new language that was refused can still be another one.
    let adds = language == ANOTHER || (known.is_none() && entered.is_some());
    let text = match (known, adds) {
        (Some(known), _) => known.clone(),
        (None, true) => TemplateText::default(),
        (None, false) => details.texts.first().cloned().unwrap_or_default(),
    };
    let locale = text.locale.clone();
    let values = entered.unwrap_or_else(|| TemplateValues {
        id: id.to_string(),
        name: details.template.name.clone(),
        is_default: details.template.is_default,
        text,
    });
    let (errors, outcome, test_to) = (shown.errors, shown.test, shown.test_to);
    let may_change = admin.me.may("accounts.update", account);
    let may_send = may_change && admin.me.may("welcome_emails.send", account);
    let name = details.template.name.clone();
    let title = errors.titled(&name);
    let form = if may_change {
        let action = format!("/ui/accounts/{account}/templates/{id}");
        view! {
            <form class="form" method="post" action=action>
                <Fields values errors=errors.clone() new_language=adds />
                <p class="quiet">{t!("template-saved-as-version")}</p>
                <FormActions submit=t!("template-save") cancel=templates::path(account) />
            </form>
        }
        .into_any()
    } else {
        view! { <p>{t!("template-readonly")}</p> }.into_any()
    };
    let trying = may_send.then(|| {
        view! { <Test account id=id.clone() locale=locale.clone() to=test_to errors=errors.clone() outcome /> }
    });
    let delete = may_change.then(|| view! { <Delete account id=id.clone() name=name.clone() /> });
    let preview =
        (!adds).then(|| view! { <Preview account id=id.clone() locale=locale.clone() /> });
    let content = view! {
        <Breadcrumb trail=trail(account) />
        <PageHead title=name.clone() lead=format!("{} {}", t!("templates-version"), details.template.version) />
        <div class="column">
            <ErrorSummary errors />
            <Languages details=&details here locale=&locale adds may_change />
            {form}
            {preview}
            {trying}
            <Values />
            {delete}
        </div>
    };
    Ok(page(status, admin, account, title, content.into_any()).await)
}

/// The languages it is said in, each at its own address.
#[component]
fn Languages<'a>(
    details: &'a TemplateDetails,
    here: String,
    locale: &'a str,
    adds: bool,
    may_change: bool,
) -> impl IntoView {
    let at = |language: &str| format!("{here}{}", Query::new().with("language", language));
    let mut tabs: Vec<_> = details
        .texts
        .iter()
        .map(|text| {
            Tab::new(&text.locale, at(&text.locale)).current(!adds && text.locale == locale)
        })
        .collect();
    if may_change {
        tabs.push(Tab::new(t!("template-another-language"), at(ANOTHER)).current(adds));
    }
    view! { <Tabs label=t!("template-languages") tabs /> }.into_any()
}

/// What every template has.
#[component]
fn Fields(values: TemplateValues, errors: FormErrors, new_language: bool) -> impl IntoView {
    let errors = || errors.clone();
    let text = values.text;
    view! {
        <Field label=t!("template-name") name="name" value=values.name errors=errors()
            hint=t!("template-name-hint") autocomplete="off" />
        <Checkbox label=t!("template-is-default") name="is_default" checked=values.is_default />
        <Field label=t!("template-locale") name="locale" value=text.locale errors=errors() required=true
            readonly=!new_language hint=t!("template-locale-hint") autocomplete="off" />
        <Field label=t!("template-subject") name="subject" value=text.subject errors=errors() required=true
            autocomplete="off" />
        <Textarea label=t!("template-html") name="html" value=text.html errors=errors() required=true code=true
            rows=16 hint=t!("template-part-hint") />
        <Textarea label=t!("template-text") name="text" value=text.text errors=errors() required=true code=true
            rows=10 hint=t!("template-part-hint") />
    }
    .into_any()
}

fn trail(account: Uuid) -> Vec<(String, String)> {
    let mut trail = templates::trail(account);
    trail.push((t!("templates"), templates::path(account)));
    trail
}

async fn page(
    status: StatusCode,
    admin: &Admin,
    account: Uuid,
    title: String,
    content: AnyView,
) -> Response {
    let frame = admin.frame(Some(account)).await;
    admin_page(status, Head::new(title), frame, Section::Settings, content)
}
