//! Browsing a library: its years, authors, key words and classes; all records in an order; the issues of a journal.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use qikan::formats::Reading;
use qikan::library::{
    Access, Answer, Direction, GridYear, Library, Listing, Node, Question, Searched, ShelfName, SortedBy, Sorting, Tallied,
};
use qikan::record::Article;
use serde_json::{Value, json};

const SHELF: ShelfName = ShelfName::Own;

fn article(value: Value) -> Article {
    serde_json::from_value(value).unwrap()
}

/// Title, author, journal, year, issue, pages, key word, class.
type Row = (&'static str, &'static str, &'static str, i32, &'static str, &'static str, &'static str, &'static str);

fn made(rows: &[Row]) -> Vec<Article> {
    let one = |text: &str| json!({ (if text.is_ascii() { "en" } else { "zh" }): text });
    let article_of = |(title, author, journal, year, issue, pages, keyword, class): &Row| {
        article(json!({
            "title": one(title), "lang": if title.is_ascii() { "en" } else { "zh" }, "journal": {"title": one(journal)}, "year": year, "issue": issue,
            "pages": {"raw": pages, "first": pages.split('-').next()}, "authors": [{"name": one(author)}],
            "keywords": {"zh": [keyword]}, "subjects": [{"scheme": "clc", "code": class}]
        }))
    };
    rows.iter().map(article_of).collect()
}

fn shelf() -> Vec<Article> {
    made(&[
        ("智慧城市的治理", "胡业飞", "南京大学学报", 2024, "3", "1-20", "治理", "D630.1"),
        ("A theory of marshes", "SMITH John", "Annals of Marsh and Mist", 2023, "1", "5-9", "marsh", "Q14"),
        ("安徽的湿地", "安徽", "南京大学学报", 2024, "3", "24-30", "湿地", "Q14"),
        ("The bittern in spring", "ASHBY R", "Annals of Marsh and Mist", 2024, "2", "11-19", "bittern", "Q959.7"),
        ("城市的路径", "胡业飞", "内蒙古学刊", 2022, "6", "40-48", "治理", "D63"),
    ])
}

fn library(folder: &std::path::Path, articles: Vec<Article>) -> Library {
    let mut library = Library::new();
    library.open_own(folder, Access::ReadWrite).unwrap();
    import(&mut library, articles);
    library
}

fn import(library: &mut Library, articles: Vec<Article>) {
    let readings: Vec<Reading> = articles.into_iter().map(|article| Ok(Box::new(article))).collect();
    library.import(&mut readings.into_iter(), &mut |_| {}).unwrap();
}

fn tallies(library: &Library, of: Tallied, from: u64, to: u64) -> (u64, Vec<(String, u64)>) {
    match library.answer(&Question::Tallies { shelf: SHELF, of, from, to }) {
        Answer::Tallies { total, tallies, .. } => (total, tallies.into_iter().map(|tally| (tally.label, tally.articles)).collect()),
        other => panic!("{other:?}"),
    }
}

fn all(library: &Library, of: Tallied) -> Vec<(String, u64)> {
    let (total, tallies) = tallies(library, of, 0, 1000);
    assert_eq!(total, tallies.len() as u64);
    tallies
}

fn classes(library: &Library, above: &str) -> Vec<(String, u64)> {
    all(library, Tallied::Classes { above: above.to_owned() })
}

fn counts(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected.iter().map(|(label, articles)| ((*label).to_owned(), *articles)).collect()
}

const ALL: Listing = Listing::Below(Node::Root);

fn titles(shelf: &Searched<'_>, rows: &[i64]) -> Vec<String> {
    shelf.cards(rows).unwrap().iter().map(|card| card.title.values().next().unwrap().clone()).collect()
}

/// A window of a list in an order: as the store keeps it, or put in order here.
fn listed(library: &Library, of: &Listing, order: Option<Sorting>, from: u64, to: u64) -> Vec<String> {
    let shelf = library.searched().unwrap().remove(0);
    let rows = shelf.listed_window(of, order, from, to).unwrap().unwrap_or_else(|| {
        let order = order.unwrap();
        let all = shelf.in_order(&shelf.listed_rows(of, order.by, 50_000).unwrap(), order, &|| false).unwrap().unwrap();
        all.into_iter().skip(usize::try_from(from).unwrap()).take(usize::try_from(to - from).unwrap()).collect()
    });
    titles(&shelf, &rows)
}

fn sorted(library: &Library, by: SortedBy, direction: Direction, from: u64, to: u64) -> Vec<String> {
    listed(library, &ALL, Some(Sorting { by, direction }), from, to)
}

fn children(library: &Library, node: Node) -> Vec<(Node, String)> {
    match library.answer(&Question::Children { node, from: 0, to: 100 }) {
        Answer::Children { rows, .. } => rows.into_iter().map(|row| (row.node, row.label.values().next().unwrap().clone())).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn everything_that_records_have_is_listed_with_how_many_have_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = library(folder.path(), shelf());
    assert_eq!(all(&library, Tallied::Years), counts(&[("2024", 3), ("2023", 1), ("2022", 1)]));
    // Chinese by its sound (ān before hú), then all others by their letters.
    assert_eq!(all(&library, Tallied::Authors), counts(&[("安徽", 1), ("胡业飞", 2), ("ASHBY R", 1), ("SMITH John", 1)]));
    assert_eq!(all(&library, Tallied::Keywords), counts(&[("湿地", 1), ("治理", 2), ("bittern", 1), ("marsh", 1)]));
    assert_eq!(tallies(&library, Tallied::Authors, 1, 3), (4, counts(&[("胡业飞", 2), ("ASHBY R", 1)])));
    assert_eq!(classes(&library, ""), counts(&[("D", 2), ("Q", 3)]));
    assert_eq!(classes(&library, "Q"), counts(&[("Q1", 2), ("Q9", 1)]));
    assert_eq!(classes(&library, "D63"), counts(&[("D630", 1)]));
    let within = |code: &str| listed(&library, &Listing::Class(code.to_owned()), None, 0, 10);
    assert_eq!(within("D6"), ["智慧城市的治理", "城市的路径"], "the newest first");
    assert_eq!(listed(&library, &Listing::Year(Some(2024)), None, 1, 3), ["智慧城市的治理", "安徽的湿地"]);
    assert_eq!(listed(&library, &Listing::Author("胡业飞".to_owned()), None, 0, 9), ["智慧城市的治理", "城市的路径"]);
    assert_eq!(listed(&library, &Listing::Keyword("湿地".to_owned()), None, 0, 9), ["安徽的湿地"]);
    assert_eq!(listed(&library, &Listing::Year(None), None, 0, 9), [] as [&str; 0]);
    // A record that learns another author and class is listed under both; nobody is left over whom no record has.
    let more = made(&[("A theory of marshes", "SMITH John", "Annals of Marsh and Mist", 2023, "1", "5-9", "fen", "Q948")]).remove(0);
    import(&mut library, vec![more]);
    assert_eq!(all(&library, Tallied::Keywords), counts(&[("湿地", 1), ("治理", 2), ("bittern", 1), ("fen", 1), ("marsh", 1)]));
    assert_eq!(classes(&library, "Q"), counts(&[("Q1", 2), ("Q9", 2)]));
    assert!(library.check().unwrap().is_sound());
}

#[test]
fn all_records_stand_in_four_orders() {
    let folder = tempfile::tempdir().unwrap();
    let library = library(folder.path(), shelf());
    use Direction::{Ascending, Descending};
    let by_title = ["安徽的湿地", "城市的路径", "智慧城市的治理", "A theory of marshes", "The bittern in spring"];
    assert_eq!(sorted(&library, SortedBy::Title, Ascending, 0, 9), by_title, "pinyin first; `the` does not count");
    let mut backwards = by_title;
    backwards.reverse();
    for from in 0..5_u64 {
        let rows = usize::try_from(from).unwrap()..usize::try_from(from + 2).unwrap().min(5);
        assert_eq!(sorted(&library, SortedBy::Title, Ascending, from, from + 2), by_title[rows.clone()], "rows from {from}");
        assert_eq!(sorted(&library, SortedBy::Title, Descending, from, from + 2), backwards[rows], "rows from {from}");
    }
    let authors = ["安徽的湿地", "智慧城市的治理", "城市的路径", "The bittern in spring", "A theory of marshes"];
    assert_eq!(sorted(&library, SortedBy::FirstAuthor, Ascending, 0, 9), authors);
    assert_eq!(sorted(&library, SortedBy::Date, Ascending, 0, 2), ["城市的路径", "A theory of marshes"]);
    assert_eq!(sorted(&library, SortedBy::Added, Descending, 0, 2), ["城市的路径", "The bittern in spring"]);
}

#[test]
fn every_list_stands_in_every_order_from_both_ends() {
    let folder = tempfile::tempdir().unwrap();
    let mut articles = shelf();
    // One that cites two, one that cites one of them.
    let cites = |doi: &str| json!({"raw": "甲. 城市.", "parts": [{"title": "城市", "doi": doi}]});
    for (at, article) in articles.iter_mut().enumerate() {
        article.ids.doi = qikan::record::Doi::parse(&format!("10.5555/order.{at}"));
    }
    articles[4].refs = serde_json::from_value(json!([cites("10.5555/order.1"), cites("10.5555/order.2")])).unwrap();
    articles[3].refs = serde_json::from_value(json!([cites("10.5555/order.2")])).unwrap();
    let library = library(folder.path(), articles);
    let journal = children(&library, Node::Root).into_iter().find(|(_, label)| label.starts_with("Annals")).unwrap().0;
    let all_of = |of: &Listing, order| listed(&library, of, order, 0, 50);
    for of in
        [ALL, Listing::Below(journal), Listing::Year(Some(2024)), Listing::Author("胡业飞".to_owned()), Listing::Class("Q".to_owned())]
    {
        let mut members = all_of(&of, None);
        members.sort();
        for by in [SortedBy::Printed, SortedBy::Date, SortedBy::FirstAuthor, SortedBy::Title, SortedBy::Cited, SortedBy::Added] {
            let up = all_of(&of, Some(Sorting { by, direction: Direction::Ascending }));
            let mut down = all_of(&of, Some(Sorting { by, direction: Direction::Descending }));
            down.reverse();
            assert_eq!(up, down, "{of:?} by {by:?}");
            let mut here = up.clone();
            here.sort();
            assert_eq!(here, members, "{of:?} by {by:?}");
            for from in 0..up.len() {
                let window = listed(&library, &of, Some(Sorting { by, direction: Direction::Descending }), from as u64, from as u64 + 2);
                let whole: Vec<String> = up.iter().rev().skip(from).take(2).cloned().collect();
                assert_eq!(window, whole, "{of:?} by {by:?} from {from}");
            }
        }
    }
    let by = |by, direction| Some(Sorting { by, direction });
    let in_2024 = Listing::Year(Some(2024));
    assert_eq!(all_of(&in_2024, by(SortedBy::Cited, Direction::Descending))[0], "安徽的湿地");
    assert_eq!(all_of(&ALL, by(SortedBy::Cited, Direction::Descending))[..2], ["安徽的湿地", "A theory of marshes"]);
    assert_eq!(all_of(&Listing::Class("Q".to_owned()), by(SortedBy::Title, Direction::Ascending))[0], "安徽的湿地");
    assert_eq!(all_of(&Listing::Below(journal), None), ["The bittern in spring", "A theory of marshes"], "the newest issue first");
    assert_eq!(all_of(&ALL, None)[0], "The bittern in spring", "as the tree has it");
}

#[test]
fn the_issues_of_a_journal_are_seen_at_a_glance_and_so_are_missing_pages() {
    let folder = tempfile::tempdir().unwrap();
    let mut articles = shelf();
    articles.extend(made(&[
        ("第三篇文章", "甲", "南京大学学报", 2024, "3", "30-35", "甲", "D6"),
        ("第四篇文章", "乙", "南京大学学报", 2024, "3", "36+48-50", "乙", "D6"),
        ("第五篇文章", "丙", "南京大学学报", 2023, "2", "1-9", "丙", "D6"),
    ]));
    let library = library(folder.path(), articles);
    let journal = children(&library, Node::Root).into_iter().find(|(_, label)| label == "南京大学学报").unwrap().0;
    let Answer::Grid(grid) = library.answer(&Question::Grid { journal }) else { panic!() };
    let shape = |year: &GridYear| {
        let issues: Vec<String> = year.issues.iter().map(|one| format!("{:?} {} {}", one.issue, one.articles, one.unread)).collect();
        format!("{:?}: {}", year.year, issues.join(", "))
    };
    assert_eq!(grid.iter().map(shape).collect::<Vec<_>>(), ["Some(2024): Some(\"3\") 4 4", "Some(2023): Some(\"2\") 1 1"]);
    let Answer::Gaps(gaps) = library.answer(&Question::Gaps { issue: grid[0].issues[0].node }) else { panic!() };
    // 1-20, 24-30, 30-35 (a shared page is no gap), 36.
    assert_eq!(gaps.iter().map(|gap| (gap.first, gap.last)).collect::<Vec<_>>(), [(21, 23)]);
    assert!(matches!(library.answer(&Question::Gaps { issue: journal }), Answer::Failed(_)));
}

#[test]
fn lists_of_many_at_once_are_those_of_few() {
    let mut many: Vec<Article> = (0..2300)
        .map(|n| {
            article(json!({"title": {"en": format!("Title {} of {n}", n * 7919 % 2300)}, "lang": "en", "journal": {"title": {"en": "Annals"}}, "year": 1990 + n % 30,
                "issue": "1", "pages": {"raw": n.to_string(), "first": n.to_string()}, "authors": [{"name": {"en": format!("ASHBY {}", n % 40)}}],
                "keywords": {"en": [format!("word {}", if n < 2200 { n % 300 } else { n })]}, "subjects": [{"scheme": "clc", "code": format!("D{}", n % 50)}]}))
        })
        .collect();
    // The last comes first without its author, so that it moves in an order while it stands in no table yet.
    let last = many[2299].clone();
    many[2299].authors.clear();
    many.push(last);
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let at_once = library(one.path(), many.clone());
    let mut few = library(two.path(), Vec::new());
    many.chunks(700).for_each(|part| import(&mut few, part.to_vec()));
    for of in [Tallied::Years, Tallied::Authors, Tallied::Keywords, Tallied::Classes { above: "D".to_owned() }] {
        let listed = all(&few, of.clone());
        assert_eq!(all(&at_once, of), listed);
    }
    for by in [SortedBy::Title, SortedBy::FirstAuthor, SortedBy::Date, SortedBy::Added] {
        assert_eq!(sorted(&at_once, by, Direction::Ascending, 1000, 1050), sorted(&few, by, Direction::Ascending, 1000, 1050));
        assert_eq!(sorted(&at_once, by, Direction::Ascending, 2250, 9999).len(), 50);
    }
}
