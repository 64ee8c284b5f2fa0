//! The binary `usher`.

use std::process::ExitCode;

fn main() -> ExitCode {
    usher_server::main()
}
