//! Who calls: no operation but the public ones answers a caller without a valid credential.

use usher_api_types::problem::ErrorCode;

use crate::{answers::announced_problem, operations, world::World};

#[tokio::test]
async fn operations_that_are_not_public_need_a_credential() {
    let world = World::start().await;
    let anyone = world.app.anonymous();
    let mut public = Vec::new();
    for operation in operations::all() {
        if operation.is_public {
            public.push(operation.to_string());
            continue;
        }
        let answer = world.call(&anyone, &operation).send().await;
        let code = announced_problem(&operation, &answer, "without a credential");
        assert_eq!(code, ErrorCode::Unauthenticated, "{operation}");
    }
    // Whoever makes an operation public says so here.
    public.sort();
    assert_eq!(
        public,
        [
            "GET /api/v1/docs",
            "GET /api/v1/errors/{code}",
            "GET /api/v1/openapi.json",
            "POST /api/v1/password-links/consume",
            "POST /api/v1/password-links/inspect",
            "POST /api/v1/password-links/judge",
            "POST /api/v1/password-links/renew",
            "POST /api/v1/password-resets",
            "POST /api/v1/sessions",
        ]
    );
}

#[tokio::test]
async fn a_credential_that_is_none_is_refused_everywhere() {
    let world = World::start().await;
    let anyone = world.app.anonymous();
    let long = format!("Bearer {}", "a".repeat(10_000));
    let credentials = [
        ("authorization", "Bearer"),
        ("authorization", "Bearer x"),
        ("authorization", "Basic dTpw"),
        ("authorization", "Bearer ü"),
        // An unsigned JWT.
        ("authorization", "Bearer eyJhbGciOiJub25lIn0.e30."),
        ("authorization", &long),
        ("cookie", "usher_session=x"),
        ("cookie", "usher_session="),
        ("cookie", ";;=;usher_session"),
        ("cookie", "usher_session=ü"),
    ];
    for operation in operations::all()
        .iter()
        .filter(|operation| !operation.is_public)
    {
        for (name, value) in credentials {
            let request = world.call(&anyone, operation).header(name, value);
            let answer = request.header("sec-fetch-site", "same-origin").send().await;
            let code = announced_problem(operation, &answer, value);
            assert_eq!(code, ErrorCode::Unauthenticated, "{operation}, {value}");
        }
    }
}

#[tokio::test]
async fn a_valid_cookie_does_not_help_a_wrong_token() {
    let world = World::start().await;
    let browser = world.app.admin().await.with_bearer("wrong");
    browser.get("/api/v1/me").await.assert_status(401);
}
