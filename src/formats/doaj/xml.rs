//! DOAJ's article XML (`records`, its own schema), in which publishers hand articles in.

use std::collections::HashMap;

use crate::formats::document::Yield;
use crate::formats::xml::{Element, doi, first_element, list_language, read_records, written_date};
use crate::formats::{Confidence, Finding, Readings, Source, members, tagged};
use crate::record::{AbstractSection, Affiliation, Article, Contributor, Journal, Language, Link, MultiText, Pages, PartialDate};

/// How sure it is that text is DOAJ's.
pub fn sniff(head: &str) -> Confidence {
    let own = || head.contains("<journalTitle>") && head.contains("<title") && head.contains("<record>");
    if matches!(first_element(head), Some("records" | "record")) && own() { 92 } else { 0 }
}

/// Reads articles.
pub fn read(source: Source) -> Readings {
    read_records(source, &["record"], "doaj-xml", record)
}

fn record(root: Element<'_>) -> Yield {
    let mut article = Article { lang: root.text_of("language").map_or(Language::Und, |word| language(&word)), ..Article::default() };
    let mut findings = Vec::new();
    let (mut first, mut last) = (None, None);
    let mut institutions = HashMap::new();
    for part in root.child("affiliationsList").into_iter().flat_map(|list| list.all("affiliationName")) {
        let Some(text) = part.rich() else { continue };
        if let Some(id) = part.attribute("affiliationId") {
            institutions.entry(id.into_owned()).or_insert(article.affiliations.len());
        }
        article.affiliations.push(Affiliation { text: MultiText::of(list_language(None, &text), text), ..Affiliation::default() });
    }
    for part in root.children() {
        match part.name() {
            "publisher" => put(&mut article.journal.publisher, part, &article.lang),
            "journalTitle" => put(&mut article.journal.title, part, &article.lang),
            "title" => put(&mut article.title, part, &article.lang),
            "issn" | "eissn" => issn(part, &mut article.journal),
            "publicationDate" if article.year.is_none() => published(part, &mut article),
            "volume" if article.volume.is_none() => article.volume = part.text(),
            "issue" if article.issue.is_none() => article.issue = part.text(),
            "startPage" if first.is_none() => first = part.text(),
            "endPage" if last.is_none() => last = part.text(),
            "doi" if article.ids.doi.is_none() => doi(part, &mut article, &mut findings),
            "publisherRecordId" => article.ids.rest.extend(part.text().map(|id| ("publisher-id".to_owned(), id.into()))),
            "authors" => article.authors.extend(part.all("author").filter_map(|one| author(one, &institutions))),
            "abstract" => {
                if let Some(text) = part.rich() {
                    let lang = list_language(Some(&declared(part, &article.lang)), &text);
                    if article.abstracts.get(&lang).is_none() {
                        article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
                    } else {
                        part.leave();
                    }
                }
            }
            "keywords" => {
                let lang = declared(part, &article.lang);
                for word in part.all("keyword").filter_map(Element::rich) {
                    article.keywords.entry(list_language(Some(&lang), &word)).push(word);
                }
            }
            "fullTextUrl" => {
                let kind = if part.has("format", "pdf") { "pdf" } else { "html" }.to_owned();
                article.links.extend(part.text().map(|url| Link { kind, url, ..Link::default() }));
            }
            _ => {}
        }
    }
    article.pages = Pages::parse(&Pages::range(first, last).unwrap_or_default());
    if article.title.is_empty() {
        findings.push(Finding::kept("the record has no title").at(root.line()).of("title"));
    }
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    // DOAJ lists nothing else.
    article.open_access = Some(true);
    vec![(article, findings)]
}

/// `eng`, `chi`: DOAJ writes ISO 639-2.
fn language(word: &str) -> Language {
    tagged::sheet::language_line(word)
}

/// The language that an element says it is in, or the article's.
fn declared(part: Element<'_>, of_article: &Language) -> Language {
    part.attribute("language").map_or_else(|| of_article.clone(), |word| language(&word))
}

/// Puts a text under its language, unless there is one already.
fn put(place: &mut MultiText, part: Element<'_>, of_article: &Language) {
    if let Some(text) = part.rich() {
        let lang = list_language(Some(&declared(part, of_article)), &text);
        if place.get(&lang).is_none() {
            place.insert(lang, text);
        } else {
            part.leave();
        }
    }
}

/// Takes an ISSN, written `20493630` or `2049-3630`, once; what is none stays.
fn issn(part: Element<'_>, journal: &mut Journal) {
    let Some(text) = part.text() else { return };
    let bare: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let is_issn = bare.len() == 8 && bare.bytes().enumerate().all(|(at, byte)| byte.is_ascii_digit() || at == 7 && byte == b'X');
    let (Some(head), Some(tail), true) = (bare.get(..4), bare.get(4..), is_issn) else { return part.leave() };
    journal.add_issn(&format!("{head}-{tail}"));
}

/// A date whole as the schema has it, though a year alone is written `2019-00-00`, or as that year's first day.
fn published(part: Element<'_>, article: &mut Article) {
    let Some(text) = part.text() else { return };
    let bare = text.split("-00").next().unwrap_or(&text);
    let date: Option<PartialDate> = written_date(bare);
    article.dates.published = date;
    article.year = date.map(|date| date.year);
    if date.is_none() {
        article.dates.raw.insert("published".to_owned(), text.into());
    }
}

fn author(part: Element<'_>, institutions: &HashMap<String, usize>) -> Option<Contributor> {
    let Some(mut one) = tagged::people::person(&part.text_of("name")?) else {
        part.leave();
        return None;
    };
    one.email = part.text_of("email");
    if let Some(id) = part.child("orcid_id") {
        one.orcid = id.text().and_then(|written| members::orcid(&written));
        if one.orcid.is_none() {
            id.leave();
        }
    }
    for id in part.all("affiliationId") {
        match id.text().and_then(|id| institutions.get(&id)) {
            Some(place) => one.aff.push(*place),
            None => id.leave(),
        }
    }
    Some(one)
}
