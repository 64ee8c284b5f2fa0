//! Every error number, provoked.

use super::*;

#[tokio::test]
async fn a_field_that_is_missing_or_wrong_is_a_400_that_names_it() {
    let altcraft = Altcraft::start().await;
    for account in [
        "",
        "x",
        "1.0",
        "-1",
        "0",
        "Successful operation",
        "99999999999999999999",
    ] {
        let fields = [("account_id", account), ("name", "mia")];
        let text = "Incorrect request: account_id";
        altcraft.refused(WELCOME, &fields, 400, text).await;
    }
    for fields in [&[][..], &[("name", "")], &[("name", " ")]] {
        let text = "Incorrect request: name";
        altcraft.refused(WELCOME, fields, 400, text).await;
    }
    for format in ["yaml", "x"] {
        let fields = [("format", format), ("name", "mia")];
        let text = "Incorrect request: format";
        altcraft.refused(WELCOME, &fields, 400, text).await;
    }
    let answer = altcraft.json(&format!("{WELCOME}?format=yaml"), &[]).await;
    assert_json(&answer, 200, &error_json(400, "Incorrect request: format"));
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_a_400_in_its_own_format() {
    let altcraft = Altcraft::start().await;
    let token = &altcraft.token;
    for body in [
        "{",
        "[]",
        "null",
        "\u{0}",
        r#"{"name":"a","name":"b"}"#,
        "<xml/>",
    ] {
        let answer = altcraft.request(WELCOME).body("application/json", body);
        let answer = answer.header("authorization", &format!("Bearer {token}"));
        assert_json(
            &answer.send().await,
            200,
            &error_json(400, "Incorrect request"),
        );
    }
    for body in [
        "{}",
        "<xml>",
        "<xml><name>example<name></xml>",
        "<xml><name>a</name><name>b</name></xml>",
        "<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><name>&a;</name></xml>",
        "<!DOCTYPE xml [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><xml><name>&b;</name></xml>",
        "<xml><name>&b;</name></xml>",
    ] {
        let answer = altcraft.request(WELCOME).body("application/xml", body);
        let answer = answer.header("authorization", &format!("Bearer {token}"));
        assert_xml(
            &answer.send().await,
            200,
            &error_xml(400, "Incorrect request"),
        );
    }
    // The URL knows the format where the body does not.
    let request = altcraft.request(&format!("{WELCOME}?format=xml"));
    let answer = request.body("application/json", "{").send().await;
    assert_xml(&answer, 200, &error_xml(400, "Incorrect request"));
}

#[tokio::test]
async fn a_user_without_an_address_is_a_400() {
    let altcraft = Altcraft::start().await;
    let user = altcraft.app.account_user("mia@example.com").login("mia");
    user.without_email().insert().await;
    let text = "Incorrect request: user has no email";
    altcraft
        .refused(WELCOME, &[("name", "mia")], 400, text)
        .await;
}

#[tokio::test]
async fn a_missing_token_is_a_401_and_one_that_is_not_valid_a_403() {
    let altcraft = Altcraft::start().await;
    for token in ["", " "] {
        let fields = [("token", token), ("name", "mia")];
        altcraft
            .refused(WELCOME, &fields, 401, "API token required")
            .await;
    }
    let empty = altcraft.request(WELCOME).send().await;
    assert_json(&empty, 200, &error_json(401, "API token required"));
    let long = "a".repeat(10_000);
    for token in ["nope", "ü", "&<>", &long] {
        let fields = [("token", token), ("name", "mia")];
        altcraft.refused(WELCOME, &fields, 403, "No access").await;
    }
    // A session is no token.
    let admin = altcraft.app.admin().await;
    let url = format!("/api/v1.1/admin/accounts/{WELCOME}");
    let answer = admin
        .post_json(&url, json!({ "account_id": 1, "name": "mia" }))
        .await;
    assert_json(&answer, 200, &error_json(401, "API token required"));
}

#[tokio::test]
async fn a_missing_permission_and_an_inactive_user_are_403s() {
    let altcraft = Altcraft::start().await;
    let mia = altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    let auditor = token(&altcraft.owner, "auditor", None).await;
    let fields = [("token", auditor.as_str()), ("name", "mia")];
    altcraft.refused(WELCOME, &fields, 403, "No access").await;

    let url = format!("/api/v1/users/{}", mia.id);
    let disabled = altcraft
        .owner
        .patch(&url, json!({ "enabled": false }))
        .await;
    disabled.assert_status(200);
    let text = "No access: the user is inactive";
    altcraft
        .refused(WELCOME, &[("name", "mia")], 403, text)
        .await;
    altcraft.app.deliver_mail().await;
    assert_eq!(altcraft.mails("mia@example.com"), 0);
}

#[tokio::test]
async fn an_unknown_account_or_user_is_a_404() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    let fields = [("account_id", "4711"), ("name", "mia")];
    altcraft
        .refused(WELCOME, &fields, 404, "Object not found: account")
        .await;
    for name in ["bob", "mia@example.com", "mia@Another", "a b", "@", "<b>&"] {
        let text = "Object not found: user";
        altcraft
            .refused(WELCOME, &[("name", name)], 404, text)
            .await;
    }
}

#[tokio::test]
async fn what_exists_already_is_a_409() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    altcraft
        .refused("users/add", &[("name", "MIA")], 409, "Already exists: name")
        .await;
    let fields = [("name", "bob"), ("email", "Mia@example.com")];
    altcraft
        .refused("users/add", &fields, 409, "Already exists: email")
        .await;
}

#[tokio::test]
async fn too_many_mails_to_one_person_are_a_429_that_says_when_to_come_back() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    for _ in 0..20 {
        let answer = altcraft.json(WELCOME, &[("name", "mia")]).await;
        assert_json(&answer, 200, DONE);
    }
    let answer = altcraft.json(WELCOME, &[("name", "mia")]).await;
    assert_json(&answer, 200, &error_json(429, "Too many requests"));
    let wait = answer
        .header("retry-after")
        .and_then(|wait| wait.parse::<u64>().ok());
    assert!(
        wait.is_some_and(|seconds| (1..=3_600).contains(&seconds)),
        "{wait:?}"
    );
    let answer = altcraft.xml(WELCOME, &[("name", "mia")]).await;
    assert_xml(&answer, 200, &error_xml(429, "Too many requests"));
    altcraft.app.deliver_mail().await;
}

#[tokio::test]
async fn a_failure_of_ours_is_a_500_that_tells_nothing() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .database
        .revert_all_migrations()
        .await
        .expect("every table goes");
    let answer = altcraft.json(WELCOME, &[("name", "mia")]).await;
    assert_json(&answer, 500, &error_json(500, "Internal error"));
    let answer = altcraft.xml(WELCOME, &[("name", "mia")]).await;
    assert_xml(&answer, 500, &error_xml(500, "Internal error"));
}
