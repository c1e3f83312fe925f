//! Who writes in a library: names of one author joined by evidence alone, pages of authors, key words and classes, and figures.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use qikan::library::{
    Access, Answer, Figures, FiguresOf, Joined, Library, Node, Order, Profile, ProfileOf, Question, Shared, ShelfName, YearCount,
};
use qikan::record::{Article, RecordId};
use serde_json::{Value, json};

fn library(articles: Vec<Value>) -> Library {
    let mut library = Library::new();
    let articles: Vec<Article> = articles.into_iter().map(|value| serde_json::from_value(value).unwrap()).collect();
    library.add_files(articles).unwrap();
    library
}

/// An article of a year by these authors: `胡业飞|HU Ye-fei@复旦大学` prints both names and a place.
fn article(page: u32, year: i32, authors: &[&str], keywords: &[&str]) -> Value {
    let mut places: Vec<Value> = Vec::new();
    let author = |written: &&str, places: &mut Vec<Value>| {
        let (names, place) = written.split_once('@').map_or((*written, None), |(names, place)| (names, Some(place)));
        let names: serde_json::Map<String, Value> =
            names.split('|').map(|name| ((if name.is_ascii() { "en" } else { "zh" }).to_owned(), json!(name))).collect();
        let aff: Vec<usize> = place.into_iter().map(|_| places.len()).collect();
        places.extend(place.map(|place| json!({"text": {(if place.is_ascii() { "en" } else { "zh" }): place}})));
        json!({"name": names, "aff": aff})
    };
    let authors: Vec<Value> = authors.iter().map(|written| author(written, &mut places)).collect();
    json!({
        "title": {"zh": format!("第{page}篇文章讲的是完全不同的事情")}, "lang": "zh", "journal": {"title": {"zh": "测试学报"}}, "year": year,
        "volume": (year - 2000).to_string(), "issue": "1", "pages": {"raw": page.to_string(), "first": page.to_string()},
        "authors": authors, "affiliations": places, "keywords": {"zh": keywords}, "subjects": [{"scheme": "clc", "code": "D630.1"}],
        "ids": {"doi": format!("10.5555/people.{page}")}
    })
}

fn author(library: &Library, name: &str) -> Profile {
    library.profile(&ProfileOf::Author(name.to_owned()), &|| false).unwrap().unwrap()
}

/// The pages of an author's articles, a guessed one with a question mark.
fn works(profile: &Profile) -> Vec<String> {
    let page = |work: &qikan::library::ProfileWork| format!("{}{}", work.card.pages.clone().unwrap(), if work.guessed { "?" } else { "" });
    profile.works.iter().map(page).collect()
}

fn names(profile: &Profile) -> Vec<(&str, u64, &Joined)> {
    profile.names.iter().map(|form| (form.name.as_str(), form.articles, &form.joined)).collect()
}

fn counted(all: &[qikan::library::Counted]) -> Vec<(String, u64)> {
    let label = |one: &qikan::library::Counted| one.also.as_ref().map_or_else(|| one.label.clone(), |also| format!("{}|{also}", one.label));
    all.iter().map(|one| (label(one), one.articles)).collect()
}

#[test]
fn a_record_that_prints_both_names_joins_them() {
    let library = library(vec![
        article(1, 2020, &["胡业飞|HU Ye-fei", "张怡梦|ZHANG Yi-meng"], &[]),
        article(2, 2022, &["Hu, Yefei", "Zhang, Yimeng"], &[]),
        article(3, 2024, &["胡业飞", "王五"], &[]),
    ]);
    for name in ["胡业飞", "HU Ye-fei", "Hu, Yefei"] {
        let profile = author(&library, name);
        assert_eq!(works(&profile), ["3", "2", "1"], "{name}");
        assert_eq!((profile.articles, profile.guessed), (3, 0));
        assert_eq!(counted(&profile.authors), [("张怡梦|ZHANG Yi-meng".to_owned(), 2), ("王五".to_owned(), 1)], "{name}");
        assert_eq!(profile.names[0].joined, Joined::Asked, "{name}: the name asked for goes first");
        assert_eq!(profile.names[1].joined, Joined::BothPrinted(1), "{name}");
    }
    let years: Vec<(i32, u64)> = author(&library, "胡业飞").years.iter().map(|one| (one.year.unwrap(), one.articles)).collect();
    assert_eq!(years, [(2020, 1), (2022, 1), (2024, 1)]);
}

#[test]
fn the_same_pinyin_is_a_guess_where_a_co_author_or_a_place_is_shared_and_nothing_where_none_is() {
    let library = library(vec![
        article(1, 2020, &["胡业飞@复旦大学国际关系学院, 上海", "张怡梦"], &[]),
        article(2, 2021, &["HU Ye-fei", "ZHANG Yi-meng"], &[]),
        article(3, 2022, &["HU Ye-fei", "SMITH John"], &[]),
        article(4, 2023, &["李强@南京大学政府管理学院"], &[]),
        article(5, 2024, &["LI Qiang@复旦大学国际关系学院"], &[]),
    ]);
    let profile = author(&library, "胡业飞");
    assert_eq!(works(&profile), ["2?", "1"]);
    let shared = Joined::Guess(Shared::CoAuthor("张怡梦".to_owned()));
    assert_eq!(names(&profile), [("胡业飞", 1, &Joined::Asked), ("HU Ye-fei", 1, &shared)]);
    assert_eq!((profile.articles, profile.guessed), (2, 1));
    // From the other side both of the spelling are his, and the Han name is the guess.
    let profile = author(&library, "HU Ye-fei");
    assert_eq!(works(&profile), ["3", "2", "1?"]);
    let profile = author(&library, "李强");
    assert_eq!((works(&profile), &profile.names[1].joined), (vec!["4".to_owned()], &Joined::SamePinyin));
    let profile = author(&library, "LI Qiang");
    assert_eq!((works(&profile), profile.articles, &profile.names[1].joined), (vec!["5".to_owned()], 1, &Joined::SamePinyin));
}

#[test]
fn a_place_that_both_were_at_is_evidence() {
    let library = library(vec![
        article(1, 2020, &["吕伟@复旦大学国际关系学院, 上海"], &[]),
        article(2, 2021, &["LYU Wei@复旦大学国际关系学院，上海 200433"], &[]),
        article(3, 2021, &["LU Wei@上海"], &[]),
    ]);
    let profile = author(&library, "吕伟");
    assert_eq!(works(&profile), ["2?", "1"]);
    let place = Joined::Guess(Shared::Affiliation("复旦大学国际关系学院".to_owned()));
    assert!(profile.names.iter().any(|form| form.joined == place), "{:?}", profile.names);
}

#[test]
fn two_people_of_one_pinyin_stay_two() {
    let library = library(vec![
        article(1, 2020, &["王伟|WANG Wei", "甲一"], &[]),
        article(2, 2021, &["王薇|WANG Wei", "乙二"], &[]),
        article(3, 2022, &["WANG Wei", "YI Er"], &[]),
        article(4, 2023, &["WANG Wei", "SMITH John"], &[]),
    ]);
    assert_eq!(works(&author(&library, "王伟")), ["1"]);
    assert_eq!(works(&author(&library, "王薇")), ["3?", "2"]);
    let spelling = author(&library, "WANG Wei");
    assert_eq!(works(&spelling), ["4", "3", "2", "1"]);
    let mut others: Vec<(&str, &Joined)> = spelling.names.iter().skip(1).map(|form| (form.name.as_str(), &form.joined)).collect();
    others.sort_by_key(|(name, _)| *name);
    assert_eq!(others, [("王伟", &Joined::OneOfThem(1)), ("王薇", &Joined::OneOfThem(1))]);
}

#[test]
fn where_two_han_names_may_be_meant_none_is_joined() {
    let library = library(vec![
        article(1, 2020, &["王伟@复旦大学国际关系学院, 上海"], &[]),
        article(2, 2021, &["王薇@复旦大学国际关系学院, 上海"], &[]),
        article(3, 2022, &["WANG Wei@复旦大学国际关系学院"], &[]),
    ]);
    let spelling = author(&library, "WANG Wei");
    assert_eq!(works(&spelling), ["3"]);
    assert!(spelling.names.iter().skip(1).all(|form| form.joined == Joined::SamePinyin), "{:?}", spelling.names);
    assert_eq!(spelling.names.len(), 3);
}

#[test]
fn initials_are_nobodys_own() {
    let library = library(vec![
        article(1, 2020, &["王瑜|Y. Wang", "甲一"], &[]),
        article(2, 2021, &["Wang Y", "SMITH John"], &[]),
        article(3, 2022, &["Wang Y", "JIA Yi"], &[]),
    ]);
    assert_eq!(works(&author(&library, "王瑜")), ["3?", "1"], "one of them by a shared co-author, and as a guess");
    let initials = author(&library, "Wang Y");
    assert_eq!((works(&initials).len(), &initials.names[1].joined), (3, &Joined::OneOfThem(1)));
    assert!(works(&initials).iter().all(|work| !work.ends_with('?')));
}

#[test]
fn affiliations_have_the_years_in_which_they_were_printed() {
    let library = library(vec![
        article(1, 2018, &["沈苇@雾泽大学", "甲一@别处学院"], &["湿地"]),
        article(2, 2020, &["沈苇@雾泽大学"], &["湿地", "芦苇"]),
        article(3, 2023, &["沈苇@灯市学院"], &["湿地"]),
    ]);
    let profile = author(&library, "沈苇");
    let places: Vec<_> = profile.affiliations.iter().map(|place| (place.text.as_str(), place.first, place.last, place.articles)).collect();
    assert_eq!(places, [("灯市学院", Some(2023), Some(2023), 1), ("雾泽大学", Some(2018), Some(2020), 2)]);
    assert_eq!(profile.keywords.iter().map(|word| (word.label.as_str(), word.articles)).collect::<Vec<_>>(), [("湿地", 3), ("芦苇", 1)]);
}

#[test]
fn a_key_word_and_a_class_have_pages_too() {
    let library = library(vec![
        article(1, 2018, &["沈苇"], &["湿地", "芦苇"]),
        article(2, 2020, &["沈苇", "甲一"], &["湿地", "芦苇", "水位"]),
        article(3, 2020, &["乙二"], &["城市"]),
    ]);
    let profile = library.profile(&ProfileOf::Keyword("湿地".to_owned()), &|| false).unwrap().unwrap();
    assert_eq!((profile.articles, works(&profile)), (2, vec!["2".to_owned(), "1".to_owned()]));
    assert_eq!(counted(&profile.keywords), [("芦苇".to_owned(), 2), ("水位".to_owned(), 1)]);
    assert_eq!(counted(&profile.authors), [("沈苇".to_owned(), 2), ("甲一".to_owned(), 1)]);
    let class = ProfileOf::Class { scheme: "clc".to_owned(), code: "D63".to_owned() };
    let profile = library.profile(&class, &|| false).unwrap().unwrap();
    assert_eq!(profile.above.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["D", "D6", "D63"]);
    assert_eq!(profile.below.iter().map(|tally| (tally.label.as_str(), tally.articles)).collect::<Vec<_>>(), [("D630", 3)]);
    assert_eq!((profile.articles, profile.years.len(), profile.all_authors), (3, 2, 3));
    assert!(profile.above[0].1.values().any(|name| name.contains("政治")), "classes have their names");
}

#[test]
fn nobody_who_waits_no_more_is_told_anything() {
    let articles = (1..=80).map(|page| article(page, 2020, &["沈苇"], &["湿地"])).collect();
    let library = library(articles);
    assert_eq!(library.profile(&ProfileOf::Keyword("湿地".to_owned()), &|| true).unwrap(), None);
    assert_eq!(library.figures(FiguresOf::Library, 1000, &|| true).unwrap(), None);
}

fn citing(page: u32, year: i32, cited: &[(u32, Option<i32>)]) -> Value {
    let refs: Vec<Value> = cited
        .iter()
        .map(|(page, year)| json!({"raw": "x", "parts": [{"title": "x", "year": year, "doi": format!("10.5555/people.{page}")}]}))
        .collect();
    let mut value = article(page, year, &["沈苇"], &[]);
    value["refs"] = json!(refs);
    value
}

fn figures(library: &Library, of: FiguresOf) -> Figures {
    library.figures(of, 1000, &|| false).unwrap().unwrap()
}

#[test]
fn figures_of_a_library_a_journal_an_issue_and_an_article() {
    let library = library(vec![
        citing(1, 2010, &[]),
        citing(2, 2020, &[(1, Some(2010)), (99, Some(2018)), (98, None)]),
        citing(3, 2020, &[(1, Some(2010)), (2, Some(2020))]),
    ]);
    let all = figures(&library, FiguresOf::Library);
    assert_eq!((all.journals, all.articles, all.looked_into, all.cited, all.held), (Some(1), 3, 3, 5, 3));
    let year = |year, articles| YearCount { year: Some(year), articles };
    assert_eq!(all.years, [year(2010, 1), year(2020, 2)]);
    assert_eq!(all.ages.counts, [(0, 1), (2, 1), (10, 2)].into());
    assert_eq!((all.ages.median(), all.ages.price(), all.ages.undated), (Some(6.0), Some(50), 1));
    let cited: Vec<(Option<&str>, u64)> = all.most_cited.iter().map(|(card, by)| (card.pages.as_deref(), *by)).collect();
    assert_eq!(cited, [(Some("1"), 2), (Some("2"), 1)]);

    let Answer::Key(Some(key)) = library.answer(&Question::Find { id: "10.5555/people.2".to_owned() }) else { unreachable!() };
    let one = figures(&library, FiguresOf::Article(key));
    assert_eq!((one.cited, one.held, one.own.as_ref().unwrap().cited_by), (3, 1, 1));
    let Answer::Article(shown) = library.answer(&Question::Article(key)) else { unreachable!() };
    let journal = figures(&library, FiguresOf::Node(shown.place.journal.unwrap()));
    assert_eq!((journal.articles, journal.years.len(), journal.most_cited.len()), (3, 2, 2));
    let volume = figures(&library, FiguresOf::Node(shown.place.volume.unwrap()));
    assert_eq!((volume.number.as_str(), volume.issues.len(), volume.issues[0].count), ("2020 Vol.20", 1, 2));
    let issue = figures(&library, FiguresOf::Node(shown.place.issue.unwrap()));
    let bars: Vec<(&str, u64)> = issue.references.iter().map(|bar| (bar.label.as_str(), bar.count)).collect();
    assert_eq!((issue.number.as_str(), bars), ("2020 Vol.20 (1)", vec![("2", 3), ("3", 2)]));
    assert!(library.figures(FiguresOf::Node(Node::Journal { shelf: ShelfName::Own, row: 1 }), 10, &|| false).is_err());
}

#[test]
fn openings_are_counted_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let id = RecordId::new("doi:10.5555/people.1");
    let opened = |library: &Library| {
        let Answer::Key(Some(key)) = library.answer(&Question::Find { id: id.as_str().to_owned() }) else { unreachable!() };
        figures(library, FiguresOf::Article(key)).own.unwrap().opened
    };
    let mut library = Library::new();
    library.open_own(folder.path(), Access::ReadWrite).unwrap();
    let article: Article = serde_json::from_value(citing(1, 2010, &[])).unwrap();
    library.import(&mut vec![Ok(Box::new(article))].into_iter(), &mut |_| {}).unwrap();
    assert_eq!(opened(&library), 0);
    let session = |opened| Order::Session { state: "{}".to_owned(), opened };
    library.tell(session(vec![id.clone(), RecordId::new("doi:10.5555/other"), id.clone()])).unwrap();
    library.tell(session(vec![id.clone()])).unwrap();
    drop(library);
    let mut library = Library::new();
    library.open_own(folder.path(), Access::ReadWrite).unwrap();
    assert_eq!(opened(&library), 3);
}
