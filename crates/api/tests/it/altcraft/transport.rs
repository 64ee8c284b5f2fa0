//! What HTTP itself says no to.

use super::*;

#[tokio::test]
async fn another_method_is_a_405() {
    let altcraft = Altcraft::start().await;
    let text = "Incorrect request: use POST";
    for call in ["users/send_welcome", "users/list/", "list"] {
        let url = format!("/api/v1.1/admin/accounts/{call}");
        for method in [
            Method::GET,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
        ] {
            let answer = altcraft.caller.request(method.clone(), &url).send().await;
            assert_json(&answer, 405, &error_json(400, text));
            assert_eq!(answer.header("allow"), Some("POST"));
            let request = altcraft
                .caller
                .request(method, &format!("{url}?format=xml"));
            assert_xml(&request.send().await, 405, &error_xml(400, text));
        }
        let head = altcraft.caller.request(Method::HEAD, &url).send().await;
        assert_eq!((head.status().as_u16(), head.text().as_str()), (405, ""));
    }
}

#[tokio::test]
async fn a_body_beyond_a_mebibyte_is_a_413() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    let body = |size: usize| {
        let (token, account) = (&altcraft.token, altcraft.account);
        let fields = format!(
            "<xml><token>{token}</token><account_id>{account}</account_id><name>mia</name>"
        );
        let rest = size - fields.len() - "</xml>".len();
        format!("{fields}{}</xml>", " ".repeat(rest))
    };
    let mebibyte = 1024 * 1024;
    let request = altcraft.request(WELCOME);
    let answer = request.body("application/xml", body(mebibyte)).send().await;
    assert_xml(&answer, 200, DONE_XML);
    altcraft.deliver().await;
    let text = "Incorrect request: the body is too large";
    let request = altcraft.request(WELCOME);
    let answer = request
        .body("application/xml", body(mebibyte + 1))
        .send()
        .await;
    assert_xml(&answer, 413, &error_xml(400, text));
    let request = altcraft.request(WELCOME);
    let answer = request
        .body("application/json", body(mebibyte + 1))
        .send()
        .await;
    assert_json(&answer, 413, &error_json(400, text));
    altcraft.app.deliver_mail().await;
    assert_eq!(altcraft.mails("mia@example.com"), 1);
}

#[tokio::test]
async fn what_does_not_exist_is_a_404_in_its_own_words() {
    let altcraft = Altcraft::start().await;
    for path in [
        "/api/v1.1",
        "/api/v1.1/",
        "/api/v1.1//",
        "/api/v1.1/%00",
        "/api/v1.1/%FF",
        "/api/v1.1/users",
        "/api/v1.1/me",
        "/api/v1.1/admin/accounts/save",
        "/api/v1.1/admin/accounts/users/send_welcome//",
        "/api/v1.1/admin/accounts/users/send_welcome/x",
        "/api/v1.1/admin/accounts/users/SEND_WELCOME",
    ] {
        for method in [Method::GET, Method::POST] {
            let request = altcraft.caller.request(method, path);
            let answer = request.send().await;
            assert_json(&answer, 404, &error_json(404, "Object not found"));
        }
        let request = altcraft.caller.request(Method::POST, path);
        let answer = request.body("text/xml", "<xml/>").send().await;
        assert_xml(&answer, 404, &error_xml(404, "Object not found"));
    }
}

#[tokio::test]
async fn the_native_api_beside_it_keeps_its_own_words() {
    let altcraft = Altcraft::start().await;
    altcraft.owner.get("/api/v1/me").await.assert_status(200);
    for path in [
        "/api/v1",
        "/api/v1/",
        "/api/v1/admin/accounts/users/send_welcome",
    ] {
        let problem = altcraft.owner.post(path).await.problem();
        assert_eq!(
            (problem.status, problem.code.as_str()),
            (404, "not_found"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_page_of_another_site_is_refused_in_its_words() {
    let altcraft = Altcraft::start().await;
    let request = altcraft
        .request(WELCOME)
        .header("sec-fetch-site", "cross-site");
    let answer = request.json(&json!({})).send().await;
    let body = error_json(403, "No access: another site sent the request");
    assert_json(&answer, 403, &body);
}
