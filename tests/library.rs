//! The library: joining, linking, order, and what it does with files that are not what they were.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

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

/// By which step the only reference of the only other article leads to the target.
fn how(target: Article, entry: Value) -> Option<HowLinked> {
    let citing = with_references(placed("The one that cites", "Nobody Else", 2030, "9", "9", "999-1000"), json!([entry]));
    let both_ways = [shelf_of([target.clone(), citing.clone()]), shelf_of([citing.clone(), target.clone()])];
    let folder = tempfile::tempdir().unwrap();
    let mut later = own(folder.path());
    import(&mut later, [citing]).unwrap();
    import(&mut later, [target]).unwrap();
    let mut found: Vec<Option<HowLinked>> = both_ways
        .iter()
        .chain([&later])
        .map(|library| match &titled(library, "The one that cites").references[0] {
            Linked::Held { how, .. } => Some(*how),
            _ => None,
        })
        .collect();
    found.dedup();
    assert_eq!(found.len(), 1, "the order in which they come must not matter");
    found.pop().unwrap()
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

#[test]
fn every_related_entry_of_the_seed_leads_to_its_own_article() {
    let (others, seed) = seed();
    let orders =
        [shelf_of(others.iter().cloned().chain([seed.clone()])), shelf_of(std::iter::once(seed.clone()).chain(others.iter().cloned()))];
    for library in orders {
        let seed = titled(&library, "Smart Governance in Smart City Construction");
        assert_eq!(seed.related.len(), 15);
        for (entry, other) in seed.related.iter().zip(&others) {
            let Linked::Held { key, how } = entry else { panic!("{other:?} was not found") };
            assert_eq!(*how, HowLinked::Place);
            assert_eq!(shown(&library, *key).article.title, other.title);
        }
    }
}

#[test]
fn every_step_of_the_ladder_finds_and_none_finds_too_much() {
    let target = || placed("Dynamic capabilities of a smart city", "Miyoung Chong", 2018, "35", "4", "682-692");
    let mut with_doi = target();
    with_doi.ids = serde_json::from_value(json!({"doi": "10.1016/j.giq.2018.07.005"})).unwrap();
    let whole = |title: &str| reference(title, ENGLISH, 2018, Some("35"), Some("4"), Some("682-692"));
    let mut by_doi = reference("Anything", "Elsewhere", 2018, None, None, None);
    by_doi["ids"] = json!({"doi": "https://doi.org/10.1016/J.GIQ.2018.07.005"});
    assert_eq!(how(with_doi, by_doi), Some(HowLinked::Doi));
    assert_eq!(how(target(), whole("Dynamic capabilities of a smart city")), Some(HowLinked::Place));
    let no_volume = reference("Dynamic capabilities of a smart city", ENGLISH, 2018, None, Some("4"), Some("682"));
    assert_eq!(how(target(), no_volume), Some(HowLinked::PartialPlace));
    // Another language at the same place is the same article; another title in the same language is not.
    assert_eq!(how(target(), whole("智慧城市的动态能力：发现城市问题的创新方法")), Some(HowLinked::Place));
    assert_eq!(how(target(), whole("A call for papers of next year")), None);
    let title = |year, host: &str| reference("Dynamic Capabilities of a Smart City.", host, year, None, None, None);
    assert_eq!(how(target(), title(2019, ENGLISH)), Some(HowLinked::Title));
    assert_eq!(how(target(), title(2021, ENGLISH)), None);
    let elsewhere_on_the_page = reference("Dynamic capabilities of a smart city", ENGLISH, 2018, Some("35"), Some("2"), Some("1-9"));
    assert_eq!(how(target(), elsewhere_on_the_page), None, "another place in the same journal contradicts a title");
    let mut prefix = reference("Dynamic capabilities of a smart city: an innovative approach", "?", 2018, None, None, None);
    prefix["parts"][0]["authors"] = json!([{"name": {"en": "Chong M"}}]);
    assert_eq!(how(target(), prefix), Some(HowLinked::TitlePrefix));
    let pages_alone = reference("Something else altogether here", ENGLISH, 2017, Some("34"), Some("4"), Some("682-692"));
    assert_eq!(how(target(), pages_alone), None);
}

#[test]
fn an_entry_that_errs_in_one_number_is_known_by_the_others() {
    let title = "Dynamic capabilities of a smart city";
    let target = || placed(title, "Miyoung Chong", 2018, "35", "4", "682-692");
    let entry = |title: &str, host: &str, volume: &str, issue, page| reference(title, host, 2018, Some(volume), issue, Some(page));
    assert_eq!(how(target(), entry(title, ENGLISH, "53", None, "682")), Some(HowLinked::Title), "another volume");
    assert_eq!(how(target(), entry(title, ENGLISH, "35", Some("4"), "628")), Some(HowLinked::Title), "another page");
    assert_eq!(how(target(), entry(title, ENGLISH, "35", None, "W682")), Some(HowLinked::Title), "a letter before the page");
    assert_eq!(
        how(target(), entry(title, "GIQ (London)", "35", None, "682")),
        Some(HowLinked::Title),
        "a name of the journal that nobody knows"
    );
    assert_eq!(how(target(), entry(title, ENGLISH, "53", None, "1")), None, "volume and page");
    assert_eq!(how(target(), entry(title, "GIQ (London)", "53", None, "682")), None, "journal and volume");
    let mut other = entry(title, ENGLISH, "53", None, "682");
    other["parts"][0]["authors"] = json!([{"name": {"en": "Smith J"}}]);
    assert_eq!(how(target(), other), None, "other authors");
}

#[test]
fn a_printed_line_of_an_unknown_order_is_known_by_title_author_and_page() {
    let target = || placed("Steering with robustness. Part 2. The logic of smart cities", "Miyoung Chong", 2018, "35", "4", "682-692");
    let printed = |raw: &str| json!({"raw": raw, "parts": []});
    let line = "Chong M, Smith J. Steering with robustness. Part 2. The logic of smart cities. Ann Marsh. 2018;35(4):682-92.";
    assert_eq!(how(target(), printed(line)), Some(HowLinked::Title));
    assert_eq!(how(target(), printed(&line.replace("682-92", "1-9"))), None, "another page");
    assert_eq!(how(target(), printed(&line.replace("Chong M, ", ""))), None, "another first author");
    assert_eq!(how(target(), printed(&line.replace("Part 2", "Part 3"))), None, "another part");
    assert_eq!(how(target(), printed(&line.replace("2018", "2015"))), None, "another year");
}

#[test]
fn a_title_that_several_share_leads_nowhere() {
    let notice = |issue: &str| placed("Call for Papers of this Journal", "", 2020, "56", issue, "160");
    let citing = with_references(
        placed("The one that cites", "A B", 2021, "57", "1", "1-9"),
        json!([reference("Call for Papers of this Journal", ENGLISH, 2020, None, None, None)]),
    );
    let library = shelf_of([notice("1"), notice("2"), notice("3"), citing]);
    assert_eq!(library.len().unwrap(), 4, "the same title at three places is three records");
    assert_eq!(titled(&library, "The one that cites").references, [Linked::Unknown]);
}

#[test]
fn an_abbreviated_journal_is_known() {
    let mut target = placed("On catalysis by acids in water", "Ann Smith", 1999, "121", "3", "500-510");
    target.journal = serde_json::from_value(json!({"title": {"en": "Journal of the American Chemical Society"}})).unwrap();
    let entry = reference("On catalysis by acids in water", "J. Am. Chem. Soc.", 1999, Some("121"), None, Some("500"));
    assert_eq!(how(target, entry), Some(HowLinked::PartialPlace));
}

#[test]
fn twin_pages_become_one_record() {
    let en = article(json!({
        "lang": "en", "title": {"en": "Smart Governance"}, "journal": {"title": {"en": ENGLISH}, "issn": ["1001-6597"]}, "year": 2024, "volume": "60",
        "issue": "3", "pages": {"raw": "46-58", "first": "46", "last": "58"}, "keywords": {"en": ["smart city"]},
        "authors": [{"name": {"en": "HU Ye-fei"}, "marks": ["1"]}, {"name": {"en": "ZHANG Yi-meng"}, "marks": ["2"]}], "prov": [{"src": "en"}]
    }));
    let zh = article(json!({
        "lang": "zh", "title": {"zh": "智慧治理"}, "journal": {"title": {"zh": CHINESE}, "issn": ["1001-6597"]}, "year": 2024, "volume": "60",
        "issue": "3", "pages": {"raw": "46-59", "first": "46", "last": "59"}, "keywords": {"zh": ["智慧城市"]}, "abstract": {"zh": [{"head": null, "text": "摘要"}]},
        "authors": [{"name": {"zh": "胡业飞"}}, {"name": {"zh": "张怡梦"}}], "prov": [{"src": "zh"}]
    }));
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let report = import(&mut library, [en.clone(), zh.clone()]).unwrap();
    assert_eq!((report.new, report.joined), (1, 1));
    assert_eq!(report.to_string(), "2 read, 1 new, 1 joined.");
    let found = shown(&library, listed(&library)[0]).article;
    assert_eq!((found.title.len(), found.keywords.len(), found.journal.title.len()), (2, 2, 2));
    let names: Vec<usize> = found.authors.iter().map(|author| author.name.len()).collect();
    assert_eq!(names, [2, 2], "authors are paired");
    assert_eq!(found.authors[0].marks, ["1"]);
    let prov = serde_json::to_value(&found.prov).unwrap();
    let lost: Vec<&Value> = prov.as_array().unwrap().iter().filter_map(|source| source.get("alt")).collect();
    assert_eq!(lost.len(), 1, "the page that lost is kept with its source: {prov}");
    assert!(lost[0].get("pages.last").is_some(), "{prov}");
    let again = import(&mut library, [zh, en]).unwrap();
    assert_eq!((again.new, again.joined, again.unchanged), (0, 0, 2), "the same again changes nothing");
    assert!(library.check().unwrap().is_sound());
}

#[test]
fn two_names_of_a_journal_are_united_by_a_record_that_has_both() {
    let of = |title: &str, names: Value, pages: &str| {
        article(
            json!({"title": {"en": title}, "journal": {"title": names}, "year": 2020, "volume": "1", "issue": "1", "pages": {"raw": pages, "first": pages}}),
        )
    };
    let mut library = shelf_of([
        of("First of all these articles", json!({"en": ENGLISH}), "1"),
        of("Second of all these articles", json!({"zh": CHINESE}), "9"),
    ]);
    assert_eq!(children(&library, Node::Root).len(), 2);
    library.add_files([of("Third of all these articles", json!({"zh": CHINESE, "en": ENGLISH}), "5")]).unwrap();
    let journals = children(&library, Node::Root);
    assert_eq!(journals.len(), 1);
    assert_eq!((journals[0].articles, journals[0].children, journals[0].label.len()), (3, 1, 2));
    let issue = children(&library, children(&library, journals[0].node)[0].node);
    assert_eq!(
        labels(&children(&library, issue[0].node)),
        ["First of all these articles", "Third of all these articles", "Second of all these articles"]
    );
}

#[test]
fn the_tree_is_newest_first_and_an_issue_in_printed_order() {
    let of = |year: i32, issue: &str, first: &str, heading: &str| {
        article(
            json!({"title": {"en": format!("{year} {issue} {first}")}, "journal": {"title": {"en": ENGLISH}}, "year": year, "issue": issue,
                       "heading": if heading.is_empty() { json!({}) } else { json!({"en": heading}) }, "pages": {"raw": first, "first": if first.is_empty() { Value::Null } else { json!(first) }}}),
        )
    };
    let library = shelf_of(vec![
        of(2023, "10", "1", ""),
        of(2023, "9", "1", ""),
        of(2023, "增刊", "1", ""),
        of(2024, "1", "100", "Law"),
        of(2024, "1", "ii", ""),
        of(2024, "1", "99", "Law"),
        of(2024, "1", "", ""),
        of(2024, "1", "2", "Governance"),
    ]);
    let journal = children(&library, Node::Root)[0].node;
    let volumes = children(&library, journal);
    assert_eq!(labels(&volumes), ["2024", "2023"]);
    assert_eq!(labels(&children(&library, volumes[1].node)), ["(增刊)", "(10)", "(9)"]);
    let issue = &children(&library, volumes[0].node)[0];
    assert_eq!((issue.articles, issue.unread, issue.children), (5, 5, 7));
    let lines = children(&library, issue.node);
    assert_eq!(labels(&lines), ["Governance", "2024 1 2", "Law", "2024 1 99", "2024 1 100", "2024 1 ii", "2024 1 "]);
    assert!(matches!(lines[2].node, Node::Heading { .. }));
    assert_eq!(lines[2].articles, 2);
    // A window is the same rows.
    let Answer::Children { rows, total, from, .. } = library.answer(&Question::Children { node: issue.node, from: 2, to: 4 }) else {
        panic!()
    };
    assert_eq!((rows.as_slice(), total, from), (&lines[2..4], 7, 2));
    // Every row knows its way down from the root.
    let Answer::Place { path, .. } = library.answer(&Question::Place { node: lines[4].node }) else { panic!() };
    assert_eq!(path, [(Node::Root, 0), (journal, 0), (volumes[0].node, 0), (issue.node, 0), (lines[4].node, 4)]);
    let Node::Article(key) = lines[3].node else { panic!() };
    let place = shown(&library, key).place;
    assert_eq!((place.index, place.of), (1, 5));
    assert_eq!(place.next.map(Node::Article), Some(lines[4].node));
    assert_eq!(place.previous.map(Node::Article), Some(lines[1].node));
    let neighbour = |choice| match library.answer(&Question::NeighbourIssue { key, choice }) {
        Answer::Key(found) => found.map(|key| shown(&library, key).article.title.values().next().unwrap().clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(neighbour(Choice::Previous).as_deref(), Some("2023 增刊 1"));
    assert_eq!(neighbour(Choice::Next), None);
}

#[test]
fn what_was_read_is_counted_kept_and_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let (others, seed) = seed();
    let keys = {
        let mut library = own(folder.path());
        import(&mut library, others.into_iter().chain([seed])).unwrap();
        let keys = listed(&library);
        assert_eq!(children(&library, Node::Root)[0].unread, 16);
        library.tell(Order::Read { key: keys[1], read: true }).unwrap();
        library.tell(Order::Read { key: keys[2], read: true }).unwrap();
        library.tell(Order::Read { key: keys[1], read: false }).unwrap();
        library.tell(Order::Session { state: "{\"at\":1}".to_owned(), opened: Vec::new() }).unwrap();
        keys
    };
    let library = own(folder.path());
    assert_eq!(library.session().as_deref(), Some("{\"at\":1}"));
    assert_eq!(children(&library, Node::Root)[0].unread, 15);
    assert!(shown(&library, keys[2]).read && !shown(&library, keys[1]).read);
    let next = |key, choice| match library.answer(&Question::NeighbourUnread { key, choice }) {
        Answer::Key(found) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(next(keys[1], Choice::Next), Some(keys[3]), "over the one that is read, into the next issue");
    assert_eq!(next(keys[3], Choice::Previous), Some(keys[1]));
    assert_eq!(next(keys[15], Choice::Next), None);
    assert_eq!(next(keys[0], Choice::Previous), None);
}

#[test]
fn lists_of_what_cites_and_what_is_alike() {
    let target = placed("Cited by two of these articles", "Bob Miller", 2018, "35", "4", "682-692");
    let entry = reference("Cited by two of these articles", ENGLISH, 2018, Some("35"), Some("4"), Some("682"));
    let other = reference("Never in this library at all", "Far Away", 2001, None, None, None);
    let citing = |title: &str, year: i32, page: &str, references: Value| {
        let mut citing = with_references(placed(title, "Bob Miller", year, "1", "1", page), references);
        citing.keywords = serde_json::from_value(json!({"en": ["Smart City"]})).unwrap();
        citing
    };
    let library = shelf_of([
        target,
        citing("The first that cites it", 2019, "1", json!([entry, other])),
        citing("The second that cites it", 2020, "1", json!([entry, other])),
    ]);
    let target = titled(&library, "Cited by two of these articles");
    assert_eq!(target.cited_by, qikan::library::Count::Exactly(2));
    let Answer::Cards { cards, total, .. } = library.answer(&Question::CitedBy { key: target.key, from: 0, to: 10 }) else { panic!() };
    assert_eq!((total, cards[0].year, cards[1].year), (2, Some(2020), Some(2019)));
    let first = titled(&library, "The first that cites it");
    let shelf = library.searched_shelf(first.key.shelf).unwrap();
    let seed = shelf.seed(first.key.row).unwrap();
    let mut near = seed.near(&[], false, &|| false).unwrap().unwrap();
    near.retain_mut(|near| seed.confirmed(near).unwrap().is_some());
    let said = |near: &Near| -> Vec<String> { Tie::ALL.iter().filter_map(|(tie, _)| near.ties.phrase(*tie)).collect() };
    assert_eq!(
        near.iter().map(said).collect::<Vec<_>>(),
        [["shares 2 references", "same author: Bob Miller", "same key word: Smart City"]],
        "what it cites stands in another list"
    );
    let with_linked = seed.near(&[], true, &|| false).unwrap().unwrap();
    assert!(with_linked.iter().any(|near| near.ties.phrase(Tie::CitedBy).as_deref() == Some("cited by it")));
    assert!(seed.near(&[], false, &|| true).unwrap().is_none(), "nobody waits for it");
    for (question, expected) in [
        (Question::WithKeyword { keyword: "smart city".to_owned(), from: 0, to: 9 }, 2),
        (Question::WithAuthor { name: "Miller, Bob".to_owned(), from: 0, to: 9 }, 3),
    ] {
        let Answer::Cards { total, cards, .. } = library.answer(&question) else { panic!() };
        assert_eq!((total, cards.len() as u64), (expected, expected), "{question:?}");
    }
}

#[test]
fn an_import_that_is_cut_off_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let (others, seed) = seed();
    import(&mut library, [seed]).unwrap();
    let cut = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut readings = others.iter().cloned().enumerate().map(|(at, article)| -> Reading {
            assert!(at < 7, "cut off here");
            Ok(Box::new(article))
        });
        library.import(&mut readings, &mut |_| {})
    }));
    assert!(cut.is_err());
    assert_eq!(library.len().unwrap(), 1);
    drop(library);
    let mut library = own(folder.path());
    assert_eq!(library.len().unwrap(), 1);
    assert_eq!(import(&mut library, others).unwrap().new, 15, "and the same import works then");
    assert!(library.check().unwrap().is_sound());
}

#[test]
fn entries_of_printed_text_alone_are_understood_when_they_come_in() {
    let target = placed("Making Society Work", "XU Jia-liang", 2022, "58", "1", "1-8");
    let printed = format!("[1] XU Jia-liang. Making Society Work[J]. {ENGLISH}, 2022, 58(1): 1-8.");
    let mut citing =
        with_references(placed("The one that cites", "Nobody Else", 2030, "9", "9", "999-1000"), json!([{"n": "1", "raw": printed}]));
    citing.related = Some(serde_json::from_value(json!([{"rel": "similar", "n": 1, "raw": printed}])).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, [citing.clone(), target.clone()]).unwrap();
    let found = titled(&library, "The one that cites");
    for entry in found.references.iter().chain(&found.related) {
        assert!(matches!(entry, Linked::Held { how: HowLinked::Place, .. }), "{entry:?}");
    }
    assert_eq!(found.article.refs.as_ref().unwrap()[0].parts[0].year, Some(2022));
    assert_eq!(found.article.refs.as_ref().unwrap()[0].raw, printed);
    // What comes again is the same record, as it came and as it is written out.
    let written: Vec<Article> = library.records().unwrap().collect::<Result<_, _>>().unwrap();
    for again in [vec![citing, target], written] {
        let report = import(&mut library, again).unwrap();
        assert_eq!((report.unchanged, report.joined, report.new), (2, 0, 0));
    }
}

#[test]
fn a_bad_record_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let mut readings = vec![Ok(Box::new(seed().1)), Err(Finding::skipped("it has no title").at(88))].into_iter();
    let report = library.import(&mut readings, &mut |_| {}).unwrap();
    assert_eq!(report.to_string(), "1 read, 1 new, 1 not read: line 88: it has no title.");
}

#[test]
fn files_are_readable_by_their_owner_only_and_links_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/library");
    drop(own(&inner));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&inner), 0o700);
    let mut names: Vec<String> = fs::read_dir(&inner).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["library.db", "personal.db"]);
    for name in &names {
        assert_eq!(mode(&inner.join(name)), 0o600);
        fs::set_permissions(inner.join(name), fs::Permissions::from_mode(0o644)).unwrap();
    }
    drop(own(&inner));
    assert_eq!(names.iter().map(|name| mode(&inner.join(name))).collect::<Vec<_>>(), [0o600, 0o600], "a restored copy is closed again");
    let victim = folder.path().join("victim");
    fs::rename(inner.join("personal.db"), &victim).unwrap();
    std::os::unix::fs::symlink(&victim, inner.join("personal.db")).unwrap();
    let refused = Library::new().open_own(&inner, Access::ReadWrite).unwrap_err();
    assert!(matches!(refused, LibraryError::Refused { .. }), "{refused}");
}

#[test]
fn an_empty_or_foreign_file_is_no_new_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    for content in ["", "this is no database, but it is longer than one line of text may be\n"] {
        fs::write(&path, content).unwrap();
        let refused = Library::new().open_own(folder.path(), Access::ReadWrite).unwrap_err();
        assert!(matches!(refused, LibraryError::Damaged { .. }), "{refused}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content, "it is left as it is");
    }
}

#[test]
fn a_library_opened_for_reading_keeps_orders_for_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, seed().0).unwrap();
    let keys = listed(&library);
    library.tell(Order::Read { key: keys[0], read: true }).unwrap();
    drop(library);
    let before = fs::read(folder.path().join("personal.db")).unwrap();
    let mut library = Library::new();
    library.open_own(folder.path(), Access::ReadOnly).unwrap();
    assert_eq!((library.keeps(), library.notes().len()), (false, 1));
    library.tell(Order::Read { key: keys[1], read: true }).unwrap();
    library.tell(Order::Session { state: "{}".to_owned(), opened: Vec::new() }).unwrap();
    assert_eq!(children(&library, Node::Root)[0].unread, 13);
    assert!(matches!(import(&mut library, [seed().1]), Err(LibraryError::ReadOnly { .. })));
    drop(library);
    assert_eq!(fs::read(folder.path().join("personal.db")).unwrap(), before);
}

#[test]
fn a_changed_byte_is_reported_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let (others, _) = seed();
    import(&mut library, others).unwrap();
    drop(library);
    let path = folder.path().join("library.db");
    let bytes = fs::read(&path).unwrap();
    let places = |needle: &[u8]| -> Vec<usize> { (0..bytes.len() - needle.len()).filter(|at| bytes[*at..].starts_with(needle)).collect() };
    // The magic number of a packed body, and a title of a list.
    let bodies = places(&[0x28, 0xB5, 0x2F, 0xFD]);
    let titles = places(b"{\"en\":\"Making Society Work\"}");
    assert!(bodies.len() >= 15 && !titles.is_empty());
    for at in [bodies[3] + 40, titles[0] + 10] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x04;
        fs::write(&path, &damaged).unwrap();
        let library = own(folder.path());
        let verdict = library.check().unwrap();
        assert_eq!(verdict.troubles.len(), 1, "{verdict}");
        let failed =
            listed(&library).into_iter().filter(|key| matches!(library.answer(&Question::Article(*key)), Answer::Failed(_))).count();
        let labelled =
            library.cards(0, 100).unwrap().iter().filter(|card| card.title.values().any(|title| title.contains("damaged"))).count();
        assert_eq!(failed + labelled, 1, "one record is damaged and said to be");
        assert_eq!(fs::read(&path).unwrap(), damaged, "the file is left as it is");
    }
}

#[test]
fn two_processes_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = own(folder.path());
    let mut other = own(folder.path());
    import(&mut one, seed().0).unwrap();
    assert_eq!(children(&other, Node::Root)[0].articles, 15);
    assert_eq!(import(&mut other, [seed().1]).unwrap().new, 1);
    assert_eq!(children(&one, Node::Root)[0].articles, 16);
}

#[test]
fn the_sample_stands_last_and_alone_when_there_is_nothing_else() {
    let of_sample = json!({"title": {"en": "Of the sample"}, "journal": {"title": {"en": "Sample Journal"}}, "year": 2020});
    let image = shelf_of([article(of_sample)]).into_image().unwrap();
    let mut library = Library::new().with_sample(image.leak());
    assert_eq!(labels(&children(&library, Node::Root)), ["Sample Journal"]);
    library.add_files(seed().0).unwrap();
    let shelves = children(&library, Node::Root);
    assert_eq!(shelves.iter().map(|row| (row.articles, row.children)).collect::<Vec<_>>(), [(15, 1), (1, 1)]);
    let Answer::Place { path, .. } = library.answer(&Question::Place { node: children(&library, shelves[1].node)[0].node }) else {
        panic!()
    };
    assert_eq!(path.len(), 3);
    let mut node = shelves[1].node;
    while !matches!(node, Node::Article(_)) {
        node = children(&library, node)[0].node;
    }
    let Node::Article(key) = node else { panic!() };
    library.tell(Order::Read { key, read: true }).unwrap();
    assert!(shown(&library, key).read, "an article of the sample is marked for this run");
}

#[test]
fn what_is_no_image_of_this_version_is_a_sentence_and_no_sample() {
    let library = Library::new().with_sample(b"no image at all");
    let Answer::Failed(sentence) = library.answer(&Question::Children { node: Node::Root, from: 0, to: 9 }) else { panic!() };
    assert!(sentence.contains("image of the sample"), "{sentence}");
}

#[test]
fn an_entry_of_a_file_leads_into_the_users_own_library() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let (others, seed) = seed();
    import(&mut library, others.iter().skip(1).cloned()).unwrap();
    library.add_files([seed, others[0].clone()]).unwrap();
    let seed = titled(&library, "Smart Governance in Smart City Construction");
    for (entry, other) in seed.related.iter().zip(&others) {
        let Linked::Held { key, .. } = entry else { panic!("{other:?} was not found") };
        assert_eq!(shown(&library, *key).article.title, other.title);
    }
    for id in ["doi:10.16088/j.issn.1001-6597.2024.03.005", "https://doi.org/10.16088/J.ISSN.1001-6597.2024.03.005"] {
        assert_eq!(library.answer(&Question::Find { id: id.to_owned() }), Answer::Key(Some(seed.key)));
    }
    assert_eq!(library.records().unwrap().collect::<Result<Vec<_>, _>>().unwrap().len(), 16);
}

/// The files as a killed import leaves them: pages written, their old content in the journal, nothing committed.
fn cut_off(from: &Path, to: &Path) {
    let writer = rusqlite::Connection::open(from.join("library.db")).unwrap();
    writer.execute_batch("PRAGMA cache_size=4; BEGIN IMMEDIATE; CREATE TABLE half(done);").unwrap();
    for _ in 0..200 {
        writer.execute("INSERT INTO half VALUES (randomblob(4000))", []).unwrap();
    }
    writer.execute("DELETE FROM articles", []).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
    assert!(to.join("library.db-journal").exists(), "the journal is on the disk");
}

#[test]
fn what_a_killed_import_left_is_rolled_back_before_anybody_reads() {
    let (folder, after) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut library = own(folder.path());
    import(&mut library, [seed().1]).unwrap();
    drop(library);
    cut_off(folder.path(), after.path());
    for access in [Access::ReadOnly, Access::ReadWrite] {
        let mut library = Library::new();
        library.open_own(after.path(), access).unwrap();
        assert_eq!(library.len().unwrap(), 1, "{access:?}");
    }
}

/// Journals that give no issue and pages like 1-9 put many works at one place.
#[test]
fn works_with_identifiers_of_their_own_at_one_place_stay_two() {
    let at_one_place = |number: u32| {
        let mut one = placed(&format!("Listening for bitterns in spring {number}"), &format!("ASHBY R{number}"), 2020, "3", "1", "1-9");
        one.ids.doi = qikan::record::Doi::parse(&format!("10.5555/x{number}"));
        one
    };
    let library = shelf_of((1..=40).map(at_one_place));
    assert_eq!(library.len().unwrap(), 40);
    let parts = |number: u32| placed(&format!("Listening for bitterns, part {number}"), "ASHBY R", 2020, "3", "1", "1-9");
    assert_eq!(shelf_of([parts(1), parts(2)]).len().unwrap(), 2, "parts are told apart by their numbers");
}

#[test]
fn a_journal_that_lost_its_last_record_takes_its_names_along() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let nameless = |doi: &str, title: &str| article(json!({"title": {"en": title}, "lang": "en", "year": 2005, "ids": {"doi": doi}}));
    import(&mut library, [nameless("10.5555/one", "Reedbeds as slow machines")]).unwrap();
    // The same record learns its journal, so that the journal without a name has none left.
    let mut named = nameless("10.5555/one", "Reedbeds as slow machines");
    named.journal = serde_json::from_value(json!({"title": {"en": "Annals of Marsh and Mist"}})).unwrap();
    import(&mut library, [named]).unwrap();
    import(&mut library, [nameless("10.5555/two", "How long does a bog remember rain?")]).unwrap();
    assert_eq!(library.len().unwrap(), 2);
    assert!(library.check().unwrap().is_sound());
}

/// Rows and numbers of changes as whoever indexes a library reads them.
fn changes_after(folder: &Path, seq: i64) -> Vec<(i64, i64)> {
    let connection = rusqlite::Connection::open(folder.join("library.db")).unwrap();
    let mut read = connection.prepare("SELECT row, seq FROM articles WHERE seq > ?1 ORDER BY seq").unwrap();
    read.query_map([seq], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

#[test]
fn every_change_of_a_record_has_a_greater_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, seed().0).unwrap();
    let first = changes_after(folder.path(), 0);
    assert_eq!(first, (1..=15).map(|n| (n, n)).collect::<Vec<_>>());
    // The same again is no change; a record that got richer is one.
    import(&mut library, seed().0).unwrap();
    assert_eq!(changes_after(folder.path(), 15), []);
    let mut richer = seed().0.remove(4);
    richer.ids.doi = qikan::record::Doi::parse("10.5555/richer");
    assert_eq!(import(&mut library, [richer]).unwrap().joined, 1);
    assert_eq!(changes_after(folder.path(), 15), [(5, 16)]);
    import(&mut library, [seed().1]).unwrap();
    assert_eq!(changes_after(folder.path(), 16), [(16, 17)]);
}

#[test]
fn a_library_of_an_earlier_schema_is_refused_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    drop(own(folder.path()));
    let connection = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    connection.execute_batch("PRAGMA user_version = 1").unwrap();
    drop(connection);
    let before = fs::read(folder.path().join("library.db")).unwrap();
    let refused = Library::new().open_own(folder.path(), Access::ReadWrite).unwrap_err();
    assert!(matches!(refused, LibraryError::Older { found: 1, .. }), "{refused}");
    assert!(refused.to_string().contains("qikan export"), "{refused}");
    assert_eq!(fs::read(folder.path().join("library.db")).unwrap(), before);
}

/// A journal of many articles, of which every fourth cites some others in four ways of printing them.
fn many(number: usize) -> Vec<Article> {
    let title = |n: usize| format!("On the {n} ways of counting bitterns in spring");
    let place = |n: usize| (1990 + n / 120 % 30, n / 10 % 12 + 1, n % 10 * 9 + n / 3600 * 100 + 1);
    let all = (0..number).map(|n| {
        let (year, issue, page) = place(n);
        let volume = (year - 1980).to_string();
        let mut one =
            placed(&title(n), "ASHBY A", i32::try_from(year).unwrap(), &volume, &issue.to_string(), &format!("{page}-{}", page + 8));
        one.ids.doi = (n % 3 == 0).then(|| qikan::record::Doi::parse(&format!("10.5555/m.{n}"))).flatten();
        if n % 4 > 0 {
            return one;
        }
        let cited = [(n + 1) % number, (n * 7 + 3) % number, (n * 31 + 11) % number, n + number];
        let raw: Vec<Value> = cited
            .iter()
            .enumerate()
            .map(|(way, m)| {
                let (year, issue, page) = place(*m);
                json!({"raw": match way {
                    0 => format!("[1] Ashby A. {}[J]. {ENGLISH}, {year}, {}({issue}): {page}-{}.", title(*m), year - 1980, page + 8),
                    1 => format!("[2] Ashby A. A title that nobody knows[J]. Another Journal, {year}. doi:10.5555/m.{m}"),
                    2 => format!("[3] Ashby A. {}[J]. {ENGLISH}, {year}.", title(*m)),
                    _ => format!("[4] Other O. What is not here {m}[J]. J. Guangxi Teach. Educ. Univ., {year}, 1(1): {page}."),
                }})
            })
            .collect();
        with_references(one, Value::Array(raw))
    });
    all.collect()
}

/// Where the references of an article lead, by titles, and how.
type Links = Vec<Option<(String, HowLinked)>>;

/// Where the references of every article lead.
fn all_links(library: &Library) -> Vec<(String, Links)> {
    let cards = library.cards(0, 100_000).unwrap();
    let titles: std::collections::HashMap<ArticleKey, &String> =
        cards.iter().map(|card| (card.key, card.title.values().next().unwrap())).collect();
    let links_of = |key: ArticleKey| {
        let links = shown(library, key).references;
        let held = links.iter().map(|link| match link {
            Linked::Held { key, how } => Some((titles[key].clone(), *how)),
            _ => None,
        });
        held.collect()
    };
    let mut all: Vec<_> = cards.iter().map(|card| (titles[&card.key].clone(), links_of(card.key))).collect();
    all.sort();
    all
}

#[test]
fn many_at_once_are_stored_and_linked_as_few_are() {
    let mut articles = many(2200);
    // The last one comes twice, and says more the second time.
    let mut twin = articles[2199].clone();
    twin.notes.push("seen at dusk".to_owned());
    articles.push(twin);
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut at_once = own(folder.path());
    assert_eq!(import(&mut at_once, articles.clone()).unwrap().to_string(), "2201 read, 2200 new, 1 joined.");
    let mut few_by_few = own(other.path());
    // The last come first: those that are cited later, and those that cite what is not there yet.
    for part in articles.chunks(500).rev() {
        import(&mut few_by_few, part.to_vec()).unwrap();
    }
    let (one, two) = (all_links(&at_once), all_links(&few_by_few));
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one, two);
    }
    let found = |way: usize| one.iter().filter(|(_, links)| links.get(way).is_some_and(Option::is_some)).count();
    assert_eq!((found(0), found(2), found(3)), (550, 550, 0));
    let with_doi = (0..2200).step_by(4).filter(|n| (n * 7 + 3) % 2200 % 3 == 0).count();
    assert_eq!(found(1), with_doi);
    for library in [&at_once, &few_by_few] {
        assert!(library.check().unwrap().is_sound());
    }
    let again = import(&mut at_once, articles.clone()).unwrap();
    assert_eq!((again.unchanged, again.new, again.joined), (2201, 0, 0));
    // A record that got richer among many.
    let mut richer = articles;
    richer[1].ids.doi = qikan::record::Doi::parse("10.5555/m.1");
    assert_eq!(import(&mut at_once, richer).unwrap().joined, 1);
    assert!(at_once.check().unwrap().is_sound());
    let smaller = |folder: &Path| fs::metadata(folder.join("library.db")).unwrap().len();
    assert!(smaller(folder.path()) < smaller(other.path()) + (256 << 10), "a dictionary does not cost more than it gives");
}

#[test]
fn many_that_come_are_found_by_references_that_waited() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    // So many that the last of them are linked when all are in.
    let mut articles = many(2600);
    let waiting: Vec<Article> = articles.drain(..200).collect();
    import(&mut library, waiting).unwrap();
    import(&mut library, articles).unwrap();
    let together = shelf_of(many(2600));
    assert_eq!(all_links(&library), all_links(&together));
    assert!(library.check().unwrap().is_sound());
}

#[test]
fn an_import_of_many_tells_what_is_stored_and_then_what_is_linked() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let mut told = Vec::new();
    let mut readings = many(2300).into_iter().map(|article| -> Reading { Ok(Box::new(article)) });
    library.import(&mut readings, &mut |progress| told.push(progress)).unwrap();
    let stored = told.iter().position(|progress| matches!(progress, Progress::Linked { .. })).unwrap();
    let (reading, linking) = told.split_at(stored);
    assert_eq!(reading.last(), Some(&Progress::Read(2300 / 64 * 64)));
    assert_eq!(linking.first(), Some(&Progress::Linked { done: 0, of: linked_of(linking) }));
    assert!(linking.iter().all(|progress| matches!(progress, Progress::Linked { .. })));
    let all = Progress::Linked { done: linked_of(linking), of: linked_of(linking) };
    assert_eq!(linking.iter().filter(|progress| **progress == all).count(), 1, "that all are linked is said once");
    assert_eq!((linking.last(), linked_of(linking)), (Some(&all), 2300));
}

/// Records that are to be linked, as told.
fn linked_of(told: &[Progress]) -> u64 {
    told.iter().map(|progress| if let Progress::Linked { of, .. } = progress { *of } else { 0 }).max().unwrap_or(0)
}
