//! Works that are cited and not held, and links that a person makes or breaks.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use qikan::formats::Reading;
use qikan::library::{Access, Answer, ArticleKey, Count, EntryKey, Library, Linked, List, Question, Shown, Unlinked, Work};
use qikan::record::{Article, HowLinked};
use serde_json::{Value, json};

fn article(id: &str, year: i32, refs: &[Value]) -> Article {
    serde_json::from_value(json!({
        "title": {"en": format!("The article that is called {id}")}, "lang": "en", "year": year, "volume": "7", "issue": "1",
        "journal": {"title": {"en": "Annals of Tests"}}, "ids": {"doi": format!("10.5555/{id}")},
        "pages": {"raw": year.to_string(), "first": year.to_string()}, "refs": refs
    }))
    .unwrap()
}

fn import(library: &mut Library, articles: Vec<Article>) {
    let readings: Vec<Reading> = articles.into_iter().map(|article| Ok(Box::new(article))).collect();
    library.import(&mut readings.into_iter(), &mut |_| {}).unwrap();
}

fn shown(library: &Library, id: &str) -> Shown {
    let Answer::Key(Some(key)) = library.answer(&Question::Find { id: format!("doi:10.5555/{id}") }) else { panic!("no {id}") };
    match library.answer(&Question::Article(key)) {
        Answer::Article(shown) => *shown,
        other => panic!("{other:?}"),
    }
}

fn entry(library: &Library, id: &str, n: usize) -> EntryKey {
    EntryKey { of: shown(library, id).key, list: List::References, n }
}

fn held(library: &Library, id: &str, n: usize) -> Option<(ArticleKey, HowLinked)> {
    match shown(library, id).references.get(n).cloned().unwrap() {
        Linked::Held { key, how } => Some((key, how)),
        _ => None,
    }
}

fn work(library: &Library, entry: EntryKey) -> Work {
    library.searched_shelf(entry.of.shelf).unwrap().work(entry, &|| false).unwrap().unwrap()
}

/// A library of the user's own, in a folder that lasts as long as the test.
fn library(articles: Vec<Article>) -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::new();
    library.open_own(&folder.path().join("library"), Access::ReadWrite).unwrap();
    import(&mut library, articles);
    (folder, library)
}

#[test]
fn references_to_a_thesis_and_to_the_article_made_of_it_are_two_works() {
    let title = "Counting herons by ear in the marshes";
    let thesis = json!({"raw": format!("Goh J. {title}[D]. Hull: University of Hull, 1999.")});
    let paper = json!({"raw": format!("Goh J. {title}[J]. Ibis of the South, 1999, 12(3): 45-61.")});
    let (_folder, library) = library(vec![
        article("thesis", 2001, std::slice::from_ref(&thesis)),
        article("paper", 2002, std::slice::from_ref(&paper)),
        article("both", 2003, &[thesis, paper]),
    ]);
    for (id, n) in [("thesis", 0), ("paper", 0), ("both", 0), ("both", 1)] {
        assert_eq!(work(&library, entry(&library, id, n)).citing, Count::Exactly(2), "from {id}, {n}");
    }
}

#[test]
fn references_to_one_work_are_one_work_however_they_are_printed() {
    let printed = json!({"raw": "Goh J, Marlowe P. Counting herons by ear[J]. Ibis of the South, 1999, 12(3): 45-61."});
    let parsed = json!({"raw": "", "parts": [{"title": "Counting herons by ear", "year": 1999, "volume": "12", "issue": "3", "pages": "45-61",
        "host": {"title": "Ibis of the South"}, "doi": "10.5555/HERONS", "authors": [{"family": {"en": "Goh"}}]}]});
    let by_doi = json!({"raw": "", "ids": {"doi": "10.5555/herons"}});
    let a_year_off =
        json!({"raw": "GOH J. Counting Herons by Ear. Ibis S. 2000.", "parts": [{"title": "Counting Herons by Ear", "year": 2000}]});
    let another = json!({"raw": "Goh J. Counting herons by eye and by ear, part 2[J]. Ibis of the South, 1999, 12(3): 62-70."});
    let (_folder, library) = library(vec![
        article("printed", 2001, &[another.clone(), printed]),
        article("parsed", 2002, &[parsed]),
        article("by-doi", 2003, &[by_doi]),
        article("off", 2004, &[a_year_off]),
        article("another", 2005, &[another]),
    ]);
    for (id, n) in [("printed", 1), ("parsed", 0), ("off", 0)] {
        let work = work(&library, entry(&library, id, n));
        assert_eq!(work.citing, Count::Exactly(4), "from {id}: {:?}", work.newest.iter().map(|card| card.year).collect::<Vec<_>>());
        let years: Vec<Option<i32>> = work.newest.iter().map(|card| card.year).collect();
        assert_eq!(years, [Some(2004), Some(2003), Some(2002), Some(2001)], "the newest first");
        let best = work.best.unwrap();
        assert_eq!(best.entry, entry(&library, "parsed", 0), "the reference that says most");
        assert_eq!(best.linked, Linked::Elsewhere { url: "https://doi.org/10.5555/herons".to_owned() });
    }
    assert_eq!(work(&library, entry(&library, "another", 0)).citing, Count::Exactly(2), "a work of the same authors, journal and year");
    let missing = library.searched().unwrap().first().unwrap().missing(10, &|| false).unwrap().unwrap();
    let lines: Vec<(u64, &str)> = missing.iter().map(|work| (work.citing, work.line.as_str())).collect();
    assert_eq!(lines[0], (4, "Goh 1999  Counting herons by ear  Ibis of the South 12(3)"));
    assert_eq!(lines.len(), 2, "{lines:?}");
}

#[test]
fn a_work_that_is_printed_with_two_years_is_found_by_either() {
    let titled = json!({"raw": "", "parts": [{"title": "Counting herons by ear", "year": 1999}]});
    let later = json!({"raw": "", "parts": [{"title": "Counting herons by ear", "year": 2000, "volume": "12", "issue": "3", "pages": "45-61",
        "host": {"title": "Ibis of the South"}}]});
    // No title: only the place leads to it, and the place is that of the later year.
    let placed = json!({"raw": "", "parts": [{"year": 2000, "volume": "12", "issue": "3", "pages": "45-61", "host": {"title": "Ibis of the South"}}]});
    let (_folder, library) =
        library(vec![article("titled", 2001, &[titled]), article("later", 2002, &[later]), article("placed", 2003, &[placed])]);
    assert_eq!(work(&library, entry(&library, "titled", 0)).citing, Count::Exactly(3));
    assert_eq!(work(&library, entry(&library, "placed", 0)).citing, Count::Exactly(3));
}

#[test]
fn what_two_references_say_together_finds_a_third() {
    let doi = "10.5555/herons";
    // One has no year, the other no place; the third has neither DOI nor title, and only both together are where it is.
    let placed =
        json!({"raw": "", "parts": [{"doi": doi, "volume": "12", "issue": "3", "pages": "45-61", "host": {"title": "Ibis of the South"}}]});
    let titled = json!({"raw": "", "parts": [{"doi": doi, "title": "Counting herons by ear", "year": 1999}]});
    let bare = json!({"raw": "", "parts": [{"year": 1999, "volume": "12", "issue": "3", "pages": "45-61", "host": {"title": "Ibis of the South"}}]});
    let (_folder, library) =
        library(vec![article("placed", 2001, &[placed]), article("titled", 2002, &[titled]), article("bare", 2003, &[bare])]);
    assert_eq!(work(&library, entry(&library, "placed", 0)).citing, Count::Exactly(3));
    assert_eq!(work(&library, entry(&library, "titled", 0)).citing, Count::Exactly(3));
}

#[test]
fn a_work_that_comes_in_is_missing_no_more() {
    let cited = json!({"raw": "", "parts": [{"title": "The article that is called later", "year": 1990, "doi": "10.5555/later"}]});
    let (_folder, mut library) = library(vec![article("one", 2001, std::slice::from_ref(&cited)), article("two", 2002, &[cited])]);
    let missing = |library: &Library| library.searched().unwrap().first().unwrap().missing(10, &|| false).unwrap().unwrap().len();
    assert_eq!(missing(&library), 1);
    import(&mut library, vec![article("later", 1990, &[])]);
    assert_eq!(missing(&library), 0);
    assert_eq!(held(&library, "one", 0).unwrap().1, HowLinked::Doi);
}

#[test]
fn what_is_linked_or_unlinked_by_hand_stays_through_imports_that_move_the_references() {
    let known =
        json!({"raw": "Known. 1990.", "parts": [{"title": "The article that is called known", "year": 1990, "doi": "10.5555/known"}]});
    let vague = json!({"raw": "Somebody, somewhere, in the nineties."});
    let (_folder, mut library) =
        library(vec![article("known", 1990, &[]), article("other", 1991, &[]), article("citing", 2001, &[known.clone(), vague.clone()])]);
    let (key_of_known, key_of_other) = (shown(&library, "known").key, shown(&library, "other").key);
    assert_eq!(held(&library, "citing", 0), Some((key_of_known, HowLinked::Doi)));
    assert_eq!(held(&library, "citing", 1), None);

    library.link_by_hand(entry(&library, "citing", 1), key_of_other).unwrap();
    assert_eq!(library.unlink(entry(&library, "citing", 0)).unwrap(), Unlinked::Broken);
    let as_decided = |library: &Library, known: usize, vague: usize| {
        assert_eq!(held(library, "citing", known), None, "broken");
        assert_eq!(held(library, "citing", vague), Some((key_of_other, HowLinked::Hand)), "made");
    };
    as_decided(&library, 0, 1);
    assert_eq!(shown(&library, "other").cited_by, Count::Exactly(1));
    assert_eq!(shown(&library, "known").cited_by, Count::Exactly(0));

    // The record comes again with a reference more at the front, and the others in another order.
    let new = json!({"raw": "Quite another reference. 2000."});
    import(&mut library, vec![article("citing", 2001, &[new, vague, known])]);
    let refs = shown(&library, "citing").article.refs.unwrap();
    let place = |raw: &str| refs.iter().position(|reference| reference.raw.starts_with(raw)).unwrap();
    as_decided(&library, place("Known"), place("Somebody"));

    // What was cited comes again, too: whoever waits for it is asked once more.
    import(&mut library, vec![article("known", 1990, &[json!({"raw": "New here."})])]);
    as_decided(&library, place("Known"), place("Somebody"));

    assert_eq!(library.unlink(entry(&library, "citing", place("Known"))).unwrap(), Unlinked::Undone);
    assert_eq!(held(&library, "citing", place("Known")), Some((key_of_known, HowLinked::Doi)), "found again");
    assert_eq!(library.unlink(entry(&library, "citing", place("Somebody"))).unwrap(), Unlinked::Undone);
    assert_eq!(held(&library, "citing", place("Somebody")), None);
    assert_eq!(library.unlink(entry(&library, "citing", place("Somebody"))).unwrap(), Unlinked::Nothing);
}

#[test]
fn links_by_hand_are_refused_where_they_cannot_be_kept_or_mean_nothing() {
    let (folder, mut library) = library(vec![article("one", 2001, &[json!({"raw": "x y z"})])]);
    let (of, key) = (entry(&library, "one", 0), shown(&library, "one").key);
    let refused = library.link_by_hand(of, key).unwrap_err().to_string();
    assert!(refused.contains("does not cite itself"), "{refused}");
    let beyond = library.link_by_hand(EntryKey { n: 9, ..of }, key).unwrap_err().to_string();
    assert!(beyond.contains("no such reference"), "{beyond}");
    drop(library);
    let mut readable = Library::new();
    readable.open_own(&folder.path().join("library"), Access::ReadOnly).unwrap();
    let refused = readable.unlink(of).unwrap_err().to_string();
    assert!(refused.contains("read-only"), "{refused}");
}

/// The program with a library of its own in a folder.
fn run(folder: &std::path::Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_qikan"));
    let library = folder.join("library");
    command.args(["--library", library.to_str().unwrap()]).args(arguments).env_clear().env("HOME", folder).env("PATH", "/usr/bin:/bin");
    let output = command.stdin(std::process::Stdio::null()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_line_lists_what_is_missing_and_links_by_hand() {
    let known = json!({"n": "1", "raw": "Known. 1990.", "parts": [{"title": "The article that is called known", "year": 1990, "doi": "10.5555/known"}]});
    let absent = json!({"n": "2", "raw": "Absent. 1980.", "parts": [{"title": "The article that is not here", "year": 1980, "doi": "10.5555/absent"}]});
    let book = json!({"n": "3", "raw": "A book.", "parts": [{"title": "A book of herons and their \u{1b}[31mways", "year": 1970}]});
    let (folder, library) =
        library(vec![article("known", 1990, &[]), article("one", 2001, &[known, absent.clone(), book]), article("two", 2002, &[absent])]);
    drop(library);
    let qikan = |arguments: &[&str]| run(folder.path(), arguments);

    let (code, said, _) = qikan(&["missing"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!((code, lines[0]), (0, "2\t10.5555/absent\t1980  The article that is not here"));
    assert_eq!(lines.len(), 2);
    assert!(lines[1].starts_with("1\t\t1970  A book of herons") && !said.contains('\u{1b}'), "{said:?}");
    assert_eq!(qikan(&["missing", "--dois"]).1, "10.5555/absent\n");
    assert_eq!(qikan(&["missing", "--limit", "1"]).1.lines().count(), 1);
    let object: Value = serde_json::from_str(qikan(&["missing", "--json", "--limit", "1"]).1.trim()).unwrap();
    assert_eq!(
        (&object["cited_by"], &object["doi"], &object["reference"]["raw"]),
        (&json!(2), &json!("10.5555/absent"), &json!("Absent. 1980."))
    );

    let (code, said, _) = qikan(&["link", "10.5555/one", "2", "doi:10.5555/known"]);
    assert_eq!((code, said.as_str()), (0, "reference 2 of 10.5555/one is doi:10.5555/known: The article that is called known\n"));
    assert_eq!(qikan(&["missing", "--dois"]).1, "10.5555/absent\n", "the other article still cites it");
    let (code, said, _) = qikan(&["unlink", "10.5555/one", "[1]"]);
    assert!(code == 0 && said.contains("leads to no record any more"), "{said}");
    let (code, said, _) = qikan(&["unlink", "10.5555/one", "1"]);
    assert!(code == 0 && said.contains("leads again where it was found"), "{said}");
    for (arguments, sentence) in [
        (["link", "10.5555/one", "9", "10.5555/known"].as_slice(), "has no reference 9; it has 1 to 3"),
        (&["link", "doi:10.5555/onn", "1", "10.5555/known"], "Did you mean \"doi:10.5555/one\"?"),
        (&["unlink", "10.5555/one", "3"], "leads to no record; link it with: qikan link"),
        (&["unlink", "10.5555/one", "1", "--related"], "has no related article"),
    ] {
        let (code, _, complaint) = qikan(arguments);
        assert!(code == 1 && complaint.contains(sentence), "{arguments:?}: {complaint}");
    }
    let (code, _, complaint) = qikan(&["link", "10.5555/one", "1", "10.5555/one"]);
    assert!(code == 2 && complaint.contains("cannot cite itself"), "{complaint}");
}
