//! Bookmarks as browsers and bookmark services write them (`NETSCAPE-Bookmark-file-1`): a web page each.

use super::document::{Document, Yield, read_whole};
use super::html::{Html, Node, NodeId};
use super::{Confidence, Finding, Readings, Source, rich};
use crate::record::{AbstractSection, Article, ArticleKind, Doi, Language, Link, MultiText};

/// How sure it is that text is such a file.
pub fn sniff(head: &str) -> Confidence {
    if head.trim_start_matches('\u{FEFF}').trim_start().starts_with("<!DOCTYPE NETSCAPE-Bookmark") { 99 } else { 0 }
}

/// Reads bookmarks.
pub fn read(source: Source) -> Readings {
    read_whole(source, bookmarks)
}

fn bookmarks(document: &Document) -> Result<Yield, Finding> {
    let html = Html::parse(&document.text);
    let mut found: Yield = Vec::new();
    // A description follows its bookmark.
    for (id, node) in html.elements() {
        match node.name() {
            "a" => found.extend(bookmark(&html, id, node, document).map(|article| (article, Vec::new()))),
            "dd" => {
                let text = html.lines(id).into_iter().next().unwrap_or_default();
                if let Some((article, _)) = found.last_mut().filter(|(article, _)| !text.is_empty() && article.abstracts.is_empty()) {
                    describe(article, text);
                }
            }
            _ => {}
        }
    }
    if found.is_empty() {
        return Err(Finding::skipped("these bookmarks hold no address of a web page"));
    }
    Ok(found)
}

/// One bookmark; nothing for a script, a folder or a query of the browser's own.
fn bookmark(html: &Html, id: NodeId, node: &Node, document: &Document) -> Option<Article> {
    let url = node.attribute("href").filter(|url| url.starts_with("http") || url.starts_with("ftp"))?.to_owned();
    let title = Some(html.rich(id)).filter(|title| !title.is_empty()).unwrap_or_else(|| rich::escape(&url));
    let lang = Language::of_text(&title);
    let mut article = Article {
        kind: ArticleKind::Webpage,
        lang: lang.clone(),
        title: MultiText::of(lang, title),
        prov: vec![document.provenance("bookmarks")],
        ..Article::default()
    };
    article.ids.doi = Doi::parse(&url).filter(|_| url.contains("doi.org/"));
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
