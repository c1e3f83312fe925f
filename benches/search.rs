//! How long a search takes: over 5,000 made records in memory; or, with `QIKAN_BENCH_LIBRARY` naming the folder of a library
//! that is indexed (and `QIKAN_BENCH_CACHE` the folder above its index), as a table of percentiles over queries made from its
//! own records.

#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a bench that cannot go on has nothing to say")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use criterion::Criterion;
use qikan::library::{Access, Library};
use qikan::record::Article;
use qikan::search::query::{Mode, parse};
use qikan::search::{Count, Finder, Order, index_folder, keep_up};
use serde_json::json;

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

fn record(n: u64) -> Article {
    serde_json::from_value(json!({
        "title": {"zh": words(n, 7), "en": format!("Governance of made record number {n}")}, "journal": {"title": {"zh": format!("{}学报", words(n % 40, 2))}},
        "lang": "zh", "year": 1990 + n % 35, "volume": "1", "issue": "1", "pages": {"raw": n.to_string(), "first": n.to_string()},
        "ids": {"doi": format!("10.9999/made.{n}")}, "authors": [{"name": {"zh": words(n + 7, 1)}}],
        "abstract": {"zh": [{"head": null, "text": words(n + 1, 200)}]}, "keywords": {"zh": [words(n % 500, 2)]}
    }))
    .unwrap()
}

/// Queries of one kind.
struct Kind {
    name: &'static str,
    mode: Mode,
    queries: Vec<String>,
}

/// What this thread has worked so far, in milliseconds: what others do on the machine does not count.
fn worked() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

fn find(finder: &Finder, library: &Library, query: &str, mode: Mode) -> usize {
    let Ok(query) = parse(query, mode) else { return 0 };
    finder.find(&Order::new(query, 50), library, &|| false).unwrap().len()
}

fn small(c: &mut Criterion) {
    let mut library = Library::new();
    library.add_files((0..5000).map(record)).unwrap();
    let mut finder = Finder::new(None);
    finder.refresh(&library).unwrap();
    for query in ["治理", "治", "数字政府", "govern*", "g*", "治理 year:2010..2020", "zhili", "governence~"] {
        c.bench_function(query, |b| b.iter(|| find(&finder, &library, query, Mode::Finished)));
    }
    let mut few = Library::new();
    few.add_files((0..500).map(record)).unwrap();
    c.bench_function("500 records indexed in memory", |b| {
        b.iter(|| {
            let mut finder = Finder::new(None);
            finder.refresh(&few).unwrap();
        });
    });
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Stretches of so many Han characters.
fn han(text: &str, many: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(many).filter(|window| window.iter().all(|c| is_han(*c))).map(|window| window.iter().collect()).collect()
}

/// Queries made from records of the library itself.
fn kinds(finder: &Finder, library: &Library) -> Vec<Kind> {
    let shelves = library.searched().unwrap();
    let records = shelves[0].standing().unwrap().records;
    let mut lists: Vec<(&'static str, Mode, Vec<String>)> = [
        ("rare two-character word", Mode::Finished),
        ("common two-character word", Mode::Finished),
        ("single character", Mode::Finished),
        ("phrase of four characters", Mode::Finished),
        ("two words", Mode::Finished),
        ("English word", Mode::Finished),
        ("prefix of 1", Mode::Finished),
        ("prefix of 2", Mode::Finished),
        ("prefix of 3", Mode::Finished),
        ("author and year", Mode::Finished),
        ("journal and word", Mode::Finished),
        ("typo", Mode::Finished),
        ("pinyin", Mode::Finished),
        ("typing, every key", Mode::Typing),
    ]
    .into_iter()
    .map(|(name, mode)| (name, mode, Vec::new()))
    .collect();
    for n in 0..150 {
        let row = i64::try_from(chance(n) % records + 1).unwrap();
        let Ok(article) = shelves[0].article(row) else { continue };
        let title = article.title.values().next().cloned().unwrap_or_default();
        let text = article.abstracts.values().flatten().map(|section| section.text.as_str()).collect::<String>();
        let pick = |list: &[String], salt: u64| {
            (!list.is_empty()).then(|| list[usize::try_from(chance(n * 7 + salt)).unwrap_or(0) % list.len()].clone())
        };
        let pairs = [han(&title, 2), han(&text, 2)].concat();
        let latin: Vec<String> = format!("{title} {text}")
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| word.len() > 4)
            .map(str::to_lowercase)
            .collect();
        for salt in 0..3 {
            let Some(pair) = pick(&pairs, salt) else { continue };
            let order = Order::new(parse(&pair, Mode::Finished).unwrap(), 1);
            let count = match finder.count(&order, records / 20, library, &|| false).unwrap() {
                Count::Exactly(count) => count,
                Count::MoreThan(_) => u64::MAX,
            };
            if count < records / 500 {
                lists[0].2.push(pair);
            } else if count > records / 25 {
                lists[1].2.push(pair);
            }
        }
        lists[2].2.extend(pick(&han(&text, 1), 3));
        lists[3].2.extend(pick(&han(&text, 4), 4));
        lists[4].2.extend(pick(&pairs, 5).zip(pick(&pairs, 6)).map(|(one, other)| format!("{one} {other}")));
        if let Some(word) = pick(&latin, 7) {
            for (at, letters) in [(6, 1), (7, 2), (8, 3)] {
                lists[at].2.push(format!("{}*", word.chars().take(letters).collect::<String>()));
            }
            lists[11].2.push(format!("{}~", word.chars().enumerate().filter(|(at, _)| *at != 2).map(|(_, c)| c).collect::<String>()));
            lists[5].2.push(word);
        }
        let author = article.authors.first().and_then(|author| author.name.values().next().cloned()).unwrap_or_default();
        lists[9].2.push(format!("author:\"{author}\" year:{}", article.year.unwrap_or_default()));
        let journal = article.journal.title.values().next().cloned().unwrap_or_default();
        lists[10].2.extend(pick(&pairs, 8).or_else(|| pick(&latin, 8)).map(|word| format!("journal:\"{journal}\" {word}")));
        let sounds: String = han(&title, 3)
            .first()
            .into_iter()
            .flat_map(|three| {
                three.chars().map(|c| pinyin::ToPinyin::to_pinyin(&c).map_or("", pinyin::Pinyin::plain).to_owned()).collect::<Vec<_>>()
            })
            .collect();
        if sounds.len() > 3 {
            lists[12].2.push(sounds);
        }
        if n % 5 == 0 {
            let whole = match (pick(&han(&title, 4), 9), pick(&latin, 9)) {
                (Some(four), _) => format!("{four} {}", article.year.map(|year| format!("year:{year}")).unwrap_or_default()),
                (None, Some(word)) => format!("{word} {}", pick(&latin, 10).unwrap_or_default()),
                (None, None) => continue,
            };
            let every = whole
                .char_indices()
                .skip(1)
                .map(|(at, _)| whole.chars().take(whole.get(..at).map_or(0, |before| before.chars().count())).collect::<String>())
                .chain([whole.clone()]);
            lists[13].2.extend(every);
        }
    }
    lists.into_iter().map(|(name, mode, queries)| Kind { name, mode, queries }).collect()
}

/// Memory of this process in MB: all that is resident, and of it what is no file.
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1024
    };
    (of("VmRSS"), of("RssAnon"))
}

fn table(folder: PathBuf) {
    let mut library = Library::new();
    library.open_own(&folder, Access::ReadOnly).unwrap();
    let cache = PathBuf::from(std::env::var_os("QIKAN_BENCH_CACHE").unwrap());
    let begun = Instant::now();
    let outcome = keep_up(&library.searched().unwrap()[0], &index_folder(&cache, &folder), 2, &mut |_| ControlFlow::Continue(())).unwrap();
    let mut text = format!("{outcome:?} in {:.1} s, then {} MB\n", begun.elapsed().as_secs_f64(), memory().1);
    let begun = Instant::now();
    let mut finder = Finder::new(Some(cache));
    finder.refresh(&library).unwrap();
    writeln!(text, "opened in {:.1} ms, {} changes not indexed", begun.elapsed().as_secs_f64() * 1e3, finder.behind()).unwrap();
    writeln!(text, "{:<28} {:>5} {:>8} {:>8} {:>8} {:>10} {:>10}", "query", "n", "p50 ms", "p99 ms", "most ms", "count p50", "count p99")
        .unwrap();
    let percent =
        |sorted: &[f64], part: usize| sorted.get((sorted.len() * part / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0);
    for kind in kinds(&finder, &library) {
        let (mut found, mut counted) = (Vec::new(), Vec::new());
        let mut slowest = (0.0, "");
        for query in &kind.queries {
            // Twice: the first brings the pages in, as a second person's search would find them.
            find(&finder, &library, query, kind.mode);
            let begun = worked();
            find(&finder, &library, query, kind.mode);
            let took = worked() - begun;
            if took > slowest.0 {
                slowest = (took, query);
            }
            found.push(took);
            let Ok(query) = parse(query, kind.mode) else { continue };
            let begun = worked();
            finder.count(&Order::new(query, 1), 10_000, &library, &|| false).unwrap();
            counted.push(worked() - begun);
        }
        found.sort_by(f64::total_cmp);
        counted.sort_by(f64::total_cmp);
        let of = [percent(&found, 50), percent(&found, 99), percent(&found, 100), percent(&counted, 50), percent(&counted, 99)];
        writeln!(
            text,
            "{:<28} {:>5} {:>8.2} {:>8.2} {:>8.2} {:>10.2} {:>10.2}  {}",
            kind.name,
            found.len(),
            of[0],
            of[1],
            of[2],
            of[3],
            of[4],
            slowest.1
        )
        .unwrap();
    }
    let (all, own) = memory();
    finder.rest();
    let (after, own_after) = memory();
    writeln!(text, "memory {all} MB, of it {own} MB no files; at rest {after} MB and {own_after} MB").unwrap();
    std::io::stdout().write_all(text.as_bytes()).unwrap();
}

fn main() {
    if let Some(folder) = std::env::var_os("QIKAN_BENCH_LIBRARY") {
        return table(folder.into());
    }
    let mut criterion = Criterion::default().configure_from_args();
    small(&mut criterion);
    criterion.final_summary();
}
