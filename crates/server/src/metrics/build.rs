//! Which build this is.

use prometheus_client::{encoding::EncodeLabelSet, metrics::info::Info, registry::Registry};

use crate::VERSION;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    version: &'static str,
}

pub(super) fn register(registry: &mut Registry) {
    let build = Info::new(Labels { version: VERSION });
    registry.register("build", "The version, with its commit where known", build);
}
