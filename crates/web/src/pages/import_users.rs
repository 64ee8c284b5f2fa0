//! The form that takes a file of users, and the imports before.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{account::Account, page::Page, user_import::UserImport};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        badge::Badge,
        field::{Checkbox, Choice, FileField, Radios, Textarea},
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        moment::Moment,
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
        panel::Panel,
        table::{Column, Table},
    },
    extract::Id,
    page_error::PageError,
    pages::user_import,
    redirect,
    render::Head,
    visit::Admin,
    words::{
        counts::grouped,
        imports::{status_label, status_tone},
        language::t,
    },
};

/// How many imports before are listed.
const LISTED: u8 = 10;

/// Where the form of an account is.
pub(crate) fn path(account: Uuid) -> String {
    format!("/admin/accounts/{account}/import-users")
}

/// What the form contains, the file aside: a browser never gets that back.
#[derive(Debug, Clone)]
pub(crate) struct ImportValues {
    pub(crate) pasted: String,
    pub(crate) on_duplicate: String,
    pub(crate) send_welcome: bool,
}

impl Default for ImportValues {
    fn default() -> Self {
        Self {
            pasted: String::new(),
            on_duplicate: "skip".to_owned(),
            send_welcome: false,
        }
    }
}

/// `GET /admin/accounts/{id}/import-users`.
pub(crate) async fn show(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    let values = ImportValues::default();
    import_page(StatusCode::OK, &admin, id, values, FormErrors::default()).await
}

/// `GET /ui/accounts/{id}/user-imports`: whoever reloads a refused form begins anew.
pub(crate) async fn back(Id(id): Id) -> Response {
    redirect::see_other(&path(id))
}

/// The form.
pub(crate) async fn import_page(
    status: StatusCode,
    admin: &Admin,
    id: Uuid,
    values: ImportValues,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let account: Account = api.get(&format!("/api/v1/accounts/{id}")).await?;
    let before = format!("/api/v1/accounts/{id}/user-imports?limit={LISTED}");
    let before: Page<UserImport> = api.get(&before).await?;
    let users = format!("/admin/accounts/{id}/users");
    let title = t!("import-title-of", account = account.name.as_str());
    let on_duplicate = vec![
        Choice::new("skip", t!("import-skip")),
        Choice::new("update", t!("import-update")).hint(t!("import-update-hint")),
    ];
    let may_send = admin.me.may("welcome_emails.send", id);
    let welcome = may_send.then(|| {
        view! {
            <Checkbox label=t!("import-welcome") name="send_welcome" checked=values.send_welcome
                hint=t!("import-welcome-hint") />
        }
    });
    let content = view! {
        <Breadcrumb trail=vec![(t!("users"), users.clone())] />
        <PageHead title=t!("import-title") lead=t!("import-lead") />
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/accounts/{id}/user-imports")
                enctype="multipart/form-data">
                <FileField label=t!("import-file") name="file" accept=".csv,text/csv,text/plain"
                    errors=errors.clone() hint=t!("import-file-hint") marked=false />
                <Textarea label=t!("import-pasted") name="pasted" value=values.pasted errors=errors.clone()
                    hint=t!("import-pasted-hint") rows=6 code=true marked=false />
                <Radios legend=t!("import-duplicates") name="on_duplicate" chosen=values.on_duplicate
                    options=on_duplicate errors=errors.clone() />
                {welcome}
                <FormActions submit=t!("import-check") cancel=users />
            </form>
        </div>
        <Before list=before.items />
    };
    let frame = admin.frame(Some(id)).await;
    Ok(admin_page(
        status,
        Head::new(errors.titled(&title)),
        frame,
        Section::Users,
        content.into_any(),
    ))
}

/// The imports before.
#[component]
fn Before(list: Vec<UserImport>) -> impl IntoView {
    if list.is_empty() {
        return ().into_any();
    }
    let columns = vec![
        Column::new(t!("import-began")),
        Column::new(t!("import-status")),
        Column::new(t!("import-count-rows")).number(),
        Column::new(t!("import-count-created")).number(),
    ];
    let rows: Vec<_> = list
        .into_iter()
        .map(|import| {
            let label = status_label(&import.status);
            view! {
                <tr>
                    <th scope="row" data-label=t!("import-began")>
                        <a href=user_import::path(import.id)><Moment at=import.created_at /></a>
                    </th>
                    <td data-label=t!("import-status")><Badge label tone=status_tone(&import.status) /></td>
                    <td class="number" data-label=t!("import-count-rows")>{grouped(import.counts.rows)}</td>
                    <td class="number" data-label=t!("import-count-created")>{grouped(import.counts.created)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <Panel id="before" heading=t!("imports-before")>
            <Table caption=t!("imports-before") columns>{rows}</Table>
        </Panel>
    }
    .into_any()
}
