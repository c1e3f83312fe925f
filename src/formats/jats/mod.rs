//! JATS and NLM XML (NISO Z39.96 and its forerunners, SciELO's use of it, the Chinese tag set GB/T 40959): articles with
//! their front matter, references and full text; and books with their chapters (BITS).
//!
//! Elements are known by their names alone, wherever a version puts them: a wrapper that is not known is looked through.
//! A sub-article or a response is a record of its own, named among the related records of its article; a translation gives
//! its titles, abstracts and key words to the article too.

mod blocks;
mod body;
mod books;
mod cited;
mod dates;
mod entry;
mod front;
mod funding;
mod institution;
mod marks;
mod matter;
mod people;
mod pictures;
mod printed;
mod soup;
mod table;
mod typeset;
mod words;

use super::document::Yield;
use super::xml::{Element, read_records};
use super::{Confidence, Finding, Readings, Source};
use crate::record::{Article, ArticleKind, Language, RelatedArticle, Relation};

/// How sure it is that text is JATS.
pub fn sniff(head: &str) -> Confidence {
    let tag = head.match_indices("article").any(|(at, found)| {
        let before = head.get(..at).unwrap_or_default();
        let prefix = before.strip_suffix(':').map(|before| before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-'));
        let behind = head.get(at + found.len()..).unwrap_or_default();
        prefix.unwrap_or(before).ends_with('<') && behind.starts_with(|c: char| c.is_whitespace() || c == '>')
    });
    let is_book = super::xml::first_element(head).is_some_and(|root| BOOKS.contains(&root));
    if is_book && ["<book-meta", "<book-part-meta", "JATS", "BITS", "//NLM//"].iter().any(|part| head.contains(part)) {
        return 90;
    }
    let parts = ["<front>", "<front ", "article-meta", "journal-meta", "JATS", "//NLM//", "<body", "pmc-articleset"];
    match (tag, parts.iter().any(|part| head.contains(part))) {
        (true, true) => 90,
        (true, false) if super::xml::first_element(head) == Some("article") => 60,
        _ => 0,
    }
}

/// Elements that hold books and parts of books.
const BOOKS: &[&str] = &["book", "book-part-wrapper", "book-part"];

/// Reads articles, and books with their chapters.
pub fn read(source: Source) -> Readings {
    read_records(source, &["article", "book", "book-part-wrapper", "book-part"], "jats", |root| {
        if BOOKS.contains(&root.name()) { books::read(root) } else { article(root) }
    })
}

pub use body::id_of;
pub use marks::of_note as mark_of_note;
pub use matter::summary;
pub use printed::citation as printed;

/// Article types and the kinds that they are.
const KINDS: &[(&str, ArticleKind)] = &[
    ("research-article", ArticleKind::Article),
    ("review-article", ArticleKind::Review),
    ("systematic-review", ArticleKind::Review),
    ("editorial", ArticleKind::Editorial),
    ("correction", ArticleKind::Correction),
    ("erratum", ArticleKind::Correction),
    ("corrigendum", ArticleKind::Correction),
    ("addendum", ArticleKind::Correction),
    ("retraction", ArticleKind::Correction),
    ("expression-of-concern", ArticleKind::Correction),
    ("dissertation", ArticleKind::Thesis),
    ("proceedings", ArticleKind::Paper),
    ("meeting-report", ArticleKind::Paper),
    ("preprint", ArticleKind::Preprint),
    ("announcement", ArticleKind::Frontmatter),
    ("calendar", ArticleKind::Frontmatter),
    ("book-review", ArticleKind::Review),
    ("product-review", ArticleKind::Review),
    ("other", ArticleKind::Other),
];

/// Types that their kind says in full.
const SAID: &[&str] = &["research-article", "review-article", "editorial", "correction", "dissertation", "preprint"];

fn article(root: Element<'_>) -> Yield {
    let mut main = one(root, &Language::Und);
    let mut further = Vec::new();
    for inner in root.descendants().filter(|inner| matches!(inner.name(), "sub-article" | "response")) {
        let word = inner.attribute("article-type").or_else(|| inner.attribute("response-type")).unwrap_or_else(|| inner.name().into());
        let (mut record, mut findings) = one(inner, &main.0.lang);
        let translation = word.contains("translation");
        if translation {
            words::join(&mut main.0, &record);
        }
        let rel = if translation { Relation::Translation } else { Relation::Companion };
        let title = Some(shown(&record)).filter(|title| !title.is_empty()).unwrap_or_else(|| word.replace('-', " "));
        main.0.related.get_or_insert_default().push(RelatedArticle { rel, raw: title.clone(), ..RelatedArticle::default() });
        record.related.get_or_insert_default().push(RelatedArticle { rel, raw: shown(&main.0), ..RelatedArticle::default() });
        if record.journal.is_empty() {
            record.journal = main.0.journal.clone();
        }
        record.year = record.year.or(main.0.year);
        if record.title.is_empty() {
            findings.push(Finding::kept(format!("this {word} has no title")).at(inner.line()).of("title"));
        }
        if translation {
            (record.volume, record.issue, record.pages) = (main.0.volume.clone(), main.0.issue.clone(), main.0.pages.clone());
        }
        findings.push(
            Finding::kept(format!("\"{title}\" ({word}) stands within an article; it is a record of its own, related to it"))
                .at(inner.line()),
        );
        further.push((record, findings));
    }
    let mut all = vec![main];
    all.extend(further);
    all
}

/// How a record is named in a list: its title and its DOI.
fn shown(article: &Article) -> String {
    let title = article.title.prefer(&article.lang).map(|title| super::rich::plain(title).into_owned());
    let doi = article.ids.doi.as_ref().map(ToString::to_string);
    [title, doi].into_iter().flatten().collect::<Vec<_>>().join(". ")
}

/// The record of an article or of one within it, without those within it.
fn one(root: Element<'_>, outer: &Language) -> (Article, Vec<Finding>) {
    let mut article = Article::default();
    let mut findings = Vec::new();
    let declared = root.attribute("lang").map(|lang| Language::parse(&lang));
    article.lang = declared.unwrap_or_else(|| outer.clone());
    if let Some(word) = root.attribute("article-type") {
        let lower = word.to_lowercase();
        article.kind = KINDS.iter().find(|(known, _)| *known == lower).map_or(ArticleKind::Article, |(_, kind)| kind.clone());
        if !SAID.contains(&lower.as_str()) {
            article.rest.insert("article-type".to_owned(), word.into_owned().into());
        }
    }
    let mut front = front::Front::new(&mut article, &mut findings);
    for part in root.children() {
        match part.name() {
            "front" | "front-stub" | "article-meta" | "journal-meta" => front.read(part),
            "body" | "back" | "floats-group" | "floats-wrap" | "sub-article" | "response" => {}
            // Wrappers that this program does not know.
            _ if part.find("article-meta").is_some() => front.read(part),
            _ => {}
        }
    }
    front.finish();
    let refs = cited::read(root, &mut article);
    body::read(root, &refs, &mut article);
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    if article.title.is_empty() && root.name() == "article" {
        findings.push(Finding::kept("this article has no title").at(root.line()).of("title"));
    }
    (article, findings)
}
