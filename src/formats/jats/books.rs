//! Books in BITS and in the older NLM book tag sets: the book, and each of its chapters.

use super::front::Front;
use super::{body, cited};
use crate::formats::Finding;
use crate::formats::document::Yield;
use crate::formats::xml::Element;
use crate::record::{Article, ArticleKind, Contributor, Language};

/// Parts of a book that hold chapters and are none.
const HOLDERS: &[&str] = &["part", "section", "unit", "volume"];

/// How deep parts stand in each other.
const DEEPEST: usize = 8;

/// People of a book that each of its chapters names.
const MOST_PEOPLE: usize = 200;

/// Reads a book with its chapters, or the chapters alone of a file that holds nothing else of their book.
pub(super) fn read(root: Element<'_>) -> Yield {
    let lang = root.attribute("lang").map(|lang| Language::parse(&lang)).unwrap_or_default();
    let mut parts = Vec::new();
    if root.name() == "book-part" {
        parts.push(root);
    }
    chapters(root, &mut parts, 0);
    let (mut book, findings) = of(root, &["collection-meta", "book-meta"], ArticleKind::Book, &lang);
    let chapters = parts.into_iter().map(|part| chapter(part, &book)).collect::<Yield>();
    if let Some(back) = root.child("book-back").or_else(|| root.child("back")) {
        cited::read(back, &mut book);
    }
    if root.name() != "book" && !chapters.is_empty() {
        return chapters;
    }
    std::iter::once((book, findings)).chain(chapters).collect()
}

/// Collects the chapters of a book, wherever its parts put them.
fn chapters<'t>(element: Element<'t>, parts: &mut Vec<Element<'t>>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    for part in element.children() {
        match part.name() {
            "book-body" | "body" => chapters(part, parts, depth + 1),
            "book-part" => {
                let kind = part.attribute("book-part-type").unwrap_or_default().to_lowercase();
                let holds_others = part.find("book-part").is_some() && (kind.is_empty() || HOLDERS.contains(&kind.as_str()));
                if holds_others {
                    chapters(part, parts, depth + 1);
                } else {
                    parts.push(part);
                }
            }
            _ => {}
        }
    }
}

/// The record of a book or a chapter, by the elements of these names in it.
fn of(element: Element<'_>, metas: &[&str], kind: ArticleKind, lang: &Language) -> (Article, Vec<Finding>) {
    let mut article = Article { kind, lang: lang.clone(), ..Article::default() };
    let mut findings = Vec::new();
    let mut front = Front::new(&mut article, &mut findings);
    for part in element.children().filter(|part| metas.contains(&part.name())) {
        if part.name() == "collection-meta" { front.series(part) } else { front.read(part) }
    }
    front.finish();
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    if article.title.is_empty() {
        findings.push(Finding::kept(format!("this {} has no title", article.kind.as_str())).at(element.line()).of("title"));
    }
    (article, findings)
}

/// A chapter has what its book has and it does not say itself.
fn chapter(part: Element<'_>, book: &Article) -> (Article, Vec<Finding>) {
    let declared = part.attribute("lang").map(|lang| Language::parse(&lang));
    let (mut one, findings) = of(part, &["book-part-meta"], ArticleKind::Chapter, &declared.unwrap_or_else(|| book.lang.clone()));
    one.journal = book.journal.clone();
    one.journal.title = book.title.clone();
    one.imprint = book.imprint.clone();
    one.ids.isbn.clone_from(&book.ids.isbn);
    one.year = one.year.or(book.year);
    one.volume = one.volume.or_else(|| book.volume.clone());
    one.dates.published = one.dates.published.or(book.dates.published);
    one.copyright = one.copyright.or_else(|| book.copyright.clone());
    if one.license.is_empty() {
        one.license = book.license.clone();
        one.open_access = one.open_access.or(book.open_access);
    }
    // Who wrote all of the book wrote its chapters; who edited it edited them too. Places of work are those of the book's list.
    let apart = |known: &Contributor| Contributor { aff: Vec::new(), marks: Vec::new(), ..known.clone() };
    let is_written = one.authors.iter().any(|known| known.role.is_none());
    one.authors.extend(book.authors.iter().take(MOST_PEOPLE).filter(|known| known.role.is_some() || !is_written).map(apart));
    let refs = cited::read(part, &mut one);
    body::read(part, &refs, &mut one);
    (one, findings)
}
