//! What stands behind a name and is none of it.

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
