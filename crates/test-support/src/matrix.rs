//! Tests that run on both databases.

/// Writes each test twice, `name::on_sqlite` and `name::on_postgres`; the body is given a
/// [`TestApp`](crate::TestApp).
///
/// The PostgreSQL half needs a throw-away cluster (`sh e2e/postgres/cluster.sh run cargo test`).
/// Without one it fails, so that nobody believes it has passed; `USHER_TEST_SKIP_POSTGRES=1` leaves
/// it out on purpose.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident) $body:block)*) => { $(
        $(#[$attribute])*
        async fn $name($app: $crate::TestApp) $body

        mod $name {
            #[test]
            fn on_sqlite() {
                let runtime = $crate::tokio::runtime::Runtime::new().expect("a runtime");
                runtime.block_on(async { super::$name($crate::TestApp::start().await).await });
            }

            #[test]
            fn on_postgres() {
                let runtime = $crate::tokio::runtime::Runtime::new().expect("a runtime");
                runtime.block_on(async {
                    if let Some(builder) = $crate::TestApp::builder().postgres() {
                        super::$name(builder.start().await).await;
                    }
                });
            }
        }
    )* };
}
