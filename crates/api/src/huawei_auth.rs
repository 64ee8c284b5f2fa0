//! What Huawei's surfaces share: who is calling, told by a request signature or by `X-Auth-Token`.
//!
//! [`verify_signature`] goes around a surface's routes, because a signature covers the body, which
//! handlers read only afterwards; [`caller()`] is what a surface's extractor asks. Headers that merely
//! name a project or domain (`X-Project-Id`, `X-Domain-Id`) say nothing about the caller.

mod authorization;
mod caller;
mod canonical;
mod claim;
mod refusal;
mod signature;
mod token;

pub(crate) use caller::{caller, verify_signature};
pub(crate) use refusal::{Refusal, Unauthorized};
