//! Narrowing lists that are no part of an index: the articles below a node of the tree, the entries of an article's lists.

use super::document::document;
use super::error::SearchError;
use super::index::Catalogue;
use super::meant::Remembered;
use super::plan::{Looseness, Outside, Planner, Wanted};
use super::query::Query;
use super::wishes::EntryList;
use crate::library::{Answer, ArticleKey, Library, Linked, Node, Question, Shown};
use crate::record::{Article, Citation};

/// Rows of the tree read together.
const WINDOW: u64 = 1024;

/// Gathers the articles below a node in the tree's order, at most `most`.
///
/// # Errors
/// What the library says.
pub fn below(library: &Library, node: Node, most: usize, keys: &mut Vec<ArticleKey>) -> Result<(), SearchError> {
    let mut from = 0;
    loop {
        let (total, rows) = match library.answer(&Question::Children { node, from, to: from + WINDOW }) {
            Answer::Children { total, rows, .. } => (total, rows),
            Answer::Failed(sentence) => return Err(SearchError::Outside(sentence)),
            _ => return Ok(()),
        };
        for row in &rows {
            match row.node {
                _ if keys.len() >= most => return Ok(()),
                Node::Article(key) => keys.push(key),
                Node::Heading { .. } => {}
                other => below(library, other, most, keys)?,
            }
        }
        from += WINDOW;
        if from >= total || rows.is_empty() {
            return Ok(());
        }
    }
}

/// The entries of a list as records: those that the library holds by their keys, and what was printed of each.
pub fn entries(shown: &Shown, list: EntryList) -> (Vec<Option<ArticleKey>>, Vec<Article>) {
    let held = |linked: &Linked| match linked {
        Linked::Held { key, .. } => Some(*key),
        _ => None,
    };
    if list == EntryList::References {
        let texts = shown.article.refs.iter().flatten().map(|reference| printed(&reference.raw, &reference.parts));
        (shown.references.iter().map(held).collect(), texts.collect())
    } else {
        let texts = shown.article.related.iter().flatten().map(|related| printed(&related.raw, related.part.as_slice()));
        (shown.related.iter().map(held).collect(), texts.collect())
    }
}

/// An entry as a record of what was understood of it, with the whole of it as a note: every word of it is found.
fn printed(raw: &str, parts: &[Citation]) -> Article {
    let mut article = Article { notes: vec![raw.to_owned()], ..Article::default() };
    for part in parts {
        let tongue = part.lang.clone();
        if let Some(title) = &part.title {
            title.clone_into(article.title.entry(tongue.clone()));
        }
        if let Some(host) = part.host_title() {
            host.clone_into(article.journal.title.entry(tongue));
        }
        article.authors.extend(part.authors.iter().cloned());
        article.year = article.year.or(part.year);
        article.volume = article.volume.or_else(|| part.volume.clone());
        article.issue = article.issue.or_else(|| part.issue.clone());
        article.ids.doi = article.ids.doi.or_else(|| part.doi.as_deref().and_then(crate::record::Doi::parse));
    }
    article
}

/// The places of the records that a query finds, ascending.
///
/// # Errors
/// What the index says.
pub fn matching(query: &Query, records: &[Article]) -> Result<Vec<usize>, SearchError> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let catalogue = Catalogue::in_memory(|fields, add| {
        for (place, record) in (0..).zip(records) {
            add(document(fields, place, record))?;
        }
        Ok(())
    })?;
    let searcher = catalogue.searcher();
    let remembered = Remembered::default();
    let planner = Planner::new(&catalogue.fields, &searcher, &Nothing, (0, &remembered), true)?;
    let asked = planner.plan(query, Looseness::Strict)?;
    let found = searcher.search(asked.as_ref(), &tantivy::collector::DocSetCollector)?;
    let mut places = Vec::new();
    for address in found {
        let row = searcher.segment_reader(address.segment_ord).fast_fields().u64("row")?.first(address.doc_id);
        places.extend(row.and_then(|row| usize::try_from(row).ok()));
    }
    places.sort_unstable();
    Ok(places)
}

/// What is printed in a list was neither read nor does it cite.
struct Nothing;

impl Outside for Nothing {
    fn rows(&self, _: &Wanted) -> Result<Vec<i64>, SearchError> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use serde_json::json;
    use xxhash_rust::xxh3::xxh3_64;

    use super::super::query::{Mode, parse};
    use super::*;

    /// Words that look like chance and are the same every time.
    fn text(seed: u64, words: u64) -> String {
        let word = |at: u64| match xxh3_64(&(seed * 100 + at).to_le_bytes()) % 6 {
            0 => "甲",
            1 => "乙",
            2 => "丙",
            3 => "smart ",
            4 => "city ",
            _ => "，",
        };
        (0..words).map(word).collect()
    }

    #[test]
    fn what_is_asked_for_together_is_what_is_asked_for_apart() {
        let record = |n| json!({"title": {"zh": text(n, 9)}, "abstract": {"zh": [{"head": null, "text": text(n + 900, 14)}]}});
        let records: Vec<Article> = (0..150).map(|n| serde_json::from_value(record(n)).unwrap()).collect();
        let found = |query: &str| matching(&parse(query, Mode::Finished).unwrap(), &records).unwrap();
        let queries =
            ["title:甲乙", "title:乙丙甲", "title:\"smart city\"", "title:smart甲", "乙甲", "丙smart", "title:cit*", "title:smatr~"];
        let apart: Vec<Vec<usize>> = queries.iter().map(|query| found(query)).collect();
        let mut some = 0;
        for (one, first) in queries.iter().zip(&apart) {
            for (other, second) in queries.iter().zip(&apart) {
                let both: Vec<usize> = first.iter().copied().filter(|place| second.contains(place)).collect();
                assert_eq!(found(&format!("{one} {other}")), both, "{one} {other}");
                some += usize::from(!both.is_empty());
            }
        }
        assert!(some > 25, "{some}");
    }
}
