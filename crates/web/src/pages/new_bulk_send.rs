//! The page before a bulk send: to whom, who is left out and why, how fast. Nothing is sent by looking
//! at it, so it has an address that says all that is chosen.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{
    account::Account, bulk_send::BulkSendPreview, page::Page, template::Template,
};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        button::LinkButton,
        empty_state::EmptyState,
        field::{Field, Select},
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        icon::Symbol,
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
    },
    extract::{Asked, Id},
    forms::bulk_send::{BulkSendForm, refusal},
    page_error::PageError,
    pages::new_bulk_send_preview::{count_already_in, what_would_be_done},
    redirect,
    render::Head,
    request_key,
    visit::Admin,
    words::{bulk_sends, language::t},
};

/// Where the page of an account is.
pub(crate) fn path(account: Uuid) -> String {
    format!("/admin/accounts/{account}/new-bulk-send")
}

/// What the page has to show besides the form.
pub(crate) enum Seen {
    /// What would be done, and what else is to be said about it.
    Preview(BulkSendPreview, FormErrors),
    /// Nothing can be said, because of what is wrong in the form.
    Refused(FormErrors),
    /// It is not said to whom to send.
    Nobody,
}

/// `GET /admin/accounts/{id}/new-bulk-send`.
pub(crate) async fn show(
    admin: Admin,
    Id(id): Id,
    Asked(asked): Asked<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = BulkSendForm::read(asked);
    if !form.names_somebody() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return send_page(status, &admin, id, form, Seen::Nobody).await;
    }
    match form.preview(&admin, id).await {
        Ok(preview) => {
            let seen = Seen::Preview(preview, FormErrors::default());
            send_page(StatusCode::OK, &admin, id, form, seen).await
        }
        Err(failure) => refusal(&admin, id, form, failure).await,
    }
}

/// `GET /ui/accounts/{id}/bulk-sends`: whoever reloads a refused form begins anew.
pub(crate) async fn back(Id(id): Id) -> Response {
    redirect::see_other(&format!("/admin/accounts/{id}/users"))
}

/// The page.
pub(crate) async fn send_page(
    status: StatusCode,
    admin: &Admin,
    account: Uuid,
    form: BulkSendForm,
    seen: Seen,
) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let named: Account = api.get(&format!("/api/v1/accounts/{account}")).await?;
    let templates: Page<Template> = api
        .get(&format!("/api/v1/accounts/{account}/templates"))
        .await
        .unwrap_or(Page {
            items: Vec::new(),
            next_cursor: None,
        });
    let users = format!("/admin/accounts/{account}/users");
    let trail = vec![(t!("users"), users.clone())];
    let (preview, errors) = match seen {
        Seen::Preview(preview, errors) => (Some(preview), errors),
        Seen::Refused(errors) => (None, errors),
        Seen::Nobody => (None, FormErrors::default()),
    };
    let title = errors.titled(&t!("bulk-new-of", account = named.name.as_str()));
    let already_in = match preview {
        Some(_) => count_already_in(admin, account, &form).await,
        None => 0,
    };
    let content = if form.names_somebody() {
        let lead = form.filter.as_ref().map_or_else(
            || t!("bulk-selected-listed", count = form.user_ids.len()),
            bulk_sends::selected_by,
        );
        let previewed = preview.as_ref();
        let previewed = previewed.map(|seen| what_would_be_done(account, seen, &form, already_in));
        view! {
            <PageHead title=t!("bulk-new") lead />
            <div class="column">
                <ErrorSummary errors=naming_fields(errors.clone()) />
            </div>
            {previewed}
            <SendForm account form key=request_key::draw(&admin.visit.web) templates=templates.items preview errors
                users />
        }
        .into_any()
    } else {
        view! {
            <PageHead title=t!("bulk-new") />
            <EmptyState symbol=Symbol::Users title=t!("bulk-nobody-title") text=t!("bulk-nobody-text")>
                <LinkButton href=users label=t!("users") />
            </EmptyState>
        }
        .into_any()
    };
    let content = view! {
        <Breadcrumb trail />
        {content}
    };
    let frame = admin.frame(Some(account)).await;
    Ok(admin_page(
        status,
        Head::new(title),
        frame,
        Section::BulkSends,
        content.into_any(),
    ))
}

/// The same errors, each with the name of its field: several of them say the same.
fn naming_fields(errors: FormErrors) -> FormErrors {
    errors.naming(&[
        ("skip_welcomed_within_hours", t!("bulk-skip")),
        ("pace_per_minute", t!("bulk-pace")),
        ("canary", t!("bulk-canary")),
        ("failure_threshold_percent", t!("bulk-threshold")),
    ])
}

/// The options, a button that counts anew with them, and the one that sends.
#[component]
fn SendForm(
    account: Uuid,
    form: BulkSendForm,
    key: Uuid,
    templates: Vec<Template>,
    preview: Option<BulkSendPreview>,
    errors: FormErrors,
    users: String,
) -> impl IntoView {
    let to_send = preview.as_ref().map_or(0, |preview| preview.to_send);
    let recipients = recipients(&form);
    // Without a look something is wrong in them, and has to be seen.
    let open = preview.is_none();
    let template = (!templates.is_empty()).then(|| {
        let mut options = vec![(String::new(), t!("bulk-template-default"))];
        options.extend(templates.into_iter().map(|one| (one.id, one.name)));
        view! {
            <Select label=t!("bulk-template") name="template_id" chosen=form.template_id.clone() options
                errors=errors.clone() />
        }
    });
    let send = if to_send > 0 {
        let submit = t!("bulk-send", count = to_send);
        view! { <FormActions submit cancel=users /> }.into_any()
    } else {
        view! { <div class="form-actions"><LinkButton href=users label=t!("cancel") /></div> }
            .into_any()
    };
    // The first button of a form is the one that the Enter key presses: it only counts.
    view! {
        <form class="form column" method="post" action=format!("/ui/accounts/{account}/bulk-sends")>
            {recipients}
            <input type="hidden" name="expected" value=to_send.to_string() />
            <input type="hidden" name=request_key::FIELD value=key.to_string() />
            <details class="reveal" open=open>
                <summary>{t!("bulk-options")}</summary>
                <div class="fieldset">
                    {template}
                    // None is `required`: where this is closed, a browser could not say so.
                    <Field label=t!("bulk-skip") name="skip_welcomed_within_hours"
                        value=form.skip_welcomed_within_hours errors=errors.clone() hint=t!("bulk-skip-hint")
                        suffix=t!("bulk-hours") marked=false inputmode="numeric" autocomplete="off" />
                    <Field label=t!("bulk-pace") name="pace_per_minute" value=form.pace_per_minute
                        errors=errors.clone() hint=t!("bulk-pace-hint") inputmode="numeric" autocomplete="off" />
                    <Field label=t!("bulk-canary") name="canary" value=form.canary errors=errors.clone()
                        hint=t!("bulk-canary-hint") marked=false inputmode="numeric" autocomplete="off" />
                    <Field label=t!("bulk-threshold") name="failure_threshold_percent"
                        value=form.failure_threshold_percent errors hint=t!("bulk-threshold-hint") suffix="%"
                        marked=false inputmode="numeric" autocomplete="off" />
                    <div>
                        <button class="button" type="submit" formmethod="get" formaction=path(account)>
                            {t!("bulk-recount")}
                        </button>
                    </div>
                </div>
            </details>
            {send}
        </form>
    }
    .into_any()
}

/// To whom, for the next look and for sending.
fn recipients(form: &BulkSendForm) -> Vec<AnyView> {
    let hidden = |name: &'static str, value: String| {
        view! { <input type="hidden" name=name value=value /> }.into_any()
    };
    let Some(filter) = &form.filter else {
        let ids = form.user_ids.iter();
        return ids.map(|id| hidden("user_ids", id.to_string())).collect();
    };
    let given = [
        ("search", &filter.search),
        ("status", &filter.status),
        ("welcome", &filter.welcome),
    ];
    let given = given
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.clone()?)));
    [("all", "true".to_owned())]
        .into_iter()
        .chain(given)
        .map(|(name, value)| hidden(name, value))
        .collect()
}
