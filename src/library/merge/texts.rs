//! The full texts of two records of one work.

use serde_json::Value;

use super::Lost;
use crate::record::{Article, Language, Matter, MultiText, Section};

/// The full texts of both, one language after the other, those of the record that is held first; of two in one language that
/// of `base`. Nothing where both are in one language, or one of them in none that is known.
pub(super) fn of_both(base: &Article, more: &Article, held: &Article, lost: &mut Lost) -> Option<Vec<Section>> {
    let told = |article: &Article| -> Vec<Section> {
        let language = |section: &Section| if section.lang.is_unknown() { article.lang.clone() } else { section.lang.clone() };
        article.body.iter().flatten().map(|section| Section { lang: language(section), ..section.clone() }).collect()
    };
    let (mine, theirs) = (told(base), told(more));
    let (first, second) = if std::ptr::eq(base, held) { (&mine, &theirs) } else { (&theirs, &mine) };
    let mut languages: Vec<&Language> = first.iter().chain(second).map(|section| &section.lang).collect();
    let mut seen: Vec<&Language> = Vec::new();
    languages.retain(|language| {
        !seen.contains(language) && {
            seen.push(language);
            true
        }
    });
    if languages.is_empty() || languages.iter().any(|language| language.is_unknown()) || same_words(&mine, &theirs) {
        return None;
    }
    // The only text, of a record that is held under another language.
    if languages.len() == 1 {
        if is_around(&mine) && !mine.is_empty() && !is_around(&theirs) {
            lost.base.insert("body".to_owned(), serde_json::to_value(&mine).unwrap_or_default());
            let own = |section: &Section| section.lang == held.lang;
            return Some(theirs.into_iter().map(|one| if own(&one) { Section { lang: Language::Und, ..one } } else { one }).collect());
        }
        let alone = mine.is_empty() || theirs.is_empty();
        return (alone && languages != [&held.lang]).then_some(if mine.is_empty() { theirs } else { mine });
    }
    let of =
        |texts: &[Section], language: &Language| -> Vec<Section> { texts.iter().filter(|one| one.lang == *language).cloned().collect() };
    let mut texts = Vec::new();
    for language in languages {
        let (one, other) = (of(&mine, language), of(&theirs, language));
        // What stands around a text is less than the text.
        if one.is_empty() || (is_around(&one) && !is_around(&other)) {
            if !one.is_empty() {
                lost.base.insert("body".to_owned(), serde_json::to_value(&one).unwrap_or_default());
            }
            texts.extend(other);
            continue;
        }
        if !other.is_empty() && !same_words(&one, &other) {
            lost.more.insert("body".to_owned(), serde_json::to_value(&other).unwrap_or_default());
        }
        texts.extend(one);
    }
    Some(texts)
}

/// Whether these are no text, but what stands before and behind one.
fn is_around(sections: &[Section]) -> bool {
    sections.iter().all(|section| section.matter != Matter::Body)
}

/// Whether two texts are one but for the language that they are said to be in, and for what points from one part to another.
fn same_words(one: &[Section], other: &[Section]) -> bool {
    let bare = |texts: &[Section]| -> Vec<Value> {
        let sections = texts.iter().map(|section| Section {
            lang: Language::Und,
            matter: Matter::Body,
            title: untold(&section.title),
            ..section.clone()
        });
        sections.filter_map(|section| serde_json::to_value(section).ok()).collect()
    };
    !one.is_empty() && one.len() == other.len() && unmarked(&bare(one)) == unmarked(&bare(other))
}

/// A title in whatever language.
fn untold(title: &MultiText) -> MultiText {
    title.values().next().map(|title| MultiText::of(Language::Und, title.clone())).unwrap_or_default()
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
                for (name, value) in members.iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "matter")) {
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
