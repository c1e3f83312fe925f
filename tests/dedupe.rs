//! Records that may be one: found while they come in, decided by a person, remembered.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

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

/// What becomes of two records that come in one after the other: how many new ones, and how many of these are doubtful.
fn become_of(one: Value, other: Value) -> (u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let [one, other]: [Article; 2] = [one, other].map(|json| serde_json::from_value(json).unwrap());
    let report = import(&mut library, [one.clone(), other.clone()]);
    assert!(library.check().unwrap().is_sound(), "{}", library.check().unwrap());
    assert_eq!(import(&mut library, [one, other]).unchanged, 2, "the same again changes nothing");
    assert_eq!(library.doubtful(0, 10).unwrap().0, report.doubtful);
    (report.new, report.doubtful)
}

/// A record with members put over others.
fn with(base: &Value, more: &Value) -> Value {
    let mut record = base.clone();
    record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    record
}

#[test]
fn a_doi_of_the_whole_makes_no_one_work_of_its_parts() {
    let pages = |first: &str| json!({"raw": first, "first": first});
    let by = |names: &[&str]| names.iter().map(|name| json!({"name": {"en": name}})).collect::<Vec<_>>();
    let chapter = json!({"type": "chapter", "ids": {"doi": "10.5555/whole"}, "journal": {"title": {"en": "Marshes of the North"}}, "year": 2017,
        "title": {"en": "Savannas: vast, ancient and rich landscapes"}, "authors": by(&["Williams R"]), "pages": pages("368")});
    let another = json!({"title": {"en": "What grows on salt"}, "authors": by(&["Adam P"]), "pages": pages("1")});
    assert_eq!(become_of(chapter.clone(), with(&chapter, &another)), (2, 1));
    // Web of Science calls chapters books, and puts the editor behind the authors of each.
    let book = with(&chapter, &json!({"type": "book", "authors": by(&["Williams R", "Keith D"])}));
    let other_book = with(&with(&chapter, &another), &json!({"type": "book", "authors": by(&["Adam P", "Keith D"])}));
    assert_eq!(become_of(book, other_book), (2, 1));
    // The book itself has no page; nor has many a record whose DOI was copied from another.
    let whole = json!({"type": "book", "title": {"en": "Marshes of the North"}, "authors": by(&["Keith D"]), "pages": {"raw": ""}});
    assert_eq!(become_of(with(&chapter, &whole), chapter.clone()), (2, 1));

    let zh = json!({"ids": {"doi": "10.5555/one"}, "lang": "zh", "title": {"zh": "智慧治理"}, "journal": {"title": {"zh": "沼泽学报"}}, "year": 2020,
        "authors": [{"name": {"zh": "胡业飞"}}], "pages": pages("46")});
    let en = with(
        &zh,
        &json!({"lang": "en", "title": {"en": "Smart governance"}, "journal": {"title": {"en": "Acta Paludis"}},
        "authors": by(&["HU Ye-fei"])}),
    );
    assert_eq!(become_of(zh.clone(), en.clone()), (1, 0), "one article in two languages");
    let anew = json!({"title": {"en": "How cities are steered by those who listen"}, "authors": by(&["Yefei Hu"])});
    assert_eq!(become_of(en.clone(), with(&en, &anew)), (1, 0), "a title translated twice");
    let preprint = json!({"type": "preprint", "title": {"en": "Listening cities, a first draft"}, "pages": {"raw": ""}});
    assert_eq!(become_of(with(&en, &preprint), en.clone()), (1, 0), "a draft and what became of it");
    let erratum = json!({"type": "correction", "title": {"en": "Erratum to: Smart governance"}});
    assert_eq!(become_of(en.clone(), with(&en, &with(&erratum, &json!({"pages": pages("99")})))), (2, 1), "a correction is another work");
    assert_eq!(
        become_of(with(&en, &erratum), with(&en, &json!({"title": {"en": "Erratum to: Smart governance (vol 1, pg 46, 2020)"}}))),
        (1, 0)
    );
}

#[test]
fn a_record_that_comes_again_joins_the_one_of_two_with_its_doi_that_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let chapter = |title: &str, author: &str, page: &str| {
        let pages = json!({"raw": page, "first": page});
        paper(author, &json!({"type": "chapter", "title": {"en": title}, "ids": {"doi": "10.5555/whole"}, "pages": pages}))
    };
    let (salt, savanna) = (chapter("What grows on salt", "Adam P", "1"), chapter("Savannas, vast and old", "Williams R", "368"));
    let mut citing = paper("NOBODY Else", &json!({"title": {"en": "What cites the second of two chapters"}, "year": 2030}));
    let parts = json!([{"title": "Savannas, vast and old", "doi": "10.5555/whole", "year": 2020}]);
    citing.refs = Some(serde_json::from_value(json!([{"raw": "", "parts": parts}])).unwrap());
    let mut richer = savanna.clone();
    richer.notes.push("seen at dusk".to_owned());
    assert_eq!(import(&mut library, [salt, savanna, citing]).new, 3);
    assert_eq!(import(&mut library, [richer]).joined, 1);
    let held = |id: &str| library.article_by_id(id).unwrap().unwrap();
    assert_eq!((held("doi:10.5555/whole").notes.len(), held("doi:10.5555/whole~2").notes.len()), (0, 1));
    let citing = library.records().unwrap().map(Result::unwrap).find(|article| article.refs.is_some()).unwrap();
    assert_eq!(citing.refs.unwrap()[0].link.as_ref().unwrap().as_str(), "doi:10.5555/whole~2", "a reference is the one of its title");
}

/// Of works that are no articles one title, author and year are not enough.
#[test]
fn another_kind_number_institution_day_or_book_is_another_work() {
    let title = json!({"zh": "基于深度学习的图像识别研究"});
    let of = |kind: &str, more: Value| {
        with(&json!({"type": kind, "title": title, "lang": "zh", "year": 2019, "authors": [{"name": {"zh": "王伟"}}]}), &more)
    };
    let journal = || json!({"journal": {"title": {"zh": "沼泽学报"}}});
    let at = |name: &str| json!({"journal": {"publisher": {"zh": name}}});
    let numbered = |number: &str| json!({"imprint": {"number": number}});
    let printed = |day: &str| json!({"journal": {"title": {"zh": "沼泽日报"}}, "dates": {"published": day}});
    let edition = |edition: &str| json!({"imprint": {"edition": edition}});
    for (one, other, becomes) in [
        (of("article", journal()), of("thesis", at("北京大学")), (2, 0)),
        (of("article", json!({})), of("thesis", at("北京大学")), (1, 0)),
        (of("article", journal()), of("review", journal()), (1, 0)),
        (of("thesis", at("北京大学")), of("thesis", at("清华大学")), (2, 1)),
        (of("thesis", at("北京大学")), of("thesis", at("北大")), (1, 0)),
        (of("thesis", at("北京大学")), of("thesis", json!({})), (1, 0)),
        (of("newspaper", printed("2019-03-01")), of("newspaper", printed("2019-08-01")), (2, 0)),
        (of("newspaper", printed("2019-03-01")), of("newspaper", printed("2019-03")), (1, 0)),
        (of("report", numbered("WEO-1")), of("report", numbered("WEO-2")), (2, 0)),
        (of("patent", numbered("CN100000001A")), of("patent", numbered("CN100000002A")), (2, 0)),
        (of("patent", numbered("CN100000001A")), of("patent", numbered("CN 100000001")), (1, 0)),
        (of("standard", numbered("GB 2760-2014")), of("standard", numbered("GB 2762-2014")), (2, 0)),
        (of("book", edition("6")), of("book", edition("第七版")), (2, 0)),
        (of("book", edition("6")), of("book", edition("第六版")), (1, 0)),
    ] {
        assert_eq!(become_of(one.clone(), other.clone()), becomes, "{one} / {other}");
    }
    let chapter = |title: &str, book: &str, year: i32| {
        json!({"type": "chapter", "title": {"en": title}, "lang": "en", "year": year, "journal": {"title": {"en": book}},
            "authors": [{"name": {"en": "A Wang"}}]})
    };
    let whole = "On the mists of a young marsh, and how to paint them";
    for (one, other, new) in [
        (chapter("Introduction", "Marshes of the North", 2001), chapter("Introduction", "Marshes of the South", 2001), 2),
        (chapter("Introduction", "Marshes of the North", 2001), chapter("Introduction", "Marshes of the North", 2002), 2),
        (chapter("Introduction", "Marshes of the North", 2001), chapter("Introduction", "Marshes of the North, 2nd edition", 2001), 1),
        (chapter(whole, "Marshes of the North", 2001), chapter(whole, "Studies in Marsh and Mist", 2001), 1),
    ] {
        assert_eq!(become_of(one.clone(), other.clone()).0, new, "{one} / {other}");
    }
}

/// Of two dates of which one only says more, that one stays, whichever came first.
#[test]
fn the_day_is_kept_beside_the_year() {
    let of = |date: &str| json!({"title": {"en": TITLE}, "lang": "en", "ids": {"doi": "10.5555/day"}, "year": 2020, "dates": {"published": date}});
    for dates in [["2020", "2020-04-25"], ["2020-04-25", "2020"]] {
        let folder = tempfile::tempdir().unwrap();
        let mut library = own(folder.path());
        import(&mut library, dates.map(|date| serde_json::from_value(of(date)).unwrap()));
        let Answer::Key(Some(key)) = library.answer(&Question::Find { id: "doi:10.5555/day".to_owned() }) else { panic!("it is there") };
        let Answer::Article(shown) = library.answer(&Question::Article(key)) else { panic!("it can be read") };
        let published = shown.article.dates.published.unwrap().to_string();
        assert_eq!(published, "2020-04-25", "{dates:?}");
    }
}

/// One word makes another work where nothing but the likeness of titles speaks for one, and a slip of a letter none.
#[test]
fn titles_that_are_nearly_the_same_are_of_two_works() {
    let titled = |title: &str| {
        json!({"title": {"en": title}, "lang": "en", "journal": {"title": {"en": "Marsh Notes"}}, "year": 2001,
        "authors": [{"name": {"en": "Lund, Eva"}}]})
    };
    for (one, other, many) in [
        ("Effects of chronic stress on spatial memory in male rats", "Effects of chronic stress on spatial memory in female rats", 2),
        ("A study of hearing loss in children of northern provinces", "A study of hearing loss in children of southern provinces", 2),
        ("Effects of chronic stress on the spatial behaviour of rats", "Effects of chronic stress on the spatial behavior of rats", 1),
        ("Effects of chronic stress on spatial memory", "Effects of chronic stress on spatial memory: a study of rats", 1),
    ] {
        assert_eq!(become_of(titled(one), titled(other)).0, many, "{one} / {other}");
    }
}

#[test]
fn a_thesis_that_comes_again_is_the_one_of_its_university() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let thesis = |name: &str, notes: &[&str]| {
        paper("ASHBY Robert", &json!({"type": "thesis", "journal": {"publisher": {"en": name}}, "notes": notes}))
    };
    let places = ["University of Cambridge", "University of Oxford"];
    assert_eq!(import(&mut library, places.map(|name| thesis(name, &[]))).new, 2);
    let report = import(&mut library, places.map(|name| thesis(name, &["seen at dusk"])));
    assert_eq!((report.new, report.joined), (0, 2));
    let mut elsewhere = own(&folder.path().join("elsewhere"));
    assert_eq!(import(&mut elsewhere, [thesis(places[1], &["seen at dawn"])]).new, 1);
    let exported: Vec<Article> = elsewhere.records().unwrap().map(Result::unwrap).collect();
    let report = import(&mut library, exported);
    assert_eq!((report.new, report.joined), (0, 1));
    let noted = library.records().unwrap().map(Result::unwrap).find(|article| article.notes.len() == 2).unwrap();
    assert_eq!(noted.journal.publisher.values().next().unwrap(), places[1], "an identifier that both have is no proof");
}

#[test]
fn what_appears_every_year_is_a_work_each_year() {
    let work = |kind: &str, title: &str, year: u32, isbn: &[&str]| -> Article {
        let record = json!({"type": kind, "title": {"en": title}, "lang": "en", "year": year, "ids": {"isbn": isbn},
            "authors": [{"name": {"en": "ASHBY Robert"}}], "journal": {"title": if kind == "article" { json!({"en": "Annals of Marsh"}) } else { json!({}) }}});
        serde_json::from_value(record).unwrap()
    };
    let long = "Listening for bitterns at the edge of the northern marsh in spring";
    for (kind, title, known, one, why) in [
        ("book", "Yearbook of the Marsh", [&[][..], &[]], false, "a yearbook"),
        ("report", long, [&[], &[]], false, "a report, however long its title"),
        ("book", "Yearbook of the Marsh", [&["0-306-40615-2"], &["9780306406157"]], true, "one ISBN"),
        ("article", long, [&[], &[]], false, "an article of which nothing else is known"),
        ("article", "Annual report of the society", [&["46"], &["46"]], true, "an article that was out the year before"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut library = own(folder.path());
        let [mut first, mut second] = [work(kind, title, 2015, known[0]), work(kind, title, 2016, known[1])];
        if kind == "article" {
            for (one, page) in [(&mut first, known[0]), (&mut second, known[1])] {
                one.ids.isbn.clear();
                one.pages.first = page.first().map(|page| (*page).to_owned());
            }
        }
        import(&mut library, [first, second]);
        assert_eq!(library.len().unwrap(), if one { 1 } else { 2 }, "{why}");
        let (doubtful, pairs) = library.doubtful(0, 10).unwrap();
        assert_eq!(doubtful, u64::from(!one), "{why}");
        assert!(pairs.iter().all(|pair| pair.why.contains("another year")), "{why}");
    }
}

#[test]
fn two_letters_on_one_page_are_two() {
    let letter = |title: &str, author: &str| -> Article {
        let place = json!({"title": {"en": title}, "volume": "365", "issue": "2", "pages": {"raw": "100", "first": "100"}});
        paper(author, &place)
    };
    for (title, one) in [("Reply", false), (TITLE, true)] {
        let folder = tempfile::tempdir().unwrap();
        let mut library = own(folder.path());
        let report = import(&mut library, [letter(title, "ASHBY Robert"), letter(title, "SMITH John")]);
        assert_eq!((report.joined, report.doubtful), if one { (1, 0) } else { (0, 1) }, "{title}");
    }
}
