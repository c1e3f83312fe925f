//! The desk, asked as a reader asks it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use serde_json::json;

use super::super::query::{Mode, Query, parse};
use super::super::wishes::EntryList;
use super::*;
use crate::library::{Answer, Count};
use crate::record::Article;

/// An issue of three; the first cites the second, which the library holds, and a book, which it does not.
fn desk() -> SearchDesk {
    let article = |title: &str, page: u32, refs: serde_json::Value| -> Article {
        serde_json::from_value(json!({
            "title": {"zh": title}, "lang": "zh", "journal": {"title": {"zh": "测试学报"}}, "year": 2024, "volume": "1", "issue": "1",
            "pages": {"raw": format!("{page}-{}", page + 3), "first": page.to_string(), "last": (page + 3).to_string()},
            "keywords": {"zh": [format!("词{page}")]}, "refs": refs,
            "ids": {"doi": format!("10.5555/desk.{page}")}
        }))
        .unwrap()
    };
    let cited = json!([
        {"raw": "甲. 城市的夜. 测试学报, 2024, 1(1): 11-14.", "parts": [{"title": "城市的夜", "doi": "10.5555/desk.11"}]},
        {"raw": "Lynch K. The image of the city. MIT Press, 1960.", "parts": [{"title": "The image of the city", "year": 1960}]}
    ]);
    let mut library = Library::new();
    library.add_files([article("城市的早晨", 1, cited), article("城市的夜", 11, json!([])), article("乡村的早晨", 21, json!([]))]).unwrap();
    SearchDesk::new(library, None)
}

fn told(desk: &mut SearchDesk, query: &str, among: Among, want: Want) -> Told {
    desk.grant(&Wish { round: 1, query: parse(query, Mode::Finished).unwrap(), among, order: None, want }, &|| false).unwrap()
}

fn titles(told: &Told) -> Vec<String> {
    let Told::Rows { rows, .. } = told else { panic!("{told:?}") };
    rows.iter().map(|row| row.card.title.values().next().unwrap().clone()).collect()
}

/// The first node of the tree: its only journal.
fn issue(desk: &SearchDesk) -> Node {
    let Answer::Children { rows, .. } = desk.library.answer(&Question::Children { node: Node::Root, from: 0, to: 1 }) else { panic!() };
    rows.first().unwrap().node
}

const ALL: Want = Want::Rows { from: 0, most: 50 };

#[test]
fn entries_are_found_by_what_is_printed_and_by_what_the_library_knows_of_them() {
    let mut desk = desk();
    let Told::Rows { rows, .. } = told(&mut desk, "城市的早晨", Among::Library, ALL) else { panic!() };
    let of = rows.first().unwrap().card.key;
    let mut places = |query: &str| match told(&mut desk, query, Among::Entries { of, list: EntryList::References }, ALL) {
        Told::Places(places) => places,
        other => panic!("{other:?}"),
    };
    assert_eq!(places("image"), [1], "a word of an entry that the library does not hold");
    assert_eq!(places("year:1960"), [1]);
    assert_eq!(places("kw:词11"), [0], "a key word that only the record knows");
    assert_eq!(places("城市 OR city"), [0, 1]);
    assert_eq!(places("乡村"), [] as [usize; 0]);
}

#[test]
fn a_narrowed_issue_keeps_its_order() {
    let mut desk = desk();
    let below = Among::Below(issue(&desk));
    // By worth the short title comes first; by pages the first article does.
    assert_eq!(titles(&told(&mut desk, "城市", below.clone(), ALL)), ["城市的早晨", "城市的夜"]);
    assert_eq!(titles(&told(&mut desk, "早晨", below.clone(), ALL)), ["城市的早晨", "乡村的早晨"]);
    assert_eq!(told(&mut desk, "早晨", below, Want::Count), Told::Count(Count::Exactly(2)));
}

#[test]
fn what_is_found_stands_in_any_order_and_what_is_listed_needs_no_words() {
    use crate::library::{Direction, Listing, SortedBy, Sorting};
    let mut desk = desk();
    let mut in_order = |query: Query, among: Among, by, direction| {
        let wish = Wish { round: 1, query, among, order: Some(Sorting { by, direction }), want: ALL };
        titles(&desk.grant(&wish, &|| false).unwrap())
    };
    let morning = || parse("早晨", Mode::Finished).unwrap();
    let (up, down) = (Direction::Ascending, Direction::Descending);
    assert_eq!(in_order(morning(), Among::Library, SortedBy::Title, up), ["城市的早晨", "乡村的早晨"], "chéng before xiāng");
    assert_eq!(in_order(morning(), Among::Library, SortedBy::Title, down), ["乡村的早晨", "城市的早晨"]);
    assert_eq!(in_order(morning(), Among::Library, SortedBy::Added, down), ["乡村的早晨", "城市的早晨"]);
    let all = || Among::Listed(Listing::Year(Some(2024)));
    assert_eq!(in_order(Query::Everything, all(), SortedBy::Cited, down)[0], "城市的夜");
    assert_eq!(in_order(Query::Everything, all(), SortedBy::Printed, down), ["乡村的早晨", "城市的夜", "城市的早晨"]);
    let gone = Wish { round: 2, ..Wish::of_library(2, ALL) };
    let gone = Wish { among: all(), order: Some(Sorting { by: SortedBy::Title, direction: up }), ..gone };
    let asked = std::cell::Cell::new(0);
    let after_a_while = || {
        asked.set(asked.get() + 1);
        asked.get() > 1
    };
    assert_eq!(desk.grant(&gone, &after_a_while), None, "given up in between");
}

#[test]
fn entries_stand_in_any_order_and_those_of_which_nothing_is_known_come_last() {
    use crate::library::{Direction, SortedBy, Sorting};
    let mut desk = desk();
    let Told::Rows { rows, .. } = told(&mut desk, "城市的早晨", Among::Library, ALL) else { panic!() };
    let of = rows.first().unwrap().card.key;
    let mut places = |query: &str, list, by, direction| {
        let among = Among::Entries { of, list };
        let query = parse(query, Mode::Finished).unwrap();
        match desk.grant(&Wish { round: 0, query, among, order: Some(Sorting { by, direction }), want: ALL }, &|| false).unwrap() {
            Told::Places(places) => places,
            other => panic!("{other:?}"),
        }
    };
    let (up, down) = (Direction::Ascending, Direction::Descending);
    // The first is a record of 2024 of the library, the second a book of 1960 that it does not hold.
    assert_eq!(places("", EntryList::References, SortedBy::Printed, down), [1, 0]);
    assert_eq!(places("", EntryList::References, SortedBy::Date, up), [1, 0], "by the printed year where there is no record");
    assert_eq!(places("", EntryList::References, SortedBy::Date, down), [0, 1]);
    assert_eq!(places("", EntryList::References, SortedBy::Title, up), [0, 1], "Chinese first");
    assert_eq!(places("", EntryList::References, SortedBy::Title, down), [1, 0]);
    for direction in [up, down] {
        assert_eq!(places("", EntryList::References, SortedBy::Cited, direction), [0, 1], "what is not held is not counted");
        assert_eq!(places("", EntryList::References, SortedBy::Read, direction), [0, 1]);
    }
    assert_eq!(places("year:1960", EntryList::References, SortedBy::Date, down), [1], "narrowed as well");
    assert_eq!(places("", EntryList::CitedBy, SortedBy::Date, down), [] as [usize; 0]);
}

#[test]
fn references_and_citing_articles_are_lists_and_can_be_searched_for() {
    use crate::library::Listing;
    let mut desk = desk();
    let Told::Rows { rows, .. } = told(&mut desk, "", Among::Listed(Listing::Year(Some(2024))), ALL) else { panic!() };
    let key = |title: &str| rows.iter().find(|row| row.card.title.values().any(|own| own == title)).unwrap().card.key;
    let (citing, cited) = (key("城市的早晨"), key("城市的夜"));
    for (listing, title) in [(Listing::References(citing), "城市的夜"), (Listing::CitedBy(cited), "城市的早晨")] {
        let among = Among::Listed(listing);
        assert_eq!(titles(&told(&mut desk, "", among.clone(), ALL)), [title]);
        assert_eq!(told(&mut desk, "", among, Want::Count), Told::Count(Count::Exactly(1)));
    }
    assert_eq!(told(&mut desk, "", Among::Listed(Listing::References(cited)), Want::Count), Told::Count(Count::Exactly(0)));
    for (query, title) in [
        ("cites:doi:10.5555/desk.11", Some("城市的早晨")),
        ("cites:10.5555/desk.11", Some("城市的早晨")),
        ("citedby:doi:10.5555/desk.1", Some("城市的夜")),
        ("被引:doi:10.5555/desk.1 夜", Some("城市的夜")),
        ("citedby:doi:10.5555/desk.1 -夜", None),
        ("cites:doi:10.5555/desk.21", None),
    ] {
        let found = titles(&told(&mut desk, query, Among::Library, ALL));
        assert_eq!(found.first().map(String::as_str), title, "{query}");
        let below = Among::Below(Node::Shelf(cited.shelf));
        assert_eq!(titles(&told(&mut desk, query, below, ALL)).first().map(String::as_str), title, "{query} in a list");
    }
    let parse = |query: &str| parse(query, Mode::Finished).unwrap_err().to_string();
    assert!(parse("citedbi:doi:10.1/2").contains("citedby"), "{}", parse("citedbi:doi:10.1/2"));
    assert!(parse("cite:doi:10.1/2").contains("cites"), "{}", parse("cite:doi:10.1/2"));
}

#[test]
fn a_list_of_what_the_library_has_is_narrowed_by_what_is_typed() {
    use crate::library::Tallied;
    let mut desk = desk();
    let mut labels = |of: Tallied, having: &str| {
        let want = Want::Tallies { of, having: having.to_owned(), from: 0, most: 9 };
        match desk.grant(&Wish::of_library(1, want), &|| false).unwrap() {
            Told::Tallies { total, tallies, .. } => {
                assert_eq!(total, tallies.len() as u64);
                tallies.into_iter().map(|tally| format!("{} {}", tally.label, tally.articles)).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(labels(Tallied::Keywords, ""), ["词1 1", "词11 1", "词21 1"]);
    assert_eq!(labels(Tallied::Keywords, "1"), ["词1 1", "词11 1", "词21 1"]);
    assert_eq!(labels(Tallied::Keywords, "词2"), ["词21 1"]);
    assert_eq!(labels(Tallied::Keywords, "ci"), ["词1 1", "词11 1", "词21 1"], "by pinyin");
    assert_eq!(labels(Tallied::Keywords, "ci1"), ["词1 1", "词11 1"], "among those that had what was typed before");
    assert_eq!(labels(Tallied::Keywords, "c"), ["词1 1", "词11 1", "词21 1"], "what was erased is looked for among all");
    assert_eq!(labels(Tallied::Journals, "csxb"), [" 3"], "by initials");
    assert_eq!(labels(Tallied::Years, "19"), [] as [&str; 0]);
}

#[test]
fn nobody_is_told_what_nobody_waits_for() {
    let mut desk = desk();
    let wish = Wish { round: 1, query: Query::Everything, among: Among::Library, order: None, want: ALL };
    assert_eq!(desk.grant(&wish, &|| true), None);
    assert!(desk.grant(&wish, &|| false).is_some());
}

#[test]
fn of_very_many_so_many_are_gone_through_and_that_is_said() {
    use crate::library::{Direction, Listing, SortedBy, Sorting};
    let mut desk = desk();
    let cut = |told: &Told| match told {
        Told::Rows { rows, cut, .. } => (rows.len(), *cut),
        other => panic!("{other:?}"),
    };
    let by_title = Some(Sorting { by: SortedBy::Title, direction: Direction::Ascending });
    let sorted = |desk: &mut SearchDesk, query: &str, among: Among, round| {
        let query = parse(query, Mode::Finished).unwrap();
        cut(&desk.grant(&Wish { round, query, among, order: by_title, want: ALL }, &|| false).unwrap())
    };
    let (year, issue) = (|| Among::Listed(Listing::Year(Some(2024))), Among::Below(issue(&desk)));
    assert_eq!(told(&mut desk, "kw:词*", Among::Library, Want::Count), Told::Count(Count::Exactly(3)));
    assert_eq!(sorted(&mut desk, "kw:词*", Among::Library, 1), (3, None));
    assert_eq!(sorted(&mut desk, "", year(), 2), (3, None));
    assert_eq!(cut(&told(&mut desk, "早晨", issue.clone(), ALL)), (2, None));

    desk.bounds = Bounds { counted: 2, sorted: 2, below: 2 };
    desk.below = None;
    assert_eq!(told(&mut desk, "kw:词*", Among::Library, Want::Count), Told::Count(Count::MoreThan(2)));
    assert_eq!(told(&mut desk, "早晨", Among::Library, Want::Count), Told::Count(Count::Exactly(2)), "no more than that is all of them");
    assert_eq!(sorted(&mut desk, "kw:词*", Among::Library, 3), (2, Some(2)));
    assert_eq!(sorted(&mut desk, "", year(), 4), (2, Some(2)));
    assert_eq!(cut(&told(&mut desk, "早晨", issue.clone(), ALL)), (1, Some(2)), "the third article of the issue was not looked into");
    assert_eq!(told(&mut desk, "早晨", issue.clone(), Want::Count), Told::Count(Count::MoreThan(0)));
    assert_eq!(sorted(&mut desk, "早晨", issue, 5), (1, Some(2)));
}
