//! The marks that tie names to affiliations: `¹`, `²*`, and their plain form for terminals that would draw them wide.

use super::PageOptions;
use super::builder::{PageRun, own};
use crate::reader::{Role, SignSet};
use crate::record::{Affiliation, Contributor};
use crate::text::clean_line;

/// Characters with a raised form, and that form (Unicode: Superscripts and Subscripts, Spacing Modifier Letters).
const RAISED: [(char, char); 38] = [
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('a', 'ᵃ'),
    ('b', 'ᵇ'),
    ('c', 'ᶜ'),
    ('d', 'ᵈ'),
    ('e', 'ᵉ'),
    ('f', 'ᶠ'),
    ('g', 'ᵍ'),
    ('h', 'ʰ'),
    ('i', 'ⁱ'),
    ('j', 'ʲ'),
    ('k', 'ᵏ'),
    ('l', 'ˡ'),
    ('m', 'ᵐ'),
    ('n', 'ⁿ'),
    ('o', 'ᵒ'),
    ('p', 'ᵖ'),
    ('r', 'ʳ'),
    ('s', 'ˢ'),
    ('t', 'ᵗ'),
    ('u', 'ᵘ'),
    ('v', 'ᵛ'),
    ('w', 'ʷ'),
    ('x', 'ˣ'),
    ('y', 'ʸ'),
    ('z', 'ᶻ'),
    ('*', '*'),
];

/// The raised form of a mark, where every character has one or needs none.
fn raised(mark: &str) -> Option<String> {
    mark.chars()
        .map(|c| RAISED.iter().find(|(plain, _)| *plain == c).map(|(_, raised)| *raised).or_else(|| (!c.is_alphanumeric()).then_some(c)))
        .collect()
}

/// Marks as a run: `¹,²*`, or `[1,2*]` where raised signs are in doubt or do not exist. Nothing when there are none.
pub(super) fn marks_run(marks: &[String], options: &PageOptions) -> Option<PageRun> {
    let mut joined = String::new();
    for mark in marks.iter().map(|mark| clean_line(mark)) {
        let mark = mark.trim();
        if mark.is_empty() {
            continue;
        }
        if joined.ends_with(char::is_alphanumeric) && mark.starts_with(char::is_alphanumeric) {
            joined.push(',');
        }
        joined.push_str(mark);
    }
    if joined.is_empty() {
        return None;
    }
    let drawn = match options.signs {
        SignSet::Unicode => raised(&joined),
        SignSet::Ascii | SignSet::Words => None,
    };
    Some(own(drawn.unwrap_or_else(|| format!("[{joined}]")), Role::Mark))
}

/// The marks behind a contributor's name: those that were printed; else those of the affiliations where there is more than
/// one to tell apart; and `*` for the corresponding author.
pub(super) fn marks_of(contributor: &Contributor, affiliations: &[Affiliation]) -> Vec<String> {
    let mut marks = contributor.marks.clone();
    if marks.is_empty() && affiliations.len() > 1 {
        marks.extend(contributor.aff.iter().filter_map(|place| affiliations.get(*place).map(|aff| mark_of(aff, *place))));
    }
    if contributor.corresponding && !marks.iter().any(|mark| mark.contains(['*', '＊', '✉'])) {
        marks.push("*".to_owned());
    }
    marks
}

/// The mark before an affiliation: its own, else its number in the list.
pub(super) fn mark_of(affiliation: &Affiliation, place: usize) -> String {
    affiliation.label.clone().filter(|label| !label.trim().is_empty()).unwrap_or_else(|| (place + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(marks: &[&str], signs: SignSet) -> Option<String> {
        let marks: Vec<String> = marks.iter().map(|mark| (*mark).to_owned()).collect();
        marks_run(&marks, &PageOptions { signs, ..PageOptions::default() }).map(|run| run.text)
    }

    #[test]
    fn marks_are_raised_where_they_can_be() {
        assert_eq!(drawn(&["1", "2", "*"], SignSet::Unicode).as_deref(), Some("¹,²*"));
        assert_eq!(drawn(&["12a"], SignSet::Unicode).as_deref(), Some("¹²ᵃ"));
        assert_eq!(drawn(&["甲"], SignSet::Unicode).as_deref(), Some("[甲]"));
        assert_eq!(drawn(&["1", "*"], SignSet::Ascii).as_deref(), Some("[1*]"));
        assert_eq!(drawn(&[" ", ""], SignSet::Unicode), None);
    }

    #[test]
    fn printed_marks_go_before_worked_out_ones() {
        let two = [Affiliation::default(), Affiliation { label: Some("b".into()), ..Affiliation::default() }];
        let author = Contributor { aff: vec![0, 1], corresponding: true, ..Contributor::default() };
        assert_eq!(marks_of(&author, &two), ["1", "b", "*"]);
        assert_eq!(marks_of(&author, two.get(..1).unwrap_or_default()), ["*"]);
        let printed = Contributor { marks: vec!["3*".into()], ..author };
        assert_eq!(marks_of(&printed, &two), ["3*"]);
    }
}
