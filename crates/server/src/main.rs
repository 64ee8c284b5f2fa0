//! The binary `usher`.

use std::process::ExitCode;

/// A mail is many small allocations on several threads: a tenth of its time with the system's allocator.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    usher_server::main()
}
