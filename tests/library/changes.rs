//! What becomes of a record that changes.

use super::*;

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

/// Every row of the tables that are worked out from records, as text.
fn worked_out(folder: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(folder.join("library.db")).unwrap();
    let mut rows = Vec::new();
    for table in ["keys", "terms", "words", "orders", "cites", "aliases", "waits_recent", "journals", "volumes", "issues", "headings"] {
        let mut read = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = read.column_count();
        let row = |row: &rusqlite::Row<'_>| Ok((0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect::<Vec<_>>());
        rows.extend(read.query_map([], row).unwrap().map(|row| format!("{table} {}", row.unwrap().join(" "))));
    }
    rows.sort();
    rows
}

/// Pages of the library in which two states of its file differ.
fn pages_changed(before: &[u8], after: &[u8]) -> usize {
    after.chunks(8192).enumerate().filter(|(at, page)| before.get(at * 8192..at * 8192 + page.len()) != Some(*page)).count()
}

#[test]
fn what_is_compared_by_nobody_changes_few_pages_and_no_links() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, many::many(1500)).unwrap();
    let (rows, file) = (worked_out(folder.path()), fs::read(folder.path().join("library.db")).unwrap());
    let mut noted = many::many(1500).swap_remove(40);
    assert_eq!(noted.refs.as_ref().unwrap().len(), 4);
    noted.notes.push("seen at dusk".to_owned());
    assert_eq!(import(&mut library, [noted]).unwrap().joined, 1);
    assert_eq!(worked_out(folder.path()), rows);
    let changed = pages_changed(&file, &fs::read(folder.path().join("library.db")).unwrap());
    assert!(changed < 16, "{changed} pages: its row, its body, when it changed, and what was seen");
}

#[test]
fn what_changes_of_a_record_changes_what_is_worked_out_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let plain = |title: &str| article(json!({"title": {"en": title}, "lang": "en", "keywords": {"en": ["bittern"]}, "year": 2005}));
    let reference = |n: u32, doi: &str| json!({"raw": format!("[{n}] Nobody N. What nobody has read {n}[J]. Annals, 2001. doi:{doi}")});
    let citing = with_references(plain("The one that cites"), json!([reference(1, "10.5555/known"), reference(2, "10.5555/other")]));
    import(&mut library, [plain("Reedbeds as slow machines"), plain("How long does a bog remember rain?"), citing.clone()]).unwrap();
    let leads = |library: &Library| {
        let held = |entry: &Linked| matches!(entry, Linked::Held { .. });
        titled(library, "The one that cites").references.iter().map(held).collect::<Vec<_>>()
    };
    assert_eq!(leads(&library), [false, false]);
    // It gets the identifier by which an entry waits for it, a word, and a date.
    let mut richer = plain("Reedbeds as slow machines");
    richer.ids.doi = qikan::record::Doi::parse("10.5555/known");
    richer.keywords = serde_json::from_value(json!({"en": ["bittern", "reed"]})).unwrap();
    // What it was put in order by goes when a day is known.
    richer.dates.published = Some(serde_json::from_value(json!("2005-03-14")).unwrap());
    assert_eq!(import(&mut library, [richer]).unwrap().joined, 1);
    assert_eq!(leads(&library), [true, false]);
    // The one that cites gets an entry more, and keeps the others.
    let mut more = citing;
    more.refs.as_mut().unwrap().push(serde_json::from_value(reference(3, "10.5555/known")).unwrap());
    assert_eq!(import(&mut library, [more]).unwrap().joined, 1);
    assert_eq!(leads(&library), [true, false, true]);
    // What came later still finds the entry that waits.
    let mut late = plain("Sedge and the sound of it");
    late.ids.doi = qikan::record::Doi::parse("10.5555/other");
    assert_eq!(import(&mut library, [late]).unwrap().new, 1);
    assert_eq!(leads(&library), [true, true, true]);
    // All of it is as if the records had come as they are now.
    let other = tempfile::tempdir().unwrap();
    let mut anew = own(other.path());
    import(&mut anew, library.records().unwrap().map(Result::unwrap).collect::<Vec<_>>()).unwrap();
    let tables = |folder: &Path| {
        // Of references that were worked out already it says so, which is another step.
        let told = |row: &String| !row.starts_with("waits_recent") && !row.starts_with("cites");
        worked_out(folder).into_iter().filter(told).collect::<Vec<_>>()
    };
    assert_eq!(tables(folder.path()), tables(other.path()));
    assert!(library.check().unwrap().is_sound());
}

#[test]
fn an_entry_that_two_records_shared_leads_to_what_they_became() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let title = "Listening for bitterns at the edge of the marsh";
    let twin = |doi: &str| {
        let mut one = placed(title, "ASHBY R", 2020, "56", "1", "160-170");
        one.ids.doi = qikan::record::Doi::parse(doi);
        one
    };
    let citing = with_references(
        placed("The one that cites", "A B", 2021, "57", "1", "1-9"),
        json!([reference(title, ENGLISH, 2020, None, None, None)]),
    );
    let mut other = twin("10.5555/b");
    other.authors = serde_json::from_value(json!([{"name": {"en": "SMITH J"}}])).unwrap();
    import(&mut library, [twin("10.5555/a"), other, citing]).unwrap();
    assert_eq!((library.len().unwrap(), titled(&library, "The one that cites").references), (3, vec![Linked::Unknown]));
    assert!(library.decide("doi:10.5555/a", "doi:10.5555/b", true).unwrap());
    assert!(matches!(titled(&library, "The one that cites").references.as_slice(), [Linked::Held { .. }]));
}

#[test]
fn a_record_that_gains_a_title_is_found_by_the_entry_that_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let chinese = "芦苇荡里的大麻鳽与漫长的时间";
    let held = placed("Bitterns of the reedbed, and a long time", "ASHBY R", 2020, "56", "1", "160-170");
    let entry = reference(chinese, ENGLISH, 2020, None, None, None);
    let citing = with_references(placed("The one that cites", "A B", 2021, "57", "1", "1-9"), json!([entry]));
    import(&mut library, [held.clone(), citing]).unwrap();
    assert_eq!(titled(&library, "The one that cites").references, [Linked::Unknown]);
    let mut richer = held;
    richer.title.insert(Language::Zh, chinese.to_owned());
    assert_eq!(import(&mut library, [richer]).unwrap().joined, 1);
    assert!(matches!(titled(&library, "The one that cites").references.as_slice(), [Linked::Held { .. }]));
}
