//! Huawei Cloud's Security Token Service, as far as it belongs to the other surfaces: opening their
//! authorization messages and telling callers who they are, under `/v5`.

mod compat;
mod errors;
mod routes;

pub(crate) use compat::sheet;
pub(crate) use routes::{refusal, router};
