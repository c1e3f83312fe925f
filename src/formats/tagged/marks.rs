//! Marks that bind names to affiliations in one line, as VIP and journal sites write them: `张三[1],李四[1,2]` and
//! `[1]清华大学;[2]北京大学`.

use crate::record::{Article, Contributor};

/// The marks of a text in square brackets that holds nothing but numbers: what stands before it, the numbers, what follows.
fn bracketed(text: &str) -> Option<(&str, Vec<String>, &str)> {
    let mut from = 0;
    while let Some(open) = text.get(from..)?.find('[').map(|at| from + at) {
        let inside = text.get(open + 1..)?;
        let close = inside.find(']')?;
        let numbers = inside.get(..close)?;
        if numbers.bytes().any(|byte| byte.is_ascii_digit()) && numbers.bytes().all(|byte| byte.is_ascii_digit() || b", ".contains(&byte)) {
            let marks = numbers.split([',', ' ']).filter(|mark| !mark.is_empty()).map(str::to_owned).collect();
            return Some((text.get(..open)?, marks, inside.get(close + 1..)?));
        }
        from = open + 1;
    }
    None
}

/// A line of names with their marks, cut behind each mark; nothing where there are none.
pub fn names(line: &str) -> Option<Vec<(&str, Vec<String>)>> {
    let mut names = Vec::new();
    let mut rest = line;
    while let Some((before, marks, behind)) = bracketed(rest) {
        names.push((before.trim_start_matches([',', '，', ';', '；', '、', ' ']), marks));
        rest = behind;
    }
    if names.is_empty() {
        return None;
    }
    names.push((rest.trim_start_matches([',', '，', ';', '；', '、', ' ']), Vec::new()));
    Some(names)
}

/// An affiliation's own number before it, and its text.
pub fn label(text: &str) -> Option<(&str, &str)> {
    let (number, rest) = text.strip_prefix('[')?.split_once(']')?;
    let fits = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    Some((number, rest.trim())).filter(|(_, rest)| fits && !rest.is_empty())
}

/// Binds people to the affiliations whose numbers their marks are.
pub fn bind(article: &mut Article) {
    let Article { authors, affiliations, .. } = article;
    let free = |one: &&mut Contributor| one.aff.is_empty() && !one.marks.is_empty();
    for one in authors.iter_mut().filter(free) {
        one.aff = one.marks.iter().filter_map(|mark| affiliations.iter().position(|known| known.label.as_ref() == Some(mark))).collect();
    }
}
