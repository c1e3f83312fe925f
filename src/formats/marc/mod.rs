//! MARC, the records of library catalogues: MARC 21, and CNMARC as libraries in China write it; in XML (MARCXML, `marcxchange`)
//! or as it is exchanged (ISO 2709).
//!
//! ```text
//! record ── leader ──► kind of work
//!        ├─ datafield ──► field, with the same in Chinese script (880) ──► marc21 or cnmarc ──► sheet
//!        └─ what no field took ──► raw
//! ```
//!
//! Sources: MARC 21 Format for Bibliographic Data; 中国机读目录格式 (CNMARC, UNIMARC's way of it).

mod ansel;
mod cnmarc;
pub mod exchange;
mod field;
mod host;
mod marc21;

use super::document::Yield;
use super::tagged::sheet::Sheet;
use super::tagged::table::Member;
use super::xml::{Element, is_xml, read_records, written_date};
use super::{Confidence, Readings, Source, rich};
use crate::record::{ArticleKind, Contributor, Language};
use field::{Part, fields, unbracketed};

/// How sure it is that text is MARCXML.
pub fn sniff(head: &str) -> Confidence {
    let own = ["MARC21/slim", "info:lc/xmlns/marcxchange", "slim.xsd"].iter().any(|name| head.contains(name));
    // As a tag: an abstract may speak of fields.
    let tags =
        ["<datafield ", ":datafield "].iter().any(|tag| head.contains(tag)) && head.contains("subfield") && !head.contains("picaXML");
    match (own, tags && is_xml(head)) {
        (true, true) => 93,
        (false, true) => 85,
        _ => 0,
    }
}

/// Reads records, alone, in a collection, or as OAI-PMH and SRU answer them.
pub fn read(source: Source) -> Readings {
    read_records(source, &["record"], "marcxml", record)
}

fn record(root: Element<'_>) -> Yield {
    let is_marc = |one: &Element<'_>| one.child("datafield").is_some();
    let Some(whole) = Some(root).filter(is_marc).or_else(|| root.descendants().find(|one| one.name() == "record" && is_marc(one))) else {
        // OAI-PMH tells so of records that were deleted.
        return Vec::new();
    };
    let leader: Vec<char> = whole.child("leader").map(fixed).unwrap_or_default().chars().collect();
    let at = |place: usize| leader.get(place).copied().unwrap_or(' ');
    let fields = fields(whole);
    let is_chinese = fields.iter().any(|field| field.tag == "200") && fields.iter().all(|field| field.tag != "245");
    let mut sheet = Sheet::new(kind(at(6), at(7)), Language::Und);
    if is_chinese {
        cnmarc::record(&fields, &mut sheet);
    } else {
        marc21::record(whole, &fields, &mut sheet);
    }
    sheet.finish();
    let article = &mut sheet.article;
    if article.kind == ArticleKind::Chapter && (!article.journal.issn.is_empty() || article.issue.is_some()) {
        article.kind = ArticleKind::Article;
    }
    sheet.tell_if_untitled(whole.line());
    vec![(*sheet.article, sheet.findings)]
}

/// Text whose places have a meaning: every blank counts, but for the line ends of who wrote the XML for reading.
fn fixed(element: Element<'_>) -> String {
    element.verbatim().trim_matches(['\n', '\r', '\t']).to_owned()
}

/// The kind of work by the type of record and its level, which both ways of MARC have in the same places.
fn kind(of_record: char, level: char) -> ArticleKind {
    match (of_record, level) {
        ('e' | 'f', _) => ArticleKind::Map,
        ('m', _) => ArticleKind::Program,
        ('a' | 'b' | 't' | ' ', 'b') => ArticleKind::Article,
        ('a' | 'b' | 't' | ' ', 'a') => ArticleKind::Chapter,
        ('a' | 'b' | 't' | 'l' | ' ', 's' | 'i') => ArticleKind::Periodical,
        ('a' | 'b' | 't' | 'l' | ' ', _) => ArticleKind::Book,
        _ => ArticleKind::Other,
    }
}

/// Puts each subfield of a code where it belongs.
fn file(sheet: &mut Sheet, part: Part<'_>, code: char, member: Member) {
    for (_, subfield) in part.subfields().filter(|(known, _)| *known == code) {
        let Some(text) = subfield.text() else { continue };
        let is_prose = matches!(member, Member::Abstract | Member::Note | Member::Link);
        if !sheet.file(member, &if is_prose { text } else { unbracketed(&text) }) {
            subfield.leave();
        }
    }
}

/// When a work appeared: `c2019`, `[2019]`, `2019.5`. One that is no date is kept as it stands.
fn dated(sheet: &mut Sheet, part: Part<'_>, code: char) {
    for (_, subfield) in part.subfields().filter(|(known, _)| *known == code) {
        let Some(text) = subfield.text() else { continue };
        let date = written_date(&unbracketed(&text)).map(|date| date.to_string());
        if !date.is_some_and(|date| sheet.file(Member::Year, &date)) {
            subfield.leave();
        }
    }
}

/// Where a work was published, by whom and when.
fn published(sheet: &mut Sheet, part: Part<'_>, publisher: char, date: char) {
    file(sheet, part, 'a', Member::Place);
    file(sheet, part, publisher, Member::Publisher);
    dated(sheet, part, date);
}

/// How much it is (`345 p.`); of a part of something, where it stands (`p. 33-45`).
fn extent(sheet: &mut Sheet, part: Part<'_>) {
    let is_part = matches!(sheet.article.kind, ArticleKind::Article | ArticleKind::Chapter);
    if let Some(text) = part.text('a')
        && !(is_part && sheet.article.pages.is_empty() && host::number(&text, sheet))
    {
        if sheet.article.imprint.rest.contains_key("extent") {
            part.0.leave();
        } else {
            sheet.article.imprint.rest.insert("extent".to_owned(), text.into());
        }
    }
}

/// A subject with its divisions, once: several vocabularies often have the same words.
fn keyword(sheet: &mut Sheet, word: &str) {
    let known = rich::escape(word);
    if !sheet.article.keywords.values().any(|words| words.iter().take(500).any(|word| *word == known)) {
        sheet.file(Member::Keywords, word);
    }
}

/// What somebody did, by the words and codes of both ways of MARC; nothing for who wrote it.
fn role(part: Part<'_>) -> Option<String> {
    let word = part.text('4').or_else(|| part.text('e')).unwrap_or_default();
    let word = word.trim_end_matches('.').rsplit('/').next().unwrap_or_default().to_lowercase();
    let known = match word.as_str() {
        "" | "aut" | "author" | "cre" | "creator" | "070" | "joint author" => return None,
        "edt" | "editor" | "340" | "ed" | "hrsg" => "editor",
        "trl" | "translator" | "730" | "tr" => "translator",
        "ths" | "dgs" | "thesis advisor" | "degree supervisor" | "727" => "advisor",
        "ctb" | "contributor" => "contributor",
        chinese if chinese.contains('译') || chinese.contains('譯') => "translator",
        chinese if chinese.contains(['导', '導']) => "advisor",
        chinese if chinese.contains(['著', '撰']) => return None,
        chinese if chinese.contains(['编', '編']) => "editor",
        other => other,
    };
    Some(known.to_owned())
}

/// Adds the names that a person or body has in another script.
fn add_names(one: &mut Contributor, other: Contributor) {
    for (place, more) in [(&mut one.name, other.name), (&mut one.family, other.family), (&mut one.given, other.given)] {
        for (lang, text) in more.iter() {
            if place.get(lang).is_none() {
                place.insert(lang.clone(), text.clone());
            }
        }
    }
}
