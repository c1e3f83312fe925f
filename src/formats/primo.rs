//! Primo Normalized XML (PNX): what Ex Libris' discovery systems of libraries show, search and hand to others.
//!
//! A record says most things twice: in `addata`, which is made for citing, and in `display`, which is made for reading and
//! puts several values into one (`A ; B`) and codes behind them (`$$QHu, Yefei$$0(DE-588)…`).

use super::document::Yield;
use super::tagged::sheet::{Sheet, language_line};
use super::tagged::table::Member;
use super::xml::{Element, first_element, is_xml, read_records};
use super::{Confidence, Readings, Source};
use crate::record::ArticleKind;

/// Values by section and element, the surer ones first: a second value for the same place is kept and not taken.
const MEMBERS: &[(&str, &str, Member)] = &[
    ("addata", "atitle", Member::Title),
    ("display", "title", Member::Title),
    ("addata", "jtitle", Member::Journal),
    ("addata", "seriestitle", Member::Series),
    ("display", "edition", Member::Edition),
    ("addata", "volume", Member::Volume),
    ("addata", "issue", Member::Issue),
    ("addata", "artnum", Member::ArticleNumber),
    ("addata", "pub", Member::Publisher),
    ("addata", "cop", Member::Place),
    ("display", "place", Member::Place),
    ("addata", "issn", Member::Standard),
    ("addata", "eissn", Member::Standard),
    ("addata", "isbn", Member::Standard),
    ("addata", "eisbn", Member::Standard),
    ("display", "identifier", Member::Standard),
    ("addata", "doi", Member::Doi),
    ("addata", "pmid", Member::Pmid),
    ("addata", "abstract", Member::Abstract),
    ("display", "description", Member::Abstract),
    ("display", "subject", Member::Keywords),
    ("display", "rights", Member::Rights),
    ("addata", "url", Member::Link),
];

/// Words in the type of a record and the kinds that they are, by a part of them.
const KINDS: &[(&str, ArticleKind)] = &[
    ("newspaper", ArticleKind::Newspaper),
    ("chapter", ArticleKind::Chapter),
    ("conference_proceeding", ArticleKind::Paper),
    ("article", ArticleKind::Article),
    ("review", ArticleKind::Article),
    ("dissertation", ArticleKind::Thesis),
    ("thesis", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("patent", ArticleKind::Patent),
    ("standard", ArticleKind::Standard),
    ("dataset", ArticleKind::Dataset),
    ("map", ArticleKind::Map),
    ("web", ArticleKind::Webpage),
    ("journal", ArticleKind::Periodical),
    ("book", ArticleKind::Book),
];

/// How sure it is that text is PNX.
pub fn sniff(head: &str) -> Confidence {
    let parts = ["<control>", "<display>", "<recordid>"].iter().all(|part| head.contains(part));
    let roots = ["record", "records", "RECORDS", "PrimoNMBib", "SEGMENTS", "OAI-PMH"];
    if !is_xml(head) || first_element(head).is_none_or(|root| !roots.contains(&root)) {
        return 0;
    }
    if head.contains("exlibrisgroup.com/xsd/primo") || (parts && head.contains("<sourceid>")) { 92 } else { 0 }
}

/// Reads records.
pub fn read(source: Source) -> Readings {
    read_records(source, &["record"], "primo", record)
}

fn record(root: Element<'_>) -> Yield {
    let text = |section: &str, name: &str| root.child(section).and_then(|section| section.text_of(name));
    let told = text("display", "type").or_else(|| text("facets", "rsrctype")).or_else(|| text("control", "recordtype"));
    let word = told.unwrap_or_default().to_lowercase();
    let kind = KINDS.iter().find(|(known, _)| word.contains(known)).map_or(ArticleKind::Other, |(_, kind)| kind.clone());
    let is_part = matches!(kind, ArticleKind::Chapter | ArticleKind::Paper);
    let lang = text("display", "language").map(|lang| language_line(before_codes(&lang).split(';').next().unwrap_or_default()));
    let mut sheet = Sheet::new(kind, lang.unwrap_or_default());
    for (section, name, member) in MEMBERS {
        for value in root.all(section).flat_map(|section| section.all(name)) {
            file(value, *member, *section == "display", &mut sheet);
        }
    }
    if is_part && let Some(host) = text("addata", "btitle") {
        sheet.file(Member::Journal, &host);
    }
    // Of a book the short title is its own, and cut.
    if !sheet.article.journal.title.is_empty()
        && let Some(short) = text("addata", "stitle")
    {
        sheet.file(Member::Abbrev, &short);
    }
    imprint(root, &mut sheet);
    people(root, &mut sheet);
    sheet.finish();
    sheet.tell_if_untitled(root.line());
    vec![(*sheet.article, sheet.findings)]
}

/// A value without the codes behind it; of `$$CISBN$$V0261102656` the value.
fn before_codes(value: &str) -> &str {
    let value = value.split_once("$$V").map_or(value, |(_, value)| value);
    value.split("$$").next().unwrap_or_default().trim()
}

/// Files what one element says, for citing or as it is `shown`.
fn file(value: Element<'_>, member: Member, shown: bool, sheet: &mut Sheet) {
    let Some(written) = value.text() else { return };
    let text = before_codes(&written);
    let filed = match member {
        // `Title : more / who is responsible ; and who else`, by the punctuation of ISBD.
        Member::Title if shown => sheet.file(member, &text.split(" / ").next().unwrap_or_default().replace(" : ", ": ")),
        // `ISSN: 1865-1348`, `DOI: 10.…`
        Member::Standard => match text.split_once(": ") {
            Some(("DOI", doi)) => sheet.file(Member::Doi, doi),
            Some(("PMID", pmid)) => sheet.file(Member::Pmid, pmid),
            other => sheet.file(member, other.map_or(text, |(_, number)| number)),
        },
        Member::Keywords => text.split(" ; ").filter(|word| sheet.file(member, word)).count() > 0,
        _ => sheet.file(member, text),
    };
    if !filed {
        value.leave();
    }
}

/// Date, pages, and publisher and place where only `London : HarperCollins` says them.
fn imprint(root: Element<'_>, sheet: &mut Sheet) {
    let text = |section: &str, name: &str| root.child(section).and_then(|section| section.text_of(name));
    for (section, name) in [("addata", "date"), ("addata", "risdate"), ("display", "creationdate"), ("search", "creationdate")] {
        if text(section, name).is_some_and(|date| sheet.file(Member::Date, date.trim_matches(['[', ']', '©', 'c', '.', ' ']))) {
            break;
        }
    }
    if let Some(pages) = text("addata", "pages") {
        sheet.file(Member::Pages, &pages);
    } else if let Some(first) = text("addata", "spage") {
        // `178 S.` is how many the book has.
        if first.contains(' ') {
            sheet.article.imprint.rest.insert("extent".to_owned(), first.into());
        } else {
            sheet.file(Member::First, &first);
        }
        if let Some(last) = text("addata", "epage") {
            sheet.file(Member::Last, &last);
        }
    }
    if let Some(written) = text("display", "publisher") {
        let (place, name) =
            before_codes(&written).split_once(':').map_or((None, before_codes(&written)), |(place, name)| (Some(place), name));
        if sheet.article.journal.publisher.is_empty() {
            sheet.file(Member::Publisher, name.trim());
        }
        if let Some(place) = place {
            sheet.file(Member::Place, place.trim());
        }
    }
}

/// Authors and others: made for citing where they are, else as they are shown.
fn people(root: Element<'_>, sheet: &mut Sheet) {
    for (role, citing, shown) in [(Member::Author, "au", "creator"), (Member::Contributor, "addau", "contributor")] {
        let before = sheet.article.authors.len();
        for one in root.all("addata").flat_map(|section| section.all(citing)).filter_map(Element::text) {
            sheet.file(role, &spaced(&one));
        }
        let cited = sheet.article.authors.len() > before;
        for value in root.all("display").flat_map(|section| section.all(shown)) {
            let Some(written) = value.text().filter(|_| !cited) else { continue };
            let written = written.split_once("$$Q").map_or(written.as_str(), |(_, name)| name);
            for name in before_codes(written).split(" ; ") {
                sheet.file(role, without_remarks(name));
            }
        }
    }
    for body in root.all("addata").flat_map(|section| section.all("aucorp")).filter_map(Element::text) {
        sheet.file(Member::Collaboration, &body);
    }
}

/// `Tolkien,J. R. R.` with the blank that belongs behind the comma.
fn spaced(name: &str) -> String {
    let comma = name.split_once(',').filter(|(_, given)| !given.starts_with(' '));
    comma.map_or_else(|| name.to_owned(), |(family, given)| format!("{family}, {given}"))
}

/// `Kalecki, Michał [VerfasserIn]`, `Carpenter, Humphrey <Autore>`: the name.
fn without_remarks(name: &str) -> &str {
    name.split(['[', '<', '(']).next().unwrap_or_default().trim_end_matches([',', ' ', '.'])
}
