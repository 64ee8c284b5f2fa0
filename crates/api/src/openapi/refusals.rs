//! The errors of each operation: those that its handler lists in `x-problems`, and those that
//! follow from its form.

use std::collections::BTreeMap;

use http::Method;
use usher_api_types::problem::ErrorCode;
use utoipa::openapi::{
    Content, ContentBuilder, HeaderBuilder, Object, PathItem, Ref, RefOr, Response,
    ResponseBuilder, Type,
    example::{Example, ExampleBuilder},
    path::{Operation, ParameterIn},
    security::SecurityRequirement,
};

use crate::problem::{PROBLEM_JSON, problem};

/// Where a handler lists the codes that are particular to it.
const LIST: &str = "x-problems";

/// The operations of a path with their methods, in the order in which people think of them.
pub(super) fn operations_of(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    [
        (Method::GET, &mut item.get),
        (Method::POST, &mut item.post),
        (Method::PUT, &mut item.put),
        (Method::PATCH, &mut item.patch),
        (Method::DELETE, &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// The error responses that operations share, by name.
pub(super) type Shared = BTreeMap<String, RefOr<Response>>;

/// Adds all error responses of an operation.
pub(super) fn complete(method: &Method, operation: &mut Operation, shared: &mut Shared) {
    let mut by_status: BTreeMap<u16, Vec<ErrorCode>> = BTreeMap::new();
    let implied = implied(method, operation);
    for code in implied.into_iter().chain(listed(operation)) {
        let codes = by_status.entry(code.status()).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    // Where a secret is shown once, a second answer is an error.
    let shows_a_secret = by_status
        .values()
        .flatten()
        .any(|code| *code == ErrorCode::SecretShown);
    if is_repeatable(operation) && !shows_a_secret {
        tell_of_replays(operation);
    }
    for (status, codes) in by_status {
        let names: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
        let name = names.join("-or-");
        let reference = RefOr::Ref(Ref::from_response_name(&name));
        shared
            .entry(name)
            .or_insert_with(|| RefOr::T(response(&codes)));
        operation
            .responses
            .responses
            .insert(status.to_string(), reference);
    }
}

/// Takes the handler's list out of the operation. A code that does not exist fails a test.
fn listed(operation: &mut Operation) -> Vec<ErrorCode> {
    let Some(extensions) = &mut operation.extensions else {
        return Vec::new();
    };
    let list = extensions.remove(LIST);
    if extensions.is_empty() {
        operation.extensions = None;
    }
    let names = list
        .as_ref()
        .and_then(serde_json::Value::as_array)
        .into_iter()
        .flatten();
    names
        .filter_map(|name| ErrorCode::find(name.as_str()?))
        .collect()
}

fn implied(method: &Method, operation: &Operation) -> Vec<ErrorCode> {
    let mut codes = Vec::new();
    let has = |place: &ParameterIn| {
        operation
            .parameters
            .iter()
            .flatten()
            .any(|parameter| match parameter {
                RefOr::T(parameter) => parameter.parameter_in == *place,
                RefOr::Ref(_) => false,
            })
    };
    // Public operations state an empty requirement of their own.
    let is_public = operation.security.as_ref().is_some_and(|list| {
        list.iter()
            .all(|requirement| *requirement == SecurityRequirement::default())
    });
    if !is_public {
        codes.push(ErrorCode::Unauthenticated);
    }
    if has(&ParameterIn::Path) {
        codes.push(ErrorCode::NotFound);
    }
    if has(&ParameterIn::Query) {
        codes.push(ErrorCode::MalformedRequest);
    }
    if let Some(body) = &operation.request_body {
        codes.extend([ErrorCode::MalformedBody, ErrorCode::PayloadTooLarge]);
        // What other bodies are is not for their label to say.
        if matches!(body, RefOr::T(body) if body.content.contains_key("application/json")) {
            codes.push(ErrorCode::UnsupportedMediaType);
        }
    }
    if !method.is_safe() {
        codes.push(ErrorCode::CrossSite);
    }
    if is_repeatable(operation) {
        codes.extend([
            ErrorCode::InvalidIdempotencyKey,
            ErrorCode::RequestUnderWay,
            ErrorCode::IdempotencyKeyReused,
        ]);
    }
    codes.extend([ErrorCode::Internal, ErrorCode::Unavailable]);
    codes
}

/// Documents the header by which an answer to a repeated request is known. Errors are added later and
/// are never replayed.
fn tell_of_replays(operation: &mut Operation) {
    for answer in operation.responses.responses.values_mut() {
        if let RefOr::T(answer) = answer {
            let header = HeaderBuilder::new()
                .schema(Some(Object::with_type(Type::String)))
                .description(Some("`true`, if the request was carried out before"))
                .build();
            answer
                .headers
                .insert("Idempotency-Replayed".to_owned(), header.into());
        }
    }
}

/// Whether a caller may give her request a name and repeat it.
fn is_repeatable(operation: &Operation) -> bool {
    operation
        .parameters
        .iter()
        .flatten()
        .any(|parameter| match parameter {
            RefOr::T(parameter) => parameter.name == "Idempotency-Key",
            RefOr::Ref(_) => false,
        })
}

fn response(codes: &[ErrorCode]) -> Response {
    let titles: Vec<_> = codes.iter().map(|code| code.title()).collect();
    ResponseBuilder::new()
        .description(titles.join(", or "))
        .content(PROBLEM_JSON, content(codes))
        .build()
}

fn content(codes: &[ErrorCode]) -> Content {
    let examples = codes
        .iter()
        .map(|code| (code.as_str(), RefOr::T(example(*code))));
    ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .examples_from_iter(examples)
        .build()
}

fn example(code: ErrorCode) -> Example {
    // A problem is a struct of texts and numbers and always has a JSON form.
    let body = serde_json::to_value(problem(code, "https://usher.example.com")).ok();
    ExampleBuilder::new()
        .summary(code.title())
        .value(body)
        .build()
}

#[cfg(test)]
mod tests {
    use crate::native;

    use super::*;

    #[test]
    fn handlers_list_only_codes_that_exist() {
        let mut document = native::described().into_openapi();
        let mut lists = 0;
        for item in document.paths.paths.values_mut() {
            for (_, operation) in operations_of(item) {
                let Some(list) = operation.extensions.as_ref().and_then(|all| all.get(LIST)) else {
                    continue;
                };
                let named = list.as_array().unwrap().len();
                assert_eq!(
                    listed(operation).len(),
                    named,
                    "{:?}",
                    operation.operation_id
                );
                lists += 1;
            }
        }
        assert!(lists > 20);
    }
}
