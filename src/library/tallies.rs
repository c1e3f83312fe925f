//! Lists of all journals, years, authors, key words and classes of a shelf, each with how many articles it has.
//!
//! Counts are rows of an index, or stand beside what is counted: nothing here reads a record.

use rusqlite::Connection;

use super::cards::damaged_label;
use super::store::meta;
use super::words::{self, Kind};
use super::{LibraryError, Node, ShelfName, Tallied, Tally, count, lists, packed, signed};
use crate::formats::clc_named;
use crate::record::MultiText;
use crate::text::fold;

type Done<T> = Result<T, LibraryError>;

/// What stands for a word that does not match its checksum.
pub(super) const DAMAGED: &str = "(damaged: run \"qikan check\")";

/// Rows looked at between two questions whether anybody still waits.
const AT_ONCE: usize = 1024;

/// Rows `from..to` of a list, and how many rows there are.
pub(super) fn window(connection: &Connection, shelf: ShelfName, of: &Tallied, from: u64, to: u64) -> Done<(u64, Vec<Tally>)> {
    let window = (signed(to.saturating_sub(from)), signed(from));
    match of {
        Tallied::Years => {
            let all = years(connection)?;
            Ok((all.len() as u64, (0..).zip(all).filter(|(at, _)| (from..to).contains(at)).map(|(_, tally)| tally).collect()))
        }
        Tallied::Journals => {
            let total = connection.prepare_cached("SELECT count(*) FROM journals")?.query_row([], |row| row.get(0))?;
            let mut all = Vec::new();
            journals(connection, shelf, window, &mut |_, tally| {
                all.push(tally);
                Ok(true)
            })?;
            Ok((count(total), all))
        }
        // These are not kept: see `missing`.
        Tallied::Missing => Ok((0, Vec::new())),
        Tallied::Authors | Tallied::Keywords | Tallied::Classes { .. } => {
            let mut all = Vec::new();
            words_of(connection, of, false, window, &mut |_, tally| {
                all.push(tally);
                Ok(true)
            })?;
            for tally in &mut all {
                count_articles(connection, of, tally)?;
            }
            Ok((words_total(connection, of)?, all))
        }
    }
}

/// All rows of a list that have what was typed, in the list's order; nothing when nobody waits for them any more. Names are also
/// had by their pinyin and its initials; classes are looked for on every level, by number and by name.
///
/// Articles of authors, key words and classes are not counted yet: see [`count_articles`].
pub(super) fn having(
    connection: &Connection,
    shelf: ShelfName,
    of: &Tallied,
    typed: &str,
    superseded: &dyn Fn() -> bool,
) -> Done<Option<Vec<Tally>>> {
    let wanted = Wanted::of(typed);
    let (mut found, mut looked, mut given_up) = (Vec::new(), 0, false);
    let mut look = |sort: &str, tally: Tally| -> Done<bool> {
        looked += 1;
        if usize::is_multiple_of(looked, AT_ONCE) && superseded() {
            given_up = true;
            return Ok(false);
        }
        let whole = matches!(of, Tallied::Classes { .. });
        let named = || tally.name.values().any(|name| wanted.is_in(name));
        let labelled = if whole { fold(&tally.label).starts_with(&wanted.folded) } else { wanted.is_in(&tally.label) };
        if labelled || named() || (!whole && wanted.is_spoken(sort)) {
            found.push(tally);
        }
        Ok(true)
    };
    let everything = (-1, 0);
    match of {
        Tallied::Years => {
            for tally in years(connection)? {
                look("", tally)?;
            }
        }
        Tallied::Journals => journals(connection, shelf, everything, &mut look)?,
        Tallied::Missing => {}
        Tallied::Authors | Tallied::Keywords | Tallied::Classes { .. } => words_of(connection, of, true, everything, &mut look)?,
    }
    Ok((!given_up).then_some(found))
}

/// Counts the articles of a row.
pub(super) fn count_articles(connection: &Connection, of: &Tallied, tally: &mut Tally) -> Done<()> {
    let hash = match of {
        Tallied::Years | Tallied::Journals | Tallied::Missing => return Ok(()),
        Tallied::Authors => words::author_name(&tally.label),
        Tallied::Keywords => words::keyword(&tally.label),
        Tallied::Classes { .. } => words::branch(&tally.label),
    };
    tally.articles = lists::term_count(connection, hash)?;
    Ok(())
}

/// What is looked for in a list.
pub(super) struct Wanted {
    folded: String,
    /// Without blanks, where it can be pinyin or initials.
    letters: Option<String>,
}

impl Wanted {
    pub(super) fn of(typed: &str) -> Self {
        let folded = fold(typed.trim());
        let letters: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let spoken = !letters.is_empty() && letters.chars().all(|c| c.is_ascii_alphanumeric());
        Self { folded, letters: spoken.then_some(letters) }
    }

    fn is_in(&self, name: &str) -> bool {
        self.is_in_folded(&fold(name))
    }

    /// Whether a folded name has it anywhere.
    pub(super) fn is_in_folded(&self, folded: &str) -> bool {
        folded.contains(&self.folded)
    }

    /// Whether a name that is spoken so (`hu ye fei`) begins with it, or has these initials.
    pub(super) fn is_spoken(&self, sort: &str) -> bool {
        let Some(letters) = &self.letters else { return false };
        let spoken = sort.trim_start_matches(['0', '1']);
        let whole = spoken.chars().filter(|c| !c.is_whitespace());
        let mut rest = letters.chars();
        let begins = whole.zip(rest.by_ref()).all(|(one, other)| one == other) && rest.next().is_none();
        let mut initials = spoken.split_whitespace().filter_map(|word| word.chars().next());
        begins || letters.chars().all(|letter| initials.next() == Some(letter))
    }
}

type Visit<'a> = dyn FnMut(&str, Tally) -> Done<bool> + 'a;

/// The years in which there are articles, the newest first; those without a year last, with an empty label.
fn years(connection: &Connection) -> Done<Vec<Tally>> {
    let mut read = connection.prepare_cached("SELECT year, sum(articles) FROM volumes GROUP BY year ORDER BY year DESC NULLS LAST")?;
    let all = read.query_map([], |row| {
        let year: Option<i64> = row.get(0)?;
        let label = year.map(|year| year.to_string()).unwrap_or_default();
        Ok(Tally { label, articles: count(row.get(1)?), ..Tally::default() })
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// Gives journals in the order of the tree to `visit`, until it says no.
fn journals(connection: &Connection, shelf: ShelfName, window: (i64, i64), visit: &mut Visit<'_>) -> Done<()> {
    let mut read =
        connection.prepare_cached("SELECT row, articles, title, seal, sort FROM journals ORDER BY sort, row LIMIT ?1 OFFSET ?2")?;
    let mut rows = read.query(window)?;
    while let Some(row) = rows.next()? {
        let title: String = row.get(2)?;
        let whole = packed::seal(&[&title]) == row.get::<_, i64>(3)?;
        let name = if whole { packed::read_column(&title)? } else { damaged_label() };
        let node = Some(Node::Journal { shelf, row: row.get(0)? });
        if !visit(row.get_ref(4)?.as_str().unwrap_or_default(), Tally { name, node, articles: count(row.get(1)?), ..Tally::default() })? {
            break;
        }
    }
    Ok(())
}

pub(super) const fn kind_of(of: &Tallied) -> (Kind, &str) {
    match of {
        Tallied::Keywords => (Kind::Keyword, ""),
        Tallied::Classes { above } => (Kind::Class, above.as_str()),
        Tallied::Authors | Tallied::Years | Tallied::Journals | Tallied::Missing => (Kind::Author, ""),
    }
}

fn words_total(connection: &Connection, of: &Tallied) -> Done<u64> {
    let (kind, above) = kind_of(of);
    Ok(count(match kind {
        Kind::Author => meta(connection, "authors")?,
        Kind::Keyword => meta(connection, "keywords")?,
        Kind::Class => {
            let mut read = connection.prepare_cached("SELECT count(*) FROM words WHERE kind = ?1 AND above = ?2")?;
            read.query_row((kind.number(), above), |row| row.get(0))?
        }
    }))
}

/// Gives authors, key words or classes (of every level, if so wished) in their order to `visit`, until it says no.
fn words_of(connection: &Connection, of: &Tallied, every_level: bool, window: (i64, i64), visit: &mut Visit<'_>) -> Done<()> {
    let (kind, above) = kind_of(of);
    let classes = kind == Kind::Class;
    let (level, order) = match (classes, every_level) {
        (true, true) => ("?2 = ?2", "sort"),
        _ => ("above = ?2", "sort, hash"),
    };
    let query = format!("SELECT label, seal, sort FROM words WHERE kind = ?1 AND {level} ORDER BY {order} LIMIT ?3 OFFSET ?4");
    let mut read = connection.prepare_cached(&query)?;
    let mut below = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM words WHERE kind = ?1 AND above = ?2)")?;
    let mut rows = read.query((kind.number(), above, window.0, window.1))?;
    while let Some(row) = rows.next()? {
        let mut label: String = row.get(0)?;
        let (mut name, mut more) = (MultiText::default(), false);
        if packed::seal(&[&label]) != row.get::<_, i64>(1)? {
            DAMAGED.clone_into(&mut label);
        } else if classes {
            name = clc_named(&label);
            more = below.query_row((kind.number(), &label), |found| found.get(0))?;
        }
        if !visit(row.get_ref(2)?.as_str().unwrap_or_default(), Tally { label, name, more, ..Tally::default() })? {
            break;
        }
    }
    Ok(())
}
