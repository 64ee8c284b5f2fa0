//! What the outermost layer learns about a request and every inner place may rely on.
//!
//! The server puts a [`CallContext`] into the extensions of each request; pages copy it into the
//! calls they make to the API in-process, so that both see the same client.

use std::net::IpAddr;

/// Who is calling, as far as the network tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallContext {
    /// The client's address behind the trusted proxies.
    pub client: Option<IpAddr>,
    /// The name of the request in logs and error bodies.
    pub request_id: String,
}
