//! What IAM's clients ask before anything else: versions, catalogue, domains and projects.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::TestResponse;

use crate::otc_iam::{Iam, UNAUTHENTICATED, WRONG_METHOD, assert_is};

fn version() -> Value {
    json!({
        "id": "v3.6",
        "status": "stable",
        "updated": "2016-04-04T00:00:00Z",
        "media-types": [{
            "base": "application/json",
            "type": "application/vnd.openstack.identity-v3+json",
        }],
        "links": [{"rel": "self", "href": "http://usher.localhost/v3/"}],
    })
}

async fn root(iam: &Iam, method: Method, accept: &str) -> TestResponse {
    let request = iam.caller.request(method, "/");
    request.header("accept", accept).send().await
}

#[tokio::test]
async fn programs_are_told_the_versions_where_people_are_led_in() {
    let iam = Iam::start().await;
    let told = root(&iam, Method::GET, "application/json").await;
    told.assert_status(300);
    assert_eq!(
        told.json::<Value>(),
        json!({"versions": {"values": [version()]}})
    );
    assert_eq!(told.header("content-type"), Some("application/json"));
    assert!(told.header("x-request-id").is_some());
    let head = root(&iam, Method::HEAD, "application/json").await;
    head.assert_status(300);
    assert!(head.bytes().is_empty());
    for accept in ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*"] {
        let page = root(&iam, Method::GET, accept).await;
        page.assert_status(303);
        assert_eq!(page.header("location"), Some("/sign-in"), "{accept}");
        assert!(
            page.header("vary")
                .is_some_and(|vary| vary.contains("accept"))
        );
    }
}

#[tokio::test]
async fn the_version_is_told_to_anybody_with_or_without_a_slash() {
    let iam = Iam::start().await;
    for path in ["/v3", "/v3/"] {
        let told = iam.caller.get(path).await;
        told.assert_status(200);
        assert_eq!(told.json::<Value>(), json!({ "version": version() }));
        for method in [Method::POST, Method::DELETE, Method::PATCH] {
            let wrong = iam.caller.request(method, path).send().await;
            assert_is(&wrong, 405, WRONG_METHOD);
            assert_eq!(wrong.header("allow"), Some("GET,HEAD"), "{path}");
        }
    }
}

#[tokio::test]
async fn whatever_is_no_discovery_takes_a_token() {
    let iam = Iam::start().await;
    for path in [
        "/v3/auth/catalog",
        "/v3/auth/projects",
        "/v3/auth/domains",
        "/v3/projects",
        "/v3/projects/1",
        "/v3/domains",
        "/v3/domains/1",
        "/v3/users",
        "/v3/users/1",
        "/v3.0/OS-USER/users/1",
        "/v3/auth/tokens",
    ] {
        assert_is(&iam.caller.get(path).await, 401, UNAUTHENTICATED);
        let wrong = iam.caller.request(Method::PUT, path).send().await;
        assert_is(&wrong, 405, WRONG_METHOD);
    }
}

#[tokio::test]
async fn the_catalogue_has_iam_everywhere_and_in_the_region() {
    let iam = Iam::start().await;
    let answer = iam.get("/v3/auth/catalog", &iam.token).await;
    answer.assert_status(200);
    let body: Value = answer.json();
    assert_eq!(body["links"], json!({}));
    let service = &body["catalog"][0];
    assert_eq!(
        (&service["type"], &service["name"]),
        (&json!("identity"), &json!("iam"))
    );
    let endpoints = service["endpoints"].as_array().expect("endpoints");
    let told: Vec<_> = endpoints
        .iter()
        .map(|e| (&e["region"], &e["url"]))
        .collect();
    let url = json!("http://usher.localhost/v3");
    assert_eq!(told, [(&json!("*"), &url), (&json!("eu-de"), &url)]);
    for endpoint in endpoints {
        assert_eq!(endpoint["region"], endpoint["region_id"]);
        assert_eq!(endpoint["interface"], "public");
        assert_eq!(endpoint["id"].as_str().map(str::len), Some(32));
    }
}

#[tokio::test]
async fn sdks_find_the_one_project_of_their_region() {
    let iam = Iam::start().await;
    let home = iam.app.account().await.clone();
    let other = iam.app.insert_account("Bletchley Park").await;
    let new = json!({"name": "iam", "role": "security_admin", "account_id": home.id.to_string()});
    let made: Value = iam.owner.post_json("/api/v1/api-tokens", new).await.json();
    let token = made["token"].as_str().expect("a token").to_owned();
    let found: Value = iam.get("/v3/projects?name=eu-de", &token).await.json();
    let projects = found["projects"].as_array().expect("projects");
    assert_eq!(projects.len(), 1);
    assert_eq!(projects[0]["id"], json!(home.project_id.simple()));
    assert_eq!(projects[0]["domain_id"], json!(home.id.simple()));
    assert_eq!(projects[0]["name"], "eu-de");
    for nothing in ["name=us-west", "enabled=false", "domain_id=x"] {
        let url = format!("/v3/projects?{nothing}");
        let found: Value = iam.get(&url, &token).await.json();
        assert_eq!(found["projects"], json!([]), "{nothing}");
    }
    // The token of the installation has business everywhere, and may narrow it.
    let all: Value = iam.get("/v3/projects", &iam.token).await.json();
    assert_eq!(all["projects"].as_array().map(Vec::len), Some(2));
    let url = format!("/v3/projects?domain_id={}", other.id.simple());
    let one: Value = iam.get(&url, &iam.token).await.json();
    assert_eq!(one["projects"][0]["id"], json!(other.project_id.simple()));

    let domains: Value = iam.get("/v3/auth/domains", &token).await.json();
    assert_eq!(domains["domains"].as_array().map(Vec::len), Some(1));
    assert_eq!(domains["domains"][0]["id"], json!(home.id.simple()));
    assert_eq!(domains["domains"][0]["name"], "Analytical Engines");
    let own: Value = iam.get("/v3/auth/projects", &token).await.json();
    assert_eq!(own["projects"], found["projects"]);
}

#[tokio::test]
async fn a_domain_and_its_project_are_shown_to_whoever_can_enter_them() {
    let iam = Iam::start().await;
    let home = iam.app.account().await.clone();
    let other = iam.app.insert_account("Bletchley Park").await;
    iam.app
        .account_user("ada@example.com")
        .login("ada")
        .with_password()
        .insert()
        .await;
    let own = iam.log_in("ada", json!(null)).await;
    let named: Value = iam
        .get("/v3/domains?name=analytical%20ENGINES", &own)
        .await
        .json();
    let id = home.id.simple();
    assert_eq!(named["domains"][0]["id"], json!(id));
    for nothing in ["name=Bletchley%20Park", "enabled=0"] {
        let found: Value = iam
            .get(&format!("/v3/domains?{nothing}"), &own)
            .await
            .json();
        assert_eq!(found["domains"], json!([]), "{nothing}");
    }
    let shown: Value = iam.get(&format!("/v3/domains/{id}"), &own).await.json();
    assert_eq!(shown["domain"], named["domains"][0]);
    let url = format!("/v3/projects/{}", home.project_id.simple());
    let shown: Value = iam.get(&url, &own).await.json();
    assert_eq!(shown["project"]["domain_id"], json!(id));
    for (kind, id) in [
        ("domain", other.id.simple()),
        ("project", other.project_id.simple()),
        ("project", "x".to_owned()),
    ] {
        let body = format!(
            concat!(
                r#"{{"error":{{"code":404,"message":"Could not find {}: {}.","#,
                r#""title":"Not Found"}}}}"#
            ),
            kind, id
        );
        assert_is(
            &iam.get(&format!("/v3/{kind}s/{id}"), &own).await,
            404,
            &body,
        );
    }
}

#[tokio::test]
async fn an_account_is_found_however_many_there_are() {
    let iam = Iam::start().await;
    for n in 0..201 {
        iam.app.insert_account(&format!("Account {n:03}")).await;
    }
    let last = iam.app.insert_account("Zeta").await;
    let (id, project) = (last.id.simple(), last.project_id.simple());
    let named: Value = iam.get("/v3/domains?name=zeta", &iam.token).await.json();
    assert_eq!(named["domains"][0]["id"], json!(id));
    for (url, member) in [
        (format!("/v3/domains/{id}"), "domain"),
        (format!("/v3/projects/{project}"), "project"),
        (format!("/v3/projects?domain_id={id}"), "projects"),
    ] {
        let found: Value = iam.get(&url, &iam.token).await.json();
        assert!(found[member].to_string().contains(&id), "{found}");
    }
}
