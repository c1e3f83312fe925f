//! CSL-JSON (citeproc's records; Zotero, Pandoc and Crossref write it): an array, or one object a line.

mod dates;
mod formulas;
mod members;
mod note;
mod people;
mod texts;
mod write;

use serde_json::{Map, Value};

use super::citation_key::CSL_JSON;
use super::json::{by_line, object, read_with};
use super::{Finding, Readings, Source, envelope};
use crate::record::{
    AbstractSection, Article, ArticleKind, Dates, Doi, Imprint, Language, Link, MultiText, Pages, PartialDate, Provenance, Subject,
};

pub use dates::date;
use dates::{is_in_numbers, stated_date};
use members::Members;
pub(super) use people::ROLES;
use people::{OTHERS, contributor, is_others, is_written_so};
use texts::{doi_in_letters_of, keywords, rich_text};
pub(super) use write::csl_of;
use write::csl_type;
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
const AS_WRITTEN: &str = "csl-json:as-written";

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
    let own = has("container-title") || has("date-parts") || has("citation-key");
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

fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    let (members, mut findings) = object(text, line)?;
    Ok((article_of(members, line, &mut findings), findings))
}

/// The record that an item is.
fn article_of(mut item: Map<String, Value>, line: usize, findings: &mut Vec<Finding>) -> Box<Article> {
    let moved = note::take_lines(&mut item);
    let mut members = Members::of(item);
    for (member, value) in moved {
        members.stood(&member, value);
    }
    let mut article = Box::<Article>::default();
    let lang = members.get("language").and_then(Value::as_str).map(Language::parse);
    let title = members.text("title");
    let language = |text: &str| lang.clone().unwrap_or_else(|| Language::of_text(text));
    article.lang = language(title.as_deref().unwrap_or_default());
    match (&lang, members.take("language").unwrap_or_default()) {
        (Some(lang), Value::String(written)) if *lang.as_str() == written => {}
        (_, written) => members.stood("language", written),
    }
    if let Some(word) = members.get("type").and_then(Value::as_str) {
        article.kind = KINDS.iter().find(|(csl, _)| *csl == word).map_or(ArticleKind::Other, |(_, kind)| kind.clone());
        if KINDS.iter().any(|(csl, kind)| *csl == word && csl_type(kind) == word) {
            members.take("type");
        }
    } else {
        article.kind = ArticleKind::Other;
        members.stood("type", Value::Null);
    }
    article.title = title.map(|title| MultiText::of(language(&title), rich_text(title, "title", &mut members))).unwrap_or_default();
    for (member, place) in TEXTS {
        if let Some(text) = members.text(member).or_else(|| members.other_name(member)) {
            *place(&mut article) = MultiText::of(language(&text), rich_text(text, member, &mut members));
        }
    }
    article.journal.issn = members.list("ISSN", write::BETWEEN_ISSNS);
    article.ids.isbn = members.list("ISBN", write::BETWEEN_ISBNS);
    article.volume = members.text("volume");
    article.issue = members.text("issue");
    article.pages = members.text("page").map(|pages| Pages::parse(&pages)).unwrap_or_default();
    if let Some(written) = members.text("DOI") {
        if let Some(doi) = Doi::parse(&written) {
            article.ids.doi_written = doi_in_letters_of(&written, &doi);
            article.ids.doi = Some(doi);
            if article.ids.printed_doi() != Some(&written) {
                members.stood("DOI", Value::String(written));
            }
        } else {
            findings.push(Finding::kept(format!("\"{written}\" is not a DOI; it is kept as written")).at(line).of("DOI"));
            members.put("DOI", Value::String(written));
        }
    }
    article.ids.pmid = members.text("PMID");
    article.ids.pmcid = members.text("PMCID");
    for (member, url_kind) in [("URL", "html")] {
        if let Some(url) = members.text(member) {
            article.links.push(Link { kind: url_kind.to_owned(), url, ..Link::default() });
        }
    }
    if let Some(text) = members.text("abstract") {
        let lang = language(&text);
        let text = rich_text(text, "abstract", &mut members);
        article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
    }
    if let Some(text) = members.text("keyword") {
        let words = keywords(&text);
        let written = write::keyword(&words);
        article.keywords.insert(language(&text), words);
        if written != text {
            members.stood("keyword", Value::String(text));
        }
    }
    if members.get("categories").and_then(Value::as_array).is_some_and(|all| all.iter().all(Value::is_string))
        && let Some(Value::Array(categories)) = members.take("categories")
    {
        article.subjects.extend(categories.iter().filter_map(Value::as_str).map(|code| Subject {
            scheme: CATEGORY.to_owned(),
            code: code.to_owned(),
            ..Subject::default()
        }));
    }
    article.ids.cstr = members.text(note::CSTR);
    article.notes.extend(members.text("note"));
    for (role, csl) in ROLES {
        let (names, listed) = match members.get(csl) {
            Some(Value::Array(names)) => (names.as_slice(), true),
            // One name without a list around it.
            Some(name @ (Value::Object(_) | Value::String(_))) => (std::slice::from_ref(name), false),
            _ => continue,
        };
        // What of the list is no name stays, and the others are read.
        let (mut people, mut unread, mut as_written) = (Vec::with_capacity(names.len()), Vec::new(), listed);
        for name in names {
            match contributor(name, *role) {
                Some(one) => {
                    as_written &= is_written_so(name, &one);
                    people.push(one);
                }
                None => unread.push(name.clone()),
            }
        }
        let stood = (!as_written && unread.is_empty()).then(|| members.get(csl).cloned()).flatten();
        if role.is_none() && people.len() > 1 && names.last().is_some_and(is_others) {
            article.etal = people.pop().is_some();
        }
        article.authors.extend(people);
        members.stood(csl, stood);
        if unread.is_empty() {
            members.take(csl);
        } else if listed {
            members.put(csl, Value::Array(unread));
        }
    }
    for (csl, name, place) in DATES {
        if let Some((date, said)) = members.get(csl).and_then(stated_date) {
            *place(&mut article.dates) = Some(date);
            let stood = members.take(csl).filter(|stood| !is_in_numbers(stood, date) && *stood != write::date(date, said.as_deref()));
            members.stood(csl, stood);
            article.dates.raw.extend(said.map(|said| ((*name).to_owned(), Value::String(said))));
        }
    }
    for (csl, place) in IMPRINT {
        let place = place(&mut article.imprint);
        if place.is_none() {
            *place = members.text(csl);
            if *csl == "event"
                && let Some(event) = place
            {
                members.stood(csl, Value::String(event.clone()));
                members.stood("event-title", Value::Null);
            }
        }
    }
    if article.kind == ArticleKind::Patent {
        article.imprint.application_number = members.text("call-number");
    }
    article.year = article.dates.published.map(|date| date.year);
    article.prov.push(Provenance { src: CSL_JSON.to_owned(), ..Provenance::default() });
    if let Some(stood) = members.as_they_stood() {
        article.raw.insert(AS_WRITTEN.to_owned(), stood);
    }
    if let Some(left) = members.left() {
        article.raw.insert(CSL_JSON.to_owned(), left);
    }
    article
}

/// What the lines of a note say of a work (`PMID: 7`), and the lines that say nothing of it. Nothing where all are such.
pub(super) fn of_note(note: &str) -> Option<(Box<Article>, String)> {
    let mut item = Map::new();
    item.insert("note".to_owned(), Value::String(note.to_owned()));
    let taken = note::take_lines(&mut item);
    let rest = item.remove("note").and_then(|rest| rest.as_str().map(str::to_owned)).unwrap_or_default();
    (!taken.is_empty()).then(|| (article_of(item, 1, &mut Vec::new()), rest))
}

/// Whether a line of a note says what kind of work it is.
pub(super) fn is_typed(note: &str) -> bool {
    note.lines().filter_map(|line| line.strip_prefix("type:")).any(|kind| KINDS.iter().any(|(csl, _)| *csl == kind.trim()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

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
