//! The full texts of two records of one work.

use serde_json::Value;

use crate::record::{Article, Section};

/// The full texts of both, one after the other, where the new record has one in a language in which the other has none, or
/// none but what the other has.
pub(super) fn of_both(held: &Article, new: &Article) -> Option<Vec<Section>> {
    let told = |article: &Article| -> Vec<Section> {
        let language = |section: &Section| if section.lang.is_unknown() { article.lang.clone() } else { section.lang.clone() };
        article.body.iter().flatten().map(|section| Section { lang: language(section), ..section.clone() }).collect()
    };
    let (mut texts, mut more) = (told(held), told(new));
    if texts.is_empty() || more.is_empty() {
        return None;
    }
    more.retain(|section| !texts.contains(section));
    if more.is_empty() {
        return held.body.clone();
    }
    let alone =
        |section: &Section| !section.lang.is_unknown() && texts.iter().all(|mine| !mine.lang.is_unknown() && mine.lang != section.lang);
    if !more.iter().all(alone) {
        return None;
    }
    texts.extend(more);
    Some(texts)
}

/// A full text without what points from one part of it to another, so that one that was read before such marks were kept is the
/// same words, and no other text.
pub(super) fn unmarked(body: &[Value]) -> String {
    fn put(value: &Value, out: &mut String) {
        match value {
            Value::String(text) => {
                let mut rest = text.as_str();
                while let Some((before, tag)) = rest.split_once("<xref ") {
                    out.push_str(before);
                    rest = tag.split_once('>').map_or("", |(_, behind)| behind);
                }
                out.push_str(rest);
                out.push('\n');
            }
            Value::Array(values) => {
                for value in values {
                    put(value, out);
                }
            }
            Value::Object(members) => {
                for (name, value) in members.iter().filter(|(name, _)| *name != "id") {
                    out.push_str(name);
                    put(value, out);
                }
            }
            other => out.push_str(&other.to_string()),
        }
    }
    let mut words = String::new();
    for section in body {
        put(section, &mut words);
    }
    words.replace("</xref>", "")
}

/// How much of a full text is marks, where another is the same without them.
pub(super) fn marked(body: &[Value]) -> usize {
    body.iter().map(|section| section.to_string().len()).sum()
}
