//! What holds for every answer of the native API.

use serde_json::Value;
use usher_api_types::problem::ErrorCode;
use usher_test_support::TestResponse;

use crate::operations::Operation;

/// Requires a problem in its full form and returns its code.
#[track_caller]
pub(crate) fn problem(answer: &TestResponse, what: &str) -> ErrorCode {
    let problem = answer.problem();
    let code = ErrorCode::find(&problem.code).unwrap_or_else(|| panic!("{what}: {problem}"));
    assert_eq!(code.status(), problem.status, "{what}: {problem}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    let body: Value = answer.json();
    let kind = format!("http://usher.localhost/api/v1/errors/{}", problem.code);
    assert_eq!(body["type"], kind, "{what}");
    let name = answer
        .header("x-request-id")
        .expect("every answer has a name");
    assert_eq!(body["request_id"], name, "{what}");
    if problem.status == 401 {
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{what}");
    }
    code
}

/// Requires a problem that the operation's documentation announces.
#[track_caller]
pub(crate) fn announced_problem(
    operation: &Operation,
    answer: &TestResponse,
    what: &str,
) -> ErrorCode {
    let what = format!("{operation}, {what}");
    announced(operation, answer, &what);
    problem(answer, &what)
}

/// Requires a success or a problem, either of them announced, and never a failure of ours.
#[track_caller]
pub(crate) fn sound(operation: &Operation, answer: &TestResponse, what: &str) {
    let what = format!("{operation}, {what}");
    announced(operation, answer, &what);
    assert!(
        !answer.status().is_server_error(),
        "{what}: {}",
        answer.text()
    );
    if answer.status().is_client_error() {
        problem(answer, &what);
    }
}

#[track_caller]
fn announced(operation: &Operation, answer: &TestResponse, what: &str) {
    let status = answer.status().as_u16();
    assert!(
        operation.statuses.contains(&status),
        "{what}: {status} is not documented: {}",
        answer.text()
    );
}
