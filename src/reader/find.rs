//! Finding in a pane as one types, with every match lit.

use std::ops::Range;

use super::layout::Pane;
use super::page::{Page, line_text};
use super::panes::Tab;
use super::typing::Typing;
use super::{Reader, cursor::Cursor};
use crate::text::find_all;

/// Matches kept; a pane with more says so by the number.
const MOST: usize = 9999;

/// Where matches are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindIn {
    Issues,
    /// What a search of the library found.
    Results,
    Text,
    List(Tab),
    /// The page on top of the panes.
    OnTop,
}

/// A stretch of one line of one row that is part of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub row: usize,
    /// The line of a row that has several; 0 in the text and in the tree.
    pub line: usize,
    /// Bytes of the line's text.
    pub range: Range<usize>,
}

/// What was looked for, and where it is.
#[derive(Clone, Debug)]
pub struct Found {
    pub place: FindIn,
    pub needle: String,
    /// Every match, in order; one that is broken over lines has several pieces.
    pub matches: Vec<Vec<Piece>>,
    pub current: Option<usize>,
    /// Where one stood when the search began.
    origin: Origin,
}

#[derive(Clone, Debug)]
struct Origin {
    tree: (super::panes::tree::Path, usize),
    /// The line at the top, and the line under the cursor where there is one.
    text: (usize, usize),
    list: Cursor,
    results: Cursor,
    /// The same two lines of the page on top.
    on_top: (usize, usize),
}

impl Found {
    /// The lit ranges of a line, in order, and which of them is of the current match.
    pub fn lit(&self, place: FindIn, row: usize, line: usize) -> (Vec<Range<usize>>, Option<usize>) {
        if self.place != place {
            return (Vec::new(), None);
        }
        let first = self.matches.partition_point(|pieces| pieces.last().is_some_and(|piece| piece.row < row));
        let mut ranges = Vec::new();
        let mut current = None;
        for (number, pieces) in self.matches.iter().enumerate().skip(first) {
            if pieces.first().is_some_and(|piece| piece.row > row) {
                break;
            }
            for piece in pieces.iter().filter(|piece| piece.row == row && piece.line == line) {
                if self.current == Some(number) {
                    current = Some(ranges.len());
                }
                ranges.push(piece.range.clone());
            }
        }
        (ranges, current)
    }

    /// Where the current match begins, if there is one in this place.
    pub fn at(&self, place: FindIn) -> Option<&Piece> {
        self.matches.get(self.current?)?.first().filter(|_| self.place == place)
    }

    fn row_of(&self, number: usize) -> Option<usize> {
        Some(self.matches.get(number)?.first()?.row)
    }
}

impl Reader {
    pub(super) fn find_place(&self) -> FindIn {
        match self.focus {
            _ if self.page_on_top_now().is_some() => FindIn::OnTop,
            Pane::Issues if self.results.is_some() => FindIn::Results,
            Pane::Issues => FindIn::Issues,
            Pane::Abstract => FindIn::Text,
            Pane::Lists => FindIn::List(self.lists.tab),
        }
    }

    /// Begins to find: what is typed from now on is looked for.
    pub(super) fn begin_find(&mut self) {
        let origin = Origin {
            tree: (self.issues.at.clone(), self.issues.top),
            text: (self.text.top, self.text.line),
            list: self.lists.cursor(),
            results: self.results.as_ref().map(|results| results.cursor).unwrap_or_default(),
            on_top: self.page_on_top_now().map(|on_top| (on_top.top, on_top.line)).unwrap_or_default(),
        };
        self.found = Some(Found { place: self.find_place(), needle: String::new(), matches: Vec::new(), current: None, origin });
        self.prompt = Some(super::Prompt::Find(Typing::default()));
    }

    /// Looks for what is typed now, from where the search began.
    pub(super) fn find_typed(&mut self, typed: &str) {
        let Some(mut found) = self.found.take() else { return };
        self.back_to_origin(&found.origin, found.place);
        typed.clone_into(&mut found.needle);
        found.matches = self.matches(found.place, typed);
        let from = self.find_row(found.place);
        found.current = (!found.matches.is_empty())
            .then(|| found.matches.iter().position(|pieces| pieces.first().is_some_and(|piece| piece.row >= from)).unwrap_or(0));
        let row = found.current.and_then(|number| found.row_of(number));
        let place = found.place;
        self.found = Some(found);
        if let Some(row) = row {
            self.go_to_row(place, row);
        }
    }

    /// Gives the search up and goes back to where it began.
    pub(super) fn cancel_find(&mut self) {
        if let Some(found) = self.found.take() {
            self.back_to_origin(&found.origin, found.place);
        }
    }

    /// Goes to the next match (the previous one, when not `forward`), round the end. Whether there is a search at all.
    pub(super) fn next_match(&mut self, forward: bool, count: usize) -> bool {
        let place = self.find_place();
        let Some(found) = &mut self.found else { return false };
        if found.needle.is_empty() {
            return false;
        }
        if found.place != place {
            let needle = found.needle.clone();
            self.begin_find();
            self.prompt = None;
            self.find_typed(&needle);
        } else if let Some(current) = found.current {
            let all = found.matches.len();
            let step = count % all;
            let next = if forward { current + step } else { current + all - step } % all;
            found.current = Some(next);
            let row = found.row_of(next).unwrap_or(0);
            self.go_to_row(place, row);
        }
        if let Some(found) = &self.found {
            let sentence = match found.current {
                None => format!("Nothing in this pane has \"{}\".", found.needle),
                Some(number) => {
                    let loaded = match place {
                        FindIn::Issues => " of the rows unfolded",
                        FindIn::Results => " of the rows loaded",
                        FindIn::Text | FindIn::List(_) | FindIn::OnTop => "",
                    };
                    if self.settings.is_linear() {
                        format!("Match {} of {}{loaded} for {}.", number + 1, found.matches.len(), found.needle)
                    } else {
                        format!("/{}  {} of {}{loaded}", found.needle, number + 1, found.matches.len())
                    }
                }
            };
            self.say(sentence);
        }
        true
    }

    /// Looks again after what is shown in a pane changed its rows.
    pub(super) fn find_again(&mut self) {
        let Some((place, needle)) = self.found.as_ref().map(|found| (found.place, found.needle.clone())) else { return };
        let matches = self.matches(place, &needle);
        if let Some(found) = &mut self.found {
            found.current = found.current.filter(|_| !matches.is_empty()).map(|number| number.min(matches.len() - 1));
            found.matches = matches;
        }
    }

    /// What was looked for on a page on top is forgotten with it.
    pub(super) fn find_on_top_ends(&mut self) {
        self.found = self.found.take().filter(|found| found.place != FindIn::OnTop);
    }

    fn back_to_origin(&mut self, origin: &Origin, place: FindIn) {
        match place {
            FindIn::Issues => (self.issues.at, self.issues.top) = origin.tree.clone(),
            FindIn::Results => self.results.iter_mut().for_each(|results| results.cursor = origin.results),
            FindIn::Text => (self.text.top, self.text.line) = origin.text,
            FindIn::List(tab) => self.lists.cursors[tab as usize] = origin.list,
            FindIn::OnTop => {
                if let Some(super::Popup::Page(on_top)) = self.popups.last_mut() {
                    (on_top.top, on_top.line) = origin.on_top;
                }
            }
        }
    }

    fn find_row(&self, place: FindIn) -> usize {
        match place {
            FindIn::Issues => self.issues.index(),
            FindIn::Results => self.results.as_ref().map_or(0, |results| results.cursor.row),
            FindIn::Text => self.text_line(),
            FindIn::List(tab) => self.lists.cursors[tab as usize].row,
            FindIn::OnTop => self.page_on_top_now().map_or(0, |on_top| if self.settings.is_linear() { on_top.line } else { on_top.top }),
        }
    }

    fn go_to_row(&mut self, place: FindIn, row: usize) {
        match place {
            FindIn::Issues => {
                self.issues.go(row);
                self.follow();
            }
            FindIn::Results => {
                self.results.iter_mut().for_each(|results| results.cursor.row = row);
                self.follow();
            }
            FindIn::Text => self.show_text_line(row),
            FindIn::List(tab) => self.lists.cursors[tab as usize].row = row,
            FindIn::OnTop => self.show_line_on_top(row),
        }
    }

    fn matches(&self, place: FindIn, needle: &str) -> Vec<Vec<Piece>> {
        if needle.is_empty() {
            return Vec::new();
        }
        let whole = |row: usize, line: usize, text: &str| {
            find_all(text, needle).into_iter().map(move |range| vec![Piece { row, line, range }]).collect::<Vec<_>>()
        };
        let mut matches: Vec<Vec<Piece>> = match place {
            FindIn::Issues => self.issues.tree.loaded().iter().flat_map(|(index, row)| whole(*index, 0, self.tree_label(row))).collect(),
            FindIn::Results => {
                let options = self.found_options();
                let texts = self.results.iter().flat_map(|results| results.texts(&options));
                texts.flat_map(|(row, line, text)| whole(row, line, &text)).collect()
            }
            FindIn::Text => in_page(&self.text.page, needle),
            FindIn::OnTop => self.page_on_top_now().map(|on_top| in_page(&on_top.page, needle)).unwrap_or_default(),
            FindIn::List(tab) => (0..self.lists.len(tab))
                .filter_map(|row| Some((row, self.lists.row(tab, row)?)))
                .flat_map(|(row, lines)| {
                    lines.lines.iter().enumerate().flat_map(|(line, text)| whole(row, line, &line_text(text))).collect::<Vec<_>>()
                })
                .collect(),
        };
        matches.truncate(MOST);
        matches
    }
}

/// The matches in a page: a paragraph is looked through whole, so that a match may run over a line's end.
fn in_page(page: &Page, needle: &str) -> Vec<Vec<Piece>> {
    let mut matches = Vec::new();
    let mut line = 0;
    while line < page.lines.len() {
        let mut text = String::new();
        // For each line of the paragraph: where it begins in `text`.
        let mut starts = Vec::new();
        let first = line;
        let block = page.anchors.get(first).map(|anchor| anchor.block);
        while let Some(next) = page.lines.get(line) {
            let continues = line > first && page.anchors.get(line).map(|anchor| anchor.block) == block && next.start > 0;
            if line > first && !continues {
                break;
            }
            // The blank at which the line was broken stands in no line.
            if line > first && needs_blank(&text, &line_text(next)) {
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(&line_text(next));
            line += 1;
        }
        for range in find_all(&text, needle) {
            let mut pieces = Vec::new();
            for (place, start) in starts.iter().enumerate() {
                let end = starts
                    .get(place + 1)
                    .copied()
                    .unwrap_or(text.len())
                    .min(start + page.lines.get(first + place).map_or(0, |l| line_text(l).len()));
                let (from, to) = (range.start.max(*start), range.end.min(end));
                if from < to {
                    pieces.push(Piece { row: first + place, line: 0, range: from - start..to - start });
                }
            }
            if !pieces.is_empty() {
                matches.push(pieces);
            }
        }
    }
    matches
}

/// Whether two lines were parted at a blank: not where Chinese text runs on.
fn needs_blank(before: &str, after: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii() && !c.is_ascii_whitespace());
    latin(before.chars().next_back()) && latin(after.chars().next())
}
