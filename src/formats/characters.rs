//! Named characters, as HTML and the ISO sets of JATS have them.
//!
//! quick-xml has such a table too, but hundreds of its entries are wrong (0.42: `alpha` is U+003B), so the list of the
//! standard stands in `assets/entities.tsv`.

use std::sync::LazyLock;

/// Names and what they stand for, in the order of the names.
static NAMED: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let lines = include_str!("../../assets/entities.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (name, points) = line.split_once('\t')?;
            let characters = points.split(' ').filter_map(|point| u32::from_str_radix(point, 16).ok().and_then(char::from_u32));
            Some((name, characters.collect()))
        })
        .collect()
});

/// What a name without its `&` and `;` stands for: one character, or two.
pub fn named(name: &str) -> Option<&'static str> {
    // Nearly all of them are these.
    match name {
        "amp" => return Some("&"),
        "lt" => return Some("<"),
        "gt" => return Some(">"),
        _ => {}
    }
    let at = NAMED.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    NAMED.get(at).map(|(_, characters)| characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_order() {
        assert_eq!(NAMED.len(), 2125);
        assert!(NAMED.is_sorted() && NAMED.iter().all(|(_, characters)| (1..=2).contains(&characters.chars().count())));
        for (name, character) in [("alpha", "α"), ("Scaron", "Š"), ("nbsp", "\u{A0}"), ("NotEqualTilde", "≂̸"), ("zwnj", "\u{200C}")] {
            assert_eq!(named(name), Some(character));
        }
        assert_eq!(named("nothing"), None);
    }
}
