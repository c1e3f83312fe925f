//! The issue tree of one shelf: journals, volumes (newest first), issues (newest first), articles in printed order.

use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::cards::{self, Columns};
use super::packed;
use super::personal::{self, Level};
use super::{ArticleKey, IssuePlace, LibraryError, Node, ShelfName, TreeRow, count, signed};
use crate::record::{Language, MultiText};

type Done<T> = Result<T, LibraryError>;

/// One shelf's tree.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a> {
    pub(super) connection: &'a Connection,
    pub(super) shelf: ShelfName,
}

/// A row of one of the upper levels: its row, articles and children, and its label.
struct Upper {
    row: i64,
    articles: i64,
    children: i64,
    label: MultiText,
}

impl Tree<'_> {
    /// Articles, articles read and journals of the whole shelf.
    pub(super) fn totals(&self) -> Done<(u64, u64, u64)> {
        let mut read = self.connection.prepare_cached("SELECT value, (SELECT count(*) FROM journals) FROM meta WHERE name = 'articles'")?;
        let (articles, journals) = read.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((count(articles), count(personal::read_below(self.connection, Level::Shelf, 0)?), count(journals)))
    }

    /// Rows `from..to` of the children of a node of this shelf, and how many there are.
    pub(super) fn children(&self, node: Node, from: u64, to: u64) -> Done<(u64, Vec<TreeRow>)> {
        let window = (signed(to.saturating_sub(from)), signed(from));
        let mut rows = match node {
            Node::Root | Node::Shelf(_) => self.upper(
                Level::Journal,
                "SELECT row, articles, volumes, title, seal FROM journals ORDER BY sort, row LIMIT ?1 OFFSET ?2",
                window,
                journal_label,
            )?,
            Node::Journal { row, .. } => self.upper(
                Level::Volume,
                "SELECT row, articles, issues, year, volume, seal FROM volumes WHERE journal = ?1 ORDER BY sort DESC, row LIMIT ?2 OFFSET ?3",
                (row, window.0, window.1),
                volume_label,
            )?,
            Node::Volume { row, .. } => self.upper(
                Level::Issue,
                "SELECT row, articles, articles + headings, issue, seal FROM issues WHERE volume = ?1 ORDER BY sort DESC, row LIMIT ?2 OFFSET ?3",
                (row, window.0, window.1),
                issue_label,
            )?,
            Node::Issue { row, .. } => self.lines(row, signed(from), signed(to))?,
            Node::Searches | Node::Search(_) | Node::Heading { .. } | Node::Article(_) => Vec::new(),
        };
        self.in_language_of_journal(node, &mut rows)?;
        let total = self.total(node)?;
        let expected = total.min(to).saturating_sub(from);
        if rows.len() as u64 == expected {
            Ok((total, rows))
        } else {
            Err(LibraryError::damage(format!("a list has {} rows where {expected} were counted", rows.len())))
        }
    }

    /// What is said in several languages because nothing is known is said in those of the journal, and in English where it has
    /// none of them: a German journal has no 未分期.
    fn in_language_of_journal(&self, node: Node, rows: &mut [TreeRow]) -> Done<()> {
        let (query, row) = match node {
            Node::Journal { row, .. } => ("SELECT title FROM journals WHERE row = ?1", row),
            Node::Volume { row, .. } => ("SELECT title FROM journals WHERE row = (SELECT journal FROM volumes WHERE row = ?1)", row),
            _ => return Ok(()),
        };
        if rows.iter().all(|row| row.label.len() < 2) {
            return Ok(());
        }
        let title: Option<String> = self.connection.prepare_cached(query)?.query_row([row], |row| row.get(0)).optional()?;
        let title: MultiText = title.map(|title| packed::read_column(&title)).transpose()?.unwrap_or_default();
        for row in rows {
            let kept = |spoken: &dyn Fn(&Language) -> bool| -> MultiText {
                row.label.iter().filter(|(language, _)| spoken(language)).map(|(language, text)| (language.clone(), text.clone())).collect()
            };
            let of_journal = kept(&|language| title.get(language).is_some());
            let said = if of_journal.is_empty() { kept(&|language| *language == Language::En) } else { of_journal };
            if !said.is_empty() {
                row.label = said;
            }
        }
        Ok(())
    }

    /// How many children a node has.
    pub(super) fn total(&self, node: Node) -> Done<u64> {
        let (query, row) = match node {
            Node::Root | Node::Shelf(_) => return Ok(self.totals()?.2),
            Node::Journal { row, .. } => ("SELECT volumes FROM journals WHERE row = ?1", row),
            Node::Volume { row, .. } => ("SELECT issues FROM volumes WHERE row = ?1", row),
            Node::Issue { row, .. } => ("SELECT articles + headings FROM issues WHERE row = ?1", row),
            Node::Searches | Node::Search(_) | Node::Heading { .. } | Node::Article(_) => return Ok(0),
        };
        Ok(count(self.connection.prepare_cached(query)?.query_row([row], |r| r.get(0)).optional()?.unwrap_or(0)))
    }

    fn node(&self, level: Level, row: i64) -> Node {
        let shelf = self.shelf;
        match level {
            Level::Shelf => Node::Shelf(shelf),
            Level::Journal => Node::Journal { shelf, row },
            Level::Volume => Node::Volume { shelf, row },
            Level::Issue => Node::Issue { shelf, row },
        }
    }

    fn upper(&self, level: Level, query: &str, window: impl Params, label: fn(&Row<'_>) -> Done<MultiText>) -> Done<Vec<TreeRow>> {
        let mut found = Vec::new();
        let mut read = self.connection.prepare_cached(query)?;
        let mut rows = read.query(window)?;
        while let Some(row) = rows.next()? {
            found.push(Upper { row: row.get(0)?, articles: row.get(1)?, children: row.get(2)?, label: label(row)? });
        }
        let shown = found.into_iter().map(|upper| {
            let read = personal::read_below(self.connection, level, upper.row)?;
            Ok(TreeRow {
                node: self.node(level, upper.row),
                label: upper.label,
                page: None,
                articles: count(upper.articles),
                unread: count(upper.articles - read),
                children: count(upper.children),
            })
        });
        shown.collect()
    }

    /// The lines of an issue: headings and articles.
    fn lines(&self, issue: i64, from: i64, to: i64) -> Done<Vec<TreeRow>> {
        let headings = self.headings(issue)?;
        let before = signed(headings.iter().filter(|(line, _)| *line < from).count() as u64);
        let within = signed(headings.iter().filter(|(line, _)| (from..to).contains(line)).count() as u64);
        let mut read = self.connection.prepare_cached(
            "SELECT a.row, a.title, a.authors, a.heading, a.year, a.numbers, a.first, a.seal, EXISTS (SELECT 1 FROM personal.read r WHERE r.id = a.id)
             FROM articles a WHERE a.issue = ?1 ORDER BY a.printed, a.row LIMIT ?2 OFFSET ?3",
        )?;
        let mut articles =
            read.query((issue, to.saturating_sub(from).saturating_sub(within).max(0), from.saturating_sub(before).max(0)))?;
        let mut headings = headings.into_iter().filter(|(line, _)| *line >= from).peekable();
        let mut lines = Vec::new();
        for line in from..to {
            if let Some((_, heading)) = headings.next_if(|(at, _)| *at == line) {
                lines.push(heading);
                continue;
            }
            let Some(row) = articles.next()? else { break };
            let shown = Columns::read(row, 1)?;
            let label = shown.as_ref().map_or_else(|| Ok(cards::damaged_label()), |columns| packed::read_column(&columns.title))?;
            let node = Node::Article(ArticleKey { shelf: self.shelf, row: row.get(0)? });
            let unread = u64::from(!row.get::<_, bool>(8)?);
            lines.push(TreeRow { node, label, page: shown.and_then(|columns| columns.first), articles: 0, unread, children: 0 });
        }
        Ok(lines)
    }

    /// The headings of an issue, each with its line.
    fn headings(&self, issue: i64) -> Done<Vec<(i64, TreeRow)>> {
        let mut read = self.connection.prepare_cached("SELECT line, idx, label, articles FROM headings WHERE issue = ?1 ORDER BY line")?;
        let mut rows = read.query([issue])?;
        let mut headings = Vec::new();
        while let Some(row) = rows.next()? {
            let node = Node::Heading { shelf: self.shelf, issue, index: row.get(1)? };
            let label = packed::read_column(&row.get::<_, String>(2)?)?;
            headings.push((row.get(0)?, TreeRow { node, label, page: None, articles: count(row.get(3)?), unread: 0, children: 0 }));
        }
        Ok(headings)
    }

    /// The path from the shelf's journals down to a node: each with its row among its siblings.
    pub(super) fn path(&self, node: Node) -> Done<Option<Vec<(Node, u64)>>> {
        let shelf = self.shelf;
        let one = |query: &str, row: i64| -> Done<Option<(i64, i64)>> {
            Ok(self.connection.prepare_cached(query)?.query_row([row], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
        };
        let mut below = Vec::new();
        let mut at = node;
        loop {
            let (parent, place) = match at {
                Node::Root | Node::Searches | Node::Search(_) | Node::Shelf(_) => break,
                Node::Article(key) => {
                    let Some((issue, line)) = one(LINE, key.row)? else { return Ok(None) };
                    (Node::Issue { shelf, row: issue }, line)
                }
                Node::Heading { issue, index, .. } => {
                    let mut read = self.connection.prepare_cached("SELECT line FROM headings WHERE issue = ?1 AND idx = ?2")?;
                    let Some(line) = read.query_row((issue, index), |r| r.get(0)).optional()? else { return Ok(None) };
                    (Node::Issue { shelf, row: issue }, line)
                }
                Node::Issue { row, .. } => {
                    let query = "SELECT i.volume, (SELECT count(*) FROM issues o WHERE o.volume = i.volume AND (o.sort > i.sort OR (o.sort = i.sort AND o.row < i.row)))
                                 FROM issues i WHERE i.row = ?1";
                    let Some((volume, place)) = one(query, row)? else { return Ok(None) };
                    (Node::Volume { shelf, row: volume }, place)
                }
                Node::Volume { row, .. } => {
                    let query = "SELECT v.journal, (SELECT count(*) FROM volumes o WHERE o.journal = v.journal AND (o.sort > v.sort OR (o.sort = v.sort AND o.row < v.row)))
                                 FROM volumes v WHERE v.row = ?1";
                    let Some((journal, place)) = one(query, row)? else { return Ok(None) };
                    (Node::Journal { shelf, row: journal }, place)
                }
                Node::Journal { row, .. } => {
                    let query = "SELECT 0, (SELECT count(*) FROM journals o WHERE (o.sort, o.row) < (j.sort, j.row)) FROM journals j WHERE j.row = ?1";
                    let Some((_, place)) = one(query, row)? else { return Ok(None) };
                    (Node::Shelf(shelf), place)
                }
            };
            below.push((at, count(place)));
            at = parent;
        }
        below.reverse();
        Ok(Some(below))
    }

    /// Where an article stands in its issue.
    pub(super) fn place(&self, row: i64) -> Done<IssuePlace> {
        let shelf = self.shelf;
        let mut read = self.connection.prepare_cached(
            "SELECT a.journal, a.volume, a.issue,
                    (SELECT count(*) FROM articles p WHERE p.issue = a.issue AND (p.printed, p.row) < (a.printed, a.row)), i.articles,
                    (SELECT p.row FROM articles p WHERE p.issue = a.issue AND (p.printed, p.row) < (a.printed, a.row) ORDER BY p.printed DESC, p.row DESC LIMIT 1),
                    (SELECT n.row FROM articles n WHERE n.issue = a.issue AND (n.printed, n.row) > (a.printed, a.row) ORDER BY n.printed, n.row LIMIT 1)
             FROM articles a JOIN issues i ON i.row = a.issue WHERE a.row = ?1",
        )?;
        let (place, issue, articles) = read.query_row([row], |r| {
            let key = |row: Option<i64>| row.map(|row| ArticleKey { shelf, row });
            let (issue, articles): (i64, i64) = (r.get(2)?, r.get(4)?);
            let place = IssuePlace {
                journal: Some(Node::Journal { shelf, row: r.get(0)? }),
                volume: Some(Node::Volume { shelf, row: r.get(1)? }),
                issue: Some(Node::Issue { shelf, row: issue }),
                index: count(r.get(3)?),
                of: count(articles),
                unread: 0,
                previous: key(r.get(5)?),
                next: key(r.get(6)?),
            };
            Ok((place, issue, articles))
        })?;
        Ok(IssuePlace { unread: count(articles - personal::read_below(self.connection, Level::Issue, issue)?), ..place })
    }

    /// Rows of all articles in the order of the tree, `from` the given one on, at most so many.
    pub(super) fn walk(&self, from: u64, most: u64) -> Done<Vec<i64>> {
        let mut rows = Vec::new();
        let mut skip = signed(from);
        let mut left = signed(most);
        let mut issues = self.connection.prepare_cached(
            "SELECT i.row, i.articles FROM volumes v JOIN issues i ON i.volume = v.row WHERE v.journal = ?1 ORDER BY v.sort DESC, v.row, i.sort DESC, i.row",
        )?;
        let mut articles =
            self.connection.prepare_cached("SELECT row FROM articles WHERE issue = ?1 ORDER BY printed, row LIMIT ?3 OFFSET ?2")?;
        let mut journals = self.connection.prepare_cached("SELECT row, articles FROM journals ORDER BY sort, row")?;
        let mut found = journals.query([])?;
        while let Some(journal) = found.next()? {
            let below: i64 = journal.get(1)?;
            if skip >= below {
                skip -= below;
                continue;
            }
            let mut inner = issues.query([journal.get::<_, i64>(0)?])?;
            while let Some(issue) = inner.next()? {
                let below: i64 = issue.get(1)?;
                if skip >= below {
                    skip -= below;
                    continue;
                }
                let here: Vec<i64> =
                    articles.query_map((issue.get::<_, i64>(0)?, skip, left), |row| row.get(0))?.collect::<Result<_, _>>()?;
                skip = 0;
                left -= i64::try_from(here.len()).unwrap_or(i64::MAX);
                rows.extend(here);
                if left <= 0 {
                    return Ok(rows);
                }
            }
        }
        Ok(rows)
    }
}

/// The issue of an article and its line there: the articles before it, and the headings above it.
const LINE: &str = "SELECT issue, rank + (SELECT count(*) FROM headings h WHERE h.issue = a.issue AND h.line - h.idx <= rank)
    FROM (SELECT a.issue, (SELECT count(*) FROM articles p WHERE p.issue = a.issue AND (p.printed, p.row) < (a.printed, a.row)) AS rank
          FROM articles a WHERE a.row = ?1) a";

fn journal_label(row: &Row<'_>) -> Done<MultiText> {
    let title: String = row.get(3)?;
    if packed::seal(&[&title]) == row.get::<_, i64>(4)? { packed::read_column(&title) } else { Ok(cards::damaged_label()) }
}

fn volume_label(row: &Row<'_>) -> Done<MultiText> {
    let (year, volume): (Option<i32>, Option<String>) = (row.get(3)?, row.get(4)?);
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let volume = volume.unwrap_or_default();
    if packed::seal(&[&year, &volume]) != row.get::<_, i64>(5)? {
        return Ok(cards::damaged_label());
    }
    Ok(match (year.is_empty(), volume.is_empty()) {
        (false, false) => MultiText::of(Language::Und, format!("{year} Vol.{volume}")),
        (false, true) => MultiText::of(Language::Und, year),
        (true, false) => MultiText::of(Language::Und, format!("Vol.{volume}")),
        (true, true) => [(Language::Zh, "未标年份".to_owned()), (Language::En, "Undated".to_owned())].into_iter().collect(),
    })
}

fn issue_label(row: &Row<'_>) -> Done<MultiText> {
    let issue: Option<String> = row.get(3)?;
    let issue = issue.unwrap_or_default();
    if packed::seal(&[&issue]) != row.get::<_, i64>(4)? {
        return Ok(cards::damaged_label());
    }
    Ok(if issue.is_empty() {
        [(Language::Zh, "未分期".to_owned()), (Language::En, "No issue".to_owned())].into_iter().collect()
    } else {
        MultiText::of(Language::Und, format!("({issue})"))
    })
}
