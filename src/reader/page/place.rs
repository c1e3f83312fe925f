//! Places in a page that outlive a change of width or language.

use super::Page;

/// A place in a page: the part of the article, and the byte of its text (of a table, the row).
///
/// Parts are numbered by what they are, not by how many stand before them, so that the place of an abstract is found again
/// when the language changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub block: usize,
    pub byte: usize,
}

/// How many renderings (one per language) a part may have; the low bits of [`Place::block`].
pub(super) const RENDERINGS: usize = 8;

/// The place at which a line begins. A line beyond the end is the last.
pub fn place_of(page: &Page, line: usize) -> Place {
    page.anchors.get(line).or(page.anchors.last()).copied().unwrap_or_default()
}

/// The line that shows a place: the one with that byte; else the first line of another rendering of the same part; else
/// the first line behind the place; else the last line.
pub fn line_of(page: &Page, place: Place) -> usize {
    let behind = page.anchors.partition_point(|anchor| *anchor <= place);
    let before = behind.checked_sub(1);
    if let Some(line) = before
        && page.anchors.get(line).is_some_and(|anchor| anchor.block == place.block)
    {
        return line;
    }
    let part = place.block / RENDERINGS;
    let first = page.anchors.partition_point(|anchor| anchor.block / RENDERINGS < part);
    first.min(page.anchors.len().saturating_sub(1))
}
