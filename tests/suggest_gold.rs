//! Measures what is suggested: of the citations of real reference lists one fifth is hidden, and it is counted how many of the
//! works come back among the first 10 and 20. Prints a table and holds the half that was not tuned on to floors.
//!
//! Runs only where `QIKAN_SHARED_DATA` names a folder with `crossref-openalex`, `jats` and `bulk`; passes without a word else.
//! With `QIKAN_GOLD_WHOLE` set it measures all there is, which takes a quarter of an hour without optimisation; else one of the
//! five turns, among fewer papers of another field.
//!
//! The library: the articles with reference lists; a record, made of what the references say of it (title, authors, year,
//! journal, volume, page, DOI), for every work that at least two of these articles cite and that is none of them; and 3,333
//! papers of another field, that cite nothing, to be mistaken for them. Five times another fifth of the links from an article
//! to a work that is held, by a hash of both, is taken out of the reference lists, so that every link is hidden once; then each
//! article that lost a link is asked what is suggested for it. Articles are halved by a hash of their name: weights were chosen
//! by looking at the first half only.
//!
//! Weak in this: works that two articles cite are few (some 350, with some 750 links), and most are cited by just two, so that
//! one link alone can lead back when the other is hidden. The articles are of many fields, which makes words tell more than they do
//! in a library of one field. The works made of references have no abstract, no key words and no references of their own:
//! coupling in the strict sense cannot find them, so what counts as "coupling alone" is what those articles cite that share
//! references. Co-citation, classes, key words and direct links are not measured by this at all. "All" are the lists as they are; in
//! "works" those articles are left out of each list that nobody cites and that therefore can be no answer.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring test speaks and stops")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use qikan::formats::{self, Source};
use qikan::library::{Library, Tie};
use qikan::record::{Article, Doi, Reference};
use qikan::search::{Alike, Finder};
use serde_json::json;

const FOLDS: u32 = 5;
/// Of the papers of the other field every third is held; in the short run every thirtieth.
const OTHERS: usize = 3;
const OTHERS_IN_SHORT: usize = 30;
/// What comes back at least of the half that was not tuned on, by the tenth and by the twentieth place: of the whole, and of
/// the one turn of the short run.
const FLOORS: (f64, f64) = (0.50, 0.56);
const FLOORS_IN_SHORT: (f64, f64) = (0.40, 0.45);

const BY_TEXT: [(Tie, f64); 1] = [(Tie::Text, 1.0)];
const BY_COUPLING: [(Tie, f64); 2] = [(Tie::References, 0.5), (Tie::Beside, 2.0)];
const BY_KESSLER: [(Tie, f64); 1] = [(Tie::References, 1.0)];
const EVEN: [(Tie, f64); 10] = [
    (Tie::References, 1.0),
    (Tie::CitedTogether, 1.0),
    (Tie::Beside, 1.0),
    (Tie::Through, 1.0),
    (Tie::Cites, 1.0),
    (Tie::CitedBy, 1.0),
    (Tie::Authors, 1.0),
    (Tie::Keywords, 1.0),
    (Tie::Class, 1.0),
    (Tie::Text, 1.0),
];

fn hash(text: &str) -> u32 {
    let mixed = text.bytes().fold(2_166_136_261_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(16_777_619));
    (mixed ^ (mixed >> 15)).wrapping_mul(0x2C1B_3C6D) >> 8
}

fn read(path: &Path, format: Option<&str>) -> Vec<Article> {
    let source = Source { bytes: Box::new(std::io::Cursor::new(fs::read(path).unwrap())), name: None, encoding: None };
    let Ok((_, readings)) = formats::read(source, format) else { return Vec::new() };
    readings.filter_map(Result::ok).map(|article| *article).collect()
}

fn below(folder: &Path, all: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            below(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "xml") {
            all.push(path);
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The names of a work: its DOI, and its title where it is long enough.
fn names(doi: Option<&Doi>, title: Option<&str>) -> Vec<String> {
    let title = title.map(letters).filter(|title| title.chars().count() > 14);
    doi.map(|doi| format!("d:{doi}")).into_iter().chain(title.map(|title| format!("t:{title}"))).collect()
}

fn names_of_reference(reference: &Reference) -> Vec<String> {
    let part = reference.parts.first();
    let doi = reference.ids.doi.clone().or_else(|| part.and_then(|part| Doi::parse(part.doi.as_deref()?)));
    names(doi.as_ref(), part.and_then(|part| part.title.as_deref()))
}

fn names_of_article(article: &Article) -> Vec<String> {
    let titles = article.title.values().flat_map(|title| names(None, Some(title)));
    names(article.ids.doi.as_ref(), None).into_iter().chain(titles).collect()
}

/// Every name of a work leads to the first that it was met by.
#[derive(Default)]
struct Works(HashMap<String, String>);

impl Works {
    fn of(&mut self, names: &[String]) -> Option<String> {
        let work = names.iter().find_map(|name| self.0.get(name)).or(names.first())?.clone();
        for name in names {
            self.0.entry(name.clone()).or_insert_with(|| work.clone());
        }
        Some(work)
    }
}

/// A record of what references say of a work.
fn record_of(work: &str, cited: &[&Reference]) -> Option<Article> {
    let said = cited.iter().filter_map(|reference| reference.parts.first());
    let best = said.filter(|part| part.title.is_some()).max_by_key(|part| part.authors.len() + usize::from(part.volume.is_some()))?;
    let title = best.title.clone()?;
    let doi = cited.iter().find_map(|reference| reference.ids.doi.clone().or_else(|| Doi::parse(reference.parts.first()?.doi.as_deref()?)));
    let journal = best.host_title().map_or_else(|| json!({}), |title| json!({"title": {"en": title}}));
    let first = best.pages.as_deref().map(|pages| pages.split(['-', '–']).next().unwrap_or_default());
    let mut article: Article = serde_json::from_value(json!({
        "title": {"en": title}, "lang": "en", "journal": journal, "year": best.year, "volume": best.volume,
        "pages": {"raw": best.pages.clone().unwrap_or_default(), "first": first}, "ids": {"doi": doi},
    }))
    .unwrap();
    article.authors.clone_from(&best.authors);
    article.notes.push(format!("work {work}"));
    Some(article)
}

/// What is measured with: articles, works and links.
struct Set {
    articles: BTreeMap<String, Article>,
    made: BTreeMap<String, Article>,
    /// From an article to the works it cites that are held.
    links: BTreeSet<(String, String)>,
    works: Works,
    others: Vec<Article>,
}

fn set(folder: &Path, step: usize) -> Set {
    let mut all = read(&folder.join("crossref-openalex/crossref-works.jsonl"), Some("crossref"));
    let mut files = Vec::new();
    below(&folder.join("jats"), &mut files);
    all.extend(files.iter().flat_map(|path| read(path, None)));
    let mut works = Works::default();
    let mut articles: BTreeMap<String, Article> = BTreeMap::new();
    for article in all.into_iter().filter(|article| article.refs.as_ref().is_some_and(|refs| refs.len() > 1)) {
        let Some(name) = works.of(&names_of_article(&article)) else { continue };
        let longer = articles.get(&name).is_none_or(|known| known.refs.as_ref().map(Vec::len) < article.refs.as_ref().map(Vec::len));
        if longer {
            articles.insert(name, article);
        }
    }
    let mut citing: BTreeMap<String, (BTreeSet<String>, Vec<&Reference>)> = BTreeMap::new();
    for (name, article) in &articles {
        for reference in article.refs.iter().flatten() {
            let Some(work) = works.of(&names_of_reference(reference)) else { continue };
            let (by, said) = citing.entry(work).or_default();
            by.insert(name.clone());
            said.push(reference);
        }
    }
    let (mut made, mut links) = (BTreeMap::new(), BTreeSet::new());
    for (work, (by, said)) in &citing {
        if !articles.contains_key(work) {
            let Some(record) = record_of(work, said).filter(|_| by.len() > 1) else { continue };
            made.insert(work.clone(), record);
        }
        links.extend(by.iter().filter(|name| *name != work).map(|name| (name.clone(), work.clone())));
    }
    let others = read(&folder.join("bulk/acl-csl.jsonl"), Some("csl-json"));
    let others = others.into_iter().step_by(step).collect();
    Set { articles, made, links, works, others }
}

/// How many links were hidden, how many came back by then, and the sum of one over the places.
#[derive(Clone, Copy, Default)]
struct Found {
    hidden: f64,
    ten: f64,
    twenty: f64,
    reciprocal: f64,
}

impl Found {
    fn take(&mut self, place: Option<usize>) {
        self.hidden += 1.0;
        if let Some(place) = place {
            self.ten += f64::from(u8::from(place < 10));
            self.twenty += f64::from(u8::from(place < 20));
            self.reciprocal += 1.0 / f64::from(u32::try_from(place + 1).unwrap());
        }
    }
}

#[test]
fn hidden_citations_come_back() {
    let Some(folder) = std::env::var_os("QIKAN_SHARED_DATA") else {
        println!("skipped: QIKAN_SHARED_DATA names no folder");
        return;
    };
    let whole = std::env::var_os("QIKAN_GOLD_WHOLE").is_some();
    let mut set = set(Path::new(&folder), if whole { OTHERS } else { OTHERS_IN_SHORT });
    println!("{} articles, {} works made, {} links, {} others", set.articles.len(), set.made.len(), set.links.len(), set.others.len());
    let alone: [(&str, Alike<'_>); 5] = [
        ("text alone", Alike { weights: &BY_TEXT, ..Alike::default() }),
        ("coupling alone, strictly", Alike { weights: &BY_KESSLER, ..Alike::default() }),
        ("coupling and what coupled ones cite", Alike { weights: &BY_COUPLING, ..Alike::default() }),
        ("all, weighed alike", Alike { weights: &EVEN, ..Alike::default() }),
        ("all, as suggested", Alike::default()),
    ];
    let mut tune = std::env::var_os("QIKAN_SUGGEST_FEATURES").map(|path| fs::File::create(path).unwrap());
    let mut table: BTreeMap<(usize, bool, bool), Found> = BTreeMap::new();
    let mut reachable = [0_u32, 0];
    for fold in 0..if whole { FOLDS } else { 1 } {
        let hidden: BTreeSet<(String, String)> =
            set.links.iter().filter(|(article, work)| hash(&format!("{article}>{work}")) % FOLDS == fold).cloned().collect();
        let left: HashSet<&String> = set.links.difference(&hidden).map(|(_, work)| work).collect();
        let mut records: Vec<Article> = set.made.values().cloned().chain(set.others.iter().cloned()).collect();
        for (name, article) in &set.articles {
            let mut article = article.clone();
            let works = &mut set.works;
            if let Some(refs) = &mut article.refs {
                refs.retain(|reference| {
                    works.of(&names_of_reference(reference)).is_none_or(|work| !hidden.contains(&(name.clone(), work)))
                });
            }
            article.notes.push(format!("work {name}"));
            // Full texts are not looked into.
            article.body = None;
            records.push(article);
        }
        let mut library = Library::new();
        library.add_files(records).unwrap();
        let mut finder = Finder::new(None);
        finder.refresh(&library).unwrap();
        let shelf = library.searched().unwrap().pop().unwrap();
        let mut named: HashMap<i64, String> = HashMap::new();
        let mut rows: HashMap<String, i64> = HashMap::new();
        for card in library.cards(0, 100_000).unwrap() {
            let Ok(article) = shelf.article(card.key.row) else { continue };
            for note in article.notes {
                let Some(name) = note.strip_prefix("work ") else { continue };
                named.insert(card.key.row, name.to_owned());
                rows.insert(name.to_owned(), card.key.row);
            }
        }
        let cited: HashSet<&String> = set.links.iter().map(|(_, work)| work).collect();
        let asking: BTreeSet<&String> = hidden.iter().map(|(article, _)| article).collect();
        for article in asking {
            let Some(row) = rows.get(article) else { continue };
            let held_out = hash(article) % 2 == 1;
            let wanted: Vec<&String> = hidden.iter().filter(|(one, _)| one == article).map(|(_, work)| work).collect();
            for work in &wanted {
                reachable[usize::from(held_out)] += u32::from(left.contains(*work));
            }
            for (at, (_, alike)) in alone.iter().enumerate() {
                if at == 3 && tune.is_none() {
                    continue;
                }
                let list = Alike { most: 50, ..*alike }.to(*row, &shelf, &finder, &|| false).unwrap_or_default();
                for only_works in [false, true] {
                    let list: Vec<&String> = list
                        .iter()
                        .filter_map(|suggestion| named.get(&suggestion.card.key.row).or(if only_works { None } else { Some(article) }))
                        .filter(|name| !only_works || cited.contains(name))
                        .collect();
                    for work in &wanted {
                        table.entry((at, only_works, held_out)).or_default().take(list.iter().position(|name| name == work));
                    }
                }
                if at == 3
                    && !held_out
                    && let Some(file) = &mut tune
                {
                    for suggestion in &list {
                        let name = named.get(&suggestion.card.key.row);
                        let hit = name.is_some_and(|name| wanted.contains(&name));
                        let target = name.is_some_and(|name| cited.contains(name));
                        let of = |tie: Tie| suggestion.parts.iter().find(|part| part.0 == tie).map_or(0.0, |part| part.1);
                        let features: Vec<String> = Tie::ALL.iter().map(|(tie, _)| format!("{:.4}", of(*tie))).collect();
                        writeln!(
                            file,
                            "{fold}\t{article}\t{}\t{}\t{}\t{}",
                            wanted.len(),
                            u8::from(hit),
                            u8::from(target),
                            features.join("\t")
                        )
                        .unwrap();
                    }
                }
            }
        }
    }
    println!("hidden links of works that another article still cites: {} tuned on, {} held out", reachable[0], reachable[1]);
    println!("{:<38} {:>7} {:>24} {:>24}", "", "hidden", "all: @10   @20   MRR", "works: @10   @20   MRR");
    for held_out in [false, true] {
        println!("{}", if held_out { "held out" } else { "tuned on" });
        for (at, (name, _)) in alone.iter().enumerate().filter(|(at, _)| table.contains_key(&(*at, false, held_out))) {
            let shown = |only_works| {
                let found = table.get(&(at, only_works, held_out)).copied().unwrap_or_default();
                format!("{:.3} {:.3} {:.3}", found.ten / found.hidden, found.twenty / found.hidden, found.reciprocal / found.hidden)
            };
            let hidden = table.get(&(at, false, held_out)).map_or(0.0, |found| found.hidden);
            println!("  {name:<36} {hidden:>7} {:>24} {:>24}", shown(false), shown(true));
        }
    }
    let recall = |at: usize, only_works: bool| {
        let found = table.get(&(at, only_works, true)).copied().unwrap_or_default();
        (found.ten / found.hidden, found.twenty / found.hidden)
    };
    let floors = if whole { FLOORS } else { FLOORS_IN_SHORT };
    for only_works in [false, true] {
        let all = recall(4, only_works);
        assert!(all.0 >= floors.0 && all.1 >= floors.1, "{all:?} is less than {floors:?}");
        for other in 0..3 {
            let other = recall(other, only_works);
            assert!(all.0 > other.0 && all.1 > other.1, "{all:?} is no better than {other:?}");
        }
    }
}
