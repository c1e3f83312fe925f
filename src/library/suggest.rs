//! Suggestions worked out from the library itself, each with its reason.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use rusqlite::Connection;

use super::facts::Facts;
use super::{ArticleCard, LibraryError, ShelfName, links, lists, waits, words};
use crate::record::Article;

type Done<T> = Result<T, LibraryError>;

/// Suggestions given at most.
const MOST: usize = 20;
/// Rows that one key may bring in: a word that a thousand articles have says nothing, and must not cost time.
const ROWS: usize = 100;
/// Keys looked at of one kind.
const KEYS: usize = 60;

/// What an article has in common with the one it is suggested to.
#[derive(Clone, Debug, Default)]
struct Shared {
    references: u32,
    cited_together: u32,
    keywords: Vec<String>,
    authors: Vec<String>,
    classes: Vec<String>,
}

impl Shared {
    /// References in common say most, being cited together next; a class alone says nothing.
    fn weight(&self) -> f64 {
        let many = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        3.0 * f64::from(self.references)
            + 2.5 * f64::from(self.cited_together)
            + 2.0 * many(self.keywords.len())
            + 1.5 * many(self.authors.len())
            + 0.4 * many(self.classes.len())
    }

    fn reason(&self) -> String {
        let mut parts = Vec::new();
        match self.references {
            0 => {}
            1 => parts.push("shares a reference".to_owned()),
            n => parts.push(format!("shares {n} references")),
        }
        match self.cited_together {
            0 => {}
            1 => parts.push("is cited together with it".to_owned()),
            n => parts.push(format!("is cited together with it {n} times")),
        }
        for (one, many, found) in
            [("key word", "key words", &self.keywords), ("author", "authors", &self.authors), ("class", "classes", &self.classes)]
        {
            if !found.is_empty() {
                let mut part = format!("same {}: ", if found.len() == 1 { one } else { many });
                let _ = write!(part, "{}", found.iter().take(3).cloned().collect::<Vec<_>>().join(", "));
                parts.push(part);
            }
        }
        parts.join("; ")
    }
}

/// Articles that share references, are cited together, or share key words, authors or classes; with one sentence each.
pub(super) fn suggested(connection: &Connection, shelf: ShelfName, row: i64) -> Done<(Vec<ArticleCard>, Vec<String>)> {
    let mut all: HashMap<i64, Shared> = HashMap::new();
    let article = links::read_article(connection, row)?;
    references_in_common(connection, &article, row, &mut all)?;
    cited_together(connection, row, &mut all)?;
    words_in_common(connection, &article, &mut all)?;
    // What it cites or is cited by it shows in other lists.
    let mut direct =
        connection.prepare_cached("SELECT target FROM cites WHERE source = ?1 UNION SELECT source FROM cites WHERE target = ?1")?;
    for known in direct.query_map([row], |r| r.get::<_, i64>(0))? {
        all.remove(&known?);
    }
    all.remove(&row);
    let mut ranked: Vec<(i64, Shared)> = all.into_iter().filter(|(_, shared)| shared.weight() >= 1.0).collect();
    ranked.sort_by(|a, b| b.1.weight().total_cmp(&a.1.weight()).then(a.0.cmp(&b.0)));
    ranked.truncate(MOST);
    let rows: Vec<i64> = ranked.iter().map(|(row, _)| *row).collect();
    let cards = lists::cards_of_rows(connection, shelf, &rows)?;
    Ok((cards, ranked.iter().map(|(_, shared)| shared.reason()).collect()))
}

/// Records that have a reference in common with this one. That a key is shared says that they may have; of those that share
/// most, the entries themselves are asked.
fn references_in_common(connection: &Connection, article: &Article, row: i64, all: &mut HashMap<i64, Shared>) -> Done<()> {
    let references = |article: &Article| -> Vec<Facts> {
        article.refs.iter().flatten().take(KEYS).map(Facts::of_reference).filter(|facts| facts.work().is_some()).collect()
    };
    let mine = references(article);
    let works: HashSet<i64> = mine.iter().filter_map(Facts::work).collect();
    let sought = mine.iter().flat_map(|facts| facts.coarse(&facts.names())).map(waits::key);
    let mut sharing: Vec<(usize, i64)> =
        waits::sources(connection, sought)?.into_iter().map(|(source, keys)| (keys.len(), source)).collect();
    sharing.retain(|(_, source)| *source != row);
    sharing.sort_unstable_by_key(|(keys, source)| (std::cmp::Reverse(*keys), *source));
    for (_, source) in sharing.into_iter().take(MOST) {
        // A record that was taken away leaves its keys behind.
        let Some(other) = links::article_if_held(connection, source)? else { continue };
        let theirs: HashSet<i64> = references(&other).iter().filter_map(Facts::work).collect();
        let shared = u32::try_from(works.intersection(&theirs).count()).unwrap_or(u32::MAX);
        if shared > 0 {
            all.entry(source).or_default().references += shared;
        }
    }
    Ok(())
}

fn cited_together(connection: &Connection, row: i64, all: &mut HashMap<i64, Shared>) -> Done<()> {
    let mut citing = connection.prepare_cached("SELECT DISTINCT source FROM cites WHERE target = ?1 AND list = 0")?;
    let citing: Vec<i64> = citing.query_map([row], |r| r.get(0))?.take(KEYS).collect::<Result<_, _>>()?;
    let mut beside = connection.prepare_cached("SELECT DISTINCT target FROM cites WHERE source = ?1 AND list = 0 AND target <> ?2")?;
    for source in citing {
        for other in beside.query_map((source, row), |r| r.get::<_, i64>(0))? {
            all.entry(other?).or_default().cited_together += 1;
        }
    }
    Ok(())
}

fn words_in_common(connection: &Connection, article: &Article, all: &mut HashMap<i64, Shared>) -> Done<()> {
    let mut having = connection.prepare_cached("SELECT article FROM terms WHERE hash = ?1 ORDER BY newest, article")?;
    let mut look = |hash: i64, add: &dyn Fn(&mut Shared)| -> Done<()> {
        for other in having.query_map([hash], |r| r.get::<_, i64>(0))?.take(ROWS) {
            add(all.entry(other?).or_default());
        }
        Ok(())
    };
    let once = |list: &mut Vec<String>, word: &str| {
        if !list.iter().any(|known| known == word) {
            list.push(word.to_owned());
        }
    };
    // One language of the key words is enough: the twins say the same again.
    let keywords = article.keywords.values().max_by_key(|words| words.len());
    for word in keywords.into_iter().flatten().take(KEYS) {
        look(words::keyword(word), &|shared| once(&mut shared.keywords, word))?;
    }
    for author in article.authors.iter().take(KEYS) {
        let shown = author.name.values().next();
        for name in author.name.values() {
            look(words::author_name(name), &|shared| once(&mut shared.authors, shown.unwrap_or(name)))?;
        }
    }
    for subject in article.subjects.iter().take(KEYS) {
        look(words::subject_class(&subject.scheme, &subject.code), &|shared| once(&mut shared.classes, &subject.code))?;
    }
    Ok(())
}
