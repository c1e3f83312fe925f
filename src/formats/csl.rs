//! CSL-JSON (citeproc's records; Zotero, Pandoc and Crossref write it): an array, or one object a line.

mod dates;
mod formulas;
mod item;
mod members;
mod note;
mod people;
mod texts;
mod unplaced;
mod write;

use serde_json::{Map, Value};

use super::citation_key::CSL_JSON;
use super::json::{by_line, object, read_with};
use super::{Finding, Readings, Source, envelope, other_json};
use crate::record::{Article, ArticleKind, Dates, Imprint, MultiText, PartialDate};

pub use dates::day;
use item::article_of;
use people::OTHERS;
pub(super) use people::ROLES;
pub(super) use write::csl_of;
pub use write::write;

/// CSL types and kinds of the schema; the first CSL type of a kind is the one written.
const KINDS: &[(&str, ArticleKind)] = &[
    ("article-journal", ArticleKind::Article),
    ("article-magazine", ArticleKind::Article),
    ("article-newspaper", ArticleKind::Newspaper),
    ("article", ArticleKind::Preprint),
    ("review", ArticleKind::Review),
    ("book", ArticleKind::Book),
    ("chapter", ArticleKind::Chapter),
    ("paper-conference", ArticleKind::Paper),
    ("thesis", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("standard", ArticleKind::Standard),
    ("patent", ArticleKind::Patent),
    ("webpage", ArticleKind::Webpage),
    ("dataset", ArticleKind::Dataset),
    ("map", ArticleKind::Map),
    ("software", ArticleKind::Program),
    ("periodical", ArticleKind::Periodical),
    ("manuscript", ArticleKind::Archive),
    ("document", ArticleKind::Other),
    ("personal_communication", ArticleKind::Archive),
    ("collection", ArticleKind::Archive),
    ("classic", ArticleKind::Book),
    ("entry", ArticleKind::Chapter),
    ("entry-dictionary", ArticleKind::Chapter),
    ("entry-encyclopedia", ArticleKind::Chapter),
    ("post", ArticleKind::Webpage),
    ("post-weblog", ArticleKind::Webpage),
];

/// CSL types that no kind of the schema is.
const NO_KIND: &[&str] = &[
    "bill",
    "broadcast",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "performance",
    "regulation",
    "review-book",
    "song",
    "speech",
    "treaty",
];

/// A member of the imprint.
type Member = fn(&mut Imprint) -> &mut Option<String>;

/// CSL variables of the imprint. `event` is the name that CSL 1.0.1 had for the title of an event.
const IMPRINT: &[(&str, Member)] = &[
    ("edition", |imprint| &mut imprint.edition),
    ("version", |imprint| &mut imprint.version),
    ("publisher-place", |imprint| &mut imprint.place),
    ("number", |imprint| &mut imprint.number),
    ("genre", |imprint| &mut imprint.genre),
    ("medium", |imprint| &mut imprint.medium),
    ("collection-title", |imprint| &mut imprint.series),
    ("collection-number", |imprint| &mut imprint.series_number),
    ("event-title", |imprint| &mut imprint.event),
    ("event", |imprint| &mut imprint.event),
    ("event-place", |imprint| &mut imprint.event_place),
    ("archive", |imprint| &mut imprint.archive),
    ("archive-place", |imprint| &mut imprint.archive_place),
    ("archive_location", |imprint| &mut imprint.archive_location),
    ("scale", |imprint| &mut imprint.scale),
    ("dimensions", |imprint| &mut imprint.dimensions),
];

/// The key in `raw` of members as they stood that would be written otherwise.
pub(super) const AS_WRITTEN: &str = "csl-json:as-written";

/// The scheme of subjects that are CSL's `categories`.
const CATEGORY: &str = "category";

/// Text variables beside the title, each with the member that it is.
const TEXTS: &[(&str, OfArticle)] = &[
    ("title-short", |article| &mut article.short_title),
    ("container-title", |article| &mut article.journal.title),
    ("container-title-short", |article| &mut article.journal.abbrev),
    ("publisher", |article| &mut article.journal.publisher),
    ("section", |article| &mut article.heading),
];

/// A member of a record in several languages.
type OfArticle = fn(&mut Article) -> &mut MultiText;

/// Names that variables had before, or have in some programs.
const OTHER_NAMES: &[(&str, &str)] =
    &[("title-short", "shortTitle"), ("container-title-short", "journalAbbreviation"), ("event-title", "event")];

/// A date of the record's history.
pub(super) type Day = fn(&mut Dates) -> &mut Option<PartialDate>;

/// CSL date variables, the name of each in [`Dates`], and its place there.
pub(super) const DATES: &[(&str, &str, Day)] = &[
    ("issued", "published", |dates| &mut dates.published),
    ("submitted", "received", |dates| &mut dates.received),
    ("available-date", "online", |dates| &mut dates.online),
    ("accessed", "accessed", |dates| &mut dates.accessed),
];

/// How sure it is that text is CSL-JSON.
pub fn sniff(head: &str) -> u8 {
    let start = head.trim_start_matches('\u{FEFF}').trim_start();
    if !start.starts_with(['[', '{']) || start.contains("\"message-type\"") {
        return 0;
    }
    let has = |name: &str| start.contains(&format!("\"{name}\""));
    let typed = KINDS.iter().any(|(csl, _)| csl.contains('-') && has(csl));
    // People are `author` here, in parts or whole, and `authors` in records of qikan. Some programs have both forms.
    let role = || ["author", "editor", "translator"].iter().any(|role| has(role));
    let people = || role() && (has("family") || has("literal")) && other_json::sniff(head) == 0;
    let own = has("container-title") || has("date-parts") || has("citation-key") || people();
    match (typed, own) {
        (true, true) => 80,
        (true, false) => 70,
        (false, true) if !has("v") => 66,
        _ => 0,
    }
}

/// Reads an array, or one object a line; of Zotero's `{"items": […]}` what is in it.
pub fn read(mut source: Source) -> Readings {
    let wrapped = source.bytes.fill_buf().is_ok_and(|head| {
        let head: String = String::from_utf8_lossy(head.get(..64).unwrap_or(head)).split_whitespace().collect();
        head.trim_start_matches('\u{FEFF}').starts_with("{\"items\":[")
    });
    if wrapped {
        return envelope::read(source, &["items"], record);
    }
    let lines = source.bytes.fill_buf().is_ok_and(|head| {
        let head = String::from_utf8_lossy(head);
        let start = head.trim_start_matches('\u{FEFF}').trim_start();
        start.starts_with('{') && by_line(start)
    });
    read_with(source, lines, record)
}

/// The record of one item, and its findings behind it.
pub fn readings(item: &str) -> Vec<super::Reading> {
    match record(item, 1) {
        Ok((article, findings)) => std::iter::once(Ok(article)).chain(findings.into_iter().map(Err)).collect(),
        Err(finding) => vec![Err(finding)],
    }
}

/// The record of one item that stands in something else, which is where it comes from.
pub fn of_item(item: Value) -> (Article, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut article = match item {
        Value::Object(members) => article_of(members, 1, &mut findings),
        _ => Box::default(),
    };
    article.prov.clear();
    (*article, findings)
}

fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    let (members, mut findings) = object(text, line)?;
    Ok((article_of(members, line, &mut findings), findings))
}

/// What the lines of a note say of a work (`PMID: 7`), and the lines that say nothing of it. Nothing where all are such.
pub(super) fn of_note(note: &str) -> Option<(Box<Article>, String)> {
    let mut item = Map::new();
    item.insert("note".to_owned(), Value::String(note.to_owned()));
    let taken = note::take_lines(&mut item);
    let rest = item.remove("note").and_then(|rest| rest.as_str().map(str::to_owned)).unwrap_or_default();
    (!taken.is_empty()).then(|| (article_of(item, 1, &mut Vec::new()), rest))
}

/// The kind of a CSL type; of a word that none is, what has no kind of its own.
pub(super) fn kind_of(word: &str) -> ArticleKind {
    KINDS.iter().find(|(csl, _)| *csl == word).map_or(ArticleKind::Other, |(_, kind)| kind.clone())
}

/// Whether a line of a note says what kind of work it is.
pub(super) fn is_typed(note: &str) -> bool {
    note.lines().filter_map(|line| line.strip_prefix("type:")).any(|kind| KINDS.iter().any(|(csl, _)| *csl == kind.trim()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use crate::record::Language;

    const ONE: &str = r#"{"id":"x","type":"article-journal","title":"On <i>Ficus</i>","container-title":"J","author":[{"family":"Hu","given":"Ye-fei"},
        {"literal":"OECD"}],"issued":{"date-parts":[["2024",5]]},"page":"46-58","DOI":"10.1000/A","custom":{"a":1}}"#;

    #[test]
    fn more_authors_than_are_named_are_the_others() {
        let (article, _) = record(r#"{"author":[{"family":"Hu","given":"Ye-fei"},{"literal":"others"}]}"#, 1).unwrap();
        assert_eq!((article.authors.len(), article.etal), (1, true));
        assert_eq!(csl_of(&article, 1)["author"][1]["literal"], "others");
        let (alone, _) = record(r#"{"author":[{"literal":"others"}],"editor":[{"family":"Hu"},{"literal":"others"}]}"#, 1).unwrap();
        assert_eq!((alone.authors.len(), alone.etal), (3, false));
    }

    #[test]
    fn a_formula_of_a_title_is_written_as_it_reads() {
        let title = "Films of <math tex=\"TiO_2\">TiO₂</math> &amp; gold".to_owned();
        let article = Article { title: MultiText::of(Language::En, title), ..Article::default() };
        let mut out = Vec::new();
        write(&mut out, &mut std::iter::once(article)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains(r#""Films of TiO<sub>2</sub> & gold""#), "{text}");
        let items: Vec<Value> = serde_json::from_str(&text).unwrap();
        let (again, _) = record(&items[0].to_string(), 1).unwrap();
        assert_eq!(again.title.values().next().unwrap(), "Films of TiO<sub>2</sub> &amp; gold");
    }

    /// A note is text with markup as a title is, and its lines stay lines.
    #[test]
    fn a_note_is_written_as_it_reads() {
        let notes = vec!["A &amp; B and x &lt; y and <b>q</b>\nnext".to_owned()];
        let article = Article { title: MultiText::of(Language::En, "T".to_owned()), notes, ..Article::default() };
        let mut out = Vec::new();
        write(&mut out, &mut std::iter::once(article.clone())).unwrap();
        let items: Vec<Value> = serde_json::from_slice(&out).unwrap();
        assert_eq!(items[0]["note"], "A & B and x < y and <b>q</b>\nnext");
        let (again, _) = record(&items[0].to_string(), 1).unwrap();
        assert_eq!(again.notes, article.notes);
    }

    #[test]
    fn an_item_is_mapped_and_the_rest_is_kept() {
        let (article, findings) = record(ONE, 1).unwrap();
        assert!(findings.is_empty());
        assert_eq!(article.title.get(&Language::En).unwrap(), "On <i>Ficus</i>");
        assert_eq!(article.authors[0].name.get(&Language::En).unwrap(), "Ye-fei Hu");
        assert_eq!(article.dates.published.unwrap().to_string(), "2024-05");
        assert_eq!(article.raw["csl-json"]["custom"]["a"], 1);
        let back = csl_of(&article, 1);
        let was: Value = serde_json::from_str(ONE).unwrap();
        for member in ["id", "type", "title", "container-title", "author", "page", "custom"] {
            assert_eq!(back[member], was[member], "{member}");
        }
        assert!(sniff(ONE) > super::super::json::sniff(ONE));
    }
}
