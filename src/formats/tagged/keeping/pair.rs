//! The lines of a record as they are filed.

use std::borrow::Cow;

/// A tag and its value.
#[derive(Clone, Debug)]
pub struct Pair<'r> {
    pub tag: &'r str,
    pub value: &'r str,
    pub line: usize,
}

/// Lines at either end of a record that tell what others mean: a list of thousands of people stands between.
const TELLING: usize = 1000;

/// The lines that tell what others mean. They are looked at for each line, so of a record of very many not all are.
pub(super) fn telling<'a, 'r>(pairs: &'a [Pair<'r>]) -> Cow<'a, [Pair<'r>]> {
    match (pairs.get(..TELLING), pairs.get(pairs.len().saturating_sub(TELLING)..)) {
        (Some(begin), Some(end)) if pairs.len() > 2 * TELLING => Cow::Owned([begin, end].concat()),
        _ => Cow::Borrowed(pairs),
    }
}
