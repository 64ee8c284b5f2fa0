//! The operations, as the OpenAPI document lists them.

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Map, Value, json};

use crate::world::Ids;

/// One documented operation.
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) is_public: bool,
    /// The statuses that its documentation names.
    pub(crate) statuses: BTreeSet<u16>,
    /// The names of its query parameters.
    pub(crate) query: Vec<String>,
    /// The JSON that it reads; none where it reads something else, or nothing.
    pub(crate) body: Option<DocumentedBody>,
}

/// What an operation reads.
pub(crate) struct DocumentedBody {
    /// A body that is well-formed.
    pub(crate) example: Value,
    pub(crate) is_required: bool,
    /// The members of the object, or of the items of the array.
    pub(crate) members: Vec<Member>,
}

/// A member of a body.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) is_required: bool,
    /// The JSON types that it may have.
    pub(crate) types: Vec<String>,
    pub(crate) format: Option<String>,
}

impl Operation {
    /// Its path with the identifiers put in.
    pub(crate) fn url(&self, ids: &Ids) -> String {
        let id = match self.path.split('/').nth(3) {
            Some("accounts") => &ids.account,
            Some("users") => &ids.user,
            Some("api-tokens") => &ids.api_token,
            Some("access-keys") => &ids.access_key,
            Some("welcome-emails" | "captured-emails") => &ids.message,
            Some("mail-providers") => &ids.provider,
            Some("user-imports") => &ids.user_import,
            Some("bulk-sends") => &ids.bulk_send,
            _ => "link_used",
        };
        self.path
            .replace("{user_id}", &ids.user)
            .replace("{template_id}", &ids.template)
            .replace("{id}", id)
            .replace("{name}", id)
            .replace("{code}", id)
    }

    /// Whether something is named in its path.
    pub(crate) fn has_identifier(&self) -> bool {
        self.path.contains('{')
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl DocumentedBody {
    /// The example with one member set or replaced.
    pub(crate) fn with(&self, name: &str, value: Value) -> Value {
        let mut body = self.example.clone();
        object_of(&mut body).insert(name.to_owned(), value);
        body
    }

    /// The example without a member.
    pub(crate) fn without(&self, name: &str) -> Value {
        let mut body = self.example.clone();
        object_of(&mut body).remove(name);
        body
    }
}

/// The object itself, or the first item of an array.
fn object_of(body: &mut Value) -> &mut Map<String, Value> {
    let body = if body.is_array() { &mut body[0] } else { body };
    body.as_object_mut().expect("bodies are made of objects")
}

/// Every operation of the document.
pub(crate) fn all() -> Vec<Operation> {
    let document = serde_json::to_value(usher_api::openapi_document()).expect("a JSON form");
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, documented) in item.as_object().expect("operations") {
            let method = method.to_uppercase();
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            found.push(operation(&document, method, path, documented));
        }
    }
    assert!(found.len() > 40, "only {} operations", found.len());
    found
}

fn operation(document: &Value, method: Method, path: &str, documented: &Value) -> Operation {
    let statuses = documented["responses"].as_object().expect("responses");
    let query = |parameter: &&Value| parameter["in"] == "query";
    let parameters = documented["parameters"].as_array();
    Operation {
        method,
        path: path.to_owned(),
        is_public: documented["security"] == json!([{}]),
        statuses: statuses
            .keys()
            .map(|code| code.parse().expect("a status"))
            .collect(),
        query: parameters
            .into_iter()
            .flatten()
            .filter(query)
            .map(|parameter| text(&parameter["name"]))
            .collect(),
        body: documented
            .get("requestBody")
            .filter(|body| body["content"].get("application/json").is_some())
            .map(|body| body_of(document, body)),
    }
}

fn body_of(document: &Value, documented: &Value) -> DocumentedBody {
    let content = &documented["content"]["application/json"];
    let schema = resolve(document, &content["schema"]);
    let is_list = schema["type"] == "array";
    let object = if is_list {
        resolve(document, &schema["items"])
    } else {
        schema
    };
    let required = object["required"].as_array().cloned().unwrap_or_default();
    let properties = object["properties"].as_object().expect("members");
    let member = |(name, schema): (&String, &Value)| Member {
        name: name.clone(),
        is_required: required.iter().any(|required| required == name),
        types: types_of(document, schema),
        format: schema["format"].as_str().map(str::to_owned),
    };
    let members: Vec<Member> = properties.iter().map(member).collect();
    let example = match content.get("example") {
        Some(example) => example.clone(),
        None => members
            .iter()
            .map(|member| (member.name.clone(), json!("words")))
            .collect(),
    };
    DocumentedBody {
        example,
        is_required: documented["required"] == true,
        members,
    }
}

/// The JSON types that a member may have, also where it is another object or nothing.
fn types_of(document: &Value, schema: &Value) -> Vec<String> {
    let mut types: Vec<String> = match &resolve(document, schema)["type"] {
        Value::Array(types) => types.iter().map(text).collect(),
        one => vec![text(one)],
    };
    let choice = schema["oneOf"].as_array().into_iter().flatten();
    types.extend(
        choice
            .filter(|schema| schema["type"] == "null")
            .map(|_| "null".to_owned()),
    );
    types
}

/// The schema behind a reference, or behind a choice between one and nothing.
fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return document
            .pointer(pointer)
            .expect("a schema behind the reference");
    }
    match schema["oneOf"].as_array() {
        Some(choice) => {
            let some = choice.iter().find(|schema| schema["type"] != "null");
            resolve(document, some.expect("something to choose"))
        }
        None => schema,
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
