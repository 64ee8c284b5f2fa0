//! Tests of whole endpoints through the real router. What must hold for every operation is checked
//! against the OpenAPI document, so that no operation can be forgotten.

mod answers;
mod bodies;
mod branding;
mod credentials;
mod cross_site;
mod field_codes;
mod histories;
mod judging;
mod links;
mod mail_providers;
mod operations;
mod otc_iam;
mod pages;
mod paths;
mod profile;
mod queries;
mod story;
mod strangers;
mod world;
