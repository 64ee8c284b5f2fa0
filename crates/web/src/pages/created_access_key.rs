//! A new access key with both halves; the secret one is shown this once.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::access_key::CreatedAccessKey;

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
pub(crate) async fn created_page(admin: &Admin, created: CreatedAccessKey) -> Response {
    let kind = CredentialKind::AccessKey;
    let key: Listed = created.key.into();
    let frame = admin.frame(None).await;
    let places = key.account_id.into_iter().collect();
    let names = Names::of_accounts(&admin.visit, &frame.accounts, places).await;
    let base = admin.visit.web.settings().public_url.clone();
    let content = view! {
        <PageHead title=t!("key-made", name = key.name.as_str()) />
        <div class="column">
            <Notice tone=Tone::Careful title=t!("key-copy-now")>{t!("key-copy-now-text")}</Notice>
            <Copyable id="access-key" label=t!("key-ak") value=key.known.clone() />
            <Copyable id="secret-key" label=t!("key-sk") value=created.secret />
            <CredentialFacts credential=&key names=&names />
            <Panel id="use" heading=t!("key-use")>
                <p>{t!("key-use-text")}</p>
                <pre class="code">{base}</pre>
            </Panel>
            <p><LinkButton href=kind.list() label=t!("token-done") weight=Weight::Primary /></p>
        </div>
    };
    admin_page(
        StatusCode::CREATED,
        Head::new(t!("key-made-title")),
        frame,
        kind.section(),
        content.into_any(),
    )
}
