//! Workspace's users: found and created so that they can be welcomed.

use chrono::Duration;
use http::Method;
use serde_json::{Value, json};

use crate::huawei_world::{Huawei, assert_denied, assert_is, assert_unauthorized, key};

impl Huawei {
    fn users_url(&self) -> String {
        format!("/v2/{}/users", self.project)
    }

    async fn list(&self, query: &str) -> (u64, Vec<String>) {
        let url = format!("{}{query}", self.users_url());
        let answer = self.call(Method::GET, &url, "").await;
        answer.assert_status(200);
        let body: Value = answer.json();
        let users = body["users"].as_array().expect("users").iter();
        let names = users.map(|user| user["user_name"].as_str().expect("a name").to_owned());
        (
            body["total_count"].as_u64().expect("a count"),
            names.collect(),
        )
    }
}

#[tokio::test]
async fn somebody_who_is_created_to_activate_herself_is_welcomed_at_once() {
    let huawei = Huawei::start().await;
    let body = json!({
        "user_name": "grace", "user_email": "grace@example.com", "alias_name": "Grace Hopper",
        "user_phone": "+1 555 0100", "active_type": "USER_ACTIVATE", "description": "ignored",
    });
    let url = huawei.users_url();
    let answer = huawei.call(Method::POST, &url, &body.to_string()).await;
    let made: Value = answer.json();
    let id = made["id"].as_str().expect("an id").to_owned();
    assert_eq!(id.len(), 32);
    assert_is(&answer, 201, &format!(r#"{{"id":"{id}"}}"#));
    huawei.app.deliver_mail().await;
    let link = huawei
        .app
        .mailbox("grace@example.com")
        .only()
        .password_link();
    let set = huawei
        .caller
        .consume_link(&link, "three unrelated words, perhaps");
    set.await.assert_status(204);

    let answer = huawei.call(Method::GET, &format!("{url}/{id}"), "").await;
    let shown: Value = answer.json();
    let expected = json!({
        "id": id, "user_name": "grace", "user_email": "grace@example.com",
        "user_phone": "+1 555 0100", "description": "", "active_type": "USER_ACTIVATE",
        "object_sid": "", "sam_account_name": "grace", "user_principal_name": "grace",
        "full_name": "Grace Hopper", "distinguished_name": "", "account_type": 0,
        "when_created": "2026-03-14T12:00:00.000Z", "account_expires": 0, "is_pre_user": false,
        "user_expired": false, "locked": false, "enable_change_password": true,
        "enabled_change_password": true, "password_never_expired": true,
        "next_login_change_password": false, "disabled": false, "group_names": [],
        "share_space_subscription": false, "share_space_desktops": 0, "total_desktops": 0,
    });
    assert_eq!(shown, json!({ "user_detail": expected }));
}

#[tokio::test]
async fn somebody_whom_an_administrator_activates_gets_no_mail() {
    let huawei = Huawei::start().await;
    let body = json!({
        "user_name": "grace", "user_email": "grace@example.com",
        "active_type": "ADMIN_ACTIVATE", "password": "seventeen quiet harbours",
    });
    let url = huawei.users_url();
    let answer = huawei.call(Method::POST, &url, &body.to_string()).await;
    answer.assert_status(201);
    huawei.app.deliver_mail().await;
    assert!(huawei.app.mailbox("grace@example.com").is_empty());
    huawei.app.signed_in("grace@example.com").await;
    let (_, names) = huawei.list("?active_type=ADMIN_ACTIVATE").await;
    assert_eq!(names, ["grace"]);
}

#[tokio::test]
async fn nobody_is_created_from_what_cannot_be_accepted() {
    let huawei = Huawei::start().await;
    let url = huawei.users_url();
    let error =
        |code: &str, text: &str| format!(r#"{{"error_code":"{code}","error_msg":"{text}"}}"#);
    let weak = json!({"user_name": "g", "active_type": "ADMIN_ACTIVATE", "password": "short"});
    let cases = [
        (
            String::new(),
            error(
                "WKS.0001",
                "The request message input by the interface is empty.",
            ),
        ),
        (
            "[".to_owned(),
            error("WKS.0002", "The request message is invalid."),
        ),
        (
            json!({"user_name": "a b"}).to_string(),
            error("WKS.0002", "The request message is invalid: user_name."),
        ),
        (
            json!({"user_name": "grace"}).to_string(),
            error("WKS.00170321", "The user has no email address."),
        ),
        (
            json!({"user_name": "ADA", "user_email": "a@example.com"}).to_string(),
            error("WKS.00170323", "The user name already exists."),
        ),
        (
            json!({"user_name": "grace", "user_email": "Ada@example.com"}).to_string(),
            error("WKS.00170324", "The email address is already used."),
        ),
    ];
    for (body, expected) in cases {
        assert_is(
            &huawei.call(Method::POST, &url, &body).await,
            400,
            &expected,
        );
    }
    let answer = huawei.call(Method::POST, &url, &weak.to_string()).await;
    answer.assert_status(400);
    assert!(
        answer
            .text()
            .starts_with(r#"{"error_code":"WKS.00170325","error_msg":"The password is"#),
        "{}",
        answer.text()
    );
    assert_eq!(huawei.list("").await.0, 1);
}

#[tokio::test]
async fn a_list_has_the_documented_members() {
    let huawei = Huawei::start().await;
    let answer = huawei.call(Method::GET, &huawei.users_url(), "").await;
    let listed: Value = answer.json();
    let expected = json!({
        "id": huawei.ada.id.simple(), "sid": "", "user_name": "ada",
        "user_email": "ada@example.com", "user_phone": null, "description": "",
        "active_type": "USER_ACTIVATE", "is_pre_user": false, "account_expires": "0",
        "account_expired": false, "password_never_expired": true,
        "enable_change_password": true, "next_login_change_password": false, "locked": false,
        "disabled": false, "share_space_subscription": false, "share_space_desktops": 0,
        "group_names": [], "enterprise_project_id": "", "user_info_map": "", "domain": "",
        "total_desktops": 0,
    });
    assert_eq!(listed, json!({ "total_count": 1, "users": [expected] }));
}

#[tokio::test]
async fn users_are_found_by_name_by_page_and_by_what_they_are() {
    let huawei = Huawei::start().await;
    for name in ["bea", "cleo", "dora"] {
        let user = huawei.app.account_user(&format!("{name}@example.com"));
        user.login(name).insert().await;
    }
    let all = ["ada", "bea", "cleo", "dora"];
    let found = |total: u64, names: &[&str]| (total, names.iter().map(|n| (*n).into()).collect());
    assert_eq!(huawei.list("").await, found(4, &all));
    assert_eq!(huawei.list("?limit=2").await, found(4, &all[..2]));
    assert_eq!(huawei.list("?limit=2&offset=3").await, found(4, &all[3..]));
    assert_eq!(huawei.list("?offset=9").await, found(4, &[]));
    assert_eq!(huawei.list("?user_name=CLEO").await, found(1, &["cleo"]));
    assert_eq!(huawei.list("?user_name=cle").await, found(0, &[]));
    let both = huawei
        .list("?user_names=ada&user_names=dora&user_names=nobody")
        .await;
    assert_eq!(both, found(2, &["ada", "dora"]));
    for nobody in ["?group_name=g", "?description=x", "?platform_type=AD"] {
        assert_eq!(huawei.list(nobody).await, found(0, &[]), "{nobody}");
    }
    let url = format!("/api/v1/users/{}", huawei.ada.id);
    let disabled = huawei.owner.patch(&url, json!({ "enabled": false })).await;
    disabled.assert_status(200);
    assert_eq!(huawei.list("?disabled=true").await, found(1, &["ada"]));
    let able = huawei.list("?disabled=false&limit=1").await;
    assert_eq!(able, found(3, &["bea"]));

    let url = format!("{}?limit=x", huawei.users_url());
    let expected =
        r#"{"error_code":"WKS.0002","error_msg":"The request message is invalid: limit."}"#;
    assert_is(&huawei.call(Method::GET, &url, "").await, 400, expected);
}

#[tokio::test]
async fn members_from_another_account_are_none_of_the_project() {
    let huawei = Huawei::start().await;
    let other = huawei.app.insert_account("Bletchley Park").await;
    let grace = huawei.app.account_user("grace@example.com");
    let grace = grace.in_account(other.id).insert().await.id;
    let membership = format!("/api/v1/accounts/{}/members/{grace}", huawei.account);
    let joined = huawei.owner.put(&membership, json!({})).await;
    assert!(joined.status().is_success(), "{}", joined.text());
    assert_eq!(huawei.list("").await.1, ["ada"]);
    let url = format!("{}/{}", huawei.users_url(), grace.simple());
    let expected = r#"{"error_code":"WKS.00170312","error_msg":"The user does not exist."}"#;
    assert_is(&huawei.call(Method::GET, &url, "").await, 404, expected);
}

#[tokio::test]
async fn strangers_learn_nothing_about_users() {
    let huawei = Huawei::start().await;
    let elsewhere = huawei.app.insert_account("Bletchley Park").await;
    let stranger = key(&huawei.owner, "owner", Some(&elsewhere.id.simple())).await;
    let helpdesk = key(&huawei.owner, "helpdesk", Some(&huawei.account)).await;
    let detail = format!("{}/{}", huawei.users_url(), huawei.ada.id.simple());
    let new = json!({"user_name": "eve", "user_email": "eve@example.com"}).to_string();
    for (method, url, body) in [
        (Method::GET, huawei.users_url(), ""),
        (Method::GET, detail.clone(), ""),
        (Method::POST, huawei.users_url(), new.as_str()),
    ] {
        let nobody = huawei.caller.request(method.clone(), &url).send().await;
        assert_unauthorized(&nobody, "x-auth-token not found");
        let mut signed = huawei.signed(method, &url, body);
        signed.key = &stranger;
        assert_denied(&huawei.send(signed).await);
    }
    let url = huawei.users_url();
    let mut signed = huawei.signed(Method::POST, &url, &new);
    signed.key = &helpdesk;
    assert_denied(&huawei.send(signed).await);
    huawei.app.clock.advance(Duration::seconds(1));
    let mut signed = huawei.signed(Method::GET, &detail, "");
    signed.key = &helpdesk;
    huawei.send(signed).await.assert_status(200);
}
