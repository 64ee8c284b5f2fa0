//! Which requests for a token are read, and as what.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn read(auth: &Value) -> Result<Wanted, IamError> {
    Wanted::read(json!({ "auth": auth }).to_string().as_bytes())
}

fn identity() -> Value {
    let user = json!({"name": "ada", "domain": {"name": "Acme"}, "password": "secret"});
    json!({"methods": ["password"], "password": {"user": user}})
}

#[test]
fn every_scope_of_real_clients_is_understood() {
    let acme = || NamedAccount::Name("Acme".to_owned());
    let eu_de = || NamedProject::Name("eu-de".to_owned());
    for (scope, expected) in [
        (json!(null), NamedScope::Unscoped),
        (json!("unscoped"), NamedScope::Unscoped),
        (json!({"unscoped": {}}), NamedScope::Unscoped),
        (json!({}), NamedScope::Unscoped),
        (
            json!({"domain": {"name": "Acme"}}),
            NamedScope::Domain(acme()),
        ),
        (
            json!({"domain": {"id": "1"}}),
            NamedScope::Domain(NamedAccount::Id("1".to_owned())),
        ),
        (
            json!({"project": {"name": "eu-de"}}),
            NamedScope::Project(eu_de(), None),
        ),
        (
            json!({"project": {"name": "eu-de", "domain": {"name": "Acme"}}}),
            NamedScope::Project(eu_de(), Some(acme())),
        ),
        (
            json!({"project": {"name": "eu-de", "domain": {"id": "default"}}}),
            NamedScope::Project(eu_de(), None),
        ),
        (
            json!({"project": {"id": "2"}, "domain": {"name": "Other"}}),
            NamedScope::Project(NamedProject::Id("2".to_owned()), None),
        ),
    ] {
        let wanted = read(&json!({"identity": identity(), "scope": scope}));
        assert_eq!(
            wanted.ok().map(|wanted| wanted.scope),
            Some(expected),
            "{scope}"
        );
    }
}

#[test]
fn what_is_incomplete_is_told_from_what_is_not_served() {
    let user = |user: Value| json!({"methods": ["password"], "password": {"user": user}});
    let scoped = |scope: Value| json!({"identity": identity(), "scope": scope});
    for auth in [
        json!({}),
        json!([]),
        json!({"identity": {}}),
        json!({"identity": {"methods": []}}),
        json!({"identity": {"methods": "password"}}),
        json!({"identity": {"methods": [1]}}),
        json!({"identity": {"methods": ["password"]}}),
        json!({"identity": user(json!({}))}),
        json!({"identity": user(json!({"password": "x"}))}),
        json!({"identity": user(json!({"password": "x", "name": "ada"}))}),
        json!({"identity": user(json!({"password": "x", "name": "ada", "domain": {}}))}),
        json!({"identity": user(json!({"password": 1, "id": "1"}))}),
        json!({"identity": user(json!({"password": null, "id": "1"}))}),
        scoped(json!({"project": {}})),
        scoped(json!({"project": {"name": "eu-de", "domain": {}}})),
        scoped(json!({"domain": {}})),
        scoped(json!({"system": {"all": true}})),
        scoped(json!("project")),
        scoped(json!(7)),
        scoped(json!([])),
    ] {
        let answer = read(&auth);
        assert!(
            matches!(answer, Err(IamError::MalformedTokenRequest)),
            "{auth}"
        );
    }
    for methods in [json!(["token"]), json!(["password", "totp"])] {
        let auth = json!({"identity": {"methods": methods}});
        assert!(matches!(read(&auth), Err(IamError::Unauthenticated)));
    }
    let long = user(json!({"password": "x".repeat(5000), "id": "1"}));
    let answer = read(&json!({ "identity": long }));
    assert!(matches!(answer, Err(IamError::WrongCredentials)));
}

#[test]
fn an_array_does_not_pass_for_the_object() {
    let body = json!([{"identity": identity()}]).to_string();
    assert!(Wanted::read(body.as_bytes()).is_err());
}

proptest! {
    #[test]
    fn no_body_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Wanted::read(&bytes);
    }

    #[test]
    fn no_text_in_a_member_panics(name in ".*", domain in ".*", scope in ".*", password in ".*") {
        let user = json!({"name": name, "domain": {"id": domain}, "password": password});
        let identity = json!({"methods": ["password"], "password": {"user": user}});
        let wanted = read(&json!({"identity": identity, "scope": {"project": {"id": scope}}}));
        prop_assert_eq!(wanted.is_ok(), password.len() <= 1024);
    }
}
