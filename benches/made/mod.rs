//! Records that are made up, the same every time: words by Zipf's law in Chinese and English, with references to each other.

pub mod table;

use std::fmt::Write as _;
use std::sync::OnceLock;

use qikan::record::Article;
use serde_json::{Value, json};

/// A number that looks like chance and is the same every time (splitmix64).
pub fn chance(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// One of so many.
fn one_of(seed: u64, many: usize) -> usize {
    usize::try_from(chance(seed) % many as u64).unwrap()
}

/// A rank by Zipf's law: the second word comes half as often as the first, the tenth a tenth as often.
fn zipf(seed: u64, many: usize) -> usize {
    let even = (chance(seed) >> 11) as f64 / (1_u64 << 53) as f64;
    (((many as f64).powf(even) - 1.0) as usize).min(many - 1)
}

const SIGNS: &str = "治理城市模型分析机制路径数字社会政府创新结构演化评价数据协同发展研究方法系统理论经济文化教育技术环境资源能源土壤水文气候生态农业工业材料化学物理数学统计网络信息图书情报学术期刊历史哲学语言文学艺术法律行政管理组织制度政策公共服务健康医学药物细胞基因蛋白神经影响因素空间格局时序变化驱动测度优化决策风险安全应急响应";
const SYLLABLES: [&str; 24] = [
    "ma", "ter", "ion", "gra", "con", "pro", "sys", "tem", "al", "ic", "re", "for", "net", "ing", "lo", "ver", "sta", "ci", "ty", "den",
    "mo", "del", "ra", "ph",
];
const WORDS: usize = 20_000;
/// Ranks from which on the signs are rare ones too.
const RARE: usize = 2000;

/// Words of two signs, and words of two to four syllables, by rank.
fn vocabulary() -> &'static (Vec<String>, Vec<String>) {
    static WORDS_MADE: OnceLock<(Vec<String>, Vec<String>)> = OnceLock::new();
    WORDS_MADE.get_or_init(|| {
        let signs: Vec<char> = SIGNS.chars().collect();
        let seed = |n: usize, salt: u64| n as u64 * 8 + salt;
        let sign = |n: usize, salt: u64| match n {
            RARE.. => char::from_u32(0x4E00 + u32::try_from(one_of(seed(n, salt), 6000)).unwrap()).unwrap(),
            _ => signs[one_of(seed(n, salt), signs.len())],
        };
        let han = (0..WORDS).map(|n| (0..2).map(|salt| sign(n, salt)).collect()).collect();
        let latin = |n: usize| (0..2 + n as u64 % 3).map(|salt| SYLLABLES[one_of(seed(n, salt + 3), SYLLABLES.len())]).collect();
        (han, (0..WORDS).map(latin).collect())
    })
}

/// Chinese words, written together.
pub fn han(seed: u64, many: u64) -> String {
    (0..many).map(|at| vocabulary().0[zipf(seed.wrapping_mul(1_000_003) + at, WORDS)].as_str()).collect()
}

/// English ones, with blanks.
pub fn latin(seed: u64, many: u64) -> String {
    (0..many).map(|at| vocabulary().1[zipf(seed.wrapping_mul(1_000_033) + at, WORDS)].as_str()).collect::<Vec<_>>().join(" ")
}

/// Journals, and articles of each issue.
const JOURNALS: u64 = 30;
const ARTICLES: u64 = 40;

fn is_chinese(n: u64) -> bool {
    !journal_of(n).is_multiple_of(3)
}

fn journal_of(n: u64) -> u64 {
    n / ARTICLES % JOURNALS
}

fn title(n: u64) -> String {
    if is_chinese(n) { format!("{}的{}", han(n, 4), han(n + 1, 3)) } else { format!("The {}", latin(n, 8)) }
}

fn author(n: u64, at: u64) -> String {
    const FAMILIES: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];
    let seed = n * 16 + at;
    if is_chinese(n) {
        let given: String = han(seed, 1).chars().take(1 + one_of(seed + 5, 2)).collect();
        return format!("{}{given}", FAMILIES[one_of(seed, 12)]);
    }
    let family = latin(seed, 1);
    let (head, tail) = family.split_at(1);
    format!("{}{tail} {}", head.to_uppercase(), char::from(b'A' + u8::try_from(one_of(seed + 7, 26)).unwrap()))
}

/// Journal, year, volume, issue and first page.
fn place(n: u64) -> (String, u64, u64, u64, u64) {
    let journal = journal_of(n);
    let name = if is_chinese(n) { format!("{}学报", han(journal + 77, 2)) } else { format!("Journal of {}", latin(journal + 77, 3)) };
    let issue = n / ARTICLES / JOURNALS;
    (name, 1980 + issue / 12 % 45, 1 + issue / 12, 1 + issue % 12, 1 + n % ARTICLES * 9)
}

/// An entry of a list as GB/T 7714 prints it.
fn printed(number: u64, n: u64) -> String {
    let (journal, year, volume, issue, page) = place(n);
    let more = if is_chinese(n) { ", 等" } else { ", et al" };
    let mut text =
        format!("[{number}] {}{more}. {}[J]. {journal}, {year}, {volume}({issue}): {page}-{}.", author(n, 0), title(n), page + 8);
    if !is_chinese(n) {
        let _ = write!(text, " doi:10.9999/made.{n}");
    }
    text
}

/// Record `n` of `all`, with fifteen references, a third of them to records that are there.
pub fn record(n: u64, all: u64) -> Article {
    let chinese = is_chinese(n);
    let language = if chinese { "zh" } else { "en" };
    let (journal, year, volume, issue, page) = place(n);
    let refs = (0..15).map(|at| json!({"n": (at + 1).to_string(), "raw": printed(at + 1, chance(n * 100 + at) % (3 * all))}));
    let text = if chinese { han(n + 3, 240) } else { latin(n + 3, 75) };
    let words: Vec<Value> = (0..3).map(|at| if chinese { han(n * 4 + at, 2) } else { latin(n * 4 + at, 2) }.into()).collect();
    let people: Vec<Value> = (0..=chance(n) % 4).map(|at| json!({"name": {language: author(n, at)}})).collect();
    serde_json::from_value(json!({
        "title": {language: title(n)}, "journal": {"title": {language: journal}}, "lang": language, "year": year, "volume": volume.to_string(),
        "issue": issue.to_string(), "pages": {"raw": format!("{page}-{}", page + 8), "first": page.to_string(), "last": (page + 8).to_string()},
        "ids": {"doi": format!("10.9999/made.{n}")}, "authors": people, "abstract": {language: [{"head": null, "text": text}]},
        "keywords": {language: words}, "subjects": [{"scheme": "clc", "code": format!("D{}", n % 90)}], "refs": refs.collect::<Vec<_>>()
    }))
    .unwrap()
}

/// What lies at a part of a hundred of sorted numbers.
pub fn percent(sorted: &[f64], part: usize) -> f64 {
    sorted.get((sorted.len() * part / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// Memory of this process in MB: all that is resident, and of it what is no file.
pub fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1024
    };
    (of("VmRSS"), of("RssAnon"))
}

/// What all threads of this process have worked so far, in seconds.
pub fn all_worked() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The most that was ever resident, in MB.
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1024
}
