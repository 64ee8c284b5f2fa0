//! Why a server function did not do what was asked.

use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

/// A code of a closed list, and the sentence for it in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusal {
    /// One of the API's error codes, or `unreachable`.
    pub(crate) code: String,
    /// The sentence. Empty where the server could not be asked for it.
    pub(crate) text: String,
}

impl FromServerFnError for Refusal {
    type Encoder = JsonEncoding;

    /// What the transport of a call came to. Its own words are for developers, so they are dropped.
    fn from_server_fn_error(failure: ServerFnErrorErr) -> Self {
        let code = match failure {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::MissingArg(_) => "malformed_body",
            _ => "unreachable",
        };
        Self {
            code: code.to_owned(),
            text: String::new(),
        }
    }
}
