//! `usher openapi`: the document of the native API.

use super::{CommandError, print};

pub(crate) fn run() -> Result<(), CommandError> {
    let document = usher_api::openapi_document().to_pretty_json();
    print(&document.map_err(|error| CommandError::Refused(error.to_string()))?)
}
