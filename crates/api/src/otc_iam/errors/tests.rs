//! What callers are told, to the byte.

use axum::body::to_bytes;

use super::*;

async fn body(error: IamError) -> String {
    let bytes = to_bytes(error.into_response().into_body(), 10_000)
        .await
        .unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn answers_of_the_real_service_are_repeated_byte_for_byte() {
    assert_eq!(
        body(IamError::NoAddress).await,
        r#"{"error":{"code":400,"message":"User not bind email.","title":"Bad Request"}}"#
    );
    assert_eq!(
        body(IamError::InvalidUserId).await,
        r#"{"error":{"code":403,"message":"userId is invalid","title":"Forbidden"}}"#
    );
}

#[tokio::test]
async fn every_error_has_the_shape_of_its_table() {
    let cases = [
        (
            IamError::Unauthenticated,
            (
                401,
                "The request you have made requires authentication.",
                "Unauthorized",
            ),
        ),
        (
            IamError::NotAuthorized,
            (
                403,
                "You are not authorized to perform the requested action.",
                "Forbidden",
            ),
        ),
        (
            IamError::UserDisabled(uuid::Uuid::from_u128(10).into()),
            (
                403,
                "The user 0000000000000000000000000000000a is disabled.",
                "Forbidden",
            ),
        ),
        (
            IamError::AddressRefused,
            (400, "The email address does not exist.", "Bad Request"),
        ),
        (
            IamError::MethodNotAllowed,
            (405, "Method Not Allowed", "Method Not Allowed"),
        ),
    ];
    for (error, (code, message, title)) in cases {
        let expected = json!({"error": {"code": code, "message": message, "title": title}});
        assert_eq!(body(error).await, expected.to_string());
    }
}

#[tokio::test]
async fn a_failure_of_ours_hides_its_cause() {
    let error = IamError::internal(std::io::Error::other("disk on fire"));
    assert!(!body(error).await.contains("fire"));
}

#[test]
fn every_refusal_from_outside_keeps_its_status_as_far_as_the_table_has_it() {
    for (code, status) in [
        (ErrorCode::CrossSite, 403),
        (ErrorCode::PayloadTooLarge, 413),
        (ErrorCode::MalformedRequest, 400),
        (ErrorCode::Internal, 500),
        (ErrorCode::Unavailable, 503),
    ] {
        assert_eq!(IamError::refused(code).into_response().status(), status);
    }
}

#[test]
fn a_throttled_caller_is_told_when_to_come_back() {
    let response = IamError::Throttled(Duration::seconds(90)).into_response();
    assert_eq!(response.headers()["retry-after"], "90");
}
