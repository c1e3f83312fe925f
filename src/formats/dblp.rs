//! DBLP's XML: records of its dump and its pages, and the hits of its search.

use super::document::Yield;
use super::members::orcid;
use super::xml::{Element, first_element, list_language, read_records};
use super::{Confidence, Readings, Source, bibtex, names};
use crate::record::{Article, ArticleKind, Contributor, Doi, Link, MultiText, Pages, PartialDate};

/// Elements of records and the kinds that they are.
const KINDS: &[(&str, ArticleKind)] = &[
    ("article", ArticleKind::Article),
    ("inproceedings", ArticleKind::Paper),
    ("incollection", ArticleKind::Chapter),
    ("book", ArticleKind::Book),
    ("proceedings", ArticleKind::Proceedings),
    ("phdthesis", ArticleKind::Thesis),
    ("mastersthesis", ArticleKind::Thesis),
    ("data", ArticleKind::Dataset),
];

/// Kinds as the search names them.
const TYPES: &[(&str, ArticleKind)] = &[
    ("Journal Articles", ArticleKind::Article),
    ("Conference and Workshop Papers", ArticleKind::Paper),
    ("Parts in Books or Collections", ArticleKind::Chapter),
    ("Books and Theses", ArticleKind::Book),
    ("Editorship", ArticleKind::Proceedings),
    ("Informal and Other Publications", ArticleKind::Preprint),
    ("Data and Artifacts", ArticleKind::Dataset),
];

/// Names of the elements that are records.
const RECORDS: &[&str] = &["article", "inproceedings", "incollection", "book", "proceedings", "phdthesis", "mastersthesis", "data", "info"];

/// How sure it is that text is of DBLP.
pub fn sniff(head: &str) -> Confidence {
    let first = first_element(head);
    let dump = matches!(first, Some("dblp" | "dblpperson" | "bht"));
    let hits = first == Some("result") && head.contains("<hit") && head.contains("dblp");
    if dump || hits { 95 } else { 0 }
}

/// Reads records.
pub fn read(source: Source) -> Readings {
    read_records(source, RECORDS, "dblp", record)
}

fn record(root: Element<'_>) -> Yield {
    let mut article = Article::default();
    if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == root.name()) {
        article.kind = kind.clone();
    }
    if article.kind == ArticleKind::Thesis {
        article.imprint.genre = Some(if root.name() == "phdthesis" { "PhD thesis" } else { "Master's thesis" }.to_owned());
    }
    // What is "informal" in a dump is a preprint of arXiv.
    if root.has("publtype", "informal") {
        article.kind = ArticleKind::Preprint;
    }
    let mut key = root.attribute("key").map(std::borrow::Cow::into_owned);
    let authors = root.child("authors").into_iter().flat_map(Element::children);
    for part in root.children().chain(authors) {
        match part.name() {
            "author" => people(part, None, &mut article),
            "editor" => people(part, Some("editor"), &mut article),
            "title" => {
                if let Some(title) = part.rich() {
                    // DBLP ends titles with a full stop, which is not theirs.
                    let title = title.strip_suffix('.').map_or(title.clone(), str::to_owned);
                    article.title.insert(list_language(None, &title), title);
                }
            }
            "journal" | "booktitle" | "venue" => put(&mut article.journal.title, part),
            "school" | "publisher" => put(&mut article.journal.publisher, part),
            "series" => article.imprint.series = part.text(),
            "year" => article.year = part.text().and_then(|year| year.parse().ok()),
            "volume" => article.volume = part.text(),
            "number" => article.issue = part.text(),
            "pages" => article.pages = Pages::parse(&part.text().unwrap_or_default()),
            "isbn" => part.text().into_iter().for_each(|isbn| article.ids.add_isbn(&isbn)),
            "doi" => article.ids.doi = part.text().and_then(|text| Doi::parse(&text)).or(article.ids.doi.take()),
            "ee" => electronic(part, &mut article),
            "type" => {
                if let Some((_, kind)) = part.text().and_then(|word| TYPES.iter().find(|(known, _)| *known == word)) {
                    article.kind = kind.clone();
                }
            }
            "access" => article.open_access = part.text().map(|access| access == "open"),
            "key" => key = part.text().or(key),
            // The page on dblp.org: in a dump without its host.
            "url" => {
                let url = part.text().map(|url| if url.starts_with("http") { url } else { format!("https://dblp.org/{url}") });
                article.links.extend(url.map(|url| Link { kind: "abstract".to_owned(), url, ..Link::default() }));
            }
            _ => {}
        }
    }
    if let Some(key) = key {
        article.ids.rest.insert("dblp".to_owned(), key.into());
    }
    article.dates.published = article.year.map(|year| PartialDate { year, month: None, day: None });
    article.lang = article.title.languages().next().cloned().unwrap_or_default();
    vec![(article, Vec::new())]
}

fn put(place: &mut MultiText, part: Element<'_>) {
    if let Some(text) = part.rich() {
        let lang = list_language(None, &text);
        if place.get(&lang).is_none() {
            place.insert(lang, text);
        } else {
            part.leave();
        }
    }
}

/// A person, whose number among those of one name is kept beside the name.
fn people(part: Element<'_>, role: Option<&str>, article: &mut Article) {
    let Some(written) = part.text() else { return };
    let (name, number) = bibtex::without_number(&written);
    let mut one: Contributor = names::person(name);
    if let Some(number) = number {
        one.rest.insert("dblp-number".to_owned(), number.into());
    }
    one.orcid = part.attribute("orcid").and_then(|written| orcid(&written));
    one.role = role.map(str::to_owned);
    article.authors.push(one);
}

/// An electronic edition: a DOI where its address is one.
fn electronic(part: Element<'_>, article: &mut Article) {
    if part.has("type", "oa") {
        article.open_access = Some(true);
    }
    let Some(url) = part.text() else { return };
    if article.ids.doi.is_none() && url.contains("doi.org/") {
        article.ids.doi = Doi::parse(&url);
    }
    let kind = if url.contains("doi.org/") { "doi" } else { "html" };
    article.links.push(Link { kind: kind.to_owned(), url, ..Link::default() });
}
