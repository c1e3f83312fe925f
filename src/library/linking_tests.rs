//! Linking in parts, of which each is kept as it is done.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::*;
use crate::library::Access;
use crate::library::import::{self, Feed, Keep};
use crate::library::store;
use crate::record::Article;

const RECORDS: u32 = 300;

/// A record that cites some which come before it and some which come later, by their places, their titles and their DOIs.
fn article(n: u32) -> Article {
    let title = |n: u32| format!("On the {n} ways of counting bitterns in spring");
    let place = |n: u32| format!("{}, {}({}): {}", 1990 + n / 100, 10 + n / 100, n / 10 % 10 + 1, n % 10 * 9 + 1);
    let refs = [n * 7 + 3, n * 31 + 11, n * 13 + 5].map(|n| n % RECORDS);
    let lines = [
        format!("Ashby A. {}[J]. Journal of Marsh Logic, {}.", title(refs[0]), place(refs[0])),
        format!("Ashby A. {}[J]. Journal of Marsh Logic, {}.", title(refs[1]), 1990 + refs[1] / 100),
        format!("Other O. What nobody knows[J]. Elsewhere, 2001. doi:10.5555/m.{}", refs[2]),
    ];
    serde_json::from_value(serde_json::json!({
        "ids": {"doi": format!("10.5555/m.{n}")}, "title": {"en": title(n)}, "journal": {"title": {"en": "Journal of Marsh Logic"}},
        "year": 1990 + n / 100, "volume": (10 + n / 100).to_string(), "issue": (n / 10 % 10 + 1).to_string(),
        "pages": {"raw": "", "first": (n % 10 * 9 + 1).to_string()}, "authors": [{"name": {"en": "Ashby A"}}],
        "refs": lines.map(|raw| serde_json::json!({"raw": raw})),
    }))
    .unwrap()
}

/// A store in a folder with all records, none of which is linked yet, and the links that it had.
fn unlinked_store(folder: &std::path::Path) -> (Connection, Vec<(i64, i64, i64)>) {
    let connection = store::open(folder, Access::ReadWrite).unwrap().connection;
    let mut readings = (0..RECORDS).map(|n| Ok(Box::new(article(n))));
    import::run(&connection, None, Feed::Here(&mut readings), Keep::All, &mut |_| {}).unwrap();
    let links = links(&connection);
    let forget =
        "DELETE FROM cites; DELETE FROM waits; DELETE FROM waits_recent; UPDATE meta SET value = 0 WHERE name IN ('linked', 'recent')";
    connection.execute_batch(forget).unwrap();
    (connection, links)
}

fn links(connection: &Connection) -> Vec<(i64, i64, i64)> {
    let mut read = connection.prepare("SELECT source, n, target FROM cites ORDER BY source, n").unwrap();
    read.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn many_parts_link_what_one_does() {
    let folder = tempfile::tempdir().unwrap();
    let (connection, links_before) = unlinked_store(folder.path());
    assert!(links_before.len() > 800, "{}", links_before.len());
    let mut told = Vec::new();
    link_in_parts(&connection, Remembered::default(), 70, &mut |done, of| told.push((done, of))).unwrap();
    assert_eq!(links(&connection), links_before);
    assert_eq!(meta(&connection, "linked").unwrap(), meta(&connection, "seq").unwrap());
    assert!([0, 70, 140, 210, 280, 300].iter().all(|done| told.contains(&(*done, 300))), "{told:?}");
}

#[test]
fn where_somebody_else_went_on_between_two_parts_nothing_is_linked_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (connection, links_before) = unlinked_store(folder.path());
    let other = store::open(folder.path(), Access::ReadWrite).unwrap().connection;
    let comes = |other: &Connection| {
        let changed = Article { notes: vec!["seen at dusk".to_owned()], ..article(RECORDS + 7) };
        import::run(other, None, Feed::Here(&mut std::iter::once(Ok(Box::new(changed)))), Keep::All, &mut |_| {}).unwrap();
    };
    let mut told = Vec::new();
    link_in_parts(&connection, Remembered::default(), 70, &mut |done, _| {
        // It is said twice that so many are linked: before they are kept and behind it.
        if done == 140 && told.contains(&140) {
            comes(&other);
        }
        told.push(done);
    })
    .unwrap();
    assert!(!told.contains(&210), "the other went on with what was left: {told:?}");
    assert_eq!(told.last(), Some(&300));
    let mine: Vec<_> = links(&connection).into_iter().filter(|(source, ..)| *source <= i64::from(RECORDS)).collect();
    assert_eq!(mine, links_before);
    assert_eq!(meta(&connection, "linked").unwrap(), meta(&connection, "seq").unwrap());
}
