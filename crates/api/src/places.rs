//! At which place a network address is, if somebody knows.

use std::{net::IpAddr, sync::Arc};

/// Names the place of an address for people ("Bonn, Germany"). The server brings what it knows; it
/// is asked only for requests whose origin is kept.
#[derive(Clone)]
pub struct Places(Arc<dyn Fn(IpAddr) -> Option<String> + Send + Sync>);

impl Places {
    /// Places as a function tells them; it is called on the async threads and so must be quick.
    pub fn new(name: impl Fn(IpAddr) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(name))
    }

    /// Nothing is known of any address.
    #[must_use]
    pub fn unknown() -> Self {
        Self::new(|_| None)
    }

    /// The place of an address.
    pub(crate) fn of(&self, address: IpAddr) -> Option<String> {
        (self.0)(address)
    }
}
