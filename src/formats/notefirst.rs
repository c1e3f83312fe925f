//! The XML of NoteFirst (`Bibliographies`), as CNKI, Wanfang and VIP export it, and VIP's own, which was Wanfang's
//! (`ResourceList`).
//!
//! ```text
//! Bibliography                                   PeriodicalPaper
//! ├─ PrimaryTitle/Title[@Lang]                   ├─ Titles/Title/Text
//! ├─ Authors/Author/Info[@Lang]/FullName, …      ├─ Creators/Creator/Name, …
//! ├─ Medium/Media[@Lang]                         ├─ Periodical/Name, ISSN
//! └─ Year, Volume, Issue, PageScope, …           └─ PublishDate, Volum, Issue, Page, …
//! ```

use super::document::Yield;
use super::tagged::sheet::{Sheet, language_line};
use super::tagged::table::Member;
use super::xml::{Element, first_element, read_records};
use super::{Confidence, Readings, Source};
use crate::record::ArticleKind;

/// Elements that are records, and the kinds that they are; NoteFirst's says its kind within.
const RECORDS: &[&str] = &["Bibliography", "PeriodicalPaper", "ThesisPaper", "ConferencePaper", "Patent", "Standard", "OAPaper"];

/// Words in the names of kinds, in both.
const KINDS: &[(&str, ArticleKind)] = &[
    ("Thesis", ArticleKind::Thesis),
    ("Dissertation", ArticleKind::Thesis),
    ("Conference", ArticleKind::Paper),
    ("Newspaper", ArticleKind::Newspaper),
    ("Patent", ArticleKind::Patent),
    ("Standard", ArticleKind::Standard),
    ("Book", ArticleKind::Book),
];

/// Elements by the one that they stand in (any where that is empty) and by their names, and what they mean.
const MEMBERS: &[(&str, &str, Member)] = &[
    ("PrimaryTitle", "Title", Member::Title),
    ("Title", "Text", Member::Title),
    ("MotherTitle", "Title", Member::Journal),
    ("Periodical", "Name", Member::Journal),
    ("Periodical", "NameEn", Member::Journal),
    ("", "Source", Member::Journal),
    ("Conference", "Name", Member::Event),
    ("Conference", "Locus", Member::EventPlace),
    ("", "School", Member::Publisher),
    ("", "Publisher", Member::Publisher),
    ("", "Tutor", Member::Advisor),
    ("", "Degree", Member::Genre),
    ("", "ISSN", Member::Standard),
    ("", "ISBN", Member::Standard),
    ("", "Year", Member::Year),
    ("", "PublishDate", Member::Date),
    ("", "IssueDate", Member::Date),
    ("", "Volume", Member::Volume),
    ("", "Volum", Member::Volume),
    ("", "Issue", Member::Issue),
    ("", "PageScope", Member::Pages),
    ("", "Page", Member::Pages),
    ("", "PageNum", Member::Pages),
    ("Keywords", "Keyword", Member::Keywords),
    ("Keywords", "keyword", Member::Keywords),
    ("Abstract", "Text", Member::Abstract),
    ("Abstracts", "Abstract", Member::Abstract),
    ("CLC", "Code", Member::Clc),
    ("", "CLC", Member::Clc),
    ("Bibliography", "Code", Member::Clc),
    ("Organs", "Organ", Member::Affiliation),
    ("", "StanCode", Member::Number),
    ("", "DOI", Member::Doi),
    ("", "Url", Member::Link),
    ("", "URL", Member::Link),
];

/// How sure it is that text is NoteFirst's or VIP's.
pub fn sniff(head: &str) -> Confidence {
    let first = first_element(head);
    let own = match first {
        Some("Bibliographies") => head.contains("<Bibliography>") || head.contains("<BibliographiesCount>"),
        Some("ResourceList") => true,
        Some("Bibliography") => head.contains("<PrimaryTitle>"),
        Some("PeriodicalPaper") => head.contains("<Titles>"),
        _ => false,
    };
    if own { 95 } else { 0 }
}

/// Reads works.
pub fn read(source: Source) -> Readings {
    read_records(source, RECORDS, "notefirst", record)
}

fn record(root: Element<'_>) -> Yield {
    let named = root.text_of("Type").filter(|_| root.name() == "Bibliography").unwrap_or_else(|| root.name().to_owned());
    let kind = KINDS.iter().find(|(word, _)| named.contains(word)).map_or(ArticleKind::Article, |(_, kind)| kind.clone());
    let lang = root.text_of("Language").map(|lang| language_line(&lang)).unwrap_or_default();
    let mut sheet = Sheet::new(kind, lang);
    walk(root, &mut sheet, root.find("MotherTitle").is_some());
    sheet.finish();
    sheet.tell_if_untitled(root.line());
    vec![(*sheet.article, sheet.findings)]
}

/// Goes through elements down to those that mean something. `in_proceedings`: an element of its own names the proceedings.
fn walk(element: Element<'_>, sheet: &mut Sheet, in_proceedings: bool) {
    for part in element.children() {
        match (element.name(), part.name()) {
            ("Author", "Info") => person(part, "FullName", sheet),
            (_, "Creator") => person(part, "Name", sheet),
            ("Medium", "Media") => medium(part, sheet, in_proceedings),
            // Who answers for a thesis: its supervisor.
            (_, "SecondaryResponsibility") if part.has("Responsibility", "Director") => {
                if let Some(name) = part.text_of("Name") {
                    sheet.file(Member::Advisor, &name);
                }
            }
            ("Title", "Language") => part.take(),
            (within, name) => {
                let member = MEMBERS.iter().find(|(parent, known, _)| *known == name && (parent.is_empty() || *parent == within));
                match member {
                    Some((_, _, member)) if !part.has_elements() => file(part, *member, sheet),
                    _ => walk(part, sheet, in_proceedings),
                }
            }
        }
    }
}

/// Puts a text where it belongs. VIP leaves a bracket before key words and a comma behind names.
fn file(part: Element<'_>, member: Member, sheet: &mut Sheet) {
    let Some(text) = part.text() else { return };
    if !text.is_empty() && !sheet.file(member, text.trim_start_matches('[').trim()) {
        part.leave();
    }
}

/// A person with an institution; in English, where the same people stand in Chinese, the name only.
fn person(part: Element<'_>, name: &str, sheet: &mut Sheet) {
    let Some(names) = part.text_of(name) else { return };
    let is_english = ["Lang", "lang"].iter().filter_map(|name| part.attribute(name)).any(|lang| lang.starts_with("en"));
    if is_english && !sheet.article.authors.is_empty() {
        sheet.file(Member::TranslatedAuthor, &names);
        return;
    }
    let before = sheet.article.authors.len();
    sheet.file(Member::Author, names.trim_end_matches(','));
    let Some(institution) = part.text_of("Organization") else { return };
    if sheet.article.authors.len() != before + 1 {
        sheet.file(Member::Affiliation, &institution);
        return;
    }
    let at = sheet.affiliation(&institution);
    if let Some(one) = sheet.article.authors.last_mut() {
        one.aff = vec![at];
    }
}

/// What a work stands in: a journal, the school of a thesis, the conference of a paper whose proceedings are named.
fn medium(part: Element<'_>, sheet: &mut Sheet, in_proceedings: bool) {
    let member = match sheet.article.kind {
        ArticleKind::Thesis => Member::Publisher,
        ArticleKind::Paper if in_proceedings => Member::Event,
        _ => Member::Journal,
    };
    file(part, member, sheet);
}
