//! `qikan cited-by`: the records of the library that cite one.

use crate::cli::args::{CitedBy, Common};
use crate::cli::out::Out;
use crate::cli::{Failure, cards, source};
use crate::formats::printable;
use crate::library::{Answer, ArticleKey, Library, Question};

/// Rows asked for at first; then as many again as there were, since all are put in order for every answer, and at most so many.
const TOGETHER: u64 = 500;
const MOST_TOGETHER: u64 = 16_000;

/// Prints one record a line, the newest first: id, place, authors, title.
///
/// # Errors
/// No such record, or none that cites it (1); a library that cannot be read (3).
pub fn cited_by(common: &Common, verb: &CitedBy, out: &Out) -> Result<(), Failure> {
    let named = source::named(common, &verb.what)?;
    let mut printed = 0;
    for key in &named.keys {
        printed += each(&named.library, *key, verb, out)?;
    }
    out.finish()?;
    match named.failed {
        Some(failure) => Err(failure),
        None if printed == 0 => Err(Failure::Nothing("no record here cites it".to_owned())),
        None => Ok(()),
    }
}

/// Prints those that cite one record; how many there are.
fn each(library: &Library, key: ArticleKey, verb: &CitedBy, out: &Out) -> Result<u64, Failure> {
    let mut from = 0;
    loop {
        let together = from.clamp(TOGETHER, MOST_TOGETHER);
        let (total, found) = match library.answer(&Question::CitedBy { key, from, to: from + together }) {
            Answer::Cards { total, cards, .. } => (total, cards),
            Answer::Failed(sentence) => return Err(Failure::Unreadable(sentence)),
            _ => return Ok(0),
        };
        for card in &found {
            let id = library.identifier(card.key)?;
            if verb.json {
                out.line(&printable::json(&cards::object(&id, card)));
            } else {
                cards::row(&[], &id, card, out);
            }
        }
        from += together;
        if from >= total || found.is_empty() || out.is_broken() {
            return Ok(total);
        }
    }
}
