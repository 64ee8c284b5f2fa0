//! What pages are put together from. Components take data, never services, and hold no state, so
//! they render the same on the server and, one day, in a browser.

pub(crate) mod admin_shell;
pub(crate) mod attention;
pub(crate) mod audit_table;
pub(crate) mod badge;
pub(crate) mod button;
pub(crate) mod facts;
pub(crate) mod field;
pub(crate) mod figures;
pub(crate) mod form_errors;
pub(crate) mod logo;
pub(crate) mod moment;
pub(crate) mod navigation;
pub(crate) mod notice;
pub(crate) mod pagination;
pub(crate) mod public_shell;
pub(crate) mod reference;
pub(crate) mod role_meanings;
pub(crate) mod timeline;
pub(crate) mod timeline_entry;
