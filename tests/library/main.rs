//! The library: joining, linking, order, and what it does with files that are not what they were.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod changes;
mod files;
mod joins;
mod ladder;
mod many;
mod shelves;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use qikan::formats::{Finding, Reading};
use qikan::library::{
    Access, Answer, ArticleKey, Choice, Library, LibraryError, Linked, Near, Node, Order, Progress, Question, Report, Shown, Tie, TreeRow,
};
use qikan::record::{Article, HowLinked, Language};
use serde_json::{Value, json};

const ENGLISH: &str = "Journal of Guangxi Teachers Education University (Philosophy and Social Sciences Edition)";
const CHINESE: &str = "广西师范大学学报（哲学社会科学版）";

fn article(value: Value) -> Article {
    serde_json::from_value(value).unwrap()
}

/// An article of the English journal at a place.
fn placed(title: &str, author: &str, year: i32, volume: &str, issue: &str, pages: &str) -> Article {
    let first = pages.split('-').next().unwrap();
    article(json!({
        "title": {"en": title}, "lang": "en", "journal": {"title": {"en": ENGLISH}}, "year": year, "volume": volume, "issue": issue,
        "pages": {"raw": pages, "first": first}, "authors": [{"name": {"en": author}}]
    }))
}

/// The related entry that cites such an article.
fn related_to(n: u32, cited: &Article) -> Value {
    let title = cited.title.get(&Language::En).unwrap();
    let author = cited.authors[0].name.get(&Language::En).unwrap();
    json!({"rel": "similar", "n": n, "raw": format!("[{n}]"), "part": {
        "lang": "en", "type": "J", "title": title, "authors": [{"name": {"en": author}}], "host": {"title": ENGLISH},
        "year": cited.year, "volume": cited.volume, "issue": cited.issue, "pages": cited.pages.raw, "rest": ""
    }})
}

fn reference(title: &str, host: &str, year: i32, volume: Option<&str>, issue: Option<&str>, pages: Option<&str>) -> Value {
    json!({"raw": title, "parts": [{"lang": Language::of_text(title).as_str(), "title": title, "host": {"title": host}, "year": year,
           "volume": volume, "issue": issue, "pages": pages, "rest": ""}]})
}

fn with_references(mut citing: Article, references: Value) -> Article {
    citing.refs = Some(serde_json::from_value(references).unwrap());
    citing
}

fn shelf_of(articles: impl IntoIterator<Item = Article>) -> Library {
    let mut library = Library::new();
    library.add_files(articles).unwrap();
    library
}

fn own(folder: &Path) -> Library {
    let mut library = Library::new();
    library.open_own(folder, Access::ReadWrite).unwrap();
    library
}

fn import(library: &mut Library, articles: impl IntoIterator<Item = Article>) -> Result<Report, LibraryError> {
    let readings: Vec<Reading> = articles.into_iter().map(|article| Ok(Box::new(article))).collect();
    let mut readings = readings.into_iter();
    library.import(&mut readings, &mut |_| {})
}

fn children(library: &Library, node: Node) -> Vec<TreeRow> {
    match library.answer(&Question::Children { node, from: 0, to: 1000 }) {
        Answer::Children { rows, total, .. } => {
            assert_eq!(rows.len() as u64, total);
            rows
        }
        other => panic!("{other:?}"),
    }
}

fn labels(rows: &[TreeRow]) -> Vec<&str> {
    rows.iter().map(|row| row.label.values().next().unwrap().as_str()).collect()
}

/// The keys of all articles in the order of `list`.
fn listed(library: &Library) -> Vec<ArticleKey> {
    library.cards(0, 1000).unwrap().iter().map(|card| card.key).collect()
}

fn shown(library: &Library, key: ArticleKey) -> Shown {
    match library.answer(&Question::Article(key)) {
        Answer::Article(shown) => *shown,
        other => panic!("{other:?}"),
    }
}

fn titled(library: &Library, title: &str) -> Shown {
    let cards = library.cards(0, 1000).unwrap();
    let card = cards.iter().find(|card| card.title.values().any(|own| own == title)).expect(title);
    shown(library, card.key)
}

fn seed() -> (Vec<Article>, Article) {
    let places = [
        ("Theoretical Reflection on Public Services for Modernization of Governance", "WANG Dian-li", 2024, "60", "3", "20-31"),
        (
            "Steering with Robustness: Logic and Strategies of National Governance for Mega Projects",
            "CHEN Shui-sheng",
            2024,
            "60",
            "3",
            "32-45",
        ),
        ("Typological Study and Path Exploration of Local Social Contradiction-Solving Mechanism", "ZHAO Ju-jun", 2024, "60", "1", "69-82"),
        (
            "How Is the Institutional Trust of Primary-level Public-private Partnership Established?",
            "YU Gang-qiang",
            2023,
            "59",
            "6",
            "29-40",
        ),
        ("The Dilemma of Local Institutional Reform", "ZHU Qian-wei", 2023, "59", "5", "12-21"),
        ("Street Bureaucrats and Resilient City Building: The Perspective of Mass Work", "WEI Cheng-Lin", 2023, "59", "4", "34-45"),
        ("Differentiated Adaptation", "XIANG Yu-qiong", 2023, "59", "1", "46-58"),
        ("Complex Situations and Multiple Responses", "HUANG Juan", 2022, "58", "6", "55-68"),
        ("Penetrate Dense Urban Space", "HAN Zhi-ming", 2022, "58", "3", "23-36"),
        ("Making Society Work", "XU Jia-liang", 2022, "58", "1", "1-8"),
        ("Building the Spatial Foundation of Social Security", "PENG Bo", 2022, "58", "1", "21-35"),
        ("A Formalistic Approach to take a clear-cut stand", "OUYANG Jing", 2022, "58", "1", "88-96"),
        ("How to Transform Institutional Advantages into Governance Efficiency", "ZHUO Yue", 2021, "57", "6", "10-20"),
        ("How Does a Proactive Government Shape the Market?", "SUN Zhi-jian", 2021, "57", "4", "39-53"),
        ("Organization Remolding by the Shift of Governance Focus", "WANG Gang", 2021, "57", "4", "54-67"),
    ];
    let others: Vec<Article> =
        places.iter().map(|(title, author, year, volume, issue, pages)| placed(title, author, *year, volume, issue, pages)).collect();
    let mut seed = placed("Smart Governance in Smart City Construction", "HU Ye-fei", 2024, "60", "3", "46-58");
    seed.ids = serde_json::from_value(json!({"doi": "10.16088/j.issn.1001-6597.2024.03.005"})).unwrap();
    seed.related = Some((1..).zip(&others).map(|(n, other)| serde_json::from_value(related_to(n, other)).unwrap()).collect());
    (others, seed)
}
