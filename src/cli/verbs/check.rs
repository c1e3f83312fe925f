//! `qikan check`: every record against its checksum, every count against what is there.

use crate::cli::Failure;
use crate::cli::args::Common;
use crate::cli::out::Out;
use crate::cli::source;

/// Says what does not hold, or that everything does.
///
/// # Errors
/// [`Failure::Nothing`] (1) when something was found, so that a script can tell.
pub fn check(common: &Common, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    let verdict = library.check()?;
    out.line(&verdict.to_string());
    out.finish()?;
    if verdict.is_sound() { Ok(()) } else { Err(Failure::Nothing(String::new())) }
}
