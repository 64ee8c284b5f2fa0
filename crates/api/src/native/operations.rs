//! A list of operations for two routers: one that serves them and one that describes them.
//!
//! The descriptions are large and hardly ever asked for. Made along with the router, they would take a sixth
//! of the time of a start, and memory that is never used again.

/// Makes two functions from a list of handlers: `served()`, a router of them, and `described()`, one that
/// knows what their documentation says as well. A handler without documentation compiles into neither.
macro_rules! operations {
    ($($module:path => $($handler:ident),+;)+) => {
        /// Every operation, without the prefix.
        pub(crate) fn served() -> ::axum::Router<App> {
            use ::utoipa_axum::PathItemExt as _;

            let router = ::axum::Router::new();
            $($(let router = {
                use $module as module;
                ::utoipa_axum::paste! { type Operation = module::[<__path_ $handler>]; }
                let methods = <Operation as ::utoipa::Path>::methods();
                let served = methods.iter().fold(::axum::routing::MethodRouter::new(), |served, method| {
                    served.on(method.to_method_filter(), module::$handler)
                });
                router.route(&<Operation as ::utoipa::Path>::path(), served)
            };)+)+
            router
        }

        /// Every operation with its documentation, without the prefix.
        pub(crate) fn described() -> ::utoipa_axum::router::OpenApiRouter<App> {
            let empty = ::utoipa::openapi::OpenApiBuilder::new().build();
            let router = ::utoipa_axum::router::OpenApiRouter::with_openapi(empty);
            $($(let router = {
                use $module as module;
                router.routes(::utoipa_axum::routes!(module::$handler))
            };)+)+
            router
        }
    };
}
pub(super) use operations;
