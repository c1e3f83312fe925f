//! `qikan doctor`: what is wrong, and what to do about it: in the terminal, or in the records of files or of the
//! library.

mod advice;
mod lint;
mod records;
mod seen;
mod term;

use crate::cli::Failure;
use crate::cli::args::{Common, Doctor, Subject};
use crate::cli::out::Out;

/// Examines its subject and tells what was found.
///
/// # Errors
/// [`Failure::Nothing`] (1) when a problem was found, so that a script can tell; advice is no problem.
pub fn doctor(common: &Common, verb: &Doctor, out: &Out) -> Result<(), Failure> {
    match &verb.subject {
        Some(Subject::Term(verb)) => term::term(common, verb, out),
        None => records::records(common, &verb.files, verb.json, out),
    }
}
