//! What the names of members tell of JSON that may be cut anywhere: only the head of a file is looked at.

use super::cells::bare;
use super::found::LISTS;
use super::names::TITLES;

/// Names that other programs' records have, and that the schema's own reader would make nothing of.
const OF_OTHERS: &[&str] = &[
    "itemType",
    "abstractNote",
    "publicationTitle",
    "publicationName",
    "first_name",
    "last_name",
    "z_authors",
    "dc:title",
    "prism:publicationName",
    "bibcode",
    "title_s",
    "fulljournalname",
    "journalTitle",
    "journal_title",
    "author_list",
    "creators",
    "yearPublished",
    "publication_date",
    "published_date",
    "@context",
    "publication-year",
    "resource-type-general",
];

/// A member: how deep it stands, its name, and the first sign of its value.
struct Key<'h> {
    depth: usize,
    name: &'h str,
    value: u8,
}

/// Whether no object at the top has a title, and one deeper has; or whether records have members that only other programs write,
/// or people with plain names.
pub(super) fn is_of_others(start: &str) -> bool {
    let keys = keys(start);
    let Some(top) = keys.first().map(|key| key.depth) else { return false };
    let titles = || keys.iter().filter(|key| TITLES.contains(&key.name));
    let is_wrapped = titles().next().is_some() && titles().all(|key| key.depth > top);
    // A page of results, or a feed, with a title of its own.
    let list = keys.iter().position(|key| key.depth == top && key.value == b'[' && LISTS.contains(&&*bare(key.name)));
    let is_page = list.is_some_and(|list| keys.iter().skip(list).any(|key| key.depth == top + 2 && TITLES.contains(&key.name)))
        && !keys.iter().any(|key| key.depth == top && bare(key.name) == "doi");
    let with_people = keys.iter().any(|key| key.depth == top && matches!(key.name, "authors" | "author"));
    let plain = |key: &Key<'_>| key.name == "name" && key.value == b'"' && key.depth == top + 2;
    is_wrapped || is_page || keys.iter().any(|key| OF_OTHERS.contains(&key.name) || (with_people && plain(key)))
}

/// Whether it is an answer that is known to hold no records.
pub(super) fn is_of_no_record(start: &str) -> bool {
    ["\"esearchresult\"", "\"group_by\"", "\"works_count\""].iter().any(|name| start.contains(name))
}

fn keys(start: &str) -> Vec<Key<'_>> {
    let bytes = start.as_bytes();
    let (mut keys, mut depth, mut at) = (Vec::new(), 0usize, 0usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let from = at + 1;
                let Some(to) = end_of_string(bytes, from) else { return keys };
                at = to;
                let mut behind = bytes.get(to + 1..).unwrap_or_default().iter().filter(|byte| !byte.is_ascii_whitespace());
                if behind.next() == Some(&b':') {
                    let value = behind.next().copied().unwrap_or_default();
                    keys.push(Key { depth, name: start.get(from..to).unwrap_or_default(), value });
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

/// Where the string that begins at a place ends.
fn end_of_string(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}
