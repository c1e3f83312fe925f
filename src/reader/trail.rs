//! The trail: every place that was left by a jump, to go back to and forward again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::along::Along;
use super::cursor::Cursor;
use super::layout::Pane;
use super::overview::OverviewStop;
use super::panes::lists::Narrowing;
use super::panes::{Tab, tree};
use super::searching::ResultsStop;
use crate::library::ArticleKey;
use crate::record::RecordId;

/// Stops kept behind and ahead.
const KEPT: usize = 100;

/// A place to come back to: the article, and where one stood in every pane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stop {
    pub id: RecordId,
    /// While the program runs; a stop of an earlier session is found by its `id`.
    #[serde(skip)]
    pub key: Option<ArticleKey>,
    pub title: String,
    pub focus: Pane,
    pub tab: Tab,
    pub text: TextStop,
    pub lists: [Cursor; 4],
    pub tree: TreeStop,
    /// The list of results that stood in the place of the issues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<ResultsStop>,
    /// What the lists were narrowed to.
    #[serde(skip_serializing_if = "no_narrowing")]
    pub narrowed: [Option<Narrowing>; 4],
    /// The pages of authors, key words and classes that stood on top.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overviews: Vec<OverviewStop>,
    /// The list from which the article was opened; while the program runs.
    #[serde(skip)]
    pub along: Option<Along>,
}

fn no_narrowing(narrowed: &[Option<Narrowing>; 4]) -> bool {
    narrowed.iter().all(Option::is_none)
}

impl Stop {
    /// In which pane one stood, and on which row of a list.
    pub fn place(&self) -> String {
        match self.focus {
            Pane::Issues => match &self.results {
                Some(results) => format!("Results {}", results.cursor.row + 1),
                None => "Issues".to_owned(),
            },
            Pane::Abstract => "Abstract".to_owned(),
            Pane::Lists => format!("{} {}", self.tab.titles().0, self.lists[self.tab as usize].row + 1),
        }
    }
}

/// Where one stood in the text: the line at the width of then, and the part and byte that outlive another width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextStop {
    pub width: usize,
    pub line: usize,
    /// How far below that line the cursor stood, where there was one.
    pub below_top: usize,
    pub block: usize,
    pub byte: usize,
    /// The chosen link, counted over the page.
    pub link: Option<usize>,
}

/// Where one stood in the tree: the row, and how far below the pane's top it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TreeStop {
    pub path: tree::Path,
    pub below_top: usize,
}

/// What lies behind and what lies ahead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trail {
    pub behind: Vec<Stop>,
    /// The next one forward is the last.
    pub ahead: Vec<Stop>,
    pub marks: BTreeMap<char, Stop>,
}

impl Trail {
    /// Notes where a jump began. What lay ahead is no more.
    pub fn leave(&mut self, here: Stop) {
        self.marks.insert('\'', here.clone());
        self.ahead.clear();
        self.behind.push(here);
        if self.behind.len() > KEPT {
            self.behind.remove(0);
        }
    }

    /// So many steps back (forward, when negative) from here; nothing when there is no way on at all.
    pub fn walk(&mut self, here: Stop, steps: isize) -> Option<Stop> {
        let mut now = here;
        let mut moved = false;
        for _ in 0..steps.unsigned_abs() {
            let (from, to) = if steps > 0 { (&mut self.behind, &mut self.ahead) } else { (&mut self.ahead, &mut self.behind) };
            let Some(next) = from.pop() else { break };
            to.push(std::mem::replace(&mut now, next));
            moved = true;
        }
        moved.then_some(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(title: &str) -> Stop {
        Stop { title: title.to_owned(), ..Stop::default() }
    }

    #[test]
    fn back_and_forward_are_one_way_walked_twice() {
        let mut trail = Trail::default();
        trail.leave(stop("a"));
        trail.leave(stop("b"));
        let at_c = stop("c");
        let b = trail.walk(at_c.clone(), 1);
        assert_eq!(b, Some(stop("b")));
        let a = trail.walk(stop("b"), 5);
        assert_eq!(a, Some(stop("a")));
        assert_eq!(trail.walk(stop("a"), 1), None);
        assert_eq!(trail.walk(stop("a"), -2), Some(at_c));
        assert_eq!(trail.walk(stop("c"), -1), None);
        trail.walk(stop("c"), 2);
        trail.leave(stop("a"));
        assert!(trail.ahead.is_empty(), "a new jump ends the old way forward");
    }
}
