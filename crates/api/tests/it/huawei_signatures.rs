//! Request signatures through the whole router, on each of Huawei's surfaces.

use chrono::Duration;
use http::Method;
use serde_json::json;

use crate::huawei_world::{Huawei, Key, assert_is, assert_unauthorized, key, token};

const WRONG: &str = "verify aksk signature fail";

#[tokio::test]
async fn a_signed_request_is_taken_on_every_surface() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    huawei.resend(&ada, "").await.assert_status(200);
    let welcome = format!("/v3.0/OS-USER/users/{ada}/welcome");
    let answer = huawei.call(Method::POST, &welcome, "").await;
    assert_is(&answer, 200, r#"{"success":true}"#);
    let answer = huawei.call(Method::GET, "/v5/caller-identity", "").await;
    answer.assert_status(200);
    let answer = huawei.call(Method::GET, "/v3/auth/projects", "").await;
    answer.assert_status(200);
    assert!(answer.text().contains(&huawei.project), "{}", answer.text());
    huawei.app.deliver_mail().await;
}

#[tokio::test]
async fn what_was_not_signed_is_refused() {
    let huawei = Huawei::start().await;
    let url = huawei.resend_url(&huawei.ada.id.simple());
    let signed = || huawei.signed(Method::POST, &url, r#"{"template_id": ""}"#);

    let mut other_body = signed();
    other_body.arriving = Some(r#"{"template_id":  ""}"#.to_owned());
    assert_unauthorized(&huawei.send(other_body).await, WRONG);
    let mut no_body = signed();
    no_body.arriving = Some(String::new());
    assert_unauthorized(&huawei.send(no_body).await, WRONG);
    let wrong_secret = Key {
        ak: huawei.key.ak.clone(),
        sk: "x".repeat(40),
    };
    let mut forged = signed();
    forged.key = &wrong_secret;
    assert_unauthorized(&huawei.send(forged).await, WRONG);
    let mut other_host = signed();
    other_host.headers.push(("host", "evil.example".to_owned()));
    assert_unauthorized(&huawei.send(other_host).await, WRONG);
    huawei.app.deliver_mail().await;
    assert!(huawei.app.mailbox("ada@example.com").is_empty());

    // Headers that only name a project or domain say nothing.
    let mut named = signed();
    named.headers.push(("x-project-id", "another".to_owned()));
    named.headers.push(("x-domain-id", "another".to_owned()));
    huawei.send(named).await.assert_status(200);
    huawei.app.deliver_mail().await;
}

#[tokio::test]
async fn a_request_is_good_for_a_quarter_of_an_hour() {
    let huawei = Huawei::start().await;
    let url = huawei.resend_url(&huawei.ada.id.simple());
    for (seconds, status) in [(-901, 401), (-900, 200), (900, 200), (901, 401)] {
        let mut signed = huawei.signed(Method::POST, &url, "");
        signed.date = huawei.date(seconds);
        huawei.send(signed).await.assert_status(status);
    }
    let mut malformed = huawei.signed(Method::POST, &url, "");
    malformed.date = "yesterday".to_owned();
    assert_unauthorized(&huawei.send(malformed).await, WRONG);
    huawei.app.deliver_mail().await;
}

#[tokio::test]
async fn a_key_that_is_not_there_any_more_is_named() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    let url = huawei.resend_url(&ada);
    let stranger = Key {
        ak: "A".repeat(20),
        sk: "s".repeat(40),
    };
    let mut signed = huawei.signed(Method::POST, &url, "");
    signed.key = &stranger;
    let answer = huawei.send(signed).await;
    let unknown = |ak: &str| format!("Get secretKey failed,ak:{ak},err:ak not exist");
    assert_unauthorized(&answer, &unknown(&stranger.ak));

    let keys: serde_json::Value = huawei.owner.get("/api/v1/access-keys").await.json();
    let id = keys["items"][0]["id"].as_str().expect("a key").to_owned();
    let url = format!("/api/v1/access-keys/{id}");
    huawei.owner.delete(&url).await.assert_status(204);
    assert_unauthorized(&huawei.resend(&ada, "").await, &unknown(&huawei.key.ak));
}

#[tokio::test]
async fn five_failures_pass_and_the_sixth_locks_the_key() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    let url = huawei.resend_url(&ada);
    let wrong = Key {
        ak: huawei.key.ak.clone(),
        sk: "x".repeat(40),
    };
    let fail = async || {
        let mut forged = huawei.signed(Method::POST, &url, "");
        forged.key = &wrong;
        huawei.send(forged).await
    };
    for _ in 0..5 {
        assert_unauthorized(&fail().await, WRONG);
    }
    // A success forgets them.
    huawei.resend(&ada, "").await.assert_status(200);
    for _ in 0..5 {
        assert_unauthorized(&fail().await, WRONG);
    }
    fail().await.assert_status(401);
    let locked = "AK access failed to reach the limit,forbidden";
    assert_unauthorized(&huawei.resend(&ada, "").await, locked);
    let welcome = format!("/v3.0/OS-USER/users/{ada}/welcome");
    let elsewhere = huawei.call(Method::POST, &welcome, "").await;
    assert_unauthorized(&elsewhere, locked);
    huawei.app.clock.advance(Duration::seconds(301));
    huawei.resend(&ada, "").await.assert_status(200);
    huawei.app.deliver_mail().await;
}

#[tokio::test]
async fn a_signature_decides_whatever_token_comes_with_it() {
    let huawei = Huawei::start().await;
    let url = huawei.resend_url(&huawei.ada.id.simple());
    let good = token(&huawei.owner, "helpdesk", None).await;

    let mut both = huawei.signed(Method::POST, &url, "");
    both.headers.push(("x-auth-token", "nonsense".to_owned()));
    huawei.send(both).await.assert_status(200);
    let mut forged = huawei.signed(Method::POST, &url, "");
    forged.arriving = Some("{}".to_owned());
    forged.headers.push(("x-auth-token", good.clone()));
    assert_unauthorized(&huawei.send(forged).await, WRONG);
    // The vendor's SDK leaves signing out like this.
    let mut blank = huawei.signed(Method::POST, &url, "");
    blank.headers.push(("authorization", " ".to_owned()));
    blank.headers.push(("x-auth-token", good.clone()));
    huawei.send(blank).await.assert_status(200);
    let mut bearer = huawei.signed(Method::POST, &url, "");
    bearer
        .headers
        .push(("authorization", format!("Bearer {good}")));
    assert_unauthorized(&huawei.send(bearer).await, "x-auth-token not found");
    huawei.app.deliver_mail().await;
}

#[tokio::test]
async fn other_algorithms_and_temporary_keys_are_refused() {
    let huawei = Huawei::start().await;
    let url = huawei.resend_url(&huawei.ada.id.simple());
    let good = token(&huawei.owner, "helpdesk", None).await;
    for algorithm in ["SDK-HMAC-SM3", "SDK-ECDSA-P256-SHA256", "SDK-SM2-SM3"] {
        let mut signed = huawei.signed(Method::POST, &url, "");
        let value = format!(
            "{algorithm} Access=A, SignedHeaders=host;x-sdk-date, Signature={}",
            "0".repeat(64)
        );
        signed.headers.push(("authorization", value));
        signed.headers.push(("x-auth-token", good.clone()));
        assert_unauthorized(&huawei.send(signed).await, WRONG);
    }
    let mut temporary = huawei.signed(Method::POST, &url, "");
    temporary.headers.push(("x-security-token", "t".to_owned()));
    let answer = huawei.send(temporary).await;
    assert_unauthorized(&answer, "decrypt token fail");
    let mut blank = huawei.signed(Method::POST, &url, "");
    blank.headers.push(("x-security-token", String::new()));
    huawei.send(blank).await.assert_status(200);
    huawei.app.deliver_mail().await;
}

#[tokio::test]
async fn a_signed_body_has_a_limit() {
    let huawei = Huawei::start().await;
    let url = huawei.resend_url(&huawei.ada.id.simple());
    let large = "x".repeat(1024 * 1024 + 1);
    let answer = huawei.call(Method::POST, &url, &large).await;
    let body = r#"{"error_code":"WKS.0010","error_msg":"The request message is too large."}"#;
    assert_is(&answer, 413, body);
    let welcome = format!("/v3.0/OS-USER/users/{}/welcome", huawei.ada.id.simple());
    let answer = huawei.call(Method::POST, &welcome, &large).await;
    answer.assert_status(413);
}

#[tokio::test]
async fn a_key_may_do_what_its_role_may_where_it_is_good() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    let auditor = key(&huawei.owner, "auditor", None).await;
    let elsewhere = huawei.app.insert_account("Bletchley Park").await;
    let stranger = key(&huawei.owner, "owner", Some(&elsewhere.id.simple())).await;
    for (key, status) in [(&auditor, 403), (&stranger, 403), (&huawei.key, 200)] {
        for url in [
            huawei.resend_url(&ada),
            format!("/v3.0/OS-USER/users/{ada}/welcome"),
        ] {
            let mut signed = huawei.signed(Method::POST, &url, "");
            signed.key = key;
            huawei.send(signed).await.assert_status(status);
        }
    }
    huawei.app.deliver_mail().await;
    // What it did is noted in its name.
    let url = format!("/api/v1/users/{}/welcome-emails", huawei.ada.id);
    let sent: serde_json::Value = huawei.owner.get(&url).await.json();
    let by = &sent["items"][0]["requested_by"];
    assert_eq!(
        (&by["kind"], &by["name"]),
        (&json!("access_key"), &json!("signer"))
    );
}
