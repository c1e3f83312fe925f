//! The issue tree as a pane: where the cursor stands, and what is scrolled into view.

use super::tree::{Path, Tree};
use crate::library::{Node, TreeRow};
use crate::reader::cursor::{Cursor, Window};
use crate::reader::trail::TreeStop;

/// The pane.
#[derive(Clone, Debug, Default)]
pub struct IssuesPane {
    pub tree: Tree,
    /// The row under the cursor; it may still have to be loaded.
    pub at: Path,
    /// The number of the visible row at the pane's top.
    pub top: usize,
    /// How far below the top the cursor shall stand once all that lies above it is loaded.
    pub wanted: Option<usize>,
}

/// Cells before a row in a pane of so many columns: deep rows keep room for their words in a narrow one.
pub fn indent(path: &[u64], columns: u16) -> usize {
    let step = if columns < 30 { 1 } else { 2 };
    path.len().saturating_sub(1) * step
}

impl IssuesPane {
    /// The row under the cursor, if it is loaded.
    pub fn row(&self) -> Option<&TreeRow> {
        self.tree.row(&self.at)
    }

    pub fn index(&self) -> usize {
        self.tree.index_of(&self.at)
    }

    /// Puts the cursor on the visible row of this number, or on the last.
    pub fn go(&mut self, index: usize) {
        let last = self.tree.len().saturating_sub(1);
        if let Some(path) = self.tree.path_of(index.min(last)) {
            self.at = path;
            self.wanted = None;
        }
    }

    pub fn step(&mut self, rows: isize) {
        self.go(self.index().saturating_add_signed(rows));
    }

    /// Scrolls so many rows down (up, when negative) and takes the cursor along.
    pub fn scroll(&mut self, rows: isize, height: usize, margin: usize) {
        let before = self.index();
        let mut cursor = Cursor { row: before, top: self.top };
        if cursor.scroll(rows, Window { len: self.tree.len(), height, margin }, |_| 1) {
            self.top = cursor.top;
            self.wanted = None;
            if cursor.row != before {
                self.go(cursor.row);
            }
        }
    }

    /// Unfolds the row under the cursor; whether there was something to unfold.
    pub fn unfold(&mut self) -> bool {
        let Some(row) = self.row() else { return false };
        if row.children == 0 || self.tree.branch(&self.at).is_some() {
            return false;
        }
        let node = row.node;
        self.tree.unfold(&self.at, node);
        true
    }

    /// Folds the row up; whether it was unfolded.
    pub fn fold(&mut self) -> bool {
        let unfolded = self.tree.branch(&self.at).is_some();
        self.tree.fold(&self.at);
        unfolded
    }

    /// Unfolds the row, or folds it up.
    pub fn toggle(&mut self) {
        if !self.unfold() {
            self.fold();
        }
    }

    /// Puts the cursor on the parent's row; whether there is one.
    pub fn parent(&mut self) -> bool {
        if self.at.len() < 2 {
            return false;
        }
        self.at.pop();
        true
    }

    /// Unfolds all above a node and puts the cursor on it. `path` is the library's: from the root down to the node, each
    /// with its row among its siblings.
    pub fn reveal(&mut self, path: &[(Node, u64)], below_top: usize) {
        let steps: Vec<(Node, u64)> = path.iter().copied().filter(|(node, _)| *node != Node::Root).collect();
        self.at.clear();
        for (place, (node, row)) in steps.iter().enumerate() {
            self.at.push(*row);
            // What was asked for shows what it holds, unless it is an article.
            if place + 1 < steps.len() || !matches!(node, Node::Article(_) | Node::Heading { .. }) {
                self.tree.unfold(&self.at, *node);
            }
        }
        // The root has no row; the first row stands for it.
        if self.at.is_empty() {
            self.at.push(0);
        }
        self.wanted = Some(below_top);
    }

    /// Makes room for a new first row of the tree, or takes the first row away; the cursor stays on its row.
    pub fn shift_roots(&mut self, down: bool) {
        let below = self.index().saturating_sub(self.top);
        self.tree.shift_roots(down);
        if let Some(first) = self.at.first_mut() {
            if !down && *first == 0 {
                self.at.truncate(1);
            } else {
                *first = if down { *first + 1 } else { *first - 1 };
            }
        }
        self.wanted = Some(below);
    }

    /// Whether the cursor stands on this node.
    pub fn is_at(&self, node: Node) -> bool {
        self.row().is_some_and(|row| row.node == node)
    }

    pub fn stop(&self) -> TreeStop {
        TreeStop { path: self.at.clone(), below_top: self.index().saturating_sub(self.top) }
    }

    /// Scrolls so that the cursor is seen. `loading` says that rows are still to come, so nothing is final.
    pub fn settle(&mut self, height: usize, margin: usize, loading: bool) {
        let window = Window { len: self.tree.len(), height, margin };
        let index = self.index();
        if let Some(below) = self.wanted {
            self.top = index.saturating_sub(below.min(height.saturating_sub(1)));
            if loading {
                return;
            }
            self.wanted = None;
            // A place come back to is kept as it was, without a margin.
            let mut cursor = Cursor { row: index, top: self.top };
            cursor.settle(Window { margin: 0, ..window }, |_| 1);
            self.top = cursor.top;
            return;
        }
        if loading && index >= window.len {
            return;
        }
        let mut cursor = Cursor { row: index, top: self.top };
        cursor.settle(window, |_| 1);
        self.top = cursor.top;
        if cursor.row != index {
            self.go(cursor.row);
        }
    }
}
