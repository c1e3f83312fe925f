//! What stands behind a name and is none of it, and the small words before a family name that are none of it.

use crate::record::Contributor;

/// `Born, L. et al.`: a name behind which it is said that there are others, without that.
pub(super) fn without_others<'a>(name: &'a str, others: &mut bool) -> &'a str {
    let bare = name.trim_end_matches('.');
    match bare.strip_suffix(" et al").or_else(|| bare.strip_suffix(", et al")).or_else(|| name.strip_suffix(" 等")) {
        Some(rest) => {
            *others = true;
            rest.trim_end_matches([',', ' '])
        }
        None => name,
    }
}

/// `John Smith 0001`: DBLP tells people of one name apart by four digits.
pub fn without_number(name: &str) -> (&str, Option<&str>) {
    if !name.ends_with(|c: char| c.is_ascii_digit()) {
        return (name, None);
    }
    match name.rsplit_once(' ') {
        Some((rest, number)) if number.len() == 4 && number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            (rest.trim_end(), Some(number))
        }
        _ => (name, None),
    }
}

/// What the options of an entry say where none of its particles is a part of a family name.
pub const DROPPING: &str = "useprefix=false";

/// Whether that is so of these people.
pub fn all_drop(people: &[Contributor]) -> bool {
    people.iter().any(|one| one.dropping_particle.is_some()) && people.iter().all(|one| one.particle.is_none())
}

/// Whether the options of an entry say that its particles are no part of the family names.
pub fn drops_prefixes(options: &str) -> bool {
    options
        .split(',')
        .any(|option| matches!(option.split_once('='), Some((name, value)) if name.trim() == "useprefix" && value.trim() == "false"))
}
