//! What the pages say that is not written in the page itself, in one place each, so that other
//! languages can be added beside it.

pub(crate) mod audit;
pub(crate) mod counts;
pub(crate) mod deliveries;
pub(crate) mod errors;
pub(crate) mod instants;
pub(crate) mod links;
pub(crate) mod notices;
pub(crate) mod platforms;
pub(crate) mod providers;
pub(crate) mod roles;
pub(crate) mod statuses;
