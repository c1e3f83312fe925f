//! Measures how surely references are found again: reference lists whose DOIs are known, without them, among other records.
//!
//! Runs only where `QIKAN_SHARED_DATA` names a folder with `crossref-openalex/`, `jats/` and others; passes without a word
//! else. A reference is asked with what was printed of it, or where nothing was with its parts; its DOI, and whatever else
//! names it outright, is taken away. The record that it is comes from the first of:
//!
//! * `own`: the metadata of the work itself, where some file has them;
//! * `other`: how another article cites it (the fullest of these, with title, journal and year);
//! * `printed`: the marked parts of this very reference, of which it is then asked with the printed line alone;
//! * `parts`: the same where nothing was printed: it is asked with what its record was made of. No test of recall.
//!
//! Of a quarter of all works (by a hash of the DOI) no record is made, nor where too little is known for one: `absent`. Beside
//! them stand tens of thousands of other records. Halves are divided by a hash of the citing work; failures of the first were
//! looked at. `QIKAN_GOLD_SHOW=wrong/printed` (or `missed`, or a part of these) lists failures of the first half.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a measuring test speaks and stops")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use qikan::formats::{self, Reading, Source};
use qikan::library::{Access, Answer, ArticleKey, Library, Linked, Question};
use qikan::record::{Article, Citation, Doi, Identifiers, Journal, MultiText, Multilingual, Pages, RecordId, Reference};
use regex::Regex;

/// The least shares of links that are right, and of references that are found; of one half alone a little fewer may be.
const PRECISION: f64 = 0.995;
const RECALL: f64 = 0.97;
const RECALL_OF_HALF: f64 = 0.97;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn read(path: &Path) -> Vec<Article> {
    let source = Source { bytes: Box::new(Cursor::new(fs::read(path).unwrap())), name: None, encoding: None };
    let Ok((_, readings)) = formats::read(source, None) else { return Vec::new() };
    readings.filter_map(Result::ok).map(|article| *article).collect()
}

fn hash(text: &str) -> u32 {
    let hash = text.bytes().fold(2_166_136_261_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(16_777_619));
    // The low bits of this hash alone are poor.
    hash ^ (hash >> 15)
}

/// What a text is without the DOI in it and the words before it.
struct Bare(Regex);

impl Bare {
    fn new() -> Self {
        Self(Regex::new(r"(?i)(https?://)?((dx\.)?doi\.org/|doi:?\s*)?10\.\d{4,9}/\S+").unwrap())
    }

    fn of(&self, text: &str) -> String {
        self.0.replace_all(text, "").into_owned()
    }

    fn part(&self, part: &Citation) -> Citation {
        let names_it = |text: &Option<String>| text.as_deref().is_some_and(|text| self.0.is_match(text));
        let mut bare = Citation { doi: None, rest: String::new(), ..part.clone() };
        bare.url.take_if(|_| names_it(&part.url));
        bare.number.take_if(|_| names_it(&part.number));
        bare
    }
}

/// A reference whose DOI is known.
struct Gold {
    citing: String,
    doi: Doi,
    parts: Vec<Citation>,
    /// The printed line, of one that was printed.
    printed: Option<String>,
    how: &'static str,
}

impl Gold {
    fn held_out(&self) -> bool {
        hash(&self.citing) % 2 == 1
    }

    /// The fullest of its parts from which a record can be made.
    fn record(&self) -> Option<Article> {
        let part = self.parts.iter().find(|part| part.title.is_some() && part.host_title().is_some() && part.year.is_some())?;
        let pages = part.pages.as_deref().map(Pages::parse).unwrap_or_default();
        let of = |text: Option<&str>| text.map(|text| MultiText::of(part.lang.clone(), text.to_owned())).unwrap_or_default();
        Some(Article {
            ids: Identifiers { doi: Some(self.doi.clone()), ..Identifiers::default() },
            lang: part.lang.clone(),
            title: of(part.title.as_deref()),
            journal: Journal { title: of(part.host_title()), ..Journal::default() },
            authors: part.authors.clone(),
            year: part.year,
            volume: part.volume.clone(),
            issue: part.issue.clone(),
            pages,
            ..Article::default()
        })
    }

    fn fullness(&self) -> usize {
        let Some(record) = self.record() else { return 0 };
        1 + record.authors.len().min(3)
            + [record.volume.is_some(), record.issue.is_some(), record.pages.first.is_some()].into_iter().filter(|has| *has).count()
    }

    /// The reference as it is asked.
    fn asked(&self, bare: &Bare) -> Reference {
        match &self.printed {
            Some(printed) => Reference { raw: bare.of(printed), ..Reference::default() },
            None => Reference { parts: self.parts.iter().map(|part| bare.part(part)).collect(), ..Reference::default() },
        }
    }
}

/// Whether a person could tell which work is meant: there is a title of some words, or the page of a volume or an issue.
fn tells(reference: &Reference) -> bool {
    let read;
    let parts = if reference.parts.is_empty() {
        read = qikan::formats::gbt7714::parse(&reference.raw);
        &read
    } else {
        &reference.parts
    };
    let title = |part: &Citation| part.title.as_deref().is_some_and(|title| title.chars().filter(|c| c.is_alphanumeric()).count() > 10);
    let place = |part: &Citation| {
        part.host_title().is_some() && part.year.is_some() && part.pages.is_some() && (part.volume.is_some() || part.issue.is_some())
    };
    parts.iter().any(|part| title(part) || place(part))
}

/// Which references of a Crossref work were printed.
fn printed_in_crossref(folder: &Path) -> HashMap<String, Vec<bool>> {
    let text = fs::read_to_string(folder.join("crossref-openalex/crossref-works.jsonl")).unwrap();
    let works = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    works
        .filter_map(|work| {
            let doi = Doi::parse(work.get("DOI")?.as_str()?)?.to_string();
            let printed = work.get("reference")?.as_array()?.iter().map(|one| one.get("unstructured").is_some()).collect();
            Some((doi, printed))
        })
        .collect()
}

/// Every reference with a DOI, each citing work once; and all records that were met, by their DOIs.
fn gold(folder: &Path) -> (Vec<Gold>, HashMap<Doi, Article>) {
    let printed = printed_in_crossref(folder);
    let mut paths = vec![folder.join("crossref-openalex/crossref-works.jsonl")];
    for below in ["jats", "adsingest", "pubmed"] {
        files(&folder.join(below), &mut paths);
    }
    let (mut gold, mut own, mut seen) = (Vec::new(), HashMap::new(), HashSet::new());
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension != "json" && extension != "txt")) {
        let mixed = fs::read_to_string(path).is_ok_and(|text| text.contains("<mixed-citation") && !text.contains("<element-citation"));
        for mut article in read(path) {
            let doi = article.ids.doi.as_ref().map(ToString::to_string);
            let citing = doi.clone().unwrap_or_else(|| article.title.values().next().cloned().unwrap_or_default());
            let refs = article.refs.take().unwrap_or_default();
            if let Some(doi) = article.ids.doi.clone().filter(|_| !article.title.is_empty()) {
                own.entry(doi).or_insert(article);
            }
            if refs.is_empty() || !seen.insert(citing.clone()) {
                continue;
            }
            let in_crossref = doi.and_then(|doi| printed.get(&doi)).filter(|_| !mixed);
            for (at, reference) in refs.into_iter().enumerate() {
                let Some(doi) = reference.ids.doi else { continue };
                let was_printed = in_crossref.map_or(mixed, |printed| printed.get(at).copied().unwrap_or_default());
                let printed = Some(reference.raw).filter(|_| was_printed);
                gold.push(Gold { citing: citing.clone(), doi, parts: reference.parts, printed, how: "absent" });
            }
        }
    }
    (gold, own)
}

/// Records of all kinds that most references are not: articles of conferences, preprints, what databases gave out.
fn others(folder: &Path) -> Vec<Article> {
    let mut paths = Vec::new();
    for below in ["bulk", "exports", "ris", "cnki"] {
        files(&folder.join(below), &mut paths);
    }
    let mut all: Vec<Article> = paths.iter().flat_map(|path| read(path)).filter(|article| !article.title.is_empty()).collect();
    for article in &mut all {
        article.refs = None;
        article.body = None;
    }
    all
}

/// The records that are held, and for each reference where its record comes from.
fn hold(gold: &mut [Gold], mut own: HashMap<Doi, Article>, others: &[Article]) -> Vec<Article> {
    for article in others {
        if let Some(doi) = &article.ids.doi {
            own.entry(doi.clone()).or_insert_with(|| article.clone());
        }
    }
    let mut by_doi: HashMap<Doi, Vec<usize>> = HashMap::new();
    for (at, one) in gold.iter().enumerate() {
        by_doi.entry(one.doi.clone()).or_default().push(at);
    }
    let mut records: Vec<Article> = Vec::new();
    let mut dois: Vec<&Doi> = by_doi.keys().collect();
    dois.sort_unstable_by_key(std::string::ToString::to_string);
    for doi in dois {
        let citing = &by_doi[doi];
        if own.contains_key(doi) {
            for at in citing {
                gold[*at].how = "own";
            }
            continue;
        }
        let Some(fullest) = citing.iter().copied().max_by_key(|at| gold[*at].fullness()).filter(|at| gold[*at].fullness() > 0) else {
            continue;
        };
        if hash(&doi.to_string()).is_multiple_of(4) {
            continue;
        }
        records.extend(gold[fullest].record());
        for at in citing {
            gold[*at].how = match &gold[*at].printed {
                _ if *at != fullest => "other",
                Some(_) => "printed",
                None => "parts",
            };
        }
    }
    let mut own: Vec<Article> = own.into_values().collect();
    own.sort_unstable_by_key(|article| article.ids.doi.as_ref().map(ToString::to_string));
    records.extend(own);
    records
}

#[derive(Default)]
struct Score {
    asked: usize,
    /// Those that a person could not tell.
    mute: usize,
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.asked += other.asked;
        self.mute += other.mute;
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a test")]
fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { part as f64 / of as f64 }
}

fn import(library: &mut Library, articles: impl Iterator<Item = Article> + Send) -> String {
    let mut readings = articles.map(|article| -> Reading { Ok(Box::new(article)) });
    library.import(&mut readings, &mut |_| {}).unwrap().to_string()
}

#[test]
fn references_without_their_dois_are_found_again() {
    let Some(folder) = std::env::var_os("QIKAN_SHARED_DATA").map(PathBuf::from) else {
        println!("skipped: QIKAN_SHARED_DATA names no folder");
        return;
    };
    let show = std::env::var("QIKAN_GOLD_SHOW").unwrap_or_default();
    let begun = std::time::Instant::now();
    let (mut gold, own) = gold(&folder);
    let others = others(&folder);
    println!("{} references with a DOI, {} other records; {:?}", gold.len(), others.len(), begun.elapsed());
    let records = hold(&mut gold, own, &others);
    let above = tempfile::tempdir().unwrap();
    let mut library = Library::new();
    library.open_own(above.path(), Access::ReadWrite).unwrap();
    println!("records: {}", import(&mut library, records.into_iter().chain(others)));
    println!("{:?}", begun.elapsed());
    let bare = Bare::new();
    let citing = gold.chunks(100).enumerate().map(|(number, chunk)| Article {
        id: RecordId::new(format!("gold:{number}")),
        title: MultiText::of(qikan::record::Language::En, format!("What cites the works of part {number} of the gold")),
        refs: Some(chunk.iter().map(|one| one.asked(&bare)).collect()),
        ..Article::default()
    });
    println!("citing: {}", import(&mut library, citing.collect::<Vec<_>>().into_iter()));
    println!("{:?}", begun.elapsed());

    let mut dois: HashMap<ArticleKey, (Option<Doi>, String)> = HashMap::new();
    let mut scores: BTreeMap<(&str, bool), Score> = BTreeMap::new();
    for (number, chunk) in gold.chunks(100).enumerate() {
        let Answer::Key(Some(key)) = library.answer(&Question::Find { id: format!("gold:{number}") }) else { panic!("{number}") };
        let Answer::Article(shown) = library.answer(&Question::Article(key)) else { panic!("{number}") };
        for (one, linked) in chunk.iter().zip(&shown.references) {
            let score = scores.entry((one.how, one.held_out())).or_default();
            let asked = one.asked(&bare);
            let mute = !tells(&asked);
            score.asked += 1;
            let verdict = match linked {
                Linked::Held { key, how } => {
                    let (found, line) = dois.entry(*key).or_insert_with(|| described(&library, *key));
                    if found.as_ref() == Some(&one.doi) {
                        score.right += 1;
                        continue;
                    }
                    score.wrong += 1;
                    format!("wrong/{} by {how:?}: {}\n    {line}", one.how, one.doi)
                }
                _ if one.how == "absent" => continue,
                _ if mute => {
                    score.mute += 1;
                    format!("mute/{}: {}", one.how, one.doi)
                }
                _ => {
                    score.missed += 1;
                    format!("missed/{}: {}", one.how, one.doi)
                }
            };
            if !show.is_empty() && !one.held_out() && verdict.starts_with(&show) {
                println!("{verdict}\n    {}", serde_json::to_string(&asked).unwrap());
                println!("    {}", serde_json::to_string(&qikan::formats::gbt7714::parse(&asked.raw)).unwrap());
            }
        }
    }
    table(&scores);
}

/// The DOI of a record, and the record in a line.
fn described(library: &Library, key: ArticleKey) -> (Option<Doi>, String) {
    let Answer::Article(shown) = library.answer(&Question::Article(key)) else { panic!("{key:?}") };
    let article = *shown.article;
    let short = Article {
        abstracts: Multilingual::default(),
        keywords: Multilingual::default(),
        subjects: Vec::new(),
        prov: Vec::new(),
        ..article
    };
    (short.ids.doi.clone(), serde_json::to_string(&short).unwrap().chars().take(900).collect())
}

fn table(scores: &BTreeMap<(&str, bool), Score>) {
    println!(
        "{:9}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>11}{:>9}",
        "record", "half", "asked", "right", "wrong", "missed", "mute", "precision", "recall"
    );
    let mut failures = Vec::new();
    let (mut both, mut both_found) = (Score::default(), Score::default());
    for half in [false, true] {
        let name = if half { "second" } else { "first" };
        let (mut all, mut found) = (Score::default(), Score::default());
        for kind in ["own", "other", "printed", "parts", "absent"] {
            let Some(score) = scores.get(&(kind, half)) else { continue };
            line(kind, name, score);
            all.add(score);
            if matches!(kind, "own" | "other" | "printed") {
                found.add(score);
            }
        }
        line("all", name, &all);
        let (_, recall) = line("in truth", name, &found);
        if recall < RECALL_OF_HALF {
            failures.push(format!("{name} half: recall {recall:.4} of {RECALL_OF_HALF}"));
        }
        both.add(&all);
        both_found.add(&found);
    }
    let (precision, _) = line("all", "both", &both);
    let (_, recall) = line("in truth", "both", &both_found);
    if precision < PRECISION || recall < RECALL {
        failures.push(format!("precision {precision:.4} of {PRECISION}, recall {recall:.4} of {RECALL}"));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Prints a line of the table; precision and recall.
fn line(kind: &str, half: &str, score: &Score) -> (f64, f64) {
    let precision = share(score.right, score.right + score.wrong);
    let recall = share(score.right, score.right + score.missed + if kind == "absent" { 0 } else { score.wrong });
    println!(
        "{kind:9}{half:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{precision:>11.4}{recall:>9.4}",
        score.asked, score.right, score.wrong, score.missed, score.mute
    );
    (precision, recall)
}
