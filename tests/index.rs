//! The search index follows the library: what it has seen, what it has not seen yet, and what happens to it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use qikan::formats::Reading;
use qikan::library::{Access, ArticleKey, Library, Order as Told, Report};
use qikan::record::Article;
use qikan::search::query::{Mode, Query, parse};
use qikan::search::{Count, Finder, Order, Outcome, SearchError, index_folder, keep_up};
use serde_json::json;

fn record(n: u32) -> Article {
    serde_json::from_value(json!({
        "title": {"zh": format!("第{n}篇记录之标题"), "en": format!("Record number{n} of a made library")}, "lang": "zh", "year": 2000 + n % 20,
        "journal": {"title": {"zh": if n.is_multiple_of(2) { "双学报" } else { "单学报" }}}, "volume": "1", "issue": "1",
        "pages": {"raw": n.to_string(), "first": n.to_string()}, "ids": {"doi": format!("10.5555/made.{n}")},
        "authors": [{"name": {"zh": "张成岗"}}],
    }))
    .unwrap()
}

/// A library in a folder with a cache folder beside it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn library_folder(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn index(&self) -> PathBuf {
        index_folder(&self.cache(), &self.library_folder())
    }

    fn open(&self) -> Library {
        let mut library = Library::new();
        library.open_own(&self.library_folder(), Access::ReadWrite).unwrap();
        library
    }

    fn with(records: std::ops::Range<u32>) -> (Self, Library) {
        let place = Self::new();
        let mut library = place.open();
        import(&mut library, records.map(record));
        (place, library)
    }

    fn keep_up(&self, library: &Library) -> Outcome {
        let shelves = library.searched().unwrap();
        keep_up(&shelves[0], &self.index(), 1, &mut |_| ControlFlow::Continue(())).unwrap()
    }

    fn finder(&self, library: &Library) -> Finder {
        let mut finder = Finder::new(Some(self.cache()));
        finder.refresh(library).unwrap();
        finder
    }
}

fn import(library: &mut Library, articles: impl IntoIterator<Item = Article, IntoIter: Send>) -> Report {
    let mut readings = articles.into_iter().map(|article| -> Reading { Ok(Box::new(article)) });
    library.import(&mut readings, &mut |_| {}).unwrap()
}

fn read(query: &str) -> Query {
    parse(query, Mode::Finished).unwrap()
}

fn found(finder: &Finder, library: &Library, query: &str) -> Vec<ArticleKey> {
    finder.find(&Order::new(read(query), 1000), library, &|| false).unwrap().iter().map(|hit| hit.key).collect()
}

fn count(finder: &Finder, library: &Library, query: &str) -> usize {
    let listed = found(finder, library, query).len();
    let counted = finder.count(&Order::new(read(query), 1), 100_000, library, &|| false).unwrap();
    assert_eq!(counted, Count::Exactly(listed as u64), "{query}");
    listed
}

fn rows(keys: &[ArticleKey]) -> Vec<i64> {
    let mut rows: Vec<i64> = keys.iter().map(|key| key.row).collect();
    rows.sort_unstable();
    rows
}

#[test]
fn a_record_is_found_before_it_is_indexed_and_after() {
    let (place, mut library) = Place::with(0..300);
    let mut finder = place.finder(&library);
    assert_eq!(count(&finder, &library, "张成岗"), 300);
    assert_eq!(place.keep_up(&library), Outcome::Complete(300));
    assert_eq!(place.keep_up(&library), Outcome::Complete(0));
    finder.refresh(&library).unwrap();
    assert_eq!(count(&finder, &library, "张成岗"), 300);
    import(&mut library, (300..310).map(record));
    assert_eq!(count(&finder, &library, "number305"), 0);
    finder.refresh(&library).unwrap();
    assert_eq!(count(&finder, &library, "number305"), 1);
    assert_eq!(count(&finder, &library, "zcg"), 310);
    assert_eq!(place.keep_up(&library), Outcome::Complete(10));
    finder.refresh(&library).unwrap();
    assert_eq!((count(&finder, &library, "number305"), finder.behind()), (1, 0));
}

#[test]
fn what_is_too_much_to_hold_in_memory_is_said() {
    let (place, mut library) = Place::with(0..1300);
    let mut finder = place.finder(&library);
    assert_eq!((count(&finder, &library, "made"), finder.behind()), (1000, 300));
    place.keep_up(&library);
    finder.refresh(&library).unwrap();
    assert_eq!(finder.behind(), 0);
    assert_eq!(finder.count(&Order::new(read("made"), 1), 5000, &library, &|| false).unwrap(), Count::Exactly(1300));
    assert_eq!(finder.count(&Order::new(read("made"), 1), 500, &library, &|| false).unwrap(), Count::MoreThan(500));
    // An index that was open all the while is taken up where it is now.
    import(&mut library, (1300..2600).map(record));
    place.keep_up(&library);
    finder.refresh(&library).unwrap();
    assert_eq!(finder.behind(), 0);
    assert_eq!(finder.count(&Order::new(read("made"), 1), 5000, &library, &|| false).unwrap(), Count::Exactly(2600));
}

#[test]
fn a_record_that_changed_is_found_as_it_is_now_and_once() {
    let (place, mut library) = Place::with(0..30);
    place.keep_up(&library);
    let mut richer = record(7);
    richer.abstracts = serde_json::from_value(json!({"zh": [{"head": null, "text": "新添的摘要"}]})).unwrap();
    assert_eq!(import(&mut library, [richer]).joined, 1);
    let mut finder = place.finder(&library);
    for changes in [1, 0] {
        let counts = ["新添的摘要", "number7", "张成岗"].map(|query| count(&finder, &library, query));
        assert_eq!(counts, [1, 1, 30]);
        assert_eq!(place.keep_up(&library), Outcome::Complete(changes));
        finder.refresh(&library).unwrap();
    }
}

#[test]
fn a_record_that_went_away_is_not_found() {
    let (place, library) = Place::with(0..20);
    place.keep_up(&library);
    let database = rusqlite::Connection::open(place.library_folder().join("library.db")).unwrap();
    database
        .execute_batch(
            "BEGIN; DELETE FROM articles WHERE row = 5; UPDATE meta SET value = value + 1 WHERE name = 'seq';
             INSERT INTO removed (seq, article) SELECT value, 5 FROM meta WHERE name = 'seq'; COMMIT;",
        )
        .unwrap();
    let mut finder = place.finder(&library);
    assert_eq!(count(&finder, &library, "张成岗"), 19);
    assert_eq!(place.keep_up(&library), Outcome::Complete(1));
    finder.refresh(&library).unwrap();
    assert_eq!(count(&finder, &library, "张成岗"), 19);
}

#[test]
fn an_indexer_that_was_stopped_goes_on_where_it_was() {
    let (place, library) = Place::with(0..600);
    let shelves = library.searched().unwrap();
    let mut asked = 0;
    let stopped = keep_up(&shelves[0], &place.index(), 1, &mut |progress| {
        asked += 1;
        assert_eq!(progress.of, 600);
        ControlFlow::Break(())
    });
    let Ok(Outcome::Stopped(done)) = stopped else { panic!("{stopped:?}") };
    assert!(done > 0 && done < 600 && asked == 1);
    let finder = place.finder(&library);
    assert_eq!(count(&finder, &library, "made"), 600);
    assert_eq!(place.keep_up(&library), Outcome::Complete(600 - done));
    assert_eq!(count(&place.finder(&library), &library, "made"), 600);
}

#[test]
fn two_do_not_index_at_once() {
    let (place, library) = Place::with(0..10);
    let lock = place.index().with_extension("lock");
    fs::create_dir_all(lock.parent().unwrap()).unwrap();
    let other = fs::File::create(&lock).unwrap();
    other.lock().unwrap();
    assert_eq!(place.keep_up(&library), Outcome::Elsewhere);
    assert_eq!(count(&place.finder(&library), &library, "made"), 10);
    drop(other);
    assert_eq!(place.keep_up(&library), Outcome::Complete(10));
}

/// Whatever lies in the index's folder, a search finds all, and the next indexer makes it anew.
fn survives(damage: impl Fn(&Path)) {
    let (place, library) = Place::with(0..50);
    place.keep_up(&library);
    damage(&place.index());
    let mut finder = place.finder(&library);
    assert_eq!(count(&finder, &library, "张成岗"), 50);
    assert_eq!(place.keep_up(&library), Outcome::Complete(50));
    finder.refresh(&library).unwrap();
    assert_eq!((count(&finder, &library, "张成岗"), finder.behind()), (50, 0));
}

#[test]
fn a_damaged_index_is_made_anew() {
    survives(|folder| fs::write(folder.join("meta.json"), "{").unwrap());
    survives(|folder| fs::write(folder.join("meta.json"), "").unwrap());
    survives(|folder| fs::remove_file(folder.join("meta.json")).unwrap());
    for cut in ["term", "idx", "fast", "pos"] {
        survives(|folder| {
            let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == cut));
            let cut = files.map(|path| fs::write(path, [0; 7]).unwrap()).count();
            assert!(cut > 0);
        });
    }
}

#[test]
fn an_index_of_another_library_or_of_a_later_state_is_not_believed() {
    let (place, library) = Place::with(0..50);
    place.keep_up(&library);
    drop(library);
    let later = place.folder.path().join("later");
    fs::rename(place.library_folder(), &later).unwrap();
    let mut library = place.open();
    import(&mut library, (100..160).map(record));
    assert_eq!(count(&place.finder(&library), &library, "张成岗"), 60);
    assert_eq!(count(&place.finder(&library), &library, "number7"), 0);
    assert_eq!(place.keep_up(&library), Outcome::Complete(60));
    drop(library);
    // A copy of an earlier day is put back: it has fewer changes than the index has seen.
    fs::remove_dir_all(place.library_folder()).unwrap();
    fs::create_dir(place.library_folder()).unwrap();
    for file in ["library.db", "personal.db"] {
        fs::copy(later.join(file), place.library_folder().join(file)).unwrap();
    }
    let mut library = place.open();
    place.keep_up(&library);
    import(&mut library, (200..210).map(record));
    place.keep_up(&library);
    drop(library);
    fs::copy(later.join("library.db"), place.library_folder().join("library.db")).unwrap();
    let library = place.open();
    assert_eq!(count(&place.finder(&library), &library, "张成岗"), 50);
    assert_eq!(place.keep_up(&library), Outcome::Complete(50));
}

#[test]
fn what_was_read_and_what_cites_what_is_exact() {
    let cited = record(1);
    let mut citing: Vec<Article> = (2..6).map(record).collect();
    for article in &mut citing {
        article.refs = Some(serde_json::from_value(json!([{"raw": "见前文", "ids": {"doi": "10.5555/made.1"}, "parts": []}])).unwrap());
    }
    let place = Place::new();
    let mut library = place.open();
    import(&mut library, std::iter::once(cited).chain(citing).chain((6..40).map(record)));
    place.keep_up(&library);
    let finder = place.finder(&library);
    let of = |query: &str| rows(&found(&finder, &library, query));
    assert_eq!(of("cites:doi:10.5555/made.1"), [2, 3, 4, 5]);
    assert_eq!(of("cites:10.5555/made.1 year:..2003"), [2, 3]);
    assert_eq!(of("citedby:doi:10.5555/made.3"), [1]);
    assert_eq!(of("citedby:doi:10.5555/made.9"), [] as [i64; 0]);
    assert_eq!(of("-cites:10.5555/made.1").len(), 35);
    assert_eq!(of("is:unread").len(), 39);
    for row in [2, 20] {
        let key = ArticleKey { shelf: qikan::library::ShelfName::Own, row };
        library.tell(Told::Read { key, read: true }).unwrap();
    }
    let of = |query: &str| rows(&found(&finder, &library, query));
    assert_eq!(of("is:read"), [2, 20]);
    assert_eq!(of("is:unread cites:10.5555/made.1"), [3, 4, 5]);
    assert_eq!(of("is:read OR cites:10.5555/made.1"), [2, 3, 4, 5, 20]);
    let facets = finder.facets(&Order::new(read("made"), 1), 10, &library, &|| false).unwrap();
    assert_eq!((facets.read, facets.unread), (2, 37));
    assert_eq!(facets.journals, [("单学报".to_owned(), 20), ("双学报".to_owned(), 19)]);
    assert_eq!(facets.authors, [("张成岗".to_owned(), 39)]);
    assert_eq!(facets.years.first(), Some(&(2019, 2)));
}

#[test]
fn many_rows_are_as_exact_as_few() {
    let (place, mut library) = Place::with(0..900);
    place.keep_up(&library);
    let finder = place.finder(&library);
    for row in 1..=600 {
        library.tell(Told::Read { key: ArticleKey { shelf: qikan::library::ShelfName::Own, row }, read: true }).unwrap();
        if row == 500 {
            assert_eq!((count(&finder, &library, "made is:read"), count(&finder, &library, "is:unread 标题")), (500, 400));
        }
    }
    assert_eq!((count(&finder, &library, "made is:read"), count(&finder, &library, "is:unread 标题")), (600, 300));
}

#[test]
fn pages_and_lists_that_are_narrowed() {
    let place = Place::new();
    let mut library = place.open();
    // By its words alone the older half comes first, since its titles are a sign shorter; that the other is newer counts more.
    let lengthened = |n: u32| {
        let mut made = record(n);
        let longer = if n % 20 < 10 { "" } else { "丙" };
        made.title = serde_json::from_value(json!({"zh": format!("标题{}{longer}", "甲乙".repeat(16))})).unwrap();
        made
    };
    import(&mut library, (0..250).map(lengthened));
    place.keep_up(&library);
    let finder = place.finder(&library);
    let whole = found(&finder, &library, "标题 张成岗 year:2000..2018");
    let mut paged = Vec::new();
    for from in (0..whole.len()).step_by(7) {
        let order = Order { from, ..Order::new(read("标题 张成岗 year:2000..2018"), 7) };
        paged.extend(finder.find(&order, &library, &|| false).unwrap().iter().map(|hit| hit.key));
    }
    assert_eq!(paged, whole);
    let within = Some(whole[..40].to_vec());
    let narrowed = Order { within, ..Order::new(read("journal:双学报"), 100) };
    let hits = finder.find(&narrowed, &library, &|| false).unwrap();
    assert!(!hits.is_empty() && hits.iter().all(|hit| whole[..40].contains(&hit.key)));
}

#[test]
fn who_is_no_longer_waited_for_stops() {
    let (place, library) = Place::with(0..20);
    place.keep_up(&library);
    let finder = place.finder(&library);
    let superseded = finder.find(&Order::new(read("made"), 5), &library, &|| true);
    assert!(matches!(superseded, Err(SearchError::Superseded)));
}

#[test]
fn an_index_at_rest_wakes_up() {
    let (place, library) = Place::with(0..20);
    place.keep_up(&library);
    let mut finder = place.finder(&library);
    finder.rest();
    assert_eq!(found(&finder, &library, "made").len(), 0);
    finder.refresh(&library).unwrap();
    assert_eq!(count(&finder, &library, "made"), 20);
}

/// A title of long ago is not lost behind what is new and only speaks of it.
#[test]
fn titles_come_first_even_where_not_all_can_be_looked_at() {
    let mut articles: Vec<Article> = (0..700).map(record).collect();
    for article in &mut articles {
        article.year = Some(2020);
        article.abstracts = serde_json::from_value(json!({"zh": [{"head": null, "text": "本文讨论气候与城市。"}]})).unwrap();
    }
    let mut old = record(900);
    old.year = Some(1950);
    old.title = serde_json::from_value(json!({"zh": "城市与气候"})).unwrap();
    articles.insert(300, old);
    let mut library = Library::new();
    library.add_files(articles).unwrap();
    let mut finder = Finder::new(None).looking_at(100);
    finder.refresh(&library).unwrap();
    let first = found(&finder, &library, "城市 气候").remove(0);
    assert_eq!(rows(&[first]), [301]);
    assert_eq!(finder.find(&Order::new(read("城市 气候"), 5), &library, &|| false).unwrap()[0].key, first);
    assert_eq!(finder.find(&Order::new(read("城市 气候"), 1000), &library, &|| false).unwrap().len(), 701);
}
