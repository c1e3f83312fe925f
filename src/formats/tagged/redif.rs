//! ReDIF, the templates of RePEc (Krichel, "ReDIF version 1"): `Template-Type: ReDIF-Article 1.0`, then `Attribute: value`.

use serde_json::Value;

use super::records::{Grammar, Part, Record, Tagged, Token};
use super::sheet::{Sheet, language_line};
use super::table::Member;
use super::{any_line, residue, unfolded};
use crate::formats::{Confidence, Finding, Readings, Source};
use crate::record::{Article, ArticleKind, Contributor, Doi, Subject};

/// Attributes of one word that begin a line. Those of several words are known by the first: `Author-Name`, `File-URL`.
const WORDS: &[&str] = &[
    "abstract",
    "availability",
    "chapter",
    "doi",
    "edition",
    "handle",
    "haschapter",
    "isbn",
    "issn",
    "issue",
    "journal",
    "keywords",
    "language",
    "length",
    "month",
    "name",
    "note",
    "number",
    "pages",
    "price",
    "requires",
    "series",
    "size",
    "title",
    "type",
    "volume",
    "year",
];
const CLUSTERS: &[&str] = &[
    "amendment",
    "archive",
    "article",
    "author",
    "book",
    "classification",
    "contact",
    "creation",
    "editor",
    "file",
    "homepage",
    "is",
    "maintainer",
    "order",
    "paper",
    "primary",
    "programming",
    "provider",
    "publication",
    "publisher",
    "revision",
    "secondary",
    "series",
    "special",
    "template",
    "tertiary",
    "x",
];

/// Templates that are works.
const TEMPLATES: &[(&str, ArticleKind)] = &[
    ("redif-article", ArticleKind::Article),
    ("redif-paper", ArticleKind::Report),
    ("redif-chapter", ArticleKind::Chapter),
    ("redif-book", ArticleKind::Book),
    ("redif-software", ArticleKind::Program),
];

/// The member under which a template stands that is no work.
const NO_WORK: &str = "redif-template";

/// `Author-Name: Angus Deaton`. A line of an abstract may well begin with a word and a colon.
fn tagged(line: &str, _: &str) -> Option<Tagged> {
    let (name, _) = line.split_once(':')?;
    let fits = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is = |known: &&str| name.eq_ignore_ascii_case(known);
    let known = match name.split_once('-') {
        Some((first, rest)) => !rest.is_empty() && CLUSTERS.iter().any(|known| first.eq_ignore_ascii_case(known)),
        None => WORDS.iter().any(is),
    };
    (fits && known).then_some(Tagged { start: 0, end: name.len(), value: name.len() + 1 })
}

fn part(tag: &str) -> Part {
    if tag.eq_ignore_ascii_case("Template-Type") { Part::Begin } else { Part::Inside }
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "", blank_parts: |_, _| false };

/// How sure it is that text is ReDIF.
pub fn sniff(head: &str) -> Confidence {
    let start = |line: &str| {
        let (name, value) = line.split_once(':').unwrap_or_default();
        part(name.trim()) == Part::Begin && value.trim_start().to_ascii_lowercase().starts_with("redif-")
    };
    if any_line(head, start) { 95 } else { 0 }
}

/// Reads works. Templates of archives, series, people and institutions are passed over, and that is said.
pub fn read(source: Source) -> Readings {
    let readings = super::read(source, "redif", GRAMMAR, map);
    Box::new(readings.map(|reading| match reading {
        Ok(article) => match article.rest.get(NO_WORK).and_then(Value::as_str) {
            Some(template) => Err(Finding::skipped(format!("{template} is no work but tells of others; it is passed over"))),
            None => Ok(article),
        },
        finding => finding,
    }))
}

fn map(record: &mut Record) -> (Box<Article>, Vec<Finding>) {
    let value = |tag: &str| record.tokens().find(|token| token.tag.eq_ignore_ascii_case(tag)).map(|token| token.value);
    let template = value("Template-Type").unwrap_or_default();
    let word = template.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let kind = TEMPLATES.iter().find(|(known, _)| *known == word).map(|(_, kind)| kind.clone());
    let mut sheet = Sheet::new(kind.clone().unwrap_or(ArticleKind::Other), value("Language").map(language_line).unwrap_or_default());
    let mut left: Vec<(String, String)> = record.preface.iter().map(|line| (String::new(), line.clone())).collect();
    for token in record.tokens() {
        if !file(&mut sheet, &token) {
            left.push((token.tag.to_owned(), unfolded(token.value).into_owned()));
        }
    }
    if kind.is_none() {
        sheet.article.rest.insert(NO_WORK.to_owned(), template.into());
    }
    sheet.finish();
    (residue(sheet.article, "redif", left), sheet.findings)
}

fn file(sheet: &mut Sheet, token: &Token<'_>) -> bool {
    let value = unfolded(token.value);
    let value = value.trim();
    let tag = token.tag.to_ascii_lowercase();
    if value.is_empty() {
        return true;
    }
    if let Some(of_person) = tag.strip_prefix("author-").or_else(|| tag.strip_prefix("editor-")) {
        let role = tag.starts_with("editor").then_some("editor");
        return person(sheet, of_person, role, value);
    }
    let paper = sheet.article.kind == ArticleKind::Report;
    match tag.as_str() {
        // Read before the others.
        "template-type" | "language" => true,
        "title" => sheet.file(Member::Title, value),
        "abstract" => sheet.file(Member::Abstract, value),
        "journal" | "book-title" => sheet.file(Member::Journal, value),
        "volume" => sheet.file(Member::Volume, value),
        "issue" => sheet.file(Member::Issue, value),
        "number" if paper => {
            sheet.article.imprint.number = Some(value.to_owned());
            true
        }
        "number" => sheet.file(Member::MaybeIssue, value),
        "pages" => sheet.file(Member::Pages, value),
        "year" => sheet.file(Member::Year, value),
        "month" | "publication-date" | "creation-date" => sheet.file(Member::Date, value),
        "keywords" => {
            let between = if value.contains(';') { ';' } else { ',' };
            let mut placed = true;
            for word in value.split(between).map(str::trim).filter(|word| !word.is_empty()) {
                placed &= sheet.file(Member::Keywords, word);
            }
            placed
        }
        "doi" | "x-doi" => sheet.file(Member::MaybeDoi, value),
        // Publishers without another place for it.
        "note" if doi(value) => sheet.file(Member::MaybeDoi, value.split_once(':').map_or(value, |(_, doi)| doi.trim())),
        "note" => sheet.file(Member::Note, value),
        "isbn" | "issn" => sheet.file(Member::Standard, value),
        "publisher-name" | "provider-name" => sheet.file(Member::Publisher, value),
        "edition" => sheet.file(Member::Edition, value),
        "series" => sheet.file(Member::Series, value),
        "file-url" => sheet.file(Member::Link, value),
        "file-format" => {
            if let Some(link) = sheet.article.links.last_mut().filter(|_| value.contains("pdf")) {
                "pdf".clone_into(&mut link.kind);
            }
            true
        }
        "handle" => {
            sheet.article.ids.rest.insert("repec".to_owned(), value.into());
            true
        }
        _ => tag.strip_prefix("classification-").is_some_and(|scheme| classes(sheet, scheme, value)),
    }
}

fn doi(note: &str) -> bool {
    note.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("doi:")) && Doi::parse(note).is_some()
}

/// `C43, D31`: the codes of the Journal of Economic Literature, or of another scheme.
fn classes(sheet: &mut Sheet, scheme: &str, value: &str) -> bool {
    for code in value.split([',', ';', ' ']).map(str::trim).filter(|code| !code.is_empty()) {
        sheet.article.subjects.push(Subject { scheme: scheme.to_owned(), code: code.to_owned(), ..Subject::default() });
    }
    true
}

/// What follows the name of a person is that person's.
fn person(sheet: &mut Sheet, tag: &str, role: Option<&str>, value: &str) -> bool {
    if tag == "name" {
        return sheet.people(value, role);
    }
    let place = matches!(tag, "workplace-name" | "workplace-name-english").then(|| sheet.affiliation(value));
    let Some(last): Option<&mut Contributor> = sheet.article.authors.last_mut() else { return false };
    match tag {
        "email" => last.email = Some(value.to_owned()),
        // The name once more, in parts.
        "name-first" | "name-last" => {}
        _ => match place {
            Some(place) if last.aff.contains(&place) => {}
            Some(place) => last.aff.push(place),
            None => return false,
        },
    }
    true
}
