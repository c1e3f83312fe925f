//! Zotero's RDF: items, and beside them the journals, notes, attachments and collections that they point at.

use std::collections::HashMap;

use super::document::Yield;
use super::xml::{Element, Written, body, first_element, is_xml, keep, list_language, person, read_records, written_date};
use super::{Confidence, Readings, Source, columns, rich};
use crate::record::{AbstractSection, Article, ArticleKind, Doi, Language, Link, MultiText, Pages};

/// The name under which what has no place is kept.
const NAME: &str = "zotero-rdf";

/// Lists of people, and their roles.
const PEOPLE: &[(&str, Option<&str>)] = &[
    ("authors", None),
    ("editors", Some("editor")),
    ("seriesEditors", Some("collection-editor")),
    ("translators", Some("translator")),
    ("contributors", Some("contributor")),
    ("bookAuthors", Some("container-author")),
    ("reviewedAuthors", Some("reviewed-author")),
    ("directors", Some("director")),
    ("inventors", None),
    ("programmers", None),
    ("presenters", None),
    ("cartographers", None),
];

/// What stands beside items and is none.
const OTHERS: &[&str] = &["Attachment", "Memo", "Collection", "Journal", "Series"];

/// How sure it is that text is Zotero's RDF.
pub fn sniff(head: &str) -> Confidence {
    let is_rdf = is_xml(head) && first_element(head) == Some("RDF");
    if is_rdf && head.contains("www.zotero.org/namespaces/export") { 96 } else { 0 }
}

/// Reads items.
pub fn read(source: Source) -> Readings {
    read_records(source, &["RDF"], NAME, items)
}

/// What items point at, by its name.
type Named<'t> = HashMap<String, Element<'t>>;

fn items(root: Element<'_>) -> Yield {
    let name = |element: Element<'_>, attribute: &str| element.attribute(attribute).map(std::borrow::Cow::into_owned);
    let named: Named<'_> = root.children().filter_map(|element| Some((name(element, "about")?, element))).collect();
    let mut collections: HashMap<String, Vec<String>> = HashMap::new();
    for collection in root.all("Collection") {
        let Some(title) = collection.text_of("title") else { continue };
        for part in collection.all("hasPart").filter_map(|part| name(part, "resource")) {
            collections.entry(part).or_default().push(title.clone());
        }
    }
    let mut found = Vec::new();
    for element in root.children().filter(|element| !OTHERS.contains(&element.name()) && element.child("itemType").is_some()) {
        // A web page saved beside an article is its attachment.
        if element.child("itemType").and_then(Element::text).as_deref() == Some("attachment") {
            continue;
        }
        let mut article = item(element, &named);
        if let Some(titles) = name(element, "about").and_then(|about| collections.remove(&about)) {
            article.rest.insert("collections".to_owned(), titles.into());
        }
        let findings = keep(element, NAME, &mut article).into_iter().collect();
        found.push((article, findings));
    }
    // What was left of each item is with it.
    root.take();
    found
}

fn item(element: Element<'_>, named: &Named<'_>) -> Article {
    let mut article =
        Article { lang: element.text_of("language").map(|lang| Language::parse(&lang)).unwrap_or_default(), ..Article::default() };
    if let Some(word) = element.text_of("itemType") {
        if let Some(kind) = columns::kind(&word) {
            article.kind = kind;
        } else {
            article.kind = ArticleKind::Other;
            element.all("itemType").for_each(Element::leave);
        }
    }
    for (list, role) in PEOPLE {
        for one in element.all(list).flat_map(|list| list.descendants().filter(|one| matches!(one.name(), "Person" | "Organization"))) {
            people(one, *role, &mut article);
        }
    }
    for part in element.children() {
        match part.name() {
            "title" => put(&mut article.title, part, &article.lang),
            "shortTitle" => put(&mut article.short_title, part, &article.lang),
            "abstract" => {
                if let Some(text) = words(part) {
                    let lang = list_language(Some(&article.lang), &text);
                    article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
                }
            }
            "subject" => article.tags.extend(part.text()),
            "date" => {
                if let Some(written) = part.text() {
                    article.dates.published = written_date(&written);
                    if article.dates.published.is_none() {
                        article.dates.raw.insert("published".to_owned(), written.into());
                    }
                }
            }
            "dateSubmitted" => article.dates.accessed = part.text().and_then(|stamp| written_date(stamp.get(..10)?)),
            "pages" => article.pages = Pages::parse(&part.text().unwrap_or_default()),
            "publisher" => publisher(part, &mut article),
            "description" => article.notes.extend(part.rich()),
            "rights" => article.copyright = part.text(),
            "isReferencedBy" => article.notes.extend(note(part, named)),
            "presentedAt" => article.imprint.event = part.find("title").and_then(Element::text),
            "isPartOf" => {
                let host = part.attribute("resource").and_then(|name| named.get(name.as_ref()).copied());
                if let Some(host) = host.or_else(|| part.children().next()) {
                    self::host(host, &mut article);
                }
                part.take();
            }
            // Files on somebody's disk.
            "link" => part.take(),
            _ => common(part, &mut article),
        }
    }
    article.year = article.dates.published.map(|date| date.year);
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    article
}

/// What an item may say of itself, or of what it stands in.
fn common(part: Element<'_>, article: &mut Article) {
    match part.name() {
        "volume" => article.volume = article.volume.take().or_else(|| part.text()),
        "number" if article.issue.is_none() => article.issue = part.text(),
        "edition" => article.imprint.edition = part.text(),
        "identifier" => identifier(part, article),
        _ => {}
    }
}

/// `DOI 10.…`, `ISSN …`, `ISBN …` or an address.
fn identifier(part: Element<'_>, article: &mut Article) {
    let Some(written) = part.text() else { return };
    match written.split_once(' ') {
        Some(("DOI", doi)) if article.ids.doi.is_none() => article.ids.doi = Doi::parse(doi),
        Some(("DOI", _)) => {}
        Some(("ISSN", issn)) => {
            let new: Vec<String> = issn.split([',', ' ']).map(str::to_owned).filter(|issn| !issn.is_empty()).collect();
            article.journal.issn.extend(new);
            article.journal.issn.dedup();
        }
        Some(("ISBN", isbns)) => isbns.split([',', ' ']).filter(|isbn| !isbn.is_empty()).for_each(|isbn| article.ids.add_isbn(isbn)),
        None if written.starts_with("http") => {
            article.links.push(Link { kind: "html".to_owned(), url: written, ..Link::default() });
        }
        _ => part.leave(),
    }
}

/// The journal, the book or the series: numbers of the issue stand with it.
fn host(host: Element<'_>, article: &mut Article) {
    let series = host.name() == "Series";
    for part in host.children() {
        match part.name() {
            "title" if series => article.imprint.series = part.text(),
            "number" if series => article.imprint.series_number = part.text(),
            "title" => put(&mut article.journal.title, part, &Language::Und),
            "alternative" => put(&mut article.journal.abbrev, part, &Language::Und),
            // A book in a series.
            "isPartOf" => {
                if let Some(outer) = part.children().next() {
                    self::host(outer, article);
                }
            }
            _ => common(part, article),
        }
    }
}

fn publisher(part: Element<'_>, article: &mut Article) {
    article.imprint.place = part.find("locality").and_then(Element::text);
    if let Some(name) = part.find("name") {
        put(&mut article.journal.publisher, name, &Language::Und);
    }
}

/// A note stands beside the items, as HTML.
fn note(part: Element<'_>, named: &Named<'_>) -> Option<String> {
    let memo = named.get(part.attribute("resource")?.as_ref())?;
    part.take();
    let text = memo.text_of("value")?;
    Some(rich::plain(&rich::of_markup(&text)).into_owned()).filter(|text| !text.is_empty())
}

/// Text in which tags may stand escaped: `&lt;i&gt;`.
fn words(part: Element<'_>) -> Option<String> {
    Some(rich::of_markup(&part.text()?)).filter(|text| !text.is_empty())
}

fn put(place: &mut MultiText, part: Element<'_>, lang: &Language) {
    if let Some(text) = words(part) {
        let lang = list_language(Some(lang), &text);
        if place.get(&lang).is_none() {
            place.insert(lang, text);
        } else {
            part.leave();
        }
    }
}

fn people(one: Element<'_>, role: Option<&str>, article: &mut Article) {
    let (family, given) = (one.text_of("surname"), one.text_of("givenName").or_else(|| one.text_of("givenname")));
    let found = match (given, one.text_of("name")) {
        // A name in one piece is a body's, as far as Zotero knows.
        (None, whole) => family.or(whole).map(body),
        (given, _) => person([Written { family, given, ..Written::default() }]),
    };
    if let Some(mut found) = found {
        found.role = role.map(str::to_owned);
        article.authors.push(found);
    }
}
