//! TEI (Text Encoding Initiative, P5) as scholarly tools write it, of which three shapes are met.
//!
//! ```text
//! one work         a header with its sourceDesc, a text with its references   GROBID, and publishers
//! many works       text/body/listBibl of biblFull, organisations in the back   HAL
//! a bibliography   listBibl of biblStruct, alone or in a text                  Zotero, GROBID's references
//! ```
//!
//! A corpus (`teiCorpus`) is read a text at a time, a bibliography that stands alone a work at a time. Only the list of HAL is
//! held whole: its organisations stand behind the works.

mod bibl;
mod cited;
mod people;
mod profile;
mod text;

use std::collections::HashMap;

pub(super) use cited::of_work;

use super::document::Yield;
use super::xml::{Builder, Element, first_element, keep, list_language, read_records, said_once};
use super::{Confidence, Readings, Source};
use crate::record::{Article, Funding, Language, Link, MultiText};
use people::Organisations;

/// How sure it is that text is TEI.
pub fn sniff(head: &str) -> Confidence {
    let sure = match first_element(head) {
        Some("TEI" | "teiCorpus" | "listBibl" | "biblStruct") => 95,
        // Harvested: the records stand in the answer's envelope.
        Some("OAI-PMH" | "ListRecords" | "GetRecord" | "record" | "metadata") => 92,
        _ => return 0,
    };
    let has = |marks: &[&str]| marks.iter().any(|mark| head.contains(mark));
    let own = head.trim_ascii_start().starts_with('<')
        && has(&["<TEI", "<tei:TEI", "<teiCorpus", "<tei:teiCorpus", "<listBibl", "<tei:listBibl", "<biblStruct"])
        && has(&["www.tei-c.org/ns", "<teiHeader", "<biblStruct"]);
    if own { sure } else { 0 }
}

/// Reads works.
pub fn read(source: Source) -> Readings {
    read_records(source, &["TEI", "biblFull", "biblStruct"], "tei", records)
}

fn records(root: Element<'_>) -> Yield {
    let text = root.child("text");
    let organisations = Organisations::of(text);
    if root.name() != "TEI" {
        return many(root, &[root], &organisations);
    }
    if let Some(list) = text.and_then(|text| text.child("body")).and_then(|body| body.child("listBibl")) {
        return many(root, &list.children().collect::<Vec<_>>(), &organisations);
    }
    let mut article = Article { lang: declared(root).unwrap_or_default(), ..Article::default() };
    if let Some(header) = root.child("teiHeader") {
        article.lang = declared(header).unwrap_or(article.lang);
        self::header(header, &organisations, &mut article);
    }
    let lists: Vec<Element<'_>> = text.into_iter().flat_map(|text| text.outermost("listBibl")).collect();
    if article.title.is_empty() && article.authors.is_empty() && !lists.is_empty() {
        // What was asked for was the reference list alone.
        let works = |list: Element<'_>| many(root, &list.children().collect::<Vec<_>>(), &organisations);
        return lists.into_iter().flat_map(works).collect();
    }
    let mut numbers = HashMap::new();
    if !lists.is_empty() {
        let mut refs = Vec::new();
        for one in lists.into_iter().flat_map(Element::children) {
            let reference = match one.name() {
                "biblStruct" => cited::reference(one),
                "bibl" => cited::printed(one),
                _ => continue,
            };
            let number = reference.n.clone().unwrap_or_else(|| (refs.len() + 1).to_string());
            numbers.extend(one.attribute("id").map(|id| (id.into_owned(), number)));
            refs.push(reference);
        }
        article.refs = Some(refs);
    }
    if let Some(body) = text.and_then(|text| text.child("body")) {
        let lang = text.and_then(declared).unwrap_or_else(|| article.lang.clone());
        article.body = text::sections(body, &text::Around { numbers, lang });
    }
    finish(&mut article);
    vec![(article, Vec::new())]
}

/// The works among what stands in a list, or alone.
fn many(root: Element<'_>, listed: &[Element<'_>], organisations: &Organisations<'_>) -> Yield {
    let mut found = Vec::new();
    for one in listed.iter().copied() {
        let mut article = Article::default();
        match one.name() {
            "biblFull" => full(one, organisations, &mut article),
            "biblStruct" => bibl::read(one, organisations, &mut article),
            _ => continue,
        }
        finish(&mut article);
        let findings = keep(one, "tei", &mut article).into_iter().collect();
        found.push((article, findings));
    }
    // What was left stands with its own work, and is not said again with the first.
    root.take();
    found
}

/// What follows from the rest of a record.
fn finish(article: &mut Article) {
    article.year = article.year.or_else(|| article.dates.published.or(article.dates.online).map(|date| date.year));
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
}

/// The header of a text: of the work itself, not of what it was made from, where that is not said.
fn header(header: Element<'_>, organisations: &Organisations<'_>, article: &mut Article) {
    let file = header.child("fileDesc");
    let part = |name: &str| file.and_then(|file| file.child(name));
    if let Some(source) = part("sourceDesc").and_then(|source| source.child("biblStruct")) {
        bibl::read(source, organisations, article);
    }
    if let Some(statement) = part("titleStmt") {
        let known = !article.title.is_empty();
        for title in statement.all("title") {
            let lang = article.lang.clone();
            let place = if title.has("type", "sub") { &mut article.subtitle } else { &mut article.title };
            if let Some(text) = words(title).filter(|_| !known) {
                put_in(place, title, text, &lang);
            }
        }
        if article.authors.is_empty() {
            people::add(statement, organisations, article);
        }
        fund(statement, organisations, article);
    }
    if let Some(statement) = part("publicationStmt") {
        publication(statement, article);
    }
    if let Some(part) = header.child("profileDesc").or_else(|| part("profileDesc")) {
        profile::read(part, article);
    }
}

/// A work of HAL's (`biblFull`). What its first statement says is said again in `sourceDesc`.
fn full(element: Element<'_>, organisations: &Organisations<'_>, article: &mut Article) {
    if let Some(source) = element.child("sourceDesc").and_then(|source| source.child("biblStruct")) {
        bibl::read(source, organisations, article);
    }
    if let Some(statement) = element.child("titleStmt") {
        fund(statement, organisations, article);
        if article.title.is_empty() {
            for title in statement.all("title") {
                if let Some(text) = words(title) {
                    put(&mut article.title, title, text);
                }
            }
        }
        if article.authors.is_empty() {
            people::add(statement, organisations, article);
        }
        statement.take();
    }
    if let Some(edition) = element.child("editionStmt") {
        let produced = edition.descendants().find(|date| date.has("type", "whenProduced")).and_then(Element::text);
        if article.dates.published.is_none() && article.dates.online.is_none() {
            article.dates.published = produced.and_then(|text| super::xml::written_date(&text));
        }
        for file in edition.descendants().filter(|one| one.name() == "ref" && one.has("type", "file")) {
            article.links.extend(file.attribute("target").map(|url| link("pdf", &url)));
        }
        edition.take();
    }
    if let Some(statement) = element.child("publicationStmt") {
        publication(statement, article);
    }
    if let Some(part) = element.child("profileDesc") {
        profile::read(part, article);
    }
}

/// Who distributes it, under which number and with which rights.
fn publication(statement: Element<'_>, article: &mut Article) {
    for part in statement.descendants() {
        match part.name() {
            "publisher" if article.journal.publisher.is_empty() => {
                if let Some(text) = words(part) {
                    put(&mut article.journal.publisher, part, text);
                }
            }
            "idno" => match part.attribute("type").as_deref() {
                Some("halId") => {
                    if let Some(text) = part.text() {
                        article.ids.rest.insert("hal".to_owned(), text.into());
                    }
                }
                Some("halUri") => article.links.extend(part.text().map(|url| link("html", &url))),
                // How the same is written elsewhere.
                Some("halBibtex" | "halRef" | "halRefHtml") => part.take(),
                _ => bibl::identifier(part, article),
            },
            "licence" => {
                article.license.url = article.license.url.take().or_else(|| part.attribute("target").map(std::borrow::Cow::into_owned));
                article.license.text = article.license.text.take().or_else(|| part.text());
            }
            "date" if article.dates.published.is_none() => {
                article.dates.published = bibl::date_of(part);
            }
            _ => {}
        }
    }
}

/// Who paid for it.
fn fund(statement: Element<'_>, organisations: &Organisations<'_>, article: &mut Article) {
    for funder in statement.all("funder") {
        let known = funder.attribute("ref").and_then(|id| organisations.name(&id));
        let named = funder.all("orgName").find(|name| !name.has("type", "abbreviated")).and_then(Element::text);
        funder.take();
        if let Some(name) = known.or(named).or_else(|| funder.text()) {
            let text = MultiText::of(Language::of_text(&name), super::rich::escape(&name));
            article.funding.push(Funding { text, funder: Some(name), ..Funding::default() });
        }
    }
}

fn link(kind: &str, url: &str) -> Link {
    Link { kind: kind.to_owned(), url: url.to_owned(), ..Link::default() }
}

/// The language that is declared on an element.
fn declared(element: Element<'_>) -> Option<Language> {
    element.attribute("lang").map(|lang| Language::parse(&lang)).filter(|lang| *lang != Language::Und)
}

fn put(place: &mut MultiText, part: Element<'_>, text: String) {
    put_in(place, part, text, &Language::Und);
}

/// The same, of a work in a language.
fn put_in(place: &mut MultiText, part: Element<'_>, text: String, lang: &Language) {
    said_once(place, declared(part).as_ref().or(Some(lang)), text);
}

/// Takes the text of an element as rich-lite: TEI says `<hi rend="italic">` for `<i>`. Labels of what it stands for are left out.
fn words(element: Element<'_>) -> Option<String> {
    element.take();
    let mut builder = Builder::default();
    builder.element_with(element, &mut marked);
    Some(builder.finish()).filter(|text| !text.is_empty())
}

fn marked(builder: &mut Builder, inner: Element<'_>) -> bool {
    if inner.name() == "label" {
        return true;
    }
    let rend = inner.attribute("rend").unwrap_or_default();
    let tag = match (inner.name(), rend.as_ref()) {
        ("emph", _) | ("hi", "italic" | "i") => "i",
        ("hi", "bold" | "b") => "b",
        ("hi", "sup" | "superscript") => "sup",
        ("hi", "sub" | "subscript") => "sub",
        ("hi", "small-caps" | "smallcaps") => "sc",
        _ => return false,
    };
    builder.rich.open(tag);
    builder.element_with(inner, &mut marked);
    builder.rich.close(tag);
    true
}

/// The language of a text of an element of a work in a language.
fn language_of(element: Element<'_>, text: &str, lang: &Language) -> Language {
    list_language(declared(element).as_ref().or(Some(lang)), text)
}
