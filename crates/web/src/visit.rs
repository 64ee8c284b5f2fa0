//! Who is looking at a page: anybody ([`Visit`]), somebody signed in ([`SignedIn`]), or somebody who
//! may administrate something ([`Admin`]). Handlers name the one they need as an argument, so that
//! no page can forget to ask.

use axum::{
    extract::FromRequestParts,
    http::{Method, header, request::Parts},
    response::{IntoResponse, Response},
};
use usher_api_types::{account::Account, me::Me, page::Page, problem::ErrorCode};
use uuid::Uuid;

use crate::{
    api_client::ApiClient,
    components::admin_shell::AdminFrame,
    local_path::LocalPath,
    page_error::PageError,
    query::{self, Query},
    redirect,
    web::Web,
    words::{
        errors::sentence,
        language::{speak, speak_for_administration},
        notices::Notice,
    },
};

/// How many accounts the switcher lists; the list of accounts has the rest.
const SWITCHER_ACCOUNTS: usize = 20;

/// One request of a browser.
#[derive(Clone)]
pub(crate) struct Visit {
    /// Calls the API as this browser.
    pub(crate) api: ApiClient,
    /// The installation.
    pub(crate) web: Web,
    /// The path and query that were asked for.
    pub(crate) path: String,
    /// The page that a form was sent from, when it is one of ours.
    pub(crate) referer: Option<LocalPath>,
    /// What the last action came to, said on top of the page.
    pub(crate) message: Option<Message>,
    /// How often the page has reloaded itself to follow a delivery; none when it does not.
    pub(crate) watch: Option<u8>,
}

/// What the last action came to. Only codes of closed lists travel in URLs, never text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Message {
    /// It worked.
    Done(Notice),
    /// It did not, for this reason.
    Failed(ErrorCode),
}

impl Message {
    /// The sentence, in the language of the answer.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Done(notice) => notice.text(),
            Self::Failed(code) => sentence(code),
        }
    }
}

/// A signed-in user.
pub(crate) struct SignedIn {
    /// Her request.
    pub(crate) visit: Visit,
    /// Who she is.
    pub(crate) me: Me,
}

/// A signed-in user with at least one permission.
pub(crate) struct Admin {
    /// Her request.
    pub(crate) visit: Visit,
    /// Who she is.
    pub(crate) me: Me,
}

impl Visit {
    fn new(parts: &Parts, web: &Web) -> Self {
        let path = parts
            .uri
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned();
        let parameter = |name: &str| query::value(parts.uri.query()?, name);
        let done = parameter("notice")
            .and_then(Notice::find)
            .map(Message::Done);
        let failed = parameter("error")
            .and_then(ErrorCode::find)
            .map(Message::Failed);
        let referer = parts
            .headers
            .get(header::REFERER)
            .and_then(|value| value.to_str().ok());
        Self {
            api: ApiClient::new(web.api().clone(), parts),
            referer: referer
                .and_then(|url| LocalPath::from_referer(url, &web.settings().public_url)),
            message: failed.or(done),
            watch: parameter("watch").and_then(|count| count.parse().ok()),
            web: web.clone(),
            path,
        }
    }

    /// The way to sign in and back to this page.
    fn to_sign_in(&self, parts: &Parts) -> Response {
        let here = query::without(&self.path, &["notice", "error", "watch"]);
        let next = if parts.method == Method::GET || parts.method == Method::HEAD {
            LocalPath::parse(&here)
        } else {
            self.referer.clone()
        };
        redirect::see_other(&format!("/sign-in{}", Query::new().with_some("next", next)))
    }

    async fn me(&self, parts: &Parts) -> Result<Me, Response> {
        self.api.get("/api/v1/me").await.map_err(|failure| {
            if failure.is_signed_out() {
                self.to_sign_in(parts)
            } else {
                PageError::from(failure).into_response()
            }
        })
    }
}

impl FromRequestParts<Web> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        Ok(Self::new(parts, web))
    }
}

impl FromRequestParts<Web> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let visit = Visit::new(parts, web);
        let me = visit.me(parts).await?;
        speak([me.locale.as_deref(), me.account_locale.as_deref()]);
        // Administrators read their own account within the frame of the administration.
        if me.is_administrator() {
            speak_for_administration();
        }
        Ok(Self { visit, me })
    }
}

impl FromRequestParts<Web> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let SignedIn { visit, me } = SignedIn::from_request_parts(parts, web).await?;
        if me.is_administrator() {
            Ok(Self { visit, me })
        } else {
            Err(redirect::see_other("/account"))
        }
    }
}

impl Admin {
    /// What surrounds an administrator's page. Someone who may not list accounts gets no switcher.
    pub(crate) async fn frame(&self, current: Option<Uuid>) -> AdminFrame {
        frame(&self.visit, &self.me, current).await
    }

    /// The account to begin with: her own where she may look at its users, else the first.
    pub(crate) async fn home(&self) -> Option<Uuid> {
        let own = self.me.account.as_ref().map(|account| account.id);
        if let Some(id) = own.filter(|id| self.me.may("users.read", *id)) {
            return Some(id);
        }
        let first: Result<Page<Account>, _> = self.visit.api.get("/api/v1/accounts?limit=1").await;
        let listed = first
            .ok()
            .and_then(|page| page.items.first().map(|one| one.id));
        let mut granted = self.me.account_permissions.iter().map(|one| one.account_id);
        listed.or_else(|| granted.next())
    }
}

impl SignedIn {
    /// What surrounds "my account" for somebody who also administrates.
    pub(crate) async fn frame(&self) -> AdminFrame {
        frame(&self.visit, &self.me, None).await
    }
}

async fn frame(visit: &Visit, me: &Me, current: Option<Uuid>) -> AdminFrame {
    let path = format!("/api/v1/accounts?limit={}", SWITCHER_ACCOUNTS + 1);
    let page: Page<Account> = visit.api.get(&path).await.unwrap_or(Page {
        items: Vec::new(),
        next_cursor: None,
    });
    let more = page.items.len() > SWITCHER_ACCOUNTS;
    let mut accounts = page.items;
    accounts.truncate(SWITCHER_ACCOUNTS);
    // An account further down the alphabet is named all the same while one works in it.
    if let Some(id) = current
        && !accounts.iter().any(|account| account.id == id)
        && let Ok(account) = visit.api.get(&format!("/api/v1/accounts/{id}")).await
    {
        accounts.push(account);
    }
    AdminFrame {
        me: me.clone(),
        accounts,
        more_accounts: more,
        current,
        message: visit.message,
        version: visit.web.settings().version.clone(),
    }
}
