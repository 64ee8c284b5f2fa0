//! What the pages say that is not written in the page itself, in one place each, so that other
//! languages can be added beside it.

pub(crate) mod deliveries;
pub(crate) mod errors;
pub(crate) mod instants;
pub(crate) mod links;
pub(crate) mod notices;
pub(crate) mod platforms;
pub(crate) mod statuses;
