//! Zotero's "Extra": lines `PMID: 7`, `Event Place: Bern`, by which it says what an item has no field for.

use serde_json::{Map, Value};

use crate::formats::csl;
use crate::record::Article;

/// Members that a line cannot say, or that every record has.
const OTHERS: &[&str] = &["v", "id", "lang", "title", "type", "prov", "raw"];

/// Whether the cell is but a note: no line of it begins with a name.
pub fn is_prose(cell: &str) -> bool {
    !cell.trim().is_empty() && !cell.contains([':', '='])
}

/// Fills what the record does not have yet with what the lines say. False where they say more than was taken: then the cell is
/// kept.
pub fn take(article: &mut Article, cell: &str) -> bool {
    let Some((mut said, rest)) = csl::of_note(&in_names_of_csl(cell)) else { return false };
    let kind = std::mem::take(&mut said.kind);
    let authors = std::mem::take(&mut said.authors);
    let (Ok(Value::Object(mut whole)), Ok(Value::Object(mut more))) = (serde_json::to_value(&*article), serde_json::to_value(said)) else {
        return false;
    };
    more.retain(|member, _| !OTHERS.contains(&member.as_str()));
    let all = fill(&mut whole, more);
    let Ok(mut filled) = serde_json::from_value::<Article>(Value::Object(whole)) else { return false };
    if csl::is_typed(cell) {
        filled.kind = kind;
    }
    filled.authors.extend(authors);
    *article = filled;
    all && rest.trim().is_empty()
}

/// `Event Place: Bern` as `event-place: Bern`.
fn in_names_of_csl(cell: &str) -> String {
    let line = |line: &str| {
        let named = line.split_once(':').filter(|(name, _)| {
            name.contains(' ') && name.len() <= 30 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ')
        });
        named.map_or_else(|| line.to_owned(), |(name, value)| [&name.trim().to_lowercase().replace(' ', "-"), ":", value].concat())
    };
    cell.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Puts members where there are none; false where there are others.
fn fill(whole: &mut Map<String, Value>, more: Map<String, Value>) -> bool {
    let mut all = true;
    for (member, value) in more {
        match (whole.get_mut(&member), value) {
            (None, value) => _ = whole.insert(member, value),
            (Some(Value::Object(known)), Value::Object(value)) => all &= fill(known, value),
            (Some(known), value) => all &= *known == value,
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::ArticleKind;

    #[test]
    fn lines_fill_what_is_empty_and_no_more() {
        let mut article = Article { volume: Some("3".to_owned()), ..Article::default() };
        assert!(take(&mut article, "PMID: 7\nEvent Place: Bern\ntype: standard\ntranslator: Li || Na"));
        assert_eq!((article.ids.pmid.as_deref(), article.imprint.event_place.as_deref()), (Some("7"), Some("Bern")));
        assert_eq!((&article.kind, article.authors.len(), article.volume.as_deref()), (&ArticleKind::Standard, 1, Some("3")));
        assert!(!take(&mut article, "volume: 9"), "another volume stays in the cell");
        assert_eq!(article.volume.as_deref(), Some("3"));
        assert!(!take(&mut article, "PMCID: PMC8\nread on the train"));
        assert_eq!(article.ids.pmcid.as_deref(), Some("PMC8"));
        assert!(!take(&mut article, "read on the train"));
        assert_eq!(article.kind, ArticleKind::Standard);
    }
}
