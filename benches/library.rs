//! How long the library takes for what a reader asks, over made records: `QIKAN_BENCH_RECORDS` of them, else 20,000. They are
//! written into a file of JSON Lines first. Beside the single times stands the table of what a library of that size costs and
//! how quickly it answers. `QIKAN_BENCH_KEEP` names a folder in which file, library and index stay; the file is then not made again.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bench that cannot go on has nothing to say"
)]

mod made;

use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use criterion::Criterion;
use made::table::worked;
use made::{all_worked, chance, memory, peak, percent, record};
use qikan::formats::{self, Source};
use qikan::library::{Access, Answer, ArticleKey, Choice, Library, Node, Progress, Question, ShelfName, Tie};
use qikan::record::Article;
use qikan::search::query::{Mode, parse};
use qikan::search::{Alike, Finder, Order, SearchDesk, index_folder, keep_up};

fn rows(library: &Library, node: Node, from: u64, to: u64) -> Vec<Node> {
    match library.answer(&Question::Children { node, from, to }) {
        Answer::Children { rows, .. } => rows.into_iter().map(|row| row.node).collect(),
        other => panic!("{other:?}"),
    }
}

/// Writes so many made records into a file of JSON Lines, where it is not there yet, and gives its bytes.
///
/// They are made before anything is measured: to make a record takes longer than to store it.
fn write_records(file: &Path, all: u64) -> u64 {
    if let Ok(there) = std::fs::metadata(file) {
        return there.len();
    }
    let draft = file.with_extension("draft");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&draft).unwrap());
    for n in 0..all {
        serde_json::to_writer(&mut out, &record(n, all)).unwrap();
        out.write_all(b"\n").unwrap();
    }
    out.into_inner().unwrap().sync_all().unwrap();
    std::fs::rename(&draft, file).unwrap();
    std::fs::metadata(file).unwrap().len()
}

/// Makes the library and its index, and says what that took.
fn make(file: &Path, folder: &Path, cache: &Path, all: u64) -> String {
    let mut text = String::new();
    let json = write_records(file, all) as f64 / 1e6;
    let mut library = Library::new();
    library.open_own(folder, Access::ReadWrite).unwrap();
    let bytes = Box::new(std::io::BufReader::new(std::fs::File::open(file).unwrap()));
    let source = Source { bytes, name: None, encoding: None };
    let (_, mut readings) = formats::read(source, None).unwrap_or_else(|finding| panic!("{finding}"));
    // Elapsed, and worked by all threads: other programs on the machine lengthen the first alone.
    let now = || (Instant::now(), all_worked());
    let since = |(begun, worked): (Instant, f64)| (begun.elapsed().as_secs_f64(), all_worked() - worked);
    let begun = now();
    let (mut stored, mut linking) = (None, None);
    let report = library
        .import(&mut readings, &mut |progress| {
            if let Progress::Linked { done: 0, .. } = progress {
                stored = Some(since(begun));
                linking = Some(now());
            }
        })
        .unwrap();
    let (stored, linked) = (stored.unwrap_or_else(|| since(begun)), linking.map(since).unwrap_or_default());
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len()) as f64 / 1e6;
    let of = |size: f64| format!("{size:.0} MB, {:.2} of {json:.0} MB of JSON Lines", size / json);
    let each = |seconds: f64, many: u64| seconds / many as f64 * 1e6;
    writeln!(text, "import: {report}").unwrap();
    let (rate, worked) = (all as f64 / stored.0, each(stored.1, all));
    let kept = of(size(&folder.join("library.db")));
    writeln!(text, "  stored in {:.1} s, {rate:.0} a second, {worked:.0} µs of work each; {kept}", stored.0).unwrap();
    let (took, worked) = (each(linked.0, all * 15), each(linked.1, all * 15));
    writeln!(text, "  linked in {:.1} s, {took:.1} µs a reference, {worked:.1} µs of work; peak memory {} MB", linked.0, peak()).unwrap();
    let index = index_folder(cache, folder);
    let (begun, mut most) = (Instant::now(), 0);
    let shelves = library.searched().unwrap();
    let mut told = |_| {
        most = most.max(memory().1);
        ControlFlow::Continue(())
    };
    keep_up(&shelves[0], &index, 2, &mut told).unwrap();
    let indexed = begun.elapsed().as_secs_f64();
    let files: f64 = std::fs::read_dir(&index).unwrap().flatten().map(|file| size(&file.path())).sum();
    writeln!(text, "index: {indexed:.1} s, {:.0} a second; {}; at most {most} MB that are no files", all as f64 / indexed, of(files))
        .unwrap();
    text
}

/// Times of something done again and again, in milliseconds.
fn line(text: &mut String, name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let of = [percent(&times, 50), percent(&times, 99)];
    writeln!(text, "{name:<28} {:>5} {:>8.2} {:>8.2}", times.len(), of[0], of[1]).unwrap();
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1e3
}

/// What a reader does besides searching.
fn walked(folder: &Path, cache: &Path, all: u64) -> String {
    let mut text = String::new();
    let mut library = Library::new();
    library.open_own(folder, Access::ReadWrite).unwrap();
    let journals = rows(&library, Node::Root, 0, 100);
    let issue_of = |n: u64| {
        let pick = |rows: Vec<Node>, salt: u64| rows.get(chance(n + salt) as usize % rows.len().max(1)).copied().unwrap_or(Node::Root);
        let volume = pick(rows(&library, pick(journals.clone(), 1), 0, 100), 2);
        pick(rows(&library, volume, 0, 100), 3)
    };
    let issues: Vec<Node> = (0..200).map(issue_of).collect();
    let opened = |issue: &Node| timed(|| drop(rows(&library, *issue, 0, 50)));
    line(&mut text, "opening an issue", issues.iter().map(opened).collect());
    let articles: Vec<ArticleKey> = issues
        .iter()
        .filter_map(|issue| if let Some(Node::Article(key)) = rows(&library, *issue, 0, 50).last() { Some(*key) } else { None })
        .collect();
    let jump = |key: &ArticleKey| {
        timed(|| {
            library.answer(&Question::Place { node: Node::Article(*key) });
            library.answer(&Question::Article(*key));
        })
    };
    line(&mut text, "jumping to an article", articles.iter().map(jump).collect());
    let index = index_folder(cache, folder);
    let mut finder = Finder::new(Some(cache.to_owned()));
    finder.refresh(&library).unwrap();
    suggested(&mut text, &library, &finder, &articles);
    text += &next_to_read(folder, cache, &articles);
    let (mut durable, mut findable) = (Vec::new(), Vec::new());
    for n in 0..100 {
        let mut changed: Article = record(chance(n) % all, all);
        changed.notes.push(format!("seen{n}"));
        durable.push(timed(|| drop(library.import(&mut std::iter::once(Ok(Box::new(changed))), &mut |_| {}).unwrap())));
        findable.push(timed(|| {
            keep_up(&library.searched().unwrap()[0], &index, 1, &mut |_| ControlFlow::Continue(())).unwrap();
            finder.refresh(&library).unwrap();
            let query = parse(&format!("note:seen{n}"), Mode::Finished).unwrap();
            assert_eq!(finder.find(&Order::new(query, 5), &library, &|| false).unwrap().len(), 1);
        }));
    }
    line(&mut text, "one changed record: durable", durable);
    line(&mut text, "one changed record: findable", findable);
    text
}

/// What is suggested for articles, in the time that this thread works.
fn suggested(text: &mut String, library: &Library, finder: &Finder, articles: &[ArticleKey]) {
    let shelf = library.searched_shelf(ShelfName::Own).unwrap();
    let links = [(Tie::References, 1.0), (Tie::CitedTogether, 1.0), (Tie::Keywords, 1.0), (Tie::Class, 1.0)];
    for (name, alike) in
        [("suggested, all ties", Alike::default()), ("suggested, without words", Alike { weights: &links, ..Alike::default() })]
    {
        let times = articles.iter().take(100).map(|key| {
            let before = worked();
            drop(alike.to(key.row, &shelf, finder, &|| false).unwrap());
            worked() - before
        });
        line(text, name, times.collect());
    }
}

/// What to read next, by twenty articles that were read.
fn next_to_read(folder: &Path, cache: &Path, articles: &[ArticleKey]) -> String {
    let mut text = String::new();
    let mut library = Library::new();
    library.open_own(folder, Access::ReadWrite).unwrap();
    for key in articles.iter().take(20) {
        library.tell(qikan::library::Order::Read { key: *key, read: true }).unwrap();
    }
    let mut desk = SearchDesk::new(library, Some(cache.to_owned()));
    let before = worked();
    let found = desk.next_to_read(&|| false).unwrap().len();
    line(&mut text, &format!("next to read: {found}"), vec![worked() - before]);
    text
}

fn single(c: &mut Criterion, folder: &Path) {
    let open = || {
        let mut library = Library::new();
        library.open_own(folder, Access::ReadWrite).unwrap();
        library
    };
    c.bench_function("open, and the rows of the root", |b| b.iter(|| rows(&open(), Node::Root, 0, 50)));
    let library = open();
    // Of a small library there may be no fourth.
    let nth = |node: Node, n: usize| {
        let rows = rows(&library, node, 0, 50);
        rows[n.min(rows.len() - 1)]
    };
    let journal = nth(Node::Root, 3);
    let volume = nth(journal, 1);
    let issue = nth(volume, 3);
    let Node::Article(key) = nth(issue, 3) else { panic!() };
    for (name, node) in [("root", Node::Root), ("journal", journal), ("volume", volume), ("issue", issue)] {
        c.bench_function(&format!("children of a {name}"), |b| b.iter(|| rows(&library, node, 0, 50)));
    }
    let questions = |key: ArticleKey| {
        [
            ("article", Question::Article(key)),
            ("place", Question::Place { node: Node::Article(key) }),
            ("cited by", Question::CitedBy { key, from: 0, to: 50 }),
            ("next issue", Question::NeighbourIssue { key, choice: Choice::Next }),
            ("next unread", Question::NeighbourUnread { key, choice: Choice::Next }),
            ("with key word", Question::WithKeyword { keyword: made::han(41, 2), from: 0, to: 50 }),
        ]
    };
    for (name, question) in questions(key) {
        c.bench_function(name, |b| b.iter(|| library.answer(&question)));
    }
    let mut sample = Library::new();
    sample.add_files((0..48).map(|n| record(n, 48))).unwrap();
    let image: &'static [u8] = sample.into_image().unwrap().leak();
    c.bench_function("a sample of 48 records, unpacked, and its rows", |b| {
        b.iter(|| rows(&Library::new().with_sample(image), Node::Root, 0, 50));
    });
}

fn main() {
    let all = std::env::var("QIKAN_BENCH_RECORDS").ok().and_then(|many| many.parse().ok()).unwrap_or(20_000);
    let kept = std::env::var_os("QIKAN_BENCH_KEEP").map(std::path::PathBuf::from);
    let above = kept.clone().unwrap_or_else(|| std::env::temp_dir().join(format!("qikan-bench-{}", std::process::id())));
    let (folder, cache) = (above.join("library"), above.join("cache"));
    for made_before in [&folder, &cache] {
        let _ = std::fs::remove_dir_all(made_before);
    }
    std::fs::create_dir_all(&above).unwrap();
    let file = above.join(format!("made-{all}.jsonl"));
    let say = |text: String| std::io::stdout().write_all(text.as_bytes()).unwrap();
    say(make(&file, &folder, &cache, all));
    let mut library = Library::new();
    library.open_own(&folder, Access::ReadOnly).unwrap();
    say(made::table::table(&library, cache.clone()));
    drop(library);
    say(walked(&folder, &cache, all));
    let mut criterion = Criterion::default().configure_from_args();
    single(&mut criterion, &folder);
    criterion.final_summary();
    if kept.is_none() {
        let _ = std::fs::remove_dir_all(&above);
    }
}
