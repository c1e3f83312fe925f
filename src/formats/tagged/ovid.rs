//! Ovid's exports (`<1. >` before each record): `TI  - title`, as for EndNote and Citavi, or a line with the field's name and
//! its value indented below.
//!
//! ```text
//! <1. >                            <1>
//! VN  - Ovid Technologies          Unique Identifier
//! TI  - On figs. [Article]           19096127
//! SO  - J Trees. 3(2):1-9, 2004.   Title
//!                                    On figs.
//! ```
//!
//! Sources: Ovid's field guides, and what its platforms write (MEDLINE, Embase, PsycINFO, BIOSIS, Journals@Ovid).

mod fields;
mod people;
mod source;

use super::records::{Grammar, Part, Record, Tagged, Token};
use super::sheet::{Sheet, language_line};
use super::table::Member;
use super::{any_line, residue, unfolded};
use crate::formats::{Confidence, Finding, Readings, Source};
use crate::record::{Article, ArticleKind, Language, Subject};

use fields::{code, kind, member};

/// The head of a record: `<1>`, `<241. >`.
fn is_head(line: &str) -> bool {
    let inside = line.trim().strip_prefix('<').and_then(|line| line.strip_suffix('>'));
    inside.is_some_and(|inside| {
        let number = inside.trim().trim_end_matches('.').trim();
        (1..=7).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// `TI  - value`, indented by three blanks at most.
fn coded(line: &str) -> Option<Tagged> {
    let start = line.len() - line.trim_start_matches([' ', '\t']).len();
    let bytes = line.as_bytes().get(start..).filter(|_| start < 4)?;
    let tag = bytes.get(..2)?;
    let fits = tag.first().is_some_and(u8::is_ascii_uppercase) && tag.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let parted = bytes.get(2..5) == Some(b"  -") && bytes.get(5).is_none_or(|byte| *byte == b' ');
    (fits && parted).then_some(Tagged { start, end: start + 2, value: start + 5 })
}

/// A line that is the name of a field: it is not indented, and its value is.
fn named(line: &str) -> Option<Tagged> {
    let name = line.trim_end().trim_end_matches(':');
    let begins = line.starts_with(|c: char| c.is_ascii_uppercase());
    let fits = begins && name.len() <= 60 && !name.ends_with(['.', ',', ';']);
    fits.then_some(Tagged { start: 0, end: name.len(), value: line.len() })
}

fn tagged(line: &str, so_far: &str) -> Option<Tagged> {
    if is_head(line) {
        return Some(Tagged { start: 0, end: line.len(), value: line.len() });
    }
    let mut lines = so_far.trim_start().lines().take(16);
    let below_head = lines.next().is_some_and(is_head);
    let names = below_head && lines.find(|line| !line.trim().is_empty()).unwrap_or(line).trim_start() == line.trim_start();
    let style_is_named =
        below_head && so_far.lines().take(16).skip(1).find(|line| !line.trim().is_empty()).map_or(names, |second| coded(second).is_none());
    coded(line).filter(|_| !style_is_named || names).or_else(|| named(line).filter(|_| style_is_named))
}

fn part(tag: &str) -> Part {
    if tag.trim_start().starts_with('<') { Part::Begin } else { Part::Inside }
}

/// Where no heads stand before records, `VN` begins them.
fn blank_parts(so_far: &str, tag: &str) -> bool {
    tag == "VN" && !so_far.trim_start().starts_with('<')
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "", blank_parts };

/// How sure it is that text is Ovid's.
pub fn sniff(head: &str) -> Confidence {
    if any_line(head, |line| coded(line).is_some() && line.contains("- Ovid Technologies")) {
        return 92;
    }
    let mut lines = head.trim_start_matches('\u{FEFF}').split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let headed = lines.next().is_some_and(is_head);
    let known = |line: &str| named(line).is_some_and(|found| code(line.get(..found.end).unwrap_or_default()).is_some());
    if headed && lines.take(40).filter(|line| known(line)).count() > 1 { 88 } else { 0 }
}

/// Reads records one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "ovid", GRAMMAR, map)
}

/// The two letters of a field, whichever way it is named.
fn letters<'r>(token: &Token<'r>) -> &'r str {
    if token.tag.len() == 2 { token.tag } else { code(token.tag).unwrap_or(token.tag) }
}

fn map(record: &mut Record) -> (Box<Article>, Vec<Finding>) {
    let value = |wanted: &str| record.tokens().find(|token| letters(token) == wanted).map(|token| token.value);
    let lang = value("LG").map(|lang| language_line(lang.trim_end_matches('.'))).unwrap_or_default();
    let mut sheet = Sheet::new(ArticleKind::Article, lang);
    // Titles and abstracts are in English whatever the work is in.
    sheet.texts_in = Some(Language::Und);
    sheet.is_pubmed = value("DB").is_some_and(|database| database.to_lowercase().contains("medline"));
    if let Some(kind) = record.tokens().filter(|token| matches!(letters(token), "PT" | "DT")).find_map(|token| kind(token.value)) {
        sheet.article.kind = kind;
    }
    let full = record.tokens().any(|token| letters(&token) == "FA");
    let mut left: Vec<(String, String)> = record.preface.iter().map(|line| (String::new(), line.clone())).collect();
    for token in record.tokens().filter(|token| !token.tag.starts_with('<')) {
        if !file(&mut sheet, &token, full) {
            left.push((token.tag.to_owned(), unfolded(token.value).into_owned()));
        }
    }
    if let Some(source) = value("SO").or_else(|| value("BT")) {
        source::fill(&mut sheet, &unfolded(source));
    }
    sheet.finish();
    for token in record.tokens().filter(|token| letters(token) == "IN") {
        people::institutions(&mut sheet, token.value);
    }
    sheet.tell_if_untitled(record.line);
    (residue(sheet.article, "ovid", left), sheet.findings)
}

fn file(sheet: &mut Sheet, token: &Token<'_>, full: bool) -> bool {
    let value = unfolded(token.value);
    let letters = letters(token);
    match letters {
        // The source is taken apart when everything else has found its place; it is kept as it is.
        "SO" | "BT" | "LG" => letters == "LG",
        "TI" => sheet.file(Member::Title, bare_title(&value)),
        // Short names where full ones stand beside them.
        "AU" if full => true,
        "AU" | "FA" => people::authors(sheet, token.value, None, letters == "FA" && token.tag.len() > 2),
        // Of most databases it is the day on which the record was made.
        "ED" => {
            value.contains(',') && !value.chars().any(|c| c.is_ascii_digit()) && people::authors(sheet, token.value, Some("editor"), false)
        }
        "IN" => true,
        "PT" | "DT" => kind(&value).is_some() || matches!(value.trim_end_matches('.'), "Journal" | "Article" | "Journal Article"),
        "UI" => sheet.file(Member::Pmid, value.trim()),
        "DO" | "DI" => sheet.file(Member::Doi, &value),
        "KW" | "KF" => {
            for word in value
                .split([';', '|'])
                .map(|word| word.trim().trim_end_matches('.').trim_start_matches('*'))
                .filter(|word| !word.is_empty())
            {
                sheet.file(Member::Keywords, word);
            }
            true
        }
        "MH" | "SH" | "DE" | "SU" if letters != "SU" => {
            let scheme = if letters == "MH" { "mesh" } else { "descriptor" };
            for code in token.value.lines().map(str::trim).filter(|code| !code.is_empty()) {
                sheet.article.subjects.push(Subject { scheme: scheme.to_owned(), code: code.to_owned(), ..Subject::default() });
            }
            true
        }
        "PB" | "PU" => {
            // `Cambridge University Press; United Kingdom`, `University of the South Pacific, Suva`.
            let (publisher, place) = value.split_once("; ").or_else(|| value.rsplit_once(", ")).unwrap_or((&value, ""));
            sheet.file(Member::Publisher, publisher) && (place.is_empty() || sheet.file(Member::Place, place))
        }
        "AB" => sheet.file(Member::Abstract, &value),
        // `J Trees. 12(3):101-118, 2019`: its numbers are the source's.
        "AS" => sheet.file(Member::Abbrev, abbreviated(&value)),
        _ => member(letters).is_some_and(|member| sheet.file(member, value.trim_end_matches('.'))),
    }
}

/// A title without the kind of work in brackets and the full stop behind it.
fn bare_title(value: &str) -> &str {
    let mut title = value.trim();
    if let Some((before, label)) = title.strip_suffix(']').or_else(|| title.strip_suffix("].")).and_then(|title| title.rsplit_once('['))
        && matches!(label, "Article" | "Report" | "Miscellaneous" | "References" | "Review" | "Editorial" | "Letter")
    {
        title = before.trim_end();
    }
    title.strip_suffix('.').filter(|title| !title.ends_with('.')).unwrap_or(title)
}

/// An abbreviated source without its numbers.
fn abbreviated(value: &str) -> &str {
    let is_numbers = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains([':', '(']);
    value.split_once(". ").filter(|(_, rest)| is_numbers(rest)).map_or(value.trim_end_matches('.'), |(title, _)| title)
}
