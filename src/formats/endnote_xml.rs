//! EndNote XML (`<xml><records><record>`), as EndNote, Zotero and reference managers write it.

use super::document::Yield;
use super::xml::{Element, Piece, doi, list_language, read_records, written_date};
use super::{Confidence, Readings, Source, months, rich, tagged};
use crate::record::{AbstractSection, Affiliation, Article, ArticleKind, Contributor, Language, Link, MultiText, Pages, PartialDate};

/// How sure it is that text is EndNote XML.
pub fn sniff(head: &str) -> Confidence {
    let own = || ["<ref-type", "<source-app", "<rec-number"].iter().any(|tag| head.contains(tag));
    if head.contains("<record") && own() { 90 } else { 0 }
}

/// Reads records.
pub fn read(source: Source) -> Readings {
    read_records(source, &["record"], "endnote-xml", record)
}

/// Reference types by their number and their name in EndNote, and kinds. Other programs write numbers of their own under these
/// names.
const KINDS: &[(&str, &str, ArticleKind)] = &[
    ("17", "Journal Article", ArticleKind::Article),
    ("6", "Book", ArticleKind::Book),
    ("28", "Edited Book", ArticleKind::Book),
    ("5", "Book Section", ArticleKind::Chapter),
    ("10", "Conference Proceedings", ArticleKind::Proceedings),
    ("47", "Conference Paper", ArticleKind::Paper),
    ("32", "Thesis", ArticleKind::Thesis),
    ("27", "Report", ArticleKind::Report),
    ("58", "Standard", ArticleKind::Standard),
    ("25", "Patent", ArticleKind::Patent),
    ("12", "Web Page", ArticleKind::Webpage),
    ("16", "Electronic Source", ArticleKind::Webpage),
    ("43", "Electronic Article", ArticleKind::Article),
    ("59", "Dataset", ArticleKind::Dataset),
    ("9", "Computer Program", ArticleKind::Program),
    ("23", "Newspaper Article", ArticleKind::Newspaper),
    ("19", "Magazine Article", ArticleKind::Article),
    ("20", "Map", ArticleKind::Map),
    ("", "Conference", ArticleKind::Paper),
];

/// Lists of people and their roles.
const PEOPLE: &[(&str, Option<&str>)] = &[
    ("authors", None),
    ("secondary-authors", Some("editor")),
    // Of a thesis it is the advisor.
    ("tertiary-authors", Some("collection-editor")),
    ("subsidiary-authors", Some("translator")),
    ("translated-authors", Some("translator")),
];

/// The record of one element.
pub fn record(root: Element<'_>) -> Yield {
    let mut article = Article { kind: ArticleKind::Other, ..Article::default() };
    let mut findings = Vec::new();
    article.lang = root.text_of("language").map_or(Language::Und, |word| Language::parse(&word));
    for part in root.children() {
        match part.name() {
            "ref-type" => {
                let number = part.text().unwrap_or_default();
                let name = part.attribute("name");
                let named = KINDS.iter().find(|(_, known, _)| name.as_deref() == Some(*known));
                let kind = named.or_else(|| KINDS.iter().find(|(known, _, _)| *known == number));
                article.kind = kind.map_or(ArticleKind::Other, |(_, _, kind)| kind.clone());
                if let Some(name) = name {
                    article.rest.insert("endnote-type".to_owned(), name.into_owned().into());
                }
            }
            "contributors" => people(part, &mut article),
            "periodical" => periodical(part, &mut article),
            // The volume of a thesis is its degree.
            "volume" if article.kind == ArticleKind::Thesis && part.text().is_some_and(|text| tagged::ris::is_degree(&text)) => {
                article.imprint.genre = article.imprint.genre.take().or_else(|| part.text());
            }
            "volume" => article.volume = part.text(),
            "number" | "isbn" if is_numbered(&article, part) => article.imprint.number = part.text(),
            "work-type" if matches!(article.kind, ArticleKind::Thesis | ArticleKind::Report) => article.imprint.genre = part.text(),
            "number" | "issue" if article.issue.is_none() => article.issue = part.text(),
            "pages" => article.pages = part.text().map(|text| Pages::parse(&text)).unwrap_or_default(),
            "dates" => dates(part, &mut article),
            "keywords" => keywords(part, &mut article),
            "abstract" => abstracts(part, &mut article),
            "isbn" | "issn" => {
                let text = part.text().unwrap_or_default();
                let numbers = text.split(|c: char| matches!(c, ';' | ',') || c.is_whitespace()).filter(|number| number.len() >= 8);
                for number in numbers.filter(|number| number.starts_with(|c: char| c.is_ascii_digit())) {
                    if number.bytes().filter(u8::is_ascii_digit).count() >= 9 {
                        article.ids.add_isbn(number);
                    } else {
                        article.journal.add_issn(number);
                    }
                }
            }
            "electronic-resource-num" => doi(part, &mut article, &mut findings),
            "urls" => urls(part, &mut article),
            "publisher" => {
                if let Some(text) = part.rich() {
                    article.journal.publisher = MultiText::of(list_language(None, &text), text);
                }
            }
            "pub-location" => article.imprint.place = part.text(),
            // Of an article it is the day on which it went online.
            "edition" if article.kind == ArticleKind::Article && part.text().and_then(|text| written_date(&text)).is_some() => {
                article.dates.online = part.text().and_then(|text| written_date(&text));
            }
            "edition" => article.imprint.edition = part.text(),
            "access-date" => {
                let day = part.text().and_then(|text| PartialDate::parse(&text));
                article.dates.accessed = article.dates.accessed.or(day);
            }
            "accession-num" => accession(root, part, &mut article),
            "auth-address" => addresses(part, &mut article),
            "custom2" if part.verbatim().trim().starts_with("PMC") => article.ids.pmcid = part.text(),
            "notes" | "research-notes" => article.notes.extend(part.rich()),
            "section" => {
                if let Some(text) = part.rich() {
                    article.heading = MultiText::of(list_language(None, &text), text);
                }
            }
            _ => {}
        }
    }
    if let Some(titles) = root.child("titles") {
        self::titles(titles, &mut article);
    }
    // EndNote names a paper after what it stands in.
    if article.kind == ArticleKind::Proceedings && !article.journal.title.is_empty() && article.authors.iter().any(|one| one.role.is_none())
    {
        article.kind = ArticleKind::Paper;
    }
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    vec![(article, findings)]
}

/// Whether this is the number of a patent, or of a report (which may have an ISBN in its place), and the first of them.
fn is_numbered(article: &Article, part: Element<'_>) -> bool {
    let own = match article.kind {
        ArticleKind::Patent => part.name() == "isbn",
        ArticleKind::Report | ArticleKind::Standard => {
            part.name() == "number" || part.verbatim().bytes().filter(u8::is_ascii_digit).count() < 8
        }
        _ => false,
    };
    own && article.imprint.number.is_none()
}

/// A number in a database: of PubMed it is the PMID.
fn accession(root: Element<'_>, part: Element<'_>, article: &mut Article) {
    let Some(text) = part.text() else { return };
    let told = |name: &str| root.child(name).map(Element::verbatim).unwrap_or_default().to_lowercase();
    let (database, provider) = (told("remote-database-name"), told("remote-database-provider"));
    let number = (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if number && (database.contains("pubmed") || database.contains("medline") || provider == "nlm") {
        article.ids.pmid = Some(text);
    } else {
        article.ids.rest.insert("accession".to_owned(), text.into());
    }
}

/// Institutions, one a line. One alone is everybody's.
fn addresses(part: Element<'_>, article: &mut Article) {
    let written = part.verbatim();
    for line in written.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()) {
        let text = MultiText::of(Language::of_text(line), rich::escape(line));
        article.affiliations.push(Affiliation { text, ..Affiliation::default() });
    }
    if article.affiliations.len() == 1 {
        article.authors.iter_mut().filter(|one| one.role.is_none()).for_each(|one| one.aff = vec![0]);
    }
}

/// Text with EndNote's styles as rich-lite.
fn styled(part: Element<'_>) -> Option<String> {
    if !part.descendants().any(|style| style.name() == "style" && face(style).is_some()) {
        return part.rich();
    }
    let mut markup = String::new();
    for piece in part.pieces() {
        match piece {
            Piece::Element(style) => {
                let (open, close) = face(style).unwrap_or_default();
                markup.push_str(open);
                markup.push_str(&rich::escape(&style.verbatim()));
                markup.push_str(close);
            }
            Piece::Text(text) => markup.push_str(&rich::escape(text)),
            Piece::Sign(sign) => markup.push_str(&rich::escape(sign.encode_utf8(&mut [0; 4]))),
        }
    }
    part.take();
    Some(rich::of_markup(&markup)).filter(|text| !text.is_empty())
}

/// The tags of a style's face.
fn face(style: Element<'_>) -> Option<(&'static str, &'static str)> {
    let face = style.attribute("face")?;
    Some(match face.as_ref() {
        face if face.contains("superscript") => ("<sup>", "</sup>"),
        face if face.contains("subscript") => ("<sub>", "</sub>"),
        face if face.contains("italic") => ("<i>", "</i>"),
        face if face.contains("bold") => ("<b>", "</b>"),
        _ => return None,
    })
}

fn people(lists: Element<'_>, article: &mut Article) {
    for list in lists.children() {
        let Some((_, role)) = PEOPLE.iter().find(|(name, _)| *name == list.name()) else { continue };
        for one in list.all("author").filter_map(Element::text) {
            let role = if article.kind == ArticleKind::Thesis && *role == Some("collection-editor") { Some("advisor") } else { *role };
            article.authors.extend(contributors(&one, role));
        }
    }
}

/// One name, or several in one element.
fn contributors(text: &str, role: Option<&str>) -> Vec<Contributor> {
    let written: Vec<&str> = text.split([';', '；']).map(str::trim).filter(|name| !name.is_empty()).collect();
    written
        .into_iter()
        .flat_map(|name| {
            // A comma at the end marks a body.
            let people = match name.strip_suffix(',') {
                Some(whole) => vec![super::xml::body(whole.trim().to_owned())],
                None => tagged::people::people(name),
            };
            people.into_iter().map(|one| Contributor { role: role.map(str::to_owned), ..one })
        })
        .collect()
}

fn titles(titles: Element<'_>, article: &mut Article) {
    let hosted = !matches!(article.kind, ArticleKind::Book | ArticleKind::Thesis | ArticleKind::Report | ArticleKind::Webpage);
    for part in titles.children() {
        let Some(text) = styled(part) else { continue };
        let lang = list_language(Some(&article.lang), &text);
        match part.name() {
            "title" => {
                article.title.insert(lang, text);
            }
            "translated-title" => {
                let lang = Language::of_text(&text);
                if article.title.get(&lang).is_none() {
                    article.title.insert(lang, text);
                }
            }
            "secondary-title" if hosted => {
                if article.journal.title.is_empty() {
                    article.journal.title.insert(list_language(None, &text), text);
                }
            }
            "short-title" => {
                article.short_title.insert(lang, text);
            }
            "alt-title" => {
                if article.journal.abbrev.is_empty() {
                    article.journal.abbrev.insert(list_language(None, &text), text);
                }
            }
            // Of a book, a thesis or a report the second title is its series.
            "secondary-title" | "tertiary-title" if article.imprint.series.is_none() => {
                article.imprint.series = Some(rich::plain(&text).into_owned());
            }
            name => {
                article.rest.entry(name).or_insert_with(|| text.into());
            }
        }
    }
}

fn periodical(part: Element<'_>, article: &mut Article) {
    for (name, place) in [("full-title", &mut article.journal.title), ("abbr-1", &mut article.journal.abbrev)] {
        if let Some(text) = part.child(name).and_then(Element::rich) {
            *place = MultiText::of(list_language(None, &text), text);
        }
    }
}

/// JabRef has the month by itself.
fn month_alone(dates: Element<'_>) -> Option<u8> {
    let written = dates.text_of("month")?;
    written.parse().ok().or_else(|| months::of(&written)).filter(|month| (1..=12).contains(month))
}

fn dates(part: Element<'_>, article: &mut Article) {
    let year = part.text_of("year");
    let day = part.child("pub-dates").and_then(|dates| dates.text_of("date"));
    let bare: Option<PartialDate> = year.as_deref().and_then(written_date);
    let whole = day.as_deref().map(|day| match &year {
        Some(year) if !day.contains(year.as_str()) => format!("{day} {year}"),
        _ => day.to_owned(),
    });
    let fine = whole.as_deref().and_then(written_date);
    let bare = bare.map(|date| PartialDate { month: date.month.or_else(|| month_alone(part)), ..date });
    article.dates.published = fine.or(bare);
    article.year = bare.or(fine).map(|date| date.year);
    if let Some(whole) = whole.or_else(|| year.filter(|_| bare.is_none())).filter(|_| fine.is_none_or(|date| date.day.is_none())) {
        article.dates.raw.insert("published".to_owned(), whole.into());
    }
}

fn keywords(part: Element<'_>, article: &mut Article) {
    for word in part.all("keyword").filter_map(Element::rich) {
        // A star marks what a work is mainly about.
        let starred = word.strip_prefix('*').filter(|word| word.starts_with(char::is_alphabetic)).map(str::to_owned);
        let word = starred.unwrap_or(word);
        let lang = list_language(None, &word);
        article.keywords.entry(lang).push(word);
    }
}

fn abstracts(part: Element<'_>, article: &mut Article) {
    if let Some(text) = styled(part) {
        let lang = list_language(None, &text);
        article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
    }
}

fn urls(part: Element<'_>, article: &mut Article) {
    for url in part.descendants().filter(|one| one.name() == "url") {
        let kind = if url.text().is_some_and(|text| text.ends_with(".pdf")) { "pdf" } else { "html" };
        if let Some(text) = url.text().filter(|text| text.contains("://")) {
            article.links.push(Link { kind: kind.to_owned(), url: text, ..Link::default() });
        }
    }
}
