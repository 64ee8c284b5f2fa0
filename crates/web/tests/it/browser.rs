//! A browser without JavaScript: it fetches pages and posts forms.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt;
use usher_api_types::call_context::CallContext;
use usher_domain::clock::{Clock, Entropy};
use usher_web::{Web, WebSettings};

use crate::canned_api::CannedApi;

pub(crate) const PUBLIC_URL: &str = "https://usher.example";

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

pub(crate) struct Browser(Router);

/// Never the same bytes twice, as far as a test goes.
#[derive(Default)]
struct Counting(AtomicU8);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

struct Stopped(DateTime<Utc>);

impl Clock for Stopped {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

impl Browser {
    pub(crate) fn on(api: &CannedApi) -> Self {
        let settings = WebSettings {
            public_url: PUBLIC_URL.to_owned(),
            version: "0.1.0".to_owned(),
        };
        let entropy = Arc::new(Counting::default());
        Self(usher_web::router(Web::new(api.router(), settings, entropy)))
    }

    /// With a clock that has stopped.
    pub(crate) fn at(api: &CannedApi, now: DateTime<Utc>) -> Self {
        let settings = WebSettings {
            public_url: PUBLIC_URL.to_owned(),
            version: "0.1.0".to_owned(),
        };
        let web = Web::new(api.router(), settings, Arc::new(Counting::default()));
        Self(usher_web::router(web.with_clock(Arc::new(Stopped(now)))))
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(
            request(Method::GET, path)
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    pub(crate) async fn post(&self, path: &str, form: &str) -> Page {
        let request = request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(
            request
                .body(Body::from(form.to_owned()))
                .expect("a request"),
        )
        .await
    }

    /// The headers of the answer, and how many bytes come behind them.
    pub(crate) async fn send_raw(&self, request: Request<Body>) -> (HeaderMap, usize) {
        let response = self.0.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 22).await.expect("a body");
        (parts.headers, body.len())
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        Page::read(self.0.clone().oneshot(request).await.expect("an answer")).await
    }
}

pub(crate) fn request(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
        .header(header::COOKIE, "__Host-usher_session=abc")
        .header(header::USER_AGENT, "Mozilla/5.0 (Tests)")
        .extension(CallContext {
            client: Some([192, 0, 2, 7].into()),
            request_id: "req-7".to_owned(),
        })
}

impl Page {
    pub(crate) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 22).await.expect("a body");
        Self {
            status: parts.status,
            headers: parts.headers,
            html: String::from_utf8(body.to_vec()).expect("UTF-8"),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("text"))
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(
            self.html.contains(text),
            "{text:?} is not in\n{}",
            self.html
        );
        self
    }

    #[track_caller]
    pub(crate) fn says_nothing_of(&self, text: &str) -> &Self {
        assert!(!self.html.contains(text), "{text:?} is in\n{}", self.html);
        self
    }

    /// The value of a hidden field, as a browser would send it.
    #[track_caller]
    pub(crate) fn hidden(&self, name: &str) -> String {
        let field = format!("name=\"{name}\" value=\"");
        let value = self.html.split(&field).nth(1).expect("the field");
        let value = value.split('"').next().expect("its end");
        let text = value.replace("&quot;", "\"").replace("&amp;", "&");
        utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string()
    }

    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.html);
        self
    }
}
