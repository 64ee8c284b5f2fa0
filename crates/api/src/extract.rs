//! Takes requests apart: bodies, identifiers in paths, queries. What cannot be read is refused here
//! in the native API's own words, and never by repeating what the caller sent.

mod bytes;
mod csv_body;
mod json_body;
mod path_id;
mod query;

pub(crate) use bytes::{RawBody, UnreadBody, read as read_body};
pub(crate) use csv_body::CsvBody;
pub(crate) use json_body::{
    JsonBody, JsonList, LargeJsonBody, MAX_BYTES as MAX_JSON_BYTES, OptionalJsonBody, object,
};
pub(crate) use path_id::{PathId, PathIds, PathText};
pub(crate) use query::{PageParams, QueryParams, account_of, flag, given, malformed, page_request};
