//! A question answered from the shelves that it is about.

use super::shelf::Shelf;
use super::shelves::{Library, windows};
use super::{Answer, ArticleKey, Choice, LibraryError, Node, Question, ShelfName, TreeRow, browse, lists, personal, tallies, words};
use crate::record::{Language, MultiText};

type Done<T> = Result<T, LibraryError>;

impl Library {
    pub(super) fn answered(&self, question: &Question) -> Done<Answer> {
        for shelf in self.own.iter().chain(&self.files) {
            personal::keep_up(&shelf.connection).map_err(|error| shelf.said(error))?;
        }
        match question {
            Question::Children { node, from, to } => self.children(*node, *from, *to),
            Question::Place { node } => self.place(*node),
            Question::Article(key) => {
                let shelf = self.shelf(key.shelf)?;
                let mut shown = shelf.shown(key.row).map_err(|error| shelf.said(error))?;
                if let Some(own) = self.own.as_ref().filter(|_| key.shelf == ShelfName::Files) {
                    own.tie(&mut shown).map_err(|error| own.said(error))?;
                }
                Ok(Answer::Article(Box::new(shown)))
            }
            Question::Searches => self.saved_searches().map(Answer::Searches),
            Question::Find { id } => self.find(id).map(Answer::Key),
            Question::CitedBy { key, from, to } => {
                let shelf = self.shelf(key.shelf)?;
                let total = lists::cited_by_count(&shelf.connection, key.row).map_err(|error| shelf.said(error))?;
                let cards = lists::cited_by(&shelf.connection, shelf.name, key.row, *from, *to).map_err(|error| shelf.said(error))?;
                Ok(Answer::Cards { total, from: *from, cards, reasons: Vec::new() })
            }
            Question::NeighbourIssue { key, choice } => self.neighbour(*key, |shelf| shelf.tree().neighbour_issue(key.row, *choice)),
            Question::NeighbourUnread { key, choice } => self.neighbour_unread(*key, *choice),
            Question::WithKeyword { keyword, from, to } => self.with_term(words::keyword(keyword), *from, *to),
            Question::WithSubject { scheme, code, from, to } => self.with_term(words::subject_class(scheme, code), *from, *to),
            Question::WithAuthor { name, from, to } => self.with_term(words::author_name(name), *from, *to),
            Question::Tallies { .. } | Question::Grid { .. } | Question::Gaps { .. } => self.browsed(question),
        }
    }

    /// Answers a question about one shelf as a whole, or about a node of it.
    fn browsed(&self, question: &Question) -> Done<Answer> {
        let nowhere = || LibraryError::Record { id: "that row".to_owned(), what: "it is of another kind than the question".to_owned() };
        let (name, row) = match question {
            Question::Tallies { shelf, .. } => (*shelf, 0),
            Question::Grid { journal: Node::Journal { shelf, row } } | Question::Gaps { issue: Node::Issue { shelf, row } } => {
                (*shelf, *row)
            }
            _ => return Err(nowhere()),
        };
        let shelf = self.shelf(name)?;
        let connection = &shelf.connection;
        let answer = match question {
            Question::Tallies { of, from, to, .. } => {
                tallies::window(connection, name, of, *from, *to).map(|(total, tallies)| Answer::Tallies { total, from: *from, tallies })
            }
            Question::Grid { .. } => browse::grid(connection, name, row).map(Answer::Grid),
            _ => browse::gaps(connection, name, row).map(Answer::Gaps),
        };
        answer.map_err(|error| shelf.said(error))
    }

    fn neighbour(&self, key: ArticleKey, look: impl Fn(&Shelf) -> Done<Option<ArticleKey>>) -> Done<Answer> {
        let shelf = self.shelf(key.shelf)?;
        look(shelf).map(Answer::Key).map_err(|error| shelf.said(error))
    }

    fn neighbour_unread(&self, key: ArticleKey, choice: Choice) -> Done<Answer> {
        self.neighbour(key, |shelf| shelf.tree().neighbour_unread(key.row, choice))
    }

    fn with_term(&self, hash: i64, from: u64, to: u64) -> Done<Answer> {
        let (total, cards) = windows(
            self.shelves()?,
            from,
            to,
            |shelf| lists::term_count(&shelf.connection, hash),
            |shelf, from, to| lists::with_term(&shelf.connection, shelf.name, hash, from, to),
        )?;
        Ok(Answer::Cards { total, from, cards, reasons: Vec::new() })
    }

    /// The saved searches stand above all else.
    fn children(&self, node: Node, from: u64, to: u64) -> Done<Answer> {
        match node {
            Node::Searches => return self.searches_rows(from, to),
            Node::Search(_) => return Ok(Answer::Children { node, total: 0, from, rows: Vec::new() }),
            Node::Root => {}
            _ => return self.children_of_shelves(node, from, to),
        }
        let Some(searches) = self.searches_row()? else { return self.children_of_shelves(node, from, to) };
        match self.children_of_shelves(node, from.saturating_sub(1), to.saturating_sub(1))? {
            Answer::Children { total, mut rows, .. } => {
                if from == 0 && to > 0 {
                    rows.insert(0, searches);
                }
                Ok(Answer::Children { node, total: total + 1, from, rows })
            }
            other => Ok(other),
        }
    }

    fn children_of_shelves(&self, node: Node, from: u64, to: u64) -> Done<Answer> {
        let answer = |total, rows| Answer::Children { node, total, from, rows };
        let alone = match node.shelf() {
            Some(name) => Some(name),
            None => self.only_shelf()?,
        };
        let Some(name) = alone else {
            return self.root_rows(from, to).map(|(total, rows)| answer(total, rows));
        };
        let shelf = self.shelf(name)?;
        shelf.tree().children(node, from, to).map(|(total, rows)| answer(total, rows)).map_err(|error| shelf.said(error))
    }

    /// The shelf that stands alone, whose journals are then the children of the root.
    fn only_shelf(&self) -> Done<Option<ShelfName>> {
        let held = self.held_shelves()?;
        Ok(match (held.as_slice(), &self.sample) {
            ([only], None) => Some(only.name),
            ([], Some(_)) => Some(ShelfName::Sample),
            ([], None) => self.own.as_ref().or(self.files.as_ref()).map(|shelf| shelf.name),
            _ => None,
        })
    }

    /// The shelves as rows, the sample last.
    fn root_rows(&self, from: u64, to: u64) -> Done<(u64, Vec<TreeRow>)> {
        let rows: Vec<TreeRow> =
            self.shelves()?.into_iter().map(|shelf| shelf_row(shelf).map_err(|error| shelf.said(error))).collect::<Done<_>>()?;
        let total = rows.len() as u64;
        let shown = (0..).zip(rows).filter(|(at, _)| (from..to).contains(at)).map(|(_, row)| row).collect();
        Ok((total, shown))
    }

    fn place(&self, node: Node) -> Done<Answer> {
        let Some(name) = node.shelf() else {
            return if node == Node::Root { Ok(Answer::Place { node, path: vec![(Node::Root, 0)] }) } else { self.searches_place(node) };
        };
        let shelf = self.shelf(name)?;
        let Some(below) = shelf.tree().path(node).map_err(|error| shelf.said(error))? else {
            return Ok(Answer::Failed("that row is no longer in the library; go back to the list of issues".to_owned()));
        };
        let mut path = vec![(Node::Root, 0)];
        if self.only_shelf()?.is_none() {
            let files = self.held_shelves()?;
            let at = files.iter().position(|other| other.name == name).unwrap_or(files.len());
            path.push((Node::Shelf(name), at as u64));
        }
        path.extend(below);
        if let (Some((_, first)), true) = (path.get_mut(1), self.searches_row()?.is_some()) {
            *first += 1;
        }
        Ok(Answer::Place { node, path })
    }
}

fn shelf_row(shelf: &Shelf) -> Done<TreeRow> {
    let (articles, read, children) = shelf.tree().totals()?;
    Ok(TreeRow {
        node: Node::Shelf(shelf.name),
        label: shelf_label(shelf.name),
        page: None,
        articles,
        unread: articles.saturating_sub(read),
        children,
    })
}

fn shelf_label(name: ShelfName) -> MultiText {
    let (zh, en) = match name {
        ShelfName::Files => ("打开的文件", "Files"),
        ShelfName::Own => ("我的文献库", "My library"),
        ShelfName::Sample => ("样刊", "Sample"),
    };
    [(Language::Zh, zh.to_owned()), (Language::En, en.to_owned())].into_iter().collect()
}
