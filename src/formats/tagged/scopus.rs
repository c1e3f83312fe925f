//! What Scopus writes into the notes of its exports: how often a work is cited, its references, who answers letters, the
//! conference; each behind its head, since 2023 several in one note.

use super::by_name::ByName;
use super::{citations, medline};
use crate::formats::columns;
use crate::record::Article;

/// Heads of what stands in such notes, in small letters.
const HEADS: &[&str] = &[
    "cited by",
    "export date:",
    "references:",
    "correspondence address:",
    "conference name:",
    "conference of ",
    "conference date:",
    "conference code:",
    "funding details:",
    "funding text",
    "coden:",
    "sponsors:",
    "chemicals/cas:",
    "tradenames:",
    "manufacturers:",
    "molecular sequence numbers:",
    "all open access",
];

/// The head that a part of a note begins with, and what stands behind it.
fn head_of(part: &str) -> Option<(&'static str, &str)> {
    HEADS.iter().find_map(|head| {
        let (begin, behind) = part.split_at_checked(head.len())?;
        begin.eq_ignore_ascii_case(head).then_some((*head, behind.trim()))
    })
}

/// Whether a note is Scopus' own.
pub fn is_note(note: &str) -> bool {
    head_of(note.trim_start()).is_some()
}

/// Takes what such notes say, when all authors are known.
pub fn take_notes<'n>(article: &mut Article, notes: impl Iterator<Item = &'n str>) {
    let mut addresses = Vec::new();
    notes.for_each(|note| take_note(article, note, &mut addresses));
    correspondence(article, addresses.into_iter());
}

/// Takes what a note says, but for who answers letters.
fn take_note<'n>(article: &mut Article, note: &'n str, addresses: &mut Vec<&'n str>) {
    let references = note.find("References: ");
    let (note, list) = references.and_then(|at| note.split_at_checked(at)).unwrap_or((note, ""));
    if let Some(list) = list.strip_prefix("References: ").filter(|_| article.refs.is_none()) {
        article.refs = citations::list_of_scopus(list);
    }
    let paid = !article.funding.is_empty();
    let mut head = "";
    for part in note.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let (new, value) = head_of(part).unwrap_or((head, part));
        match new {
            // `Cited By (since 1996)5`.
            "cited by" => {
                let cited = value.rsplit([' ', ':', ')']).next().and_then(|count| count.parse().ok());
                article.metrics.cited = article.metrics.cited.or(cited);
            }
            "conference name:" | "conference of " => {
                article.imprint.event = article.imprint.event.take().or_else(|| Some(value.to_owned()));
            }
            "correspondence address:" => addresses.push(value),
            "funding details:" if !paid => {
                columns::funding(article, value);
            }
            "all open access" => article.open_access = Some(true),
            _ => {}
        }
        head = new;
    }
}

/// Tells who answers letters: a name, an address and `email: …` one behind another, of several people if there are.
pub fn correspondence<'a>(article: &mut Article, parts: impl Iterator<Item = &'a str>) {
    let mut parts = parts.map(str::trim).filter(|part| !part.is_empty()).peekable();
    if parts.peek().is_none() {
        return;
    }
    let by_name = ByName::of(article);
    let mut place = None;
    for part in parts {
        let email = part.strip_prefix("email: ").and_then(|email| medline::email(&email.replace("(at)", "@")));
        place = by_name.find(part).or(place);
        if let Some(one) = place.and_then(|at| article.authors.get_mut(at)) {
            one.corresponding = true;
            one.email = one.email.take().or(email);
        }
    }
}
