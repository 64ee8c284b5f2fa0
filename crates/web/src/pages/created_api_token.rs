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
        facts::Fact,
        moment::Moment,
        navigation::Section,
        notice::Notice,
        page_head::PageHead,
        panel::Panel,
        reference::ScopeReference,
    },
    names::Names,
    render::Head,
    visit::Admin,
    words::{language::t, roles::role_label},
};

/// The page. There is no address under which it could be seen again.
pub(crate) async fn created_page(admin: &Admin, created: CreatedApiToken) -> Response {
    let token = created.api_token;
    let frame = admin.frame(None).await;
    let places = token.account_id.into_iter().collect();
    let names = Names::of_accounts(&admin.visit, &frame.accounts, places).await;
    let expires = match token.expires_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => t!("tokens-never").into_any(),
    };
    let place = view! { <ScopeReference account=token.account_id names=&names /> }.into_any();
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
            <dl class="facts">
                <Fact name=t!("tokens-role")>{role_label(&token.role)}</Fact>
                <Fact name=t!("tokens-good-for")>{place}</Fact>
                <Fact name=t!("tokens-expires")>{expires}</Fact>
            </dl>
            <Panel id="try" heading=t!("token-try")>
                <p>{t!("token-call-hint")}</p>
                <pre class="code">{call}</pre>
                <h3>{t!("token-send")}</h3>
                <p>{t!("token-send-text")}</p>
                <pre class="code">{welcome}</pre>
                <p><a href="/api/v1/docs">{t!("token-documentation")}</a></p>
            </Panel>
            <p><LinkButton href="/admin/api-tokens" label=t!("token-done") weight=Weight::Primary /></p>
        </div>
    };
    admin_page(
        StatusCode::CREATED,
        Head::new(t!("token-made-title")),
        frame,
        Section::ApiTokens,
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
