//! A native API that answers what a test laid down and remembers what it was asked.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;
use usher_api_types::{
    call_context::CallContext,
    problem::{ErrorCode, FieldError, Problem},
};

/// One question that the pages asked.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) query: String,
    pub(crate) body: Value,
    pub(crate) bytes: Vec<u8>,
    pub(crate) headers: HeaderMap,
    pub(crate) context: Option<CallContext>,
}

#[derive(Clone)]
struct Canned {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// The answers by `METHOD /path`, and the questions.
#[derive(Clone, Default)]
pub(crate) struct CannedApi {
    answers: HashMap<String, Canned>,
    /// Answers that are given before those, one after the other.
    first: Arc<Mutex<Vec<(String, Canned)>>>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl CannedApi {
    pub(crate) fn on(mut self, name: &str, status: u16, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).expect("a body");
        let status = StatusCode::from_u16(status).expect("a status");
        self.answers.insert(
            name.to_owned(),
            Canned {
                status,
                headers: HeaderMap::new(),
                body,
            },
        );
        self
    }

    /// Refuses the next question, before the answer that was laid down; of several the first one first.
    pub(crate) fn fails_first(self, name: &str, code: ErrorCode) -> Self {
        let canned = Canned {
            status: StatusCode::from_u16(code.status()).expect("a status"),
            headers: HeaderMap::new(),
            body: serde_json::to_vec(&problem(code, Vec::new())).expect("a body"),
        };
        let mut first = self.first.lock().expect("the first answers");
        first.push((name.to_owned(), canned));
        drop(first);
        self
    }

    fn next_first(&self, name: &str) -> Option<Canned> {
        let mut first = self.first.lock().expect("the first answers");
        let next = first.iter().position(|(known, _)| known == name)?;
        Some(first.remove(next).1)
    }

    pub(crate) fn fails(self, name: &str, code: ErrorCode) -> Self {
        self.fails_on(name, code, &[])
    }

    pub(crate) fn fails_on(self, name: &str, code: ErrorCode, fields: &[(&str, &str)]) -> Self {
        let errors = fields
            .iter()
            .map(|(field, message)| FieldError {
                field: (*field).to_owned(),
                code: "invalid".to_owned(),
                message: (*message).to_owned(),
                ..FieldError::default()
            })
            .collect();
        self.on(name, code.status(), &problem(code, errors))
    }

    pub(crate) fn with_header(
        mut self,
        name: &str,
        header: header::HeaderName,
        value: &str,
    ) -> Self {
        let answer = self.answers.get_mut(name).expect("an answer");
        answer
            .headers
            .append(header, value.parse().expect("a header value"));
        self
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("the calls").clone()
    }

    pub(crate) fn call(&self, name: &str) -> Call {
        let calls = self.calls();
        calls
            .into_iter()
            .find(|call| call.name == name)
            .unwrap_or_else(|| panic!("no {name}"))
    }

    pub(crate) fn router(&self) -> Router {
        let canned = self.clone();
        Router::new().fallback(move |request: Request| {
            let canned = canned.clone();
            async move { canned.answer(request).await }
        })
    }

    async fn answer(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, 1 << 25).await.expect("a body");
        let name = format!("{} {}", parts.method, parts.uri.path());
        self.calls.lock().expect("the calls").push(Call {
            name: name.clone(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            body: serde_json::from_slice(&body).unwrap_or(Value::Null),
            bytes: body.to_vec(),
            headers: parts.headers,
            context: parts.extensions.get().cloned(),
        });
        let next = self.next_first(&name);
        if let Some(canned) = next.or_else(|| self.answers.get(&name).cloned()) {
            return (canned.status, canned.headers, Body::from(canned.body)).into_response();
        }
        let problem = problem(ErrorCode::NotFound, Vec::new());
        let body = serde_json::to_vec(&problem).expect("a body");
        (StatusCode::NOT_FOUND, body).into_response()
    }
}

fn problem(code: ErrorCode, errors: Vec<FieldError>) -> Problem {
    Problem {
        kind: format!("https://usher.example/api/v1/errors/{}", code.as_str()),
        title: code.title().to_owned(),
        status: code.status(),
        detail: code.explanation().to_owned(),
        code: code.as_str().to_owned(),
        request_id: Some("req-7".to_owned()),
        errors,
    }
}
