//! Where a token may stand, and how far it reaches.

use super::*;

#[tokio::test]
async fn a_token_counts_in_the_body_before_the_header_and_there_before_the_url() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    let account = altcraft.app.account().await.id.to_string();
    let good = token(&altcraft.owner, "helpdesk", Some(account)).await;
    let refused = error_json(403, "No access");
    for (in_body, in_header, in_url, expected) in [
        (good.as_str(), "nope", "nope", DONE),
        ("nope", good.as_str(), good.as_str(), &refused),
        ("", &good, "nope", DONE),
        ("", "nope", &good, &refused),
        ("", "", &good, DONE),
    ] {
        let mut request = altcraft.request(&format!("{WELCOME}?token={in_url}"));
        if !in_header.is_empty() {
            request = request.header("authorization", &format!("Bearer {in_header}"));
        }
        let body = json!({ "token": in_body, "account_id": altcraft.account, "name": "mia" });
        assert_json(&request.json(&body).send().await, 200, expected);
    }
    altcraft.app.deliver_mail().await;
}

#[tokio::test]
async fn in_the_url_only_a_token_of_one_account_counts() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    let account = altcraft.app.account().await.id.to_string();
    let of_account = token(&altcraft.owner, "helpdesk", Some(account)).await;
    let exchanged = altcraft.app.anonymous().with_bearer(&of_account);
    let made: Value = exchanged.post("/api/v1/access-tokens").await.json();
    let access_token = made["access_token"].as_str().expect("an access token");
    let body = json!({ "account_id": altcraft.account, "name": "mia" });
    for (token, expected) in [
        (of_account.as_str(), DONE.to_owned()),
        (&altcraft.token, error_json(403, "No access")),
        (access_token, error_json(403, "No access")),
        ("nope", error_json(403, "No access")),
        ("", error_json(401, "API token required")),
    ] {
        let request = altcraft.request(&format!("{WELCOME}?token={token}"));
        assert_json(&request.json(&body).send().await, 200, &expected);
    }
    // Elsewhere each of them is as good as ever.
    for token in [&altcraft.token, access_token] {
        let request = altcraft.request(WELCOME);
        let request = request.header("authorization", &format!("Bearer {token}"));
        assert_json(&request.json(&body).send().await, 200, DONE);
    }
    altcraft.app.deliver_mail().await;
}

#[tokio::test]
async fn a_token_of_one_account_does_nothing_in_another() {
    let altcraft = Altcraft::start().await;
    let other = altcraft.app.insert_account("Bletchley Park").await;
    let grace = altcraft
        .app
        .account_user("grace@example.com")
        .login("grace");
    let grace = grace.in_account(other.id).insert().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    let home = altcraft.app.account().await.id.to_string();
    let stranger = token(&altcraft.owner, "security_admin", Some(home)).await;

    let number = other.number.to_string();
    for call in ["send_welcome", "list", "add", "update", "delete"] {
        let fields = [
            ("token", stranger.as_str()),
            ("account_id", number.as_str()),
            ("name", "grace"),
            ("email", "eve@example.com"),
            ("active", "false"),
        ];
        let text = "Object not found: account";
        altcraft
            .refused(&format!("users/{call}"), &fields, 404, text)
            .await;
        // Nor through its own account.
        let fields = [
            ("token", stranger.as_str()),
            ("name", "grace@Bletchley Park"),
        ];
        if !["list", "add"].contains(&call) {
            let text = "Object not found: user";
            altcraft
                .refused(&format!("users/{call}"), &fields, 404, text)
                .await;
        }
    }
    let list = altcraft.json("list", &[("token", &stranger)]).await;
    let list: Value = list.json();
    assert_eq!(list["total_count"], 1);
    assert_eq!(list["data"][0]["name"], "Analytical Engines");

    let url = format!("/api/v1/users/{}", grace.id);
    let user: Value = altcraft.owner.get(&url).await.json();
    assert_eq!(
        (&user["email"], &user["status"]),
        (&json!("grace@example.com"), &json!("pending"))
    );
    let url = format!("/api/v1/accounts/{}/users", other.id);
    let users: Value = altcraft.owner.get(&url).await.json();
    assert_eq!(users["items"].as_array().map(Vec::len), Some(1));
    altcraft.app.deliver_mail().await;
    assert_eq!(altcraft.mails("grace@example.com"), 0);
}
