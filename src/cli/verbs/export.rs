//! `qikan export`: the whole library in a format.

use crate::cli::Failure;
use crate::cli::args::{Common, Export};
use crate::cli::out::Out;
use crate::cli::source;
use crate::cli::verbs::convert;

/// Writes every record of the library, in printed order.
///
/// # Errors
/// A format that is not written, a library that cannot be read, an output that cannot be written.
pub fn export(common: &Common, verb: &Export, out: &Out) -> Result<(), Failure> {
    let output = verb.named.as_ref().unwrap_or(&verb.output);
    let format = convert::target(verb.format.as_deref(), output)?;
    let Some(write) = format.write else {
        return Err(Failure::Usage(format!("{} is not written", format.name)));
    };
    let library = source::library(common)?;
    let mut broken = None;
    let mut records = library.records()?.map_while(|record| match record {
        Ok(article) => Some(article),
        Err(error) => {
            broken = Some(error.to_string());
            None
        }
    });
    convert::written(output, |sink| write(sink, &mut records))?;
    drop(records);
    out.finish()?;
    match broken {
        Some(sentence) => Err(Failure::Unreadable(sentence)),
        None => Ok(()),
    }
}
