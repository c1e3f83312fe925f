//! The program: everything is in the library crate, see `src/lib.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    qikan::cli::run(std::env::args_os())
}
