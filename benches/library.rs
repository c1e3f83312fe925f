//! How long the library takes for what a reader asks, over 20,000 made records in a folder.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench that cannot go on has nothing to say")]

use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use qikan::formats::Reading;
use qikan::library::{Access, Answer, ArticleKey, Choice, Library, Node, Question};
use qikan::record::Article;
use serde_json::{Value, json};

const JOURNALS: u64 = 20;
const YEARS: u64 = 20;
const ISSUES: u64 = 5;
const ARTICLES: u64 = 10;
const ALL: u64 = JOURNALS * YEARS * ISSUES * ARTICLES;

/// A number that looks like chance and is the same every time (splitmix64).
fn chance(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn words(seed: u64, many: u64) -> String {
    const WORDS: [&str; 16] =
        ["治理", "城市", "模型", "分析", "机制", "路径", "数字", "社会", "政府", "创新", "结构", "演化", "评价", "数据", "协同", "发展"];
    (0..many).map(|at| WORDS[usize::try_from(chance(seed * 31 + at) % 16).unwrap()]).collect()
}

/// Journal, year, issue and first page of record `n`.
fn place(n: u64) -> (String, u64, u64, u64) {
    let article = n % ARTICLES;
    let issue = n / ARTICLES % ISSUES;
    let year = n / ARTICLES / ISSUES % YEARS;
    let journal = n / ARTICLES / ISSUES / YEARS;
    (format!("{}学报（第{journal}版）", words(journal, 2)), 2000 + year, issue + 1, article * 12 + 1)
}

fn cited(n: u64) -> Value {
    let (journal, year, issue, page) = place(n % ALL);
    let held = n < ALL;
    let journal = if held { journal } else { format!("{}外刊", words(n, 2)) };
    json!({"raw": format!("{}[J].{journal},{year}({issue}):{page}", words(n, 9)), "parts": [{"lang": "zh", "type": "J", "title": words(n, 9),
        "authors": [{"name": {"zh": words(n + 7, 1)}}], "host": {"title": journal}, "year": year, "issue": issue.to_string(), "pages": format!("{page}-{}", page + 9), "rest": ""}]})
}

fn record(n: u64) -> Article {
    let (journal, year, issue, page) = place(n);
    let refs: Vec<Value> = (0..15).map(|at| cited(chance(n * 100 + at) % (2 * ALL))).collect();
    serde_json::from_value(json!({
        "title": {"zh": words(n, 9), "en": format!("Title number {n} of the made records")}, "journal": {"title": {"zh": journal}}, "lang": "zh", "year": year,
        "volume": (year - 1990).to_string(), "issue": issue.to_string(), "pages": {"raw": format!("{page}-{}", page + 9), "first": page.to_string()},
        "ids": {"doi": format!("10.9999/made.{n}")}, "authors": [{"name": {"zh": words(n + 7, 1)}}, {"name": {"zh": words(n + 8, 1)}}],
        "abstract": {"zh": [{"head": null, "text": words(n + 1, 200)}]}, "keywords": {"zh": [words(n % 500, 2), words(n % 300, 2), words(n % 100, 2)]},
        "subjects": [{"scheme": "clc", "code": format!("D{}", n % 90)}], "refs": refs
    }))
    .unwrap()
}

fn rows(library: &Library, node: Node, from: u64, to: u64) -> Vec<Node> {
    match library.answer(&Question::Children { node, from, to }) {
        Answer::Children { rows, .. } => rows.into_iter().map(|row| row.node).collect(),
        other => panic!("{other:?}"),
    }
}

fn library(c: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("qikan-bench-{}", std::process::id()));
    {
        let mut library = Library::new();
        library.open_own(&folder, Access::ReadWrite).unwrap();
        let begun = Instant::now();
        let mut readings = (0..ALL).map(|n| -> Reading { Ok(Box::new(record(n))) });
        let report = library.import(&mut readings, &mut |_| {}).unwrap();
        let size = std::fs::metadata(folder.join("library.db")).unwrap().len() >> 20;
        let mut out = std::io::stderr().lock();
        std::io::Write::write_fmt(&mut out, format_args!("import of {ALL}: {report} {:.1} s, {size} MB\n", begun.elapsed().as_secs_f32()))
            .unwrap();
    }
    let open = || {
        let mut library = Library::new();
        library.open_own(&folder, Access::ReadWrite).unwrap();
        library
    };
    c.bench_function("open, and the rows of the root", |b| b.iter(|| rows(&open(), Node::Root, 0, 50)));
    let library = open();
    let journal = rows(&library, Node::Root, 0, 50)[3];
    let volume = rows(&library, journal, 0, 50)[3];
    let issue = rows(&library, volume, 0, 50)[3];
    let Node::Article(key) = rows(&library, issue, 0, 50)[3] else { panic!() };
    for (name, node) in [("root", Node::Root), ("journal", journal), ("volume", volume), ("issue", issue)] {
        c.bench_function(&format!("children of a {name}"), |b| b.iter(|| rows(&library, node, 0, 50)));
    }
    let questions = |key: ArticleKey| {
        [
            ("article", Question::Article(key)),
            ("place", Question::Place { node: Node::Article(key) }),
            ("cited by", Question::CitedBy { key, from: 0, to: 50 }),
            ("suggested", Question::Suggested { key }),
            ("next issue", Question::NeighbourIssue { key, choice: Choice::Next }),
            ("next unread", Question::NeighbourUnread { key, choice: Choice::Next }),
            ("with key word", Question::WithKeyword { keyword: words(7, 2), from: 0, to: 50 }),
        ]
    };
    for (name, question) in questions(key) {
        c.bench_function(name, |b| b.iter(|| library.answer(&question)));
    }
    let mut made = Library::new();
    made.add_files((0..48).map(record)).unwrap();
    let image: &'static [u8] = made.into_image().unwrap().leak();
    c.bench_function("a sample of 48 records, unpacked, and its rows", |b| {
        b.iter(|| rows(&Library::new().with_sample(image), Node::Root, 0, 50));
    });
    let _ = std::fs::remove_dir_all(&folder);
}

criterion_group!(benches, library);
criterion_main!(benches);
