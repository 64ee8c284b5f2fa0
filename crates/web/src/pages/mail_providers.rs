//! Mail providers: where messages go out, how each is doing, what went wrong last. They are
//! configured in the file; here they are only shown.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{mail_provider::MailProvider, page::Page};

use crate::{
    components::{admin_shell::admin_page, badge::ProviderBadge, navigation::Section},
    page_error::PageError,
    render::Head,
    visit::Admin,
    words::providers,
};

/// `GET /admin/mail-providers`.
pub(crate) async fn show(admin: Admin) -> Result<Response, PageError> {
    let page: Page<MailProvider> = admin.visit.api.get("/api/v1/mail-providers").await?;
    let several = page.items.len() > 1;
    let order = several.then_some(" Messages go to the first that is not resting.");
    let rows: Vec<_> = page
        .items
        .iter()
        .map(|provider| view! { <Provider provider /> })
        .collect();
    let content = view! {
        <h1>"Mail providers"</h1>
        <p>"The mail servers through which messages go out, as the configuration names them." {order}</p>
        <ul class="cards">{rows}</ul>
        <p class="quiet">"Each process that sends keeps its own watch over the mail servers; this is what the one sees that answered you."</p>
    };
    let frame = admin.frame(None).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new("Mail providers"),
        frame,
        Section::MailProviders,
        content.into_any(),
    ))
}

#[component]
fn Provider<'a>(provider: &'a MailProvider) -> impl IntoView {
    let endpoint = (!providers::captures(provider))
        .then(|| view! { <code class="breakable">{provider.endpoint.clone()}</code> });
    let failure = provider.last_failure.as_deref().map(|failure| {
        view! {
            <div>
                <h3>"What went wrong last"</h3>
                <p>{providers::failure_meaning(failure)}</p>
                <p class="reply"><code>{failure.to_owned()}</code></p>
            </div>
        }
    });
    view! {
        <li class="card">
            <div class="card-head">
                <h2 class="breakable">{provider.name.clone()}</h2>
                <ProviderBadge provider />
                {endpoint}
            </div>
            <p>{providers::state_text(provider)}</p>
            {failure}
        </li>
    }
    .into_any()
}
