//! `COinS`: works in the text of web pages, each a `<span class="Z3988">` whose title is an OpenURL (Z39.88-2004) in keys and
//! values, as Zotero, library catalogues and Wikipedia write them.

use super::document::{Document, Yield};
use super::html::Html;
use super::openurl;

/// The most works of one page.
const MOST: usize = 10_000;

/// The works that a page names so, in its order.
pub fn works(html: &Html, document: &Document) -> Yield {
    let spans = html.elements().filter(|(_, node)| node.has_class("Z3988")).filter_map(|(_, node)| node.attribute("title"));
    let mut works: Yield = spans.take(MOST).flat_map(|keys| openurl::of_keys(&pairs(keys))).collect();
    for (article, findings) in &mut works {
        let mut provenance = document.provenance("coins");
        provenance.warn = findings.iter().map(ToString::to_string).collect();
        article.prov = vec![provenance];
    }
    works.retain(|(article, _)| !article.title.is_empty());
    works
}

/// Keys and values, decoded.
fn pairs(keys: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(keys.as_bytes()).map(|(key, value)| (key.into_owned(), value.into_owned())).collect()
}
