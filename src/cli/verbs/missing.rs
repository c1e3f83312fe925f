//! `qikan missing`: the works that are cited most and that the library does not hold, to fetch them.

use serde_json::json;

use crate::cli::Failure;
use crate::cli::args::{Common, Missing};
use crate::cli::out::Out;
use crate::cli::source;
use crate::formats::printable;
use crate::library::{MissingWork, Searched};

/// Lists works, the most cited first. A line is: how many articles of the library cite it, its DOI where one is known, and
/// author, year, title and source. Of a large library the numbers are estimates, and marked by `~`.
///
/// # Errors
/// Nothing is missing (1); a library that cannot be read (3).
pub fn missing(common: &Common, verb: &Missing, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    let shelves = library.searched()?;
    let mut printed = 0_usize;
    for shelf in &shelves {
        // Without an end only the DOIs that are known make a list of this length.
        let most = if verb.dois { usize::MAX } else { verb.limit - printed };
        let works = shelf.missing(most, &|| out.is_broken())?.unwrap_or_default();
        for work in works.iter().filter(|work| !verb.dois || work.doi.is_some()).take(verb.limit - printed) {
            print(shelf, work, verb, out)?;
            printed += 1;
        }
    }
    out.finish()?;
    if printed > 0 || verb.limit == 0 {
        return Ok(());
    }
    Err(Failure::Nothing(
        if verb.dois { "no work with a DOI is cited and missing" } else { "every work that is cited is in the library" }.to_owned(),
    ))
}

fn print(shelf: &Searched<'_>, work: &MissingWork, verb: &Missing, out: &Out) -> Result<(), Failure> {
    let doi = work.doi.as_deref().unwrap_or_default();
    if verb.dois {
        out.fields(&[doi]);
    } else if verb.json {
        let citing = shelf.article(work.entry.of.row)?;
        let reference = citing.refs.as_ref().and_then(|refs| refs.get(work.entry.n));
        out.line(&printable::json(&json!({
            "cited_by": work.citing, "about": work.about, "doi": work.doi, "as_cited_by": citing.id, "reference": reference
        })));
    } else {
        out.fields(&[&format!("{}{}", if work.about { "~" } else { "" }, work.citing), doi, &work.line]);
    }
    Ok(())
}
