//! Saved searches: queries under names, kept in the personal layer; lists that keep themselves.

use rusqlite::{Connection, OptionalExtension};
use xxhash_rust::xxh3::xxh3_64;

use super::personal::{log, together};
use super::shelf::Shelf;
use super::{Answer, Library, LibraryError, Node, TreeRow};
use crate::record::{Language, MultiText};

type Done<T> = Result<T, LibraryError>;

/// Before the names, among what the personal layer holds as its state.
const KEY: &str = "search/";

/// A query under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// Follows from the name.
    pub id: i64,
    pub name: String,
    pub query: String,
}

/// All of them, by name.
fn all(connection: &Connection) -> Done<Vec<SavedSearch>> {
    let mut read =
        connection.prepare_cached("SELECT substr(name, 8), value FROM personal.state WHERE substr(name, 1, 7) = ?1 ORDER BY name")?;
    let found = read.query_map([KEY], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let named = found.map(|row| row.map(|(name, query)| SavedSearch { id: xxh3_64(name.as_bytes()).cast_signed(), name, query }));
    Ok(named.collect::<Result<_, _>>()?)
}

/// Keeps a query under a name; whatever was kept under it gives way.
fn save(connection: &Connection, name: &str, query: &str) -> Done<()> {
    together(connection, || {
        log(connection, "save-search", &serde_json::json!([name, query]).to_string())?;
        let mut keep = connection.prepare_cached("INSERT OR REPLACE INTO personal.state (name, value) VALUES (?1, ?2)")?;
        keep.execute([format!("{KEY}{name}"), query.to_owned()])?;
        Ok(())
    })
}

/// Forgets a name.
fn forget(connection: &Connection, name: &str) -> Done<()> {
    let key = format!("{KEY}{name}");
    let mut read = connection.prepare_cached("SELECT 1 FROM personal.state WHERE name = ?1")?;
    if read.query_row([&key], |_| Ok(())).optional()?.is_none() {
        return Err(LibraryError::Record { id: name.to_owned(), what: "no search is saved under this name".to_owned() });
    }
    together(connection, || {
        log(connection, "forget-search", &serde_json::json!([name]).to_string())?;
        connection.prepare_cached("DELETE FROM personal.state WHERE name = ?1")?.execute([&key])?;
        Ok(())
    })
}

impl Library {
    /// The shelf that keeps searches: the user's own, else, for this run only, one in memory.
    fn keeper(&self) -> Done<Option<&Shelf>> {
        match (self.own.as_ref().or(self.files.as_ref()), &self.sample) {
            (Some(shelf), _) => Ok(Some(shelf)),
            (None, Some(sample)) => sample.shelf().map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The saved searches, by name.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn saved_searches(&self) -> Done<Vec<SavedSearch>> {
        // The sample is not unpacked for the sake of what it cannot hold before something was saved.
        if self.own.is_none() && self.files.is_none() && self.sample.as_ref().is_none_or(|sample| !sample.is_open()) {
            return Ok(Vec::new());
        }
        match self.keeper()? {
            Some(shelf) => all(&shelf.connection).map_err(|error| shelf.said(error)),
            None => Ok(Vec::new()),
        }
    }

    /// Keeps a query under a name, or forgets the name where there is no query. Durable when this returns, in a library that
    /// can be written.
    ///
    /// # Errors
    /// A full, damaged or busy library; no such name.
    pub fn keep_search(&self, name: &str, query: Option<&str>) -> Done<()> {
        let Some(shelf) = self.keeper()? else { return Err(LibraryError::ReadOnly { place: "this session".to_owned() }) };
        let done = match query {
            Some(query) => save(&shelf.connection, name, query),
            None => forget(&shelf.connection, name),
        };
        done.map_err(|error| shelf.said(error))
    }

    /// The rows of the tree above the shelves: one for all saved searches, where there are any.
    pub(super) fn searches_row(&self) -> Done<Option<TreeRow>> {
        let children = self.saved_searches()?.len() as u64;
        let label = [(Language::Zh, "检索".to_owned()), (Language::En, "Searches".to_owned())].into_iter().collect();
        Ok((children > 0).then_some(TreeRow { node: Node::Searches, label, page: None, articles: 0, unread: 0, children }))
    }

    /// The saved searches as rows `from..to` of the tree.
    pub(super) fn searches_rows(&self, from: u64, to: u64) -> Done<Answer> {
        let saved = self.saved_searches()?;
        let total = saved.len() as u64;
        let rows = saved.into_iter().zip(0..).filter(|(_, at)| (from..to).contains(at)).map(|(saved, _)| TreeRow {
            node: Node::Search(saved.id),
            label: MultiText::of(Language::Und, saved.name),
            page: None,
            articles: 0,
            unread: 0,
            children: 0,
        });
        Ok(Answer::Children { node: Node::Searches, total, from, rows: rows.collect() })
    }

    /// The way down to the saved searches, or to one of them.
    pub(super) fn searches_place(&self, node: Node) -> Done<Answer> {
        let mut path = vec![(Node::Root, 0), (Node::Searches, 0)];
        if let Node::Search(id) = node {
            let at = self.saved_searches()?.iter().position(|saved| saved.id == id).unwrap_or(0);
            path.push((node, at as u64));
        }
        Ok(Answer::Place { node, path })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::super::{Access, Question};
    use super::*;

    fn names(library: &Library) -> Vec<(String, String)> {
        library.saved_searches().unwrap().into_iter().map(|saved| (saved.name, saved.query)).collect()
    }

    #[test]
    fn searches_are_kept_by_name_and_stand_above_the_journals() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library");
        let mut library = Library::new();
        library.open_own(&path, Access::ReadWrite).unwrap();
        assert_eq!(library.searches_row().unwrap(), None);
        library.keep_search("智慧", Some("智慧城市")).unwrap();
        library.keep_search("new", Some("is:unread year:2024..")).unwrap();
        library.keep_search("智慧", Some("智慧 -综述")).unwrap();
        library.keep_search("gone", Some("x")).unwrap();
        library.keep_search("gone", None).unwrap();
        assert!(library.keep_search("gone", None).is_err(), "what is not kept cannot be forgotten");
        drop(library);
        let mut again = Library::new();
        again.open_own(&path, Access::ReadWrite).unwrap();
        let kept = [("new", "is:unread year:2024.."), ("智慧", "智慧 -综述")];
        assert_eq!(names(&again), kept.map(|(name, query)| (name.to_owned(), query.to_owned())));
        let Answer::Children { total, rows, .. } = again.answer(&Question::Children { node: Node::Root, from: 0, to: 10 }) else {
            unreachable!("children were asked for")
        };
        assert_eq!((total, rows.first().map(|row| (row.node, row.children))), (1, Some((Node::Searches, 2))));
        let log: i64 = again.own.as_ref().unwrap().connection.query_row("SELECT count(*) FROM personal.log", [], |row| row.get(0)).unwrap();
        assert_eq!(log, 5, "what was done is only added to");
    }
}
