//! The order in which the lines of a record stood.
//!
//! `raw["ris:order"]` has the tags of all lines, one below the other; `AU×4` are four lines of one tag, and `~` stands before
//! the tag of a line that has no place in the model.

use std::collections::{HashMap, VecDeque};

use crate::formats::tagged::table::same;

/// Before the tag of a line that is kept because it has no place in the model.
const KEPT: char = '~';

/// Between a tag and how often it stands one below the other.
const TIMES: char = '×';

/// A line to be written.
pub struct Put<'l> {
    pub tag: &'l str,
    pub value: &'l str,
    /// It has no place in the model.
    pub is_kept: bool,
}

/// The order of lines, each with its tag and whether it has no place in the model.
pub fn order<'p>(lines: impl Iterator<Item = (&'p str, bool)>) -> String {
    let mut order = String::with_capacity(64);
    let mut run: Option<((&str, bool), usize)> = None;
    for line in lines {
        match &mut run {
            Some((known, times)) if same(known.0, line.0) && known.1 == line.1 => *times += 1,
            _ => {
                push(&mut order, run.replace((line, 1)));
            }
        }
    }
    push(&mut order, run);
    order
}

fn push(order: &mut String, run: Option<((&str, bool), usize)>) {
    let Some(((tag, is_kept), times)) = run else { return };
    if !order.is_empty() {
        order.push('\n');
    }
    if is_kept {
        order.push(KEPT);
    }
    order.push_str(tag);
    if times > 1 {
        order.push(TIMES);
        order.push_str(&times.to_string());
    }
}

/// Lines in the order in which they stood; those that did not stand there come behind.
pub fn in_order<'l>(order: &str, lines: Vec<Put<'l>>) -> Vec<Put<'l>> {
    let mut of_tag: HashMap<(&str, bool), VecDeque<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        of_tag.entry((line.tag, line.is_kept)).or_default().push_back(at);
    }
    let mut sorted = Vec::with_capacity(lines.len());
    let mut lines: Vec<Option<Put<'l>>> = lines.into_iter().map(Some).collect();
    for one in order.split('\n') {
        let (tag, times) = one.split_once(TIMES).map_or((one, 1), |(tag, times)| (tag, times.parse().unwrap_or(1)));
        let line = tag.strip_prefix(KEPT).map_or((tag, false), |tag| (tag, true));
        let waiting = of_tag.get_mut(&line);
        let taken = waiting.into_iter().flat_map(|waiting| waiting.drain(..waiting.len().min(times)));
        sorted.extend(taken.filter_map(|at| lines.get_mut(at)?.take()));
    }
    sorted.extend(lines.into_iter().flatten());
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_to_where_they_stood() {
        let stood = [("TY", false), ("AU", false), ("AU", false), ("T2", true), ("T2", false), ("N1", false), ("T2", true)];
        let order = order(stood.iter().copied());
        assert_eq!(order, "TY\nAU×2\n~T2\nT2\nN1\n~T2");
        let put = |tag, value, is_kept| Put { tag, value, is_kept };
        let lines = vec![
            put("TY", "0", false),
            put("T2", "4", false),
            put("AU", "1", false),
            put("DO", "new", false),
            put("AU", "2", false),
            put("T2", "3", true),
            put("T2", "6", true),
        ];
        let values: Vec<&str> = in_order(&order, lines).iter().map(|line| line.value).collect();
        assert_eq!(values, ["0", "1", "2", "3", "4", "6", "new"]);
    }

    #[test]
    fn an_order_that_somebody_made_up_loses_no_line() {
        let put = |tag, value| Put { tag, value, is_kept: false };
        for order in ["", "×", "~×9\nAU×x", "AU×99999999999999999999\n\nTY"] {
            assert_eq!(in_order(order, vec![put("TY", "a"), put("AU", "b")]).len(), 2, "{order}");
        }
    }
}
