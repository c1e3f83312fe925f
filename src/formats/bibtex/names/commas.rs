//! Lists of names that somebody parted by commas, which BibTeX has inside of one.

use super::{is_suffix, split_at_words};
use crate::record::Language;

/// Names that somebody parted by commas and wrote one `and` before the last of: `A B, C D, and E F`. Nothing where what stands
/// before it can be one name, as BibTeX reads it (`Family, Given`, `Family, Jr, Given`).
pub fn listed(written: &str) -> Option<Vec<&str>> {
    // Most lists have no comma, or as many as names.
    if !written.contains(',') || written.contains(['{', '=']) {
        return None;
    }
    let [before, last] = split_at_words(written).try_into().ok()?;
    let whole = before.strip_suffix(',').unwrap_or(before);
    let names: Vec<&str> = whole.split(',').map(str::trim).collect();
    // With a comma before the `and` two names are a list; without it three parts are, of which the second is no suffix.
    let is_parted = whole.len() < before.len() || names.len() > 2;
    let is_whole = |name: &&str| {
        let han = Language::of_text(name) == Language::Zh && (2..=4).contains(&name.chars().count());
        // What begins with a small letter is a family name with its particle.
        (han || name.contains(char::is_whitespace)) && !name.starts_with(char::is_lowercase) && !is_suffix(name)
    };
    let fits = names.len() > 1 && is_parted && !last.contains(',') && names.iter().chain([&last]).all(is_whole);
    fits.then(|| names.into_iter().chain([last]).collect())
}

/// The editors of Scopus, each as BibTeX has a name (`Lee, S.`): commas part them, and none stands within one (`Lee S., Kim J.P.`).
pub(super) fn of_scopus(whole: &str) -> Vec<String> {
    let turned = |piece: &str| {
        let (family, given) = piece.trim().rsplit_once(' ')?;
        (initials(given) && !family.split(' ').any(initials)).then(|| [family, ", ", given].concat())
    };
    let are_several = whole.contains("., ") && whole.ends_with('.') && !whole.contains('{');
    are_several.then(|| whole.split(',').map(turned).collect()).flatten().unwrap_or_default()
}

/// Whether these are the initials of given names, each with its full stop: `J.`, `J. K.`, `J.-P.`.
fn initials(piece: &str) -> bool {
    let piece = piece.trim();
    piece.ends_with('.') && piece.split([' ', '-', '.']).all(|part| part.chars().count() < 2)
}

/// Names that somebody parted by commas alone, where BibTeX reads none: `Smith, J., Doe, J. K., Roe, A.`. Every second piece
/// has initials only, and there are two such pairs at least.
pub(super) fn unparted(whole: &str) -> Vec<&str> {
    let pieces: Vec<&str> = whole.split(',').collect();
    let is_pair = |pair: &[&str]| matches!(pair, [family, given] if !initials(family) && initials(given));
    if pieces.len() < 4 || whole.contains('{') || !pieces.chunks(2).all(is_pair) {
        return Vec::new();
    }
    let mut begin = 0;
    let ends = pieces.chunks(2).map(|pair| pair.iter().map(|piece| piece.len() + 1).sum::<usize>());
    ends.filter_map(|length| {
        let name = whole.get(begin..begin + length - 1)?;
        begin += length;
        Some(name.trim())
    })
    .collect()
}
