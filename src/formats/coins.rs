//! `COinS`: works in the text of web pages, each a `<span class="Z3988">` whose title is an OpenURL (Z39.88-2004) in keys and
//! values, as Zotero, library catalogues and Wikipedia write them.

use super::Finding;
use super::document::{Document, Works};
use super::html::Html;
use super::openurl;
use crate::record::{Article, Provenance};

/// The works that a page names so, in its order and one by one; nothing where it names none. How many have no title is told
/// behind them.
pub fn works(html: &Html, document: &Document) -> Option<Works> {
    let spans = html.elements().filter(|(_, node)| node.has_class("Z3988")).filter_map(|(_, node)| node.attribute("title"));
    let spans: Vec<String> = spans.map(str::to_owned).collect();
    let provenance = document.provenance("coins");
    let mut works = Spans { titles: spans.into_iter(), provenance, untitled: 0, number: None }.peekable();
    works.peek().is_some().then(|| Box::new(works) as Works)
}

/// Spans of a page that are not read yet.
struct Spans {
    titles: std::vec::IntoIter<String>,
    provenance: Provenance,
    /// Works without a title so far, and the first DOI among them.
    untitled: usize,
    number: Option<String>,
}

impl Iterator for Spans {
    type Item = Result<(Article, Vec<Finding>), Finding>;

    fn next(&mut self) -> Option<Self::Item> {
        for keys in self.titles.by_ref() {
            let Some((mut article, findings)) = openurl::of_keys(&pairs(&keys)).into_iter().next() else {
                self.untitled += 1;
                continue;
            };
            if article.title.is_empty() {
                self.untitled += 1;
                self.number = self.number.take().or_else(|| article.ids.doi.as_ref().map(ToString::to_string));
                continue;
            }
            article.prov = vec![self.provenance.clone()];
            return Some(Ok((article, findings)));
        }
        let untitled = std::mem::take(&mut self.untitled);
        (untitled > 0).then(|| {
            let number = self.number.take().map(|doi| format!(", the first of them by {doi}")).unwrap_or_default();
            let sentence = format!(
                "{untitled} of the works that this page names (COinS) have no title and were not read; look them up by their DOI or \
                 their place in the journal{number}"
            );
            Err(Finding::skipped(sentence).of("title"))
        })
    }
}

/// Keys and values, decoded.
fn pairs(keys: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(keys.as_bytes()).map(|(key, value)| (key.into_owned(), value.into_owned())).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn every_work_of_a_page_is_read_however_many_it_names() {
        let span = |title: usize| {
            format!("<span class='Z3988' title='rft_val_fmt=info:ofi/fmt:kev:mtx:book&amp;rft.btitle=Reeds+{title}'></span>")
        };
        let text: String = (0..10_500).map(span).collect();
        let document = Document::of_bytes(text.into_bytes(), None, None).unwrap();
        let works = works(&Html::parse(&document.text), &document).unwrap();
        assert_eq!(works.flatten().count(), 10_500);
    }

    #[test]
    fn of_works_without_a_title_alone_it_is_told_how_many_they_are() {
        let text = "<p><span class='Z3988' title='rft_val_fmt=info:ofi/fmt:kev:mtx:journal&amp;rft.jtitle=Reeds&amp;rft.spage=4'></span>";
        let document = Document::of_bytes(text.as_bytes().to_vec(), None, None).unwrap();
        let finding = crate::formats::meta::page(&Html::parse(&document.text), &document).err().unwrap();
        assert!(finding.sentence.starts_with("1 of the works"), "{finding}");
    }
}
