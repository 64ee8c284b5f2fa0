//! A new API token with its secret, which is shown this once, and how a program uses it.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::api_token::CreatedApiToken;

use crate::{
    components::{
        admin_shell::admin_page,
        badge::Tone,
        button::{LinkButton, Weight},
        code::Copyable,
        credential_facts::CredentialFacts,
        notice::Notice,
        page_head::PageHead,
        panel::Panel,
    },
    credential_kind::{CredentialKind, Listed},
    names::Names,
    render::Head,
    visit::Admin,
    words::language::t,
};

/// The page. There is no address under which it could be seen again.
pub(crate) async fn created_page(admin: &Admin, created: CreatedApiToken) -> Response {
    let kind = CredentialKind::ApiToken;
    let token: Listed = created.api_token.into();
    let frame = admin.frame(None).await;
    let places = token.account_id.into_iter().collect();
    let names = Names::of_accounts(&admin.visit, &frame.accounts, places).await;
    let base = &admin.visit.web.settings().public_url;
    let call = format!(
        "curl -H \"Authorization: Bearer {}\" {base}/api/v1/me",
        created.token
    );
    let welcome = send_welcome(base);
    let content = view! {
        <PageHead title=t!("token-made", name = token.name.as_str()) />
        <div class="column">
            <Notice tone=Tone::Careful title=t!("token-copy-now")>{t!("token-copy-now-text")}</Notice>
            <Copyable id="token" label=t!("token-secret") value=created.token />
            <CredentialFacts credential=&token names=&names />
            <Panel id="try" heading=t!("token-try")>
                <p>{t!("token-call-hint")}</p>
                <pre class="code">{call}</pre>
                <h3>{t!("token-send")}</h3>
                <p>{t!("token-send-text")}</p>
                <pre class="code">{welcome}</pre>
                <p><a href="/api/v1/docs">{t!("token-documentation")}</a></p>
            </Panel>
            <p><LinkButton href=kind.list() label=t!("token-done") weight=Weight::Primary /></p>
        </div>
    };
    admin_page(
        StatusCode::CREATED,
        Head::new(t!("token-made-title")),
        frame,
        kind.section(),
        content.into_any(),
    )
}

/// A command that names the token by a variable, for scripts.
fn send_welcome(base: &str) -> String {
    format!(
        "curl -X POST -H \"Authorization: Bearer $USHER_TOKEN\" \
         {base}/api/v1/users/USER_ID/welcome-emails"
    )
}
