//! Reference strings after GB/T 7714 (1987, 2005, 2015, 2025) and its house styles, read into their parts.
//!
//! ```text
//! authors[, year]. title[J/OL]. journal, year, volume(issue): pages[access date]. URL. DOI
//! └──── head ───────┘└marker┘  └────── journal, imprint ────────┘└──────── tail ────────┘
//! ```
//!
//! All reading is done on a `shadow`: the same signs with full-width structure folded, each remembering its place in the
//! original. The marker is the pivot; what stands left of it is head, what stands right of it is read by the grammar of its
//! type. Every scan goes forward over the signs, so the time is bounded; nothing recurs; what no grammar takes is kept in
//! [`Citation::rest`].

mod bodies;
mod draft;
mod head;
mod host;
mod imprint;
mod journal;
mod locator;
mod marked;
mod marker;
mod names;
mod notes;
mod numbered;
mod plain;
mod shadow;
mod surnames;
mod tail;
mod twin;
mod unmarked;

pub use names::{Names, names};
pub use surnames::{begins_with_surname, is_pinyin_surname};

use crate::record::{Citation, Doi, Identifiers, Language, Reference};
use draft::Draft;
use shadow::{Shadow, Span};

/// Signs of the longest string that is read; a longer one is no reference, and is kept whole.
const LONGEST: usize = 6000;

/// Reads one printed reference: one citation, or two where its rendering in another language follows (or goes before).
///
/// Never fails: what cannot be read stands in [`Citation::rest`], and the last resort is a citation that holds nothing else.
pub fn parse(raw: &str) -> Vec<Citation> {
    plain::read(raw).map_or_else(|| by_grammar(raw), |citation| vec![citation])
}

/// The same by the grammars of all types, whatever the string is.
fn by_grammar(raw: &str) -> Vec<Citation> {
    if raw.len() > LONGEST * 8 {
        return vec![Citation { rest: raw.trim().to_owned(), ..Citation::default() }];
    }
    let mut shadow = Shadow::new(raw);
    let whole = shadow.trim(shadow.whole());
    if whole.len() > LONGEST {
        return vec![Citation { rest: raw.trim().to_owned(), ..Citation::default() }];
    }
    let parts = twin::split(&shadow, whole);
    parts.into_iter().map(|part| citation(&mut shadow, part)).collect()
}

/// A reference as a record holds it: `raw` byte for byte, its citations, and the identifiers found in it.
pub fn reference(n: Option<String>, raw: &str) -> Reference {
    let parts = parse(raw);
    let doi = parts.iter().find_map(|part| part.doi.as_deref().and_then(Doi::parse));
    let labelled = |label: &str| {
        parts.iter().find_map(|part| {
            let at = part.rest.to_ascii_lowercase().find(label)?;
            let value = part.rest.get(at + label.len()..)?.split_whitespace().next()?;
            Some(value.to_owned())
        })
    };
    let ids = Identifiers {
        doi,
        cstr: labelled("cstr:"),
        pmid: labelled("pmid:"),
        pmcid: labelled("pmcid:"),
        arxiv: labelled("arxiv:"),
        ..Identifiers::default()
    };
    Reference { n, raw: raw.to_owned(), parts, ids, ..Reference::default() }
}

/// Signs within which the printed number of a reference ends, with a little of what follows it.
const NUMBER: usize = 16;

/// The printed number before a reference (`[12]`, `［12］`, `12.`, `(12)`, `12、`) and the text behind it.
pub fn split_number(raw: &str) -> (Option<String>, &str) {
    let text = raw.trim_start();
    if let Some((number, behind)) = plain_number(text) {
        return (Some(number.to_owned()), behind);
    }
    let head = text.char_indices().nth(NUMBER).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    let shadow = Shadow::new(head);
    let whole = shadow.trim(shadow.whole());
    let behind = behind_number(&shadow, whole);
    if behind.from == whole.from {
        return (None, raw);
    }
    let digits: String = shadow.signs(Span::new(whole.from, behind.from)).iter().filter(|c| c.is_ascii_digit()).collect();
    let kept = shadow.text(Span::new(whole.from, behind.from)).map_or(0, |text| text.len());
    (Some(digits), text.get(kept..).unwrap_or(raw).trim_start())
}

/// The number of `[12] Words` and `[12]汉字`: of nearly all lists, and told without folding anything.
fn plain_number(text: &str) -> Option<(&str, &str)> {
    let (number, behind) = text.strip_prefix('[')?.split_once(']')?;
    let is_number = matches!(number.len(), 1..=3) && number.bytes().all(|byte| byte.is_ascii_digit());
    let behind = behind.trim_start_matches(' ');
    (is_number && behind.starts_with(char::is_alphabetic)).then_some((number, behind))
}

/// A span without the printed number at its head.
fn behind_number(shadow: &Shadow, span: Span) -> Span {
    let open = matches!(shadow.at(span.from), '[' | '(');
    let first = shadow.skip_blanks(span.from + usize::from(open), span.to);
    let digits = (first..span.to).take_while(|place| shadow.at(*place).is_ascii_digit()).count();
    if digits == 0 || digits > 4 {
        return span;
    }
    let end = shadow.skip_blanks(first + digits, span.to);
    let sign = shadow.at(end);
    let number = if open {
        matches!(sign, ']' | ')') && (digits < 4)
    } else {
        matches!(sign, '.' | '、') && digits < 4 && !shadow.at(end + 1).is_ascii_digit()
    };
    if number { shadow.trim(Span::new(end + 1, span.to)) } else { span }
}

fn citation(shadow: &mut Shadow, part: Span) -> Citation {
    let body = behind_number(shadow, part);
    let body = shadow.trim_of(body, |c| c == ' ');
    let mut draft = Draft::new(shadow, body);
    let marker = marker::find(draft.shadow, body);
    tail::take(&mut draft, body);
    match marker {
        Some(marker) => marked::read(&mut draft, body, &marker),
        None => unmarked::read(&mut draft, body),
    }
    let printed = draft.shadow.text(body).unwrap_or_default();
    let mut citation = draft.finish();
    if citation.title.as_deref().is_some_and(|title| !title.chars().any(char::is_alphanumeric)) {
        citation.title = None;
    }
    if citation == Citation::default() {
        citation.rest = printed;
    }
    citation.lang = citation.title.as_deref().map(Language::of_text).filter(|lang| *lang != Language::Und).unwrap_or_else(|| {
        let names: String = citation.authors.iter().flat_map(|author| author.name.values().cloned()).collect();
        Language::of_text(&names)
    });
    citation
}

#[cfg(test)]
mod plain_tests;
#[cfg(test)]
mod renderings;
#[cfg(test)]
mod tests;
