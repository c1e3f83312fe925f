//! The issue tree as far as it is unfolded and loaded: branches of windows of rows, never the whole library.

use std::collections::{BTreeMap, BTreeSet};

use crate::library::{ArticleKey, Node, TreeRow};

/// Rows that one question asks for.
pub const CHUNK: u64 = 64;

/// Rows that a branch keeps before it forgets those far from what was asked last.
const KEPT: usize = 1024;

/// The rows from the root down to a row: its place among its siblings, on each level, from 0.
pub type Path = Vec<u64>;

/// An unfolded node.
#[derive(Clone, Debug)]
pub struct Branch {
    pub node: Node,
    /// Rows directly below; not known before the first answer.
    pub total: Option<u64>,
    rows: BTreeMap<u64, TreeRow>,
    open: BTreeMap<u64, Branch>,
    /// Windows that were asked for and not yet answered, by their first row.
    asked: BTreeSet<u64>,
}

impl Branch {
    fn new(node: Node, total: Option<u64>) -> Self {
        Self { node, total, rows: BTreeMap::new(), open: BTreeMap::new(), asked: BTreeSet::new() }
    }

    /// Visible rows below this node.
    fn visible(&self) -> u64 {
        self.total.unwrap_or(0) + self.open.values().map(Self::visible).sum::<u64>()
    }

    /// Takes rows out of memory that are far from a window.
    fn forget(&mut self, near: u64) {
        if self.rows.len() > KEPT {
            let kept = near.saturating_sub(4 * CHUNK)..near + 5 * CHUNK;
            let open: BTreeSet<u64> = self.open.keys().copied().collect();
            self.rows.retain(|row, _| kept.contains(row) || open.contains(row));
        }
    }
}

/// The tree.
#[derive(Clone, Debug)]
pub struct Tree {
    root: Branch,
}

/// A visible row: where it is, how deep, and what it says once it is loaded.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    pub path: Path,
    pub row: Option<&'a TreeRow>,
    pub unfolded: bool,
}

impl Default for Tree {
    fn default() -> Self {
        Self { root: Branch::new(Node::Root, None) }
    }
}

impl Tree {
    /// Visible rows in all.
    pub fn len(&self) -> usize {
        usize::try_from(self.root.visible()).unwrap_or(usize::MAX)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows directly below the root; `None` before the first answer.
    pub fn roots(&self) -> Option<u64> {
        self.root.total
    }

    /// The branch at a path, where that row is unfolded; the root for the empty path.
    pub fn branch(&self, path: &[u64]) -> Option<&Branch> {
        path.iter().try_fold(&self.root, |branch, row| branch.open.get(row))
    }

    fn branch_mut(&mut self, path: &[u64]) -> Option<&mut Branch> {
        path.iter().try_fold(&mut self.root, |branch, row| branch.open.get_mut(row))
    }

    /// The row at a path, if it is loaded.
    pub fn row(&self, path: &[u64]) -> Option<&TreeRow> {
        let (last, above) = path.split_last()?;
        self.branch(above)?.rows.get(last)
    }

    /// The path of the visible row of this number.
    pub fn path_of(&self, index: usize) -> Option<Path> {
        let mut left = u64::try_from(index).ok()?;
        let mut branch = &self.root;
        let mut path = Path::new();
        'down: loop {
            // Rows before the first unfolded child are its siblings; each unfolded child pushes the rest down.
            let mut sibling = 0;
            for (row, child) in &branch.open {
                let before = row - sibling;
                if left <= before {
                    break;
                }
                let below = child.visible();
                if left <= before + below {
                    path.push(*row);
                    left -= before + 1;
                    branch = child;
                    continue 'down;
                }
                left -= before + below + 1;
                sibling = row + 1;
            }
            let row = sibling + left;
            if row >= branch.total.unwrap_or(0) {
                return None;
            }
            path.push(row);
            return Some(path);
        }
    }

    /// The number of the visible row at a path; of the nearest unfolded row above it when it is folded away.
    pub fn index_of(&self, path: &[u64]) -> usize {
        let mut index = 0;
        let mut branch = Some(&self.root);
        for (depth, row) in path.iter().enumerate() {
            let Some(here) = branch else { break };
            let before: u64 = here.open.range(..row).map(|(_, child)| child.visible()).sum();
            index += row + before + u64::from(depth > 0);
            branch = here.open.get(row);
        }
        usize::try_from(index).unwrap_or(usize::MAX)
    }

    /// The visible rows `from..to`, loaded or not.
    pub fn seen(&self, from: usize, to: usize) -> Vec<Seen<'_>> {
        (from..to)
            .map_while(|index| self.path_of(index))
            .map(|path| Seen { row: self.row(&path), unfolded: self.branch(&path).is_some(), path })
            .collect()
    }

    /// Unfolds the row at a path; the node must be told when the row may not be loaded yet. Nothing if it is unfolded.
    pub fn unfold(&mut self, path: &[u64], node: Node) {
        let total = self.row(path).filter(|row| row.node == node).map(|row| row.children);
        let Some((last, above)) = path.split_last() else { return };
        if let Some(branch) = self.branch_mut(above) {
            if branch.open.get(last).is_some_and(|open| open.node != node) {
                branch.open.remove(last);
            }
            branch.open.entry(*last).or_insert_with(|| Branch::new(node, total));
        }
    }

    /// Makes room for a new first row, or takes the first row away.
    pub fn shift_roots(&mut self, down: bool) {
        let root = &mut self.root;
        let shift = |row: u64| if down { Some(row + 1) } else { row.checked_sub(1) };
        root.rows = std::mem::take(&mut root.rows).into_iter().filter_map(|(row, kept)| Some((shift(row)?, kept))).collect();
        root.open = std::mem::take(&mut root.open).into_iter().filter_map(|(row, kept)| Some((shift(row)?, kept))).collect();
        root.asked.clear();
        root.total = root.total.and_then(shift);
    }

    /// Forgets what is known of a node and of the rows below it: they are asked for again.
    pub fn forget(&mut self, node: Node) {
        fn visit(branch: &mut Branch, node: Node) {
            let at = branch.rows.iter().find(|(_, row)| row.node == node).map(|(at, _)| *at);
            if let Some(at) = at {
                branch.rows.remove(&at);
                branch.asked.remove(&(at / CHUNK * CHUNK));
            }
            if let Some(open) = branch.open.values_mut().find(|open| open.node == node) {
                *open = Branch::new(node, None);
            }
            branch.open.values_mut().for_each(|open| visit(open, node));
        }
        visit(&mut self.root, node);
    }

    /// Folds up the row at a path, with all below it.
    pub fn fold(&mut self, path: &[u64]) {
        if let Some((last, above)) = path.split_last()
            && let Some(branch) = self.branch_mut(above)
        {
            branch.open.remove(last);
        }
    }

    /// Takes an answer: rows `from..` of a node's children.
    pub fn take(&mut self, node: Node, total: u64, from: u64, rows: Vec<TreeRow>) {
        fn find(branch: &mut Branch, node: Node) -> Option<&mut Branch> {
            if branch.node == node {
                return Some(branch);
            }
            branch.open.values_mut().find_map(|child| find(child, node))
        }
        let Some(branch) = find(&mut self.root, node) else { return };
        branch.total = Some(total);
        branch.asked.remove(&(from / CHUNK * CHUNK));
        branch.forget(from);
        for (row, at) in rows.into_iter().zip(from..) {
            if branch.open.get(&at).is_some_and(|open| open.node != row.node) {
                branch.open.remove(&at);
            }
            branch.rows.insert(at, row);
        }
        branch.open.retain(|row, _| *row < total);
    }

    /// The windows `(node, from, to)` still missing among the visible rows `from..to`, now noted as asked for.
    pub fn missing(&mut self, from: usize, to: usize) -> Vec<(Node, u64, u64)> {
        let mut windows = Vec::new();
        if self.root.total.is_none() && self.root.asked.insert(0) {
            windows.push((Node::Root, 0, CHUNK));
        }
        let paths: Vec<Path> = (from..to).map_while(|index| self.path_of(index)).collect();
        for path in paths {
            if self.row(&path).is_none() {
                let Some((last, above)) = path.split_last() else { continue };
                let Some(branch) = self.branch_mut(above) else { continue };
                let first = last / CHUNK * CHUNK;
                if branch.asked.insert(first) {
                    windows.push((branch.node, first, first + CHUNK));
                }
            }
        }
        self.unknown(&mut windows);
        windows
    }

    /// Notes that the first window of the branch at a path was asked for by another way.
    pub fn note_asked(&mut self, path: &[u64]) {
        if let Some(branch) = self.branch_mut(path) {
            branch.asked.insert(0);
        }
    }

    /// Unfolded nodes whose number of rows is not known are asked for their first rows.
    fn unknown(&mut self, windows: &mut Vec<(Node, u64, u64)>) {
        fn visit(branch: &mut Branch, windows: &mut Vec<(Node, u64, u64)>) {
            if branch.total.is_none() && branch.asked.insert(0) {
                windows.push((branch.node, 0, CHUNK));
            }
            for child in branch.open.values_mut() {
                visit(child, windows);
            }
        }
        visit(&mut self.root, windows);
    }

    /// Notes that an article was read (or is unread again) in every count above it. Whether anything changed.
    pub fn note_read(&mut self, key: ArticleKey, read: bool) -> bool {
        fn visit(branch: &mut Branch, key: ArticleKey, read: bool) -> bool {
            let node = Node::Article(key);
            if let Some(row) = branch.rows.values_mut().find(|row| row.node == node) {
                let unread = u64::from(!read);
                let changed = row.unread != unread;
                row.unread = unread;
                return changed;
            }
            let Some(at) = branch.open.iter_mut().find_map(|(at, child)| visit(child, key, read).then_some(*at)) else { return false };
            if let Some(row) = branch.rows.get_mut(&at) {
                row.unread = if read { row.unread.saturating_sub(1) } else { row.unread + 1 };
            }
            true
        }
        visit(&mut self.root, key, read)
    }

    /// The visible rows that are loaded, in order, with their numbers.
    pub fn loaded(&self) -> Vec<(usize, &TreeRow)> {
        fn visit<'a>(branch: &'a Branch, first: usize, found: &mut Vec<(usize, &'a TreeRow)>) {
            let mut shift = 0;
            let mut open = branch.open.iter().peekable();
            for (at, row) in &branch.rows {
                while let Some((_, child)) = open.next_if(|(place, _)| *place < at) {
                    shift += child.visible();
                }
                let index = first + usize::try_from(at + shift).unwrap_or(usize::MAX);
                found.push((index, row));
                if let Some(child) = branch.open.get(at) {
                    visit(child, index + 1, found);
                }
            }
        }
        let mut found = Vec::new();
        visit(&self.root, 0, &mut found);
        found.sort_by_key(|(index, _)| *index);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::ShelfName;
    use crate::record::MultiText;

    fn journal(row: i64) -> Node {
        Node::Journal { shelf: ShelfName::Own, row }
    }

    fn row(node: Node, children: u64) -> TreeRow {
        TreeRow { node, label: MultiText::default(), page: None, articles: 0, unread: 1, children }
    }

    fn tree() -> Tree {
        let mut tree = Tree::default();
        tree.take(Node::Root, 3, 0, (0..3).map(|n| row(journal(n), 5)).collect());
        tree
    }

    #[test]
    fn rows_and_paths_agree_however_it_is_unfolded() {
        let mut tree = tree();
        tree.unfold(&[0], journal(0));
        tree.take(journal(0), 5, 0, (10..15).map(|n| row(journal(n), 2)).collect());
        tree.unfold(&[0, 1], journal(11));
        tree.unfold(&[2], journal(2));
        assert_eq!(tree.len(), 3 + 5 + 2 + 5);
        let mut before = Path::new();
        for index in 0..tree.len() {
            let path = tree.path_of(index).unwrap_or_default();
            assert_eq!(tree.index_of(&path), index, "{path:?}");
            assert!(path > before, "{path:?} follows {before:?}");
            before = path;
        }
        assert_eq!(tree.path_of(tree.len()), None);
        assert_eq!(tree.path_of(3), Some(vec![0, 1, 0]));
        tree.fold(&[0]);
        assert_eq!(tree.len(), 8);
    }

    #[test]
    fn only_what_is_visible_is_asked_for_and_only_once() {
        let mut tree = Tree::default();
        assert_eq!(tree.missing(0, 10), [(Node::Root, 0, CHUNK)]);
        assert_eq!(tree.missing(0, 10), []);
        tree.take(Node::Root, 1_000_000, 0, (0..64).map(|n| row(journal(n), 0)).collect());
        assert_eq!(tree.missing(0, 10), []);
        assert_eq!(tree.missing(999_990, 1_000_000), [(Node::Root, 999_936, 1_000_000)]);
    }

    #[test]
    fn a_read_article_is_one_less_on_every_level() {
        let key = ArticleKey { shelf: ShelfName::Own, row: 7 };
        let mut tree = tree();
        tree.unfold(&[1], journal(1));
        tree.take(journal(1), 1, 0, vec![row(Node::Article(key), 0)]);
        assert!(tree.note_read(key, true));
        assert_eq!(tree.row(&[1]).map(|row| row.unread), Some(0));
        assert_eq!(tree.row(&[0]).map(|row| row.unread), Some(1));
        assert!(!tree.note_read(key, true), "twice read is read once");
        assert!(tree.note_read(key, false));
        assert_eq!(tree.row(&[1]).map(|row| row.unread), Some(1));
    }
}
