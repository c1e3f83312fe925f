//! `qikan dedupe`: records that may be one work, for a person to decide about.

use serde_json::json;

use crate::cli::Failure;
use crate::cli::args::{Common, Dedupe};
use crate::cli::out::Out;
use crate::cli::{cards, paths, source};
use crate::formats::printable;
use crate::library::{Access, ArticleCard, DoubtfulPair, Library};
use crate::record::{Language, RecordId};

/// Pairs read at a time.
const TOGETHER: u64 = 100;

/// Lists the doubtful pairs, or carries out a decision about one.
///
/// # Errors
/// No such record (1); a library that cannot be read (3) or written (4).
pub fn dedupe(common: &Common, verb: &Dedupe, out: &Out) -> Result<(), Failure> {
    for (words, join) in [(&verb.join, true), (&verb.apart, false)] {
        let [one, other] = words.as_slice() else { continue };
        let mut library = Library::new();
        library.open_own(&paths::library(common)?, Access::ReadWrite)?;
        if !library.decide(one, other, join)? {
            return Err(Failure::Nothing(format!("\"{one}\" and \"{other}\" are not two records; `qikan list` prints the ids")));
        }
        out.line(&if join { format!("{other} is now a part of {one}.") } else { format!("{one} and {other} stay two.") });
        return out.finish();
    }
    let library = source::library(common)?;
    let mut from = 0;
    loop {
        let (total, pairs) = library.doubtful(from, from + TOGETHER)?;
        for pair in &pairs {
            if verb.json { object(pair, out) } else { lines(pair, out) }
        }
        from += TOGETHER;
        if from >= total || out.is_broken() {
            if !verb.json {
                let next = if total > 0 { " Decide by: qikan dedupe --join A B, or --apart A B." } else { "" };
                out.line(&format!("{total} doubtful pairs.{next}"));
            }
            return out.finish();
        }
    }
}

fn lines(pair: &DoubtfulPair, out: &Out) {
    out.line(&format!("{}:", pair.why));
    let chosen = |texts| cards::chosen(texts, &Language::Zh);
    for (id, card) in [&pair.one, &pair.other] {
        out.fields(&[&format!("  {}", id.as_str()), &cards::place(card, &Language::Zh), &chosen(&card.authors), &chosen(&card.title)]);
    }
}

fn object(pair: &DoubtfulPair, out: &Out) {
    let one = |(id, card): &(RecordId, ArticleCard)| {
        json!({"id": id.as_str(), "title": card.title, "authors": card.authors, "journal": card.journal, "year": card.year,
               "volume": card.volume, "issue": card.issue, "pages": card.pages})
    };
    out.line(&printable::json(&json!({"one": one(&pair.one), "other": one(&pair.other), "why": pair.why})));
}
