//! What pages are put together from. Components take data, never services, and hold no state, so
//! they render the same on the server and, one day, in a browser.

#![expect(
    clippy::elidable_lifetime_names,
    reason = "Leptos' macro makes a component's lifetime one of its properties, where it needs a name"
)]
#![cfg_attr(
    not(debug_assertions),
    expect(
        dead_code,
        reason = "some components wait for their page; until then only the review page shows them"
    )
)]

pub(crate) mod account_fields;
pub(crate) mod account_logo;
pub(crate) mod account_mark;
pub(crate) mod account_preview;
pub(crate) mod address;
pub(crate) mod admin_shell;
pub(crate) mod ago;
pub(crate) mod ask;
pub(crate) mod attention;
pub(crate) mod audit_sentence;
pub(crate) mod audit_table;
pub(crate) mod avatar;
pub(crate) mod badge;
pub(crate) mod button;
pub(crate) mod captured_message;
pub(crate) mod chart;
pub(crate) mod code;
pub(crate) mod credential_facts;
pub(crate) mod delivery_charts;
pub(crate) mod dialog;
pub(crate) mod empty_state;
pub(crate) mod events;
pub(crate) mod facts;
pub(crate) mod field;
pub(crate) mod figures;
pub(crate) mod filter_bar;
pub(crate) mod form_actions;
pub(crate) mod form_errors;
pub(crate) mod icon;
pub(crate) mod inbox;
pub(crate) mod inner;
pub(crate) mod journey;
pub(crate) mod language_picker;
pub(crate) mod logo;
pub(crate) mod menu;
pub(crate) mod moment;
pub(crate) mod navigation;
pub(crate) mod notice;
pub(crate) mod page_head;
pub(crate) mod pagination;
pub(crate) mod panel;
pub(crate) mod progress;
pub(crate) mod public_shell;
pub(crate) mod reference;
pub(crate) mod role_meanings;
pub(crate) mod sentence;
pub(crate) mod table;
pub(crate) mod tabs;
pub(crate) mod timeline;
pub(crate) mod timeline_entry;
