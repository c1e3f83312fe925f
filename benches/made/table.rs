//! How long searches take over a library that is indexed: percentiles of queries made from its own records.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use qikan::library::Library;
use qikan::search::query::{Mode, parse};
use qikan::search::{Count, Finder, Order};

use super::{chance, memory};

/// Queries of one kind.
struct Kind {
    name: &'static str,
    mode: Mode,
    queries: Vec<String>,
}

/// What this thread has worked so far, in milliseconds: what others do on the machine does not count.
pub fn worked() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

pub fn find(finder: &Finder, library: &Library, query: &str, mode: Mode) -> usize {
    let Ok(query) = parse(query, mode) else { return 0 };
    finder.find(&Order::new(query, 50), library, &|| false).unwrap().len()
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
            let every = whole.char_indices().skip(1).map(|(at, _)| whole.get(..at).unwrap().to_owned()).chain([whole.clone()]);
            lists[13].2.extend(every);
        }
    }
    lists.into_iter().map(|(name, mode, queries)| Kind { name, mode, queries }).collect()
}

/// The table of a library whose index lies below `cache`.
pub fn table(library: &Library, cache: PathBuf) -> String {
    let mut text = String::new();
    let begun = Instant::now();
    let mut finder = Finder::new(Some(cache));
    finder.refresh(library).unwrap();
    writeln!(text, "opened in {:.1} ms, {} changes not indexed", begun.elapsed().as_secs_f64() * 1e3, finder.behind()).unwrap();
    writeln!(text, "{:<28} {:>5} {:>8} {:>8} {:>8} {:>10} {:>10}", "query", "n", "p50 ms", "p99 ms", "most ms", "count p50", "count p99")
        .unwrap();
    let only = std::env::var("QIKAN_BENCH_ONLY").unwrap_or_default();
    for kind in kinds(&finder, library).into_iter().filter(|kind| kind.name.contains(&only)) {
        let (mut found, mut counted) = (Vec::new(), Vec::new());
        let mut slowest = (0.0, "");
        for query in &kind.queries {
            // Twice: the first brings the pages in, as a second person's search would find them.
            find(&finder, library, query, kind.mode);
            let begun = worked();
            find(&finder, library, query, kind.mode);
            let took = worked() - begun;
            if took > slowest.0 {
                slowest = (took, query);
            }
            found.push(took);
            let Ok(query) = parse(query, kind.mode) else { continue };
            let begun = worked();
            finder.count(&Order::new(query, 1), 10_000, library, &|| false).unwrap();
            counted.push(worked() - begun);
        }
        found.sort_by(f64::total_cmp);
        counted.sort_by(f64::total_cmp);
        let of = [
            super::percent(&found, 50),
            super::percent(&found, 99),
            super::percent(&found, 100),
            super::percent(&counted, 50),
            super::percent(&counted, 99),
        ];
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
    text
}
