//! Feeds of journals (RSS, Atom): the items of a table of contents with their Dublin Core and PRISM, and Scopus' answers in Atom.

use super::document::Yield;
use super::tagged;
use super::xml::{Element, first_element, read_records};
use super::{Confidence, Readings, Source, columns, rich};
use crate::record::{ArticleKind, Link};

/// Names of elements, and the columns that they are.
const COLUMNS: &[(&str, &str)] = &[
    ("title", "Title"),
    ("publicationName", "Journal"),
    ("coverDate", "Date"),
    ("publicationDate", "Date"),
    ("date", "Date"),
    ("pubDate", "Date"),
    ("published", "Date"),
    ("coverDisplayDate", "Date"),
    ("volume", "Volume"),
    ("number", "Issue"),
    ("issueIdentifier", "Issue"),
    ("startingPage", "Start page"),
    ("endingPage", "End page"),
    ("pageRange", "Pages"),
    ("doi", "DOI"),
    ("issn", "ISSN"),
    ("eIssn", "eISSN"),
    ("isbn", "ISBN"),
    ("publisher", "Publisher"),
    ("language", "Language"),
    ("subject", "Keywords"),
    ("category", "Keywords"),
    ("citedby-count", "Cited by"),
    ("subtypeDescription", "Document type"),
];

/// How sure it is that text is a feed of works. Sites of all kinds have feeds: words of Dublin Core or PRISM must be in it.
pub fn sniff(head: &str) -> Confidence {
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    let is_feed = first_element(head).is_some_and(|root| match root {
        "RDF" => has(&["purl.org/rss/"]),
        root => matches!(root, "rss" | "feed" | "search-results"),
    });
    let of_works = has(&["prismstandard.org/namespaces", "<prism:"])
        || (has(&["<dc:creator"]) && has(&["<dc:identifier", "<dc:source", "doi.org/10."]));
    if is_feed && of_works && has(&["<item", "<entry"]) { 91 } else { 0 }
}

/// Reads the items of a feed.
pub fn read(source: Source) -> Readings {
    read_records(source, &["item", "entry"], "feed", item)
}

fn item(root: Element<'_>) -> Yield {
    let mut cells: Vec<(String, String)> = Vec::new();
    let (mut people, mut links, mut about) = (Vec::new(), Vec::new(), None);
    for part in root.children() {
        let Some(text) = part.text().or_else(|| part.attribute("href").map(std::borrow::Cow::into_owned)) else { continue };
        let is_known = |column: &str| cells.iter().any(|(known, _)| known == column);
        match part.name() {
            "creator" | "author" => {
                let name = part.text_of("name").unwrap_or(text);
                part.take();
                people.extend(tagged::people::people(&name));
            }
            "link" | "url" if text.starts_with("http") => {
                part.take();
                links.push(text);
            }
            "description" | "summary" | "encoded" | "content" | "abstract" => {
                about = about.or(Some(rich::of_markup(&text)).filter(|text| text.chars().count() > SHORTEST));
                if about.is_none() {
                    part.leave();
                }
            }
            // `doi:10.…`, an address of the resolver; anything else stays.
            "identifier" | "guid" if !is_known("DOI") && crate::record::Doi::parse(&text).is_some() => cells.push(("DOI".to_owned(), text)),
            name => match COLUMNS.iter().find(|(known, _)| *known == name) {
                // `Tue, 2 Jan 2020 00:00:00 GMT`.
                Some((_, "Date")) if !is_known("Date") => {
                    let day = text.split_once(", ").filter(|(week, _)| week.len() == 3).map_or(&*text, |(_, day)| day);
                    cells.push(("Date".to_owned(), day.split(" 00:").next().unwrap_or(day).to_owned()));
                }
                Some((_, column)) if *column == "Keywords" || !is_known(column) => {
                    let text = if *column == "Title" { rich::of_markup(&text) } else { text };
                    match cells.iter_mut().find(|(known, _)| known == column) {
                        Some((_, words)) => words.push_str(&format!("; {text}")),
                        None => cells.push(((*column).to_owned(), text)),
                    }
                }
                Some(("title", _)) => {}
                _ => part.leave(),
            },
        }
    }
    cells.extend(about.map(|about| ("Abstract".to_owned(), about)));
    let (mut article, findings) = columns::of_cells(cells, root.line(), "feed");
    if article.authors.is_empty() {
        article.authors = people;
    }
    for url in links.into_iter().take(MOST_LINKS) {
        if !article.links.iter().any(|known| known.url == url) {
            article.links.push(Link { kind: "html".to_owned(), url, ..Link::default() });
        }
    }
    if article.journal.is_empty() && article.kind == ArticleKind::Article && article.ids.doi.is_none() {
        article.kind = ArticleKind::Webpage;
    }
    vec![(*article, findings)]
}

/// Addresses of one item.
const MOST_LINKS: usize = 64;

/// What is shorter is no abstract but a line on where the work stands.
const SHORTEST: usize = 80;
