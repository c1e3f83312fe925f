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
