//! Bookmarks as browsers and bookmark services write them (`NETSCAPE-Bookmark-file-1`): a web page each.

use super::document::{Document, Yield, read_whole};
use super::html::{Html, Node, NodeId};
use super::{Confidence, Finding, Readings, Source, rich};
use crate::record::{AbstractSection, Article, ArticleKind, Doi, Language, Link, MultiText};

/// How such a file begins, in any case.
const DOCTYPE: &str = "<!DOCTYPE NETSCAPE-Bookmark";

/// Addresses of pages begin so, in any case.
const SCHEMES: &[&str] = &["http://", "https://", "ftp://"];

/// How sure it is that text is such a file.
pub fn sniff(head: &str) -> Confidence {
    if begins(head.trim_start_matches('\u{FEFF}').trim_start(), DOCTYPE) { 99 } else { 0 }
}

/// Whether a text begins with ASCII words, in any case.
fn begins(text: &str, words: &str) -> bool {
    text.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words))
}

/// Reads bookmarks.
pub fn read(source: Source) -> Readings {
    read_whole(source, bookmarks)
}

fn bookmarks(document: &Document) -> Result<Yield, Finding> {
    let html = Html::parse(&document.text);
    let mut found: Yield = Vec::new();
    let mut passed_over = 0usize;
    // A description follows its bookmark; that of a folder, or of a bookmark that is passed over, is no other's.
    let mut describable = false;
    for (id, node) in html.elements() {
        match node.name() {
            "a" => {
                let article = bookmark(&html, id, node, document);
                describable = article.is_some();
                passed_over += usize::from(!describable && node.attribute("href").is_some());
                found.extend(article.map(|article| (article, Vec::new())));
            }
            "h3" | "dl" => describable = false,
            "dd" => {
                let text = html.lines(id).into_iter().next().unwrap_or_default();
                let described = found.last_mut().filter(|(article, _)| describable && !text.is_empty() && article.abstracts.is_empty());
                if let Some((article, _)) = described {
                    describe(article, text);
                }
            }
            _ => {}
        }
    }
    let Some((_, findings)) = found.last_mut() else {
        return Err(Finding::skipped("these bookmarks hold no address of a web page"));
    };
    if passed_over > 0 {
        let sentence = format!(
            "{passed_over} bookmark(s) of this file are no addresses of web pages (scripts, queries, feeds); they were passed over"
        );
        findings.push(Finding::kept(sentence));
    }
    Ok(found)
}

/// One bookmark; nothing for a script, a folder or a query of the browser's own.
fn bookmark(html: &Html, id: NodeId, node: &Node, document: &Document) -> Option<Article> {
    let url = node.attribute("href").filter(|url| SCHEMES.iter().any(|scheme| begins(url, scheme)))?.to_owned();
    let title = Some(html.rich(id)).filter(|title| !title.is_empty()).unwrap_or_else(|| rich::escape(&url));
    let lang = Language::of_text(&title);
    let mut article = Article {
        kind: ArticleKind::Webpage,
        lang: lang.clone(),
        title: MultiText::of(lang, title),
        prov: vec![document.provenance("bookmarks")],
        ..Article::default()
    };
    article.ids.doi = Doi::parse(&url).filter(|_| url.to_ascii_lowercase().contains("doi.org/"));
    article.links.push(Link { kind: "html".to_owned(), url, ..Link::default() });
    // Seconds of Unix time.
    if let Some(added) = node.attribute("add_date") {
        article.dates.rest.insert("bookmarked".to_owned(), added.into());
    }
    let tags = node.attribute("tags").unwrap_or_default().split(',').map(str::trim).filter(|tag| !tag.is_empty());
    article.tags.extend(tags.map(str::to_owned));
    if let Some(text) = node.attribute("description").filter(|text| !text.trim().is_empty()) {
        describe(&mut article, rich::escape(text.trim()));
    }
    Some(article)
}

fn describe(article: &mut Article, text: String) {
    article.abstracts.insert(Language::of_text(&text), vec![AbstractSection { text, ..AbstractSection::default() }]);
}
