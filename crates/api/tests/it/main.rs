//! Tests of whole endpoints through the real router. What must hold for every operation is checked
//! against the OpenAPI document, so that no operation can be forgotten.

mod answers;
mod bodies;
mod credentials;
mod cross_site;
mod links;
mod operations;
mod otc_iam;
mod pages;
mod paths;
mod queries;
mod story;
mod strangers;
mod world;
