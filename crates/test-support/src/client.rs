//! Whoever calls: a program or a browser.

use http::{HeaderName, HeaderValue, Method, header};
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use usher_server::http::{Peer, Router};

use crate::{PasswordLink, TestResponse};

/// Sends requests into the router. A browser keeps its cookies and says where a request came from,
/// as browsers do; a program sends what it was given.
#[derive(Clone)]
pub struct Client {
    router: Router,
    is_browser: bool,
    bearer: Option<String>,
    cookies: Vec<(String, String)>,
}

/// A request to be sent.
#[must_use = "nothing is sent before `send`"]
pub struct Request<'a> {
    client: &'a Client,
    builder: http::request::Builder,
    body: Vec<u8>,
}

impl Client {
    pub(crate) fn program(router: Router) -> Self {
        Self {
            router,
            is_browser: false,
            bearer: None,
            cookies: Vec::new(),
        }
    }

    pub(crate) fn browser(router: Router) -> Self {
        Self {
            is_browser: true,
            ..Self::program(router)
        }
    }

    /// The same client with a token.
    #[must_use]
    pub fn with_bearer(mut self, token: &str) -> Self {
        self.bearer = Some(token.to_owned());
        self
    }

    /// A request to be filled in.
    pub fn request(&self, method: Method, url: &str) -> Request<'_> {
        let mut builder = http::Request::builder().method(method).uri(url);
        if let Some(token) = &self.bearer {
            builder = builder.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if self.is_browser {
            builder = builder.header("sec-fetch-site", "same-origin").header(
                header::USER_AGENT,
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            );
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            builder = builder.header(header::COOKIE, pairs.join("; "));
        }
        Request {
            client: self,
            builder,
            body: Vec::new(),
        }
    }

    /// GETs.
    pub async fn get(&self, url: &str) -> TestResponse {
        self.request(Method::GET, url).send().await
    }

    /// DELETEs.
    pub async fn delete(&self, url: &str) -> TestResponse {
        self.request(Method::DELETE, url).send().await
    }

    /// POSTs without a body.
    pub async fn post(&self, url: &str) -> TestResponse {
        self.request(Method::POST, url).send().await
    }

    /// POSTs JSON.
    pub async fn post_json(&self, url: &str, body: Value) -> TestResponse {
        self.request(Method::POST, url).json(&body).send().await
    }

    /// Sends a PATCH with JSON.
    pub async fn patch(&self, url: &str, body: Value) -> TestResponse {
        self.request(Method::PATCH, url).json(&body).send().await
    }

    /// PUTs JSON.
    pub async fn put(&self, url: &str, body: Value) -> TestResponse {
        self.request(Method::PUT, url).json(&body).send().await
    }

    /// Posts a form, as a page without JavaScript does.
    pub async fn post_form(&self, url: &str, fields: &[(&str, &str)]) -> TestResponse {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = self.request(Method::POST, url);
        request
            .body("application/x-www-form-urlencoded", form.finish())
            .send()
            .await
    }

    /// Signs in and keeps the session's cookie.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> TestResponse {
        let body = json!({ "login": login, "password": password });
        let response = self.post_json("/api/v1/sessions", body).await;
        self.take_cookies(&response);
        response
    }

    /// Sets a password with a link.
    pub async fn consume_link(&self, link: &PasswordLink, password: &str) -> TestResponse {
        let body = json!({ "token": link.token(), "password": password });
        self.post_json("/api/v1/password-links/consume", body).await
    }

    /// Keeps the cookies that an answer sets, and forgets those that it clears.
    pub fn take_cookies(&mut self, response: &TestResponse) {
        for value in response.headers().get_all(header::SET_COOKIE) {
            let text = value.to_str().expect("cookies are ASCII");
            let pair = text.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            self.cookies.retain(|(kept, _)| kept != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

impl Request<'_> {
    /// Adds a header.
    pub fn header(mut self, name: impl TryInto<HeaderName>, value: &str) -> Self {
        let name = name.try_into().ok().expect("the name of a header");
        let value = HeaderValue::try_from(value).expect("the value of a header");
        if let Some(headers) = self.builder.headers_mut() {
            headers.insert(name, value);
        }
        self
    }

    /// Sets the body.
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header(header::CONTENT_TYPE, media_type)
    }

    /// Sets a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Sends it and reads the whole answer.
    pub async fn send(self) -> TestResponse {
        let body = Full::from(self.body);
        let mut request = self.builder.body(body).expect("a request");
        request.extensions_mut().insert(Peer([127, 0, 0, 1].into()));
        let called = format!("{} {}", request.method(), request.uri().path());
        let router = self.client.router.clone();
        let Ok(response) = router.oneshot(request).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the whole body").to_bytes();
        TestResponse::new(called, parts, body.to_vec())
    }
}
