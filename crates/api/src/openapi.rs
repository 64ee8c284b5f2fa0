//! The OpenAPI document of the native API, generated from its handlers.
//!
//! Handlers document what is particular to them; what follows from the form of an operation (it
//! needs a credential, it reads a body, it has an identifier in its path) is added here, so that
//! no handler can forget it.

mod prose;
mod refusals;

use usher_application::App;
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
    security::{
        ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
    },
    tag::{Tag, TagBuilder},
};
use utoipa_axum::router::OpenApiRouter;

use crate::{cookies, native};

const DESCRIPTION: &str = "Usher brings new people into their account: it mails one-time password \
    links and tells what became of each.\n\n\
    Bodies are JSON; identifiers are UUIDs, read with and without hyphens; instants are RFC 3339 \
    in UTC. Unknown members of a request are errors. Lists come in pages: pass `next_cursor` back \
    as `cursor`. Errors are `application/problem+json` (RFC 9457) with a stable `code`; `type` \
    leads to its explanation.";

const TAGS: [(&str, &str); 14] = [
    (
        "sessions",
        "Signing in and out; tokens in exchange for a credential.",
    ),
    ("me", "Whoever is asking."),
    ("accounts", "Tenants and their settings."),
    (
        "account users",
        "People, their memberships and their roles.",
    ),
    (
        "user imports",
        "Users from files, checked before they are created.",
    ),
    (
        "templates",
        "The words that an account's welcome emails are written in.",
    ),
    ("welcome emails", "Sending them, and what became of each."),
    ("bulk sends", "Many welcome emails as one controlled run."),
    ("password links", "One-time links that set a password."),
    ("API tokens", "Credentials for programs."),
    (
        "access keys",
        "Pairs with which clients of the vendors' APIs sign requests.",
    ),
    ("audit log", "What happened, who did it, to whom."),
    (
        "delivery",
        "Mail providers, the state of delivery, captured mail.",
    ),
    ("about", "This API itself."),
];

/// The document.
#[must_use]
pub fn document() -> OpenApi {
    let base = OpenApiRouter::<App>::with_openapi(frame());
    let mut document = base
        .nest(native::PREFIX, native::described())
        .into_openapi();
    let components = document.components.get_or_insert_default();
    components.schemas.values_mut().for_each(prose::clean);
    for (method, operation) in document
        .paths
        .paths
        .values_mut()
        .flat_map(refusals::operations_of)
    {
        refusals::complete(&method, operation, &mut components.responses);
    }
    document
}

fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Usher API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(
            LicenseBuilder::new()
                .name("MIT OR Apache-2.0")
                .identifier(Some("MIT OR Apache-2.0"))
                .build(),
        ))
        .build();
    let components = ComponentsBuilder::new()
        .schema_from::<usher_api_types::problem::Problem>()
        .schema_from::<usher_api_types::problem::FieldError>()
        .schema_from::<usher_api_types::problem::FieldCode>()
        .security_scheme("session", session_scheme())
        .security_scheme("bearer", bearer_scheme())
        .build();
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([requirement("session"), requirement("bearer")]))
        .tags(Some(TAGS.map(tag)))
        .build()
}

fn requirement(scheme: &str) -> SecurityRequirement {
    SecurityRequirement::new(scheme, Vec::<String>::new())
}

fn tag((name, description): (&str, &str)) -> Tag {
    TagBuilder::new()
        .name(name)
        .description(Some(description))
        .build()
}

fn session_scheme() -> SecurityScheme {
    let description = format!(
        "The session of a signed-in user. Over plain http the cookie is called `{}`.",
        cookies::session_cookie_name(false)
    );
    let name = cookies::session_cookie_name(true);
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
        name,
        &description,
    )))
}

fn bearer_scheme() -> SecurityScheme {
    let description = "An API token, or an access token (JWT) from `POST /api/v1/access-tokens`.";
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(description));
    SecurityScheme::Http(scheme.build())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use axum::Router;
    use usher_api_types::problem::FieldCode;

    use super::*;

    #[test]
    fn the_document_is_as_reviewed() {
        insta::assert_json_snapshot!("openapi", document());
    }

    /// axum tells its routes only in its debug output.
    fn paths_in(router: &Router<App>) -> BTreeSet<String> {
        format!("{router:?}")
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|text| text.starts_with('/') && *text != "/" && !text.contains("__private"))
            .map(|path| format!("{}{path}", native::PREFIX))
            .collect()
    }

    #[test]
    fn every_route_is_documented_and_every_documented_route_exists() {
        let documented: BTreeSet<String> = document().paths.paths.keys().cloned().collect();
        assert!(documented.len() > 20, "{documented:?}");
        let mut routed = paths_in(&native::everything());
        assert!(
            routed.remove("/api/v1/docs/{file}"),
            "the explorer's files are not documented"
        );
        assert_eq!(routed, documented);
    }

    #[test]
    fn the_codes_of_fields_are_those_that_are_sent() {
        let document = serde_json::to_value(document()).unwrap();
        let listed = &document["components"]["schemas"]["FieldCode"]["enum"];
        let sent: Vec<_> = FieldCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(*listed, serde_json::json!(sent));
    }

    #[test]
    fn operations_have_unique_names_known_tags_and_a_summary() {
        let mut document = document();
        let mut names = BTreeSet::new();
        for (path, item) in &mut document.paths.paths {
            for (_, operation) in refusals::operations_of(item) {
                let name = operation.operation_id.clone().unwrap_or_default();
                assert!(names.insert(name.clone()), "{path}: {name} occurs twice");
                assert!(operation.summary.is_some(), "{name} has no summary");
                let tags = operation.tags.clone().unwrap_or_default();
                assert!(
                    tags.len() == 1 && TAGS.iter().any(|(known, _)| *known == tags[0]),
                    "{name}: {tags:?}"
                );
            }
        }
    }

    #[test]
    fn no_text_has_rustdoc_links_left() {
        let json = document().to_json().unwrap();
        assert!(!json.contains("[`"), "a description links into the source");
    }
}
