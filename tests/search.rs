//! What a search finds first, on a library of invented and of well-known records, and that the index follows the library.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test that cannot go on has failed; scores are printed")]

use qikan::library::{ArticleKey, Library};
use qikan::record::Article;
use qikan::search::query::{Mode, Query, parse};
use qikan::search::{Finder, Hit, Order};
use serde_json::json;

const LIBRARY: &str = include_str!("search/library.tsv");
const QUERIES: &str = include_str!("search/queries.tsv");

/// The records of the fixture by their keys.
fn fixture() -> Vec<(String, Article)> {
    let lines = LIBRARY.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| record(&line.split('|').map(str::trim).collect::<Vec<_>>())).collect()
}

fn record(fields: &[&str]) -> (String, Article) {
    let [key, zh, en, authors_zh, authors_en, journal_zh, journal_en, year, place, clc, keywords, text] = fields else {
        panic!("twelve fields: {fields:?}");
    };
    let both = |zh: &str, en: &str| {
        let pairs = [("zh", zh), ("en", en)].into_iter().filter(|(_, text)| !text.is_empty());
        pairs.map(|(language, text)| (language.to_owned(), json!(text))).collect::<serde_json::Map<_, _>>()
    };
    let names = |list: &str| list.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (in_zh, in_en) = (names(authors_zh), names(authors_en));
    let authors: Vec<_> = (0..in_zh.len().max(in_en.len()))
        .map(|at| json!({"name": both(in_zh.get(at).map_or("", String::as_str), in_en.get(at).map_or("", String::as_str))}))
        .collect();
    let language = if zh.is_empty() { "en" } else { "zh" };
    let (numbers, pages) = place.split_once(": ").unwrap();
    let (volume, issue) = numbers.split_once('(').map_or((numbers, None), |(volume, issue)| (volume, issue.strip_suffix(')')));
    let mut article = json!({
        "title": both(zh, en), "lang": language, "authors": authors, "journal": {"title": both(journal_zh, journal_en)},
        "year": year.parse::<i32>().unwrap(), "volume": volume, "issue": issue,
        "pages": {"raw": pages, "first": pages.split('-').next()},
        "ids": {"doi": format!("10.5555/q.{key}")},
        "subjects": names(clc).iter().map(|code| json!({"scheme": "clc", "code": code})).collect::<Vec<_>>(),
    });
    if !keywords.is_empty() {
        article["keywords"] = json!({language: names(keywords)});
    }
    if !text.is_empty() {
        article["abstract"] = json!({language: [{"head": null, "text": text}]});
    }
    ((*key).to_owned(), serde_json::from_value(article).unwrap())
}

fn key_of(article: &Article) -> String {
    article.ids.doi.as_ref().unwrap().as_str().trim_start_matches("10.5555/q.").to_owned()
}

/// A library in memory with what looks into it.
struct Shelf {
    library: Library,
    finder: Finder,
}

impl Shelf {
    fn of(articles: impl IntoIterator<Item = Article>) -> Self {
        let mut library = Library::new();
        library.add_files(articles).unwrap();
        let mut finder = Finder::new(None);
        finder.refresh(&library).unwrap();
        Self { library, finder }
    }

    fn hits(&self, order: &Order) -> Vec<Hit> {
        self.finder.find(order, &self.library, &|| false).unwrap()
    }

    fn key(&self, key: ArticleKey) -> String {
        let shelves = self.library.searched().unwrap();
        key_of(&shelves.iter().find(|shelf| shelf.name() == key.shelf).unwrap().article(key.row).unwrap())
    }

    fn found(&self, query: &str) -> Vec<String> {
        self.hits(&Order::new(read(query), 50)).iter().map(|hit| self.key(hit.key)).collect()
    }
}

fn read(query: &str) -> Query {
    parse(query, Mode::Finished).unwrap_or_else(|error| panic!("{query}: {error}"))
}

/// Whether what was found is what was wanted, and at which place the first wanted one stands.
fn judge(found: &[String], wanted: &str) -> (bool, usize) {
    let only = wanted.ends_with('!');
    let keys: Vec<&str> = wanted.trim_end_matches('!').split_whitespace().filter(|key| *key != "-").collect();
    let place = |key: &str| found.iter().position(|found| found == key).map_or(usize::MAX, |at| at + 1);
    let first = keys.iter().map(|key| place(key.trim_start_matches('*'))).min().unwrap_or(1);
    if keys.is_empty() {
        return (found.is_empty(), first);
    }
    let within = |key: &str, most: usize| place(key) <= most;
    let all = keys.iter().all(|key| key.strip_prefix('*').map_or_else(|| within(key, keys.len()), |key| within(key, 10)));
    (all && (!only || found.len() == keys.len()), first)
}

#[test]
fn what_is_sought_comes_first() {
    let shelf = Shelf::of(fixture().into_iter().map(|(_, article)| article));
    let (mut right, mut reciprocal, mut asked) = (0, 0.0, 0);
    let mut wrong = Vec::new();
    for line in QUERIES.lines().filter(|line| !line.starts_with('#')) {
        let (query, wanted) = line.rsplit_once(" | ").unwrap();
        let found = shelf.found(query);
        let (good, first) = judge(&found, wanted);
        asked += 1;
        right += usize::from(good);
        reciprocal += if first == usize::MAX { 0.0 } else { 1.0 / f64::from(u32::try_from(first).unwrap()) };
        if !good {
            wrong.push(format!("{query}: wanted {wanted}, found {}", found.iter().take(12).cloned().collect::<Vec<_>>().join(" ")));
        }
    }
    eprintln!("{right} of {asked} queries have what is sought first; mean reciprocal rank {:.3}", reciprocal / f64::from(asked));
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}
