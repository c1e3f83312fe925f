//! Records that may be one: found while they come in, decided by a person, remembered.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use qikan::formats::Reading;
use qikan::library::{Access, Answer, Library, LibraryError, Linked, Order, Question, Report, ShelfName, Tallied};
use qikan::record::Article;
use serde_json::{Value, json};

const TITLE: &str = "Listening for bitterns at the edge of the marsh";

fn paper(author: &str, more: &Value) -> Article {
    let mut record = json!({"title": {"en": TITLE}, "lang": "en", "journal": {"title": {"en": "Annals of Marsh and Mist"}}, "year": 2020,
        "authors": [{"name": {"en": author}}]});
    record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(record).unwrap()
}

/// Two papers of one title, and a third that cites the second by its DOI.
fn papers() -> [Article; 3] {
    let second = paper("SMITH John", &json!({"ids": {"doi": "10.5555/b"}, "keywords": {"en": ["bittern"]}}));
    let mut third = paper("NOBODY Else", &json!({"title": {"en": "What cites the second of two papers"}}));
    third.refs = Some(serde_json::from_value(json!([{"raw": "[1] Smith J. Listening[J]. Annals, 2020. doi:10.5555/b"}])).unwrap());
    [paper("ASHBY Robert", &json!({"volume": "12"})), second, third]
}

fn own(folder: &Path) -> Library {
    let mut library = Library::new();
    library.open_own(folder, Access::ReadWrite).unwrap();
    library
}

fn readings(articles: impl IntoIterator<Item = Article>) -> std::vec::IntoIter<Reading> {
    articles.into_iter().map(|article| -> Reading { Ok(Box::new(article)) }).collect::<Vec<_>>().into_iter()
}

fn import(library: &mut Library, articles: impl IntoIterator<Item = Article>) -> Report {
    library.import(&mut readings(articles), &mut |_| {}).unwrap()
}

/// The identifiers of the only doubtful pair.
fn pair(library: &Library) -> (String, String) {
    let (total, pairs) = library.doubtful(0, 10).unwrap();
    assert_eq!((total, pairs.len()), (1, 1));
    assert!(pairs[0].why.contains("other authors"), "{}", pairs[0].why);
    (pairs[0].one.0.to_string(), pairs[0].other.0.to_string())
}

fn is_read(library: &Library, id: &str) -> bool {
    let Answer::Key(Some(key)) = library.answer(&Question::Find { id: id.to_owned() }) else { return false };
    matches!(library.answer(&Question::Article(key)), Answer::Article(shown) if shown.read)
}

#[test]
fn two_that_stay_two_are_not_asked_about_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let report = import(&mut library, papers());
    assert_eq!((report.new, report.doubtful, report.joined), (3, 1, 0));
    assert_eq!(report.to_string(), "3 read, 3 new, 1 of these doubtful.");
    let (one, other) = pair(&library);
    assert!(library.decide(&other, &one, false).unwrap());
    assert_eq!(library.doubtful(0, 10).unwrap().0, 0);
    drop(library);
    let mut library = own(folder.path());
    assert_eq!(import(&mut library, papers()).unchanged, 3);
    assert_eq!((library.doubtful(0, 10).unwrap().0, library.len().unwrap()), (0, 3));
    assert!(!library.decide(&one, &one, true).unwrap(), "a record is not two");
    assert!(!library.decide(&one, "h:nowhere", true).unwrap());
}

#[test]
fn two_that_become_one_are_one_for_references_and_for_all_that_comes_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, papers());
    let (one, other) = pair(&library);
    assert_eq!(other, "doi:10.5555/b");
    let Answer::Key(Some(key)) = library.answer(&Question::Find { id: other.clone() }) else { unreachable!() };
    library.tell(Order::Read { key, read: true }).unwrap();
    assert!(library.decide(&one, &other, true).unwrap());
    assert_eq!((library.len().unwrap(), library.doubtful(0, 10).unwrap().0), (2, 0));
    assert!(library.check().unwrap().is_sound(), "{}", library.check().unwrap());
    let authors = Question::Tallies { shelf: ShelfName::Own, of: Tallied::Authors, from: 0, to: 9 };
    let Answer::Tallies { total, tallies, .. } = library.answer(&authors) else { unreachable!() };
    assert_eq!(tallies.iter().map(|tally| tally.label.as_str()).collect::<Vec<_>>(), ["NOBODY Else", "SMITH John"]);
    assert_eq!(total, 2, "an author whom no record has any more is not listed");
    assert!(is_read(&library, &one), "what was read of either counts");
    let joined = library.article_by_id(&other).unwrap().unwrap();
    assert_eq!((joined.id.to_string(), joined.volume.as_deref()), (one.clone(), Some("12")));
    assert_eq!(joined.ids.doi.unwrap().to_string(), "10.5555/b");
    let citing = library.records().unwrap().map(Result::unwrap).find(|article| article.refs.is_some()).unwrap();
    assert_eq!(citing.refs.unwrap()[0].link.as_ref().unwrap().as_str(), one);
    let authors = Question::Tallies { shelf: ShelfName::Own, of: Tallied::Authors, from: 0, to: 9 };
    let Answer::Tallies { tallies, .. } = library.answer(&authors) else { unreachable!() };
    let authors: Vec<_> = tallies.into_iter().map(|tally| (tally.label, tally.articles)).collect();
    assert_eq!(authors, [("NOBODY Else".to_owned(), 1), ("SMITH John".to_owned(), 1)], "nobody is listed whom no record has");
    // What comes again is a part of it.
    assert_eq!(import(&mut library, papers()).unchanged, 3);
    let [_, mut second, _] = papers();
    second.notes.push("seen at dusk".to_owned());
    let report = import(&mut library, [second]);
    assert_eq!((report.new, report.joined), (0, 1));
    let connection = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    let removed: Vec<(i64, i64)> = {
        let mut read = connection.prepare("SELECT seq, article FROM removed").unwrap();
        read.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(removed, [(4, 2)], "who indexes the library hears of it");
    drop(connection);
    let mut reading = Library::new();
    reading.open_own(folder.path(), Access::ReadOnly).unwrap();
    assert!(matches!(reading.decide(&one, &other, false), Err(LibraryError::ReadOnly { .. })));
    assert!(matches!(reading.answer(&Question::Find { id: other }), Answer::Key(Some(_))));
}

#[test]
fn the_identifier_of_the_one_that_went_leads_to_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, papers());
    let (one, other) = pair(&library);
    assert!(one.starts_with("h:") && library.decide(&other, &one, true).unwrap());
    assert_eq!(library.article_by_id(&one).unwrap().unwrap().id.as_str(), other);
}

#[test]
fn papers_that_are_plainly_two_are_no_doubtful_pair() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let placed =
        |author, issue: &str, page: &str| paper(author, &json!({"volume": "1", "issue": issue, "pages": {"raw": page, "first": page}}));
    let part = |n: u32| paper("ASHBY R", &json!({"title": {"en": format!("{TITLE}, part {n}")}}));
    let report = import(&mut library, [placed("ASHBY R", "1", "1"), placed("SMITH J", "2", "9"), part(1), part(2)]);
    assert_eq!((report.new, report.doubtful), (4, 0));
}

#[test]
fn letters_about_manuscripts_that_share_a_title_are_no_doubtful_pairs() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let letter = |title: &str, authors: &serde_json::Value, doi: &str| {
        paper("", &json!({"title": {"en": title}, "authors": authors, "ids": {"doi": doi}}))
    };
    let by = |name: &str| json!([{"name": {"en": name}}]);
    let letters = vec![
        letter("Decision letter", &json!([]), "10.5555/one.1"),
        letter("Decision letter", &json!([]), "10.5555/two.1"),
        letter("Reviewer #1 (Public review)", &json!([]), "10.5555/one.2"),
        letter("Reviewer #1 (Public review)", &json!([]), "10.5555/two.2"),
        letter("Editorial for the year", &by("ASHBY R"), "10.5555/one.3"),
        letter("Editorial for the year", &by("SMITH J"), "10.5555/two.3"),
        letter("Notes of an editor", &by("ASHBY R"), "10.5555/one.4"),
        letter("Notes of an editor", &by("ASHBY R"), "10.5555/two.4"),
        letter("On the mists of a young marsh, and how to paint them", &by("ASHBY R"), "10.5555/one.5"),
        letter("On the mists of a young marsh, and how to paint them", &by("ASHBY-SMITH R"), "10.5555/two.5"),
    ];
    let report = import(&mut library, letters);
    assert_eq!((report.new, report.doubtful), (10, 2), "one author or one long title, and two DOIs: the last four may be two");
}

/// Each pair begins alike and has two DOIs; all but the first differ by what is counted.
#[test]
fn titles_that_differ_in_a_number_are_no_doubtful_pair() {
    for (one, other, doubtful) in [
        ("Listening for bitterns at the edge of the marsh", "Listening for bitterns at the edge of the marshes", 1),
        ("Listening for bitterns at the edge of the marsh, part 1", "Listening for bitterns at the edge of the marsh, part 2", 0),
        ("Listening for bitterns at the edge of the marsh in 2019", "Listening for bitterns at the edge of the marsh in 2020", 0),
        (
            "在沼泽边缘聆听大麻鳽鸣声的五个春天以及由此得出的数量估计（１）",
            "在沼泽边缘聆听大麻鳽鸣声的五个春天以及由此得出的数量估计（２）",
            0,
        ),
        ("Listening for bitterns at the edge of the marsh I", "Listening for bitterns at the edge of the marsh II", 0),
        ("Listening for bitterns at the edge of the marsh. Part III", "Listening for bitterns at the edge of the marsh. Part IV", 0),
        ("在沼泽边缘聆听大麻鳽鸣声的五个春天以及由此得出的数量估计之一", "在沼泽边缘聆听大麻鳽鸣声的五个春天以及由此得出的数量估计之二", 0),
        (
            "在沼泽边缘聆听大麻鳽鸣声的五个春天以及由此得出的数量估计（上）",
            "在沼泽边缘聆听大麻鳽鸣声的五个春天以及由此得出的数量估计（下）",
            0,
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let titled = |title: &str, doi: &str| paper("ASHBY Robert", &json!({"title": {"und": title}, "ids": {"doi": doi}}));
        let report = import(&mut own(folder.path()), [titled(one, "10.5555/one"), titled(other, "10.5555/other")]);
        assert_eq!((report.new, report.doubtful), (2, doubtful), "{one} / {other}");
        // Without a DOI nothing else keeps the two parts of one paper apart.
        let bare = |title: &str| paper("ASHBY Robert", &json!({"title": {"und": title}}));
        let folder = tempfile::tempdir().unwrap();
        let report = import(&mut own(folder.path()), [bare(one), bare(other)]);
        assert_eq!(report.new, if doubtful == 0 { 2 } else { 1 }, "{one} / {other}");
    }
}

#[test]
fn a_dry_run_says_what_an_import_would_do_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let [first, second, third] = papers();
    import(&mut library, [first.clone()]);
    drop(library);
    let before = fs::read(folder.path().join("library.db")).unwrap();
    let mut library = own(folder.path());
    let mut richer = first;
    richer.volume = Some("12".to_owned());
    richer.issue = Some("3".to_owned());
    let come = [richer, second, third];
    let would = library.would_import(&mut readings(come.clone()), &mut |_| {}).unwrap();
    assert_eq!((would.new, would.joined, would.doubtful), (2, 1, 1));
    assert_eq!(library.len().unwrap(), 1);
    assert_eq!(fs::read(folder.path().join("library.db")).unwrap(), before);
    assert_eq!(import(&mut library, come), would, "an import does what was said");
    let nowhere = Library::new().would_import(&mut readings(papers()), &mut |_| {}).unwrap();
    assert_eq!((nowhere.new, nowhere.doubtful), (3, 1));
}

#[test]
fn references_that_lead_nowhere_are_no_reason_to_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let [_, _, third] = papers();
    import(&mut library, [third]);
    let cards = library.cards(0, 1).unwrap();
    let Answer::Article(shown) = library.answer(&Question::Article(cards[0].key)) else { unreachable!() };
    assert!(matches!(shown.references[0], Linked::Elsewhere { .. }));
    assert_eq!(library.doubtful(0, 10).unwrap().0, 0);
}
