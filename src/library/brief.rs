//! A brief of a record: eight bytes that say of many at once which of them need not be read.
//!
//! Where every issue begins at page 1, dozens of records share year, volume and page; a new one is none of them, because it
//! stands in another issue. And an entry of a list whose title and place are the same to the letter is a record without
//! its being read.

use std::sync::Arc;

use rusqlite::Connection;

use super::facts::Facts;
use super::{LibraryError, keys};

/// The most records of which briefs are kept: thirty-two megabytes.
const MOST: usize = 4_000_000;

/// A hash of the only title (32 bits), of the volume (16) and of the issue (16); 0 where there is none.
#[derive(Clone, Copy, Default)]
pub(super) struct Brief {
    title: u32,
    volume: u16,
    issue: u16,
}

impl Brief {
    pub(super) fn of(facts: &Facts) -> Self {
        // As titles are compared: by their language, their letters, and what they count.
        let title = match (facts.titles.as_slice(), facts.counted_titles().next()) {
            ([(language, title)], Some((_, counted))) => hash("title", &[language.as_str(), title, counted]).max(1),
            _ => 0,
        };
        let number = |kind, written: Option<&String>| match written {
            Some(written) => u16::try_from(hash(kind, &[written]) >> 16).unwrap_or_default().max(1),
            None => 0,
        };
        Self { title, volume: number("volume", facts.volume.as_ref()), issue: number("issue", facts.issue.as_ref()) }
    }

    /// Whether both have one title, and it is the same. A yes is as good as certain.
    pub(super) fn has_title_of(self, other: Self) -> bool {
        self.title != 0 && self.title == other.title
    }

    /// Whether the volumes or the issues differ. A yes is certain.
    pub(super) fn stands_elsewhere(self, other: Self) -> bool {
        let differ = |a: u16, b: u16| a != 0 && b != 0 && a != b;
        differ(self.volume, other.volume) || differ(self.issue, other.issue)
    }
}

fn hash(kind: &str, words: &[&str]) -> u32 {
    u32::try_from(keys::hash(kind, words).cast_unsigned() >> 32).unwrap_or_default()
}

/// Briefs by the rows of records, from the first on that was put.
#[derive(Clone, Default)]
pub(super) struct Briefs {
    first: i64,
    all: Vec<Brief>,
}

impl Briefs {
    /// A record is as these facts say.
    pub(super) fn put(&mut self, row: i64, facts: &Facts) {
        if self.all.is_empty() {
            self.first = row;
        }
        let Some(at) = self.place(row).filter(|at| *at < MOST) else { return };
        if at >= self.all.len() {
            self.all.resize(at + 1, Brief::default());
        }
        if let Some(place) = self.all.get_mut(at) {
            *place = Brief::of(facts);
        }
    }

    /// A record is no longer what it was.
    pub(super) fn forget(&mut self, row: i64) {
        if let Some(place) = self.place(row).and_then(|at| self.all.get_mut(at)) {
            *place = Brief::default();
        }
    }

    /// What is known of a record, which may be nothing.
    pub(super) fn get(&self, row: i64) -> Brief {
        self.place(row).and_then(|at| self.all.get(at)).copied().unwrap_or_default()
    }

    /// Those of the records that were there before are read, as far as there is room.
    pub(super) fn with_older(self: Arc<Self>, connection: &Connection) -> Result<Arc<Self>, LibraryError> {
        let end = if self.all.is_empty() { i64::MAX } else { self.first };
        let mut older = Self::default();
        let mut read = connection.prepare("SELECT row, facts, title FROM articles WHERE row < ?1 ORDER BY row")?;
        let mut rows = read.query([end])?;
        while let Some(row) = rows.next()? {
            let (facts, title): (String, String) = (row.get(1)?, row.get(2)?);
            older.put(row.get(0)?, &Facts::stored(&facts, &title)?);
        }
        let Some(at) = older.place(end).filter(|at| !older.all.is_empty() && *at < MOST) else {
            return Ok(if self.all.is_empty() { Arc::new(older) } else { self });
        };
        older.all.resize(at, Brief::default());
        older.all.extend_from_slice(&self.all);
        Ok(Arc::new(older))
    }

    fn place(&self, row: i64) -> Option<usize> {
        usize::try_from(row.checked_sub(self.first)?).ok()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::library::import::{self, Feed, Keep};
    use crate::library::store;
    use crate::record::{Article, Language, MultiText};

    fn facts(title: &str, volume: Option<&str>, issue: Option<&str>) -> Facts {
        let title = MultiText::of(Language::En, title.to_owned());
        Facts::of_article(&Article { title, volume: volume.map(Into::into), issue: issue.map(Into::into), ..Article::default() })
    }

    #[test]
    fn what_is_not_said_differs_from_nothing() {
        let brief = |volume, issue| Brief::of(&facts("A marsh in the mist", volume, issue));
        let whole = brief(Some("12"), Some("3"));
        assert!(whole.stands_elsewhere(brief(Some("12"), Some("4"))) && whole.stands_elsewhere(brief(Some("13"), None)));
        assert!(!whole.stands_elsewhere(brief(Some("12"), None)) && !whole.stands_elsewhere(brief(None, Some("03"))));
        assert!(!whole.stands_elsewhere(Brief::default()));
    }

    #[test]
    fn titles_are_the_same_to_the_letter_and_in_what_they_count() {
        let brief = |title| Brief::of(&facts(title, None, None));
        assert!(brief("A marsh in the mist").has_title_of(brief("A Marsh in the Mist.")));
        assert!(!brief("A marsh in the mist").has_title_of(brief("A marsh in mist")));
        assert!(!brief("Marshes 1, 2").has_title_of(brief("Marshes 12")), "the letters are the same");
        assert!(!brief("").has_title_of(brief("")), "nothing is no title");
    }

    #[test]
    fn a_record_that_was_put_is_known_until_it_changes() {
        let mut briefs = Briefs::default();
        let marsh = facts("A marsh in the mist", Some("12"), None);
        let known = |briefs: &Briefs, row| briefs.get(row).has_title_of(Brief::of(&marsh));
        briefs.put(70, &marsh);
        briefs.put(73, &marsh);
        briefs.put(3, &marsh);
        assert_eq!([3, 70, 71, 73, 74].map(|row| known(&briefs, row)), [false, true, false, true, false]);
        briefs.forget(70);
        assert!(!known(&briefs, 70) && known(&briefs, 73));
    }

    #[test]
    fn what_was_there_before_is_read_before_what_was_put() {
        let connection = store::memory().unwrap();
        let articles = ["A marsh in the mist", "Steering with mud", "The logic of reeds"];
        let mut readings = articles.iter().map(|title| {
            Ok(Box::new(Article { title: MultiText::of(Language::En, (*title).to_owned()), year: Some(2020), ..Article::default() }))
        });
        import::run(&connection, None, Feed::Here(&mut readings), Keep::All, &mut |_| {}).unwrap();
        let known = |briefs: &Briefs, row, title| briefs.get(row).has_title_of(Brief::of(&facts(title, None, None)));
        let all = Arc::<Briefs>::default().with_older(&connection).unwrap();
        assert!((1..).zip(articles).all(|(row, title)| known(&all, row, title)));
        let mut some = Briefs::default();
        some.put(3, &facts("The water law", None, None));
        some.put(7, &facts("Law in the mist", None, None));
        let all = Arc::new(some).with_older(&connection).unwrap();
        assert!(known(&all, 1, articles[0]) && known(&all, 2, articles[1]) && !known(&all, 3, articles[2]));
        assert!(known(&all, 3, "The water law") && known(&all, 7, "Law in the mist"));
    }
}
