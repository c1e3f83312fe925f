//! Fields of MARC, without the punctuation that catalogues write at the end of their parts (ISBD).

use std::collections::HashMap;

use crate::formats::xml::Element;

/// A field, and where it is linked (880) the same in the script of the work.
pub struct Field<'t> {
    /// Three digits, of an 880 those of the field that it is linked with.
    pub tag: String,
    pub own: Part<'t>,
    pub vernacular: Option<Part<'t>>,
}

/// The element of one field.
#[derive(Clone, Copy)]
pub struct Part<'t>(pub Element<'t>);

impl<'t> Field<'t> {
    /// The field in the script of the work, if it is there: the other is transliterated.
    pub fn shown(&self) -> Part<'t> {
        self.vernacular.unwrap_or(self.own)
    }
}

impl<'t> Part<'t> {
    /// Subfields in order, each with its code.
    pub fn subfields(self) -> impl Iterator<Item = (char, Element<'t>)> {
        self.0.all("subfield").filter_map(|part| Some((part.attribute("code")?.chars().next()?, part)))
    }

    /// The first subfield of a code.
    pub fn text(self, code: char) -> Option<String> {
        self.all(code).next()
    }

    /// All subfields of a code, one after another.
    pub fn all(self, code: char) -> impl Iterator<Item = String> {
        let own = self.subfields().filter(move |(known, _)| *known == code);
        own.filter_map(|(_, part)| part.text()).map(|text| bare(&text).to_owned()).filter(|text| !text.is_empty())
    }

    /// Subfields of some codes with a sign between them.
    pub fn joined(self, codes: &str, between: &str) -> Option<String> {
        let parts = self.subfields().filter(|(code, _)| codes.contains(*code)).filter_map(|(_, part)| part.text());
        let parts: Vec<String> = parts.map(|text| bare(&text).to_owned()).filter(|text| !text.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(between))
    }

    /// Whether an indicator (`ind1`, `ind2`) has a value.
    pub fn indicator(self, name: &str, wanted: &str) -> bool {
        self.0.has(name, wanted)
    }

    /// What the field is linked with: `880-01`, `245-01/$1` is a tag and a number.
    fn link(self) -> Option<(String, String)> {
        let (_, part) = self.subfields().find(|(code, _)| *code == '6')?;
        let text = part.text()?;
        let (tag, number) = text.split_once('-')?;
        Some((tag.to_owned(), number.split('/').next().unwrap_or(number).to_owned()))
    }
}

/// The fields of a record, those of the same content in another script together.
pub fn fields(record: Element<'_>) -> Vec<Field<'_>> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut places: HashMap<(String, String), usize> = HashMap::new();
    let mut linked = Vec::new();
    for element in record.all("datafield") {
        let Some(tag) = element.attribute("tag") else { continue };
        let own = Part(element);
        if tag == "880" {
            linked.push(own);
            continue;
        }
        if let Some((_, number)) = own.link() {
            places.insert((tag.to_string(), number), fields.len());
        }
        fields.push(Field { tag: tag.into_owned(), own, vernacular: None });
    }
    for own in linked {
        let Some((tag, number)) = own.link() else { continue };
        match places.get(&(tag.clone(), number)).and_then(|at| fields.get_mut(*at)) {
            Some(field) if field.vernacular.is_none() => field.vernacular = Some(own),
            _ => fields.push(Field { tag, own, vernacular: None }),
        }
    }
    fields
}

/// Abbreviations that end with a full stop of their own.
const ABBREVIATIONS: &[&str] = &["inc", "co", "ltd", "ed", "eds", "jr", "sr", "al", "etc", "vol", "st", "cm", "pp", "ph"];

/// A part without the sign that leads to the next (`Title :`, `Place :`, `Name,`) or to itself (`: subtitle`), and without the full stop of a sentence; that
/// of an initial or an abbreviation stays.
pub fn bare(text: &str) -> &str {
    let sign = |c: char| c.is_whitespace() || matches!(c, '/' | ':' | ';' | '=' | ',');
    let text = text.trim_matches(sign);
    let Some(before) = text.strip_suffix('.') else { return text };
    let last = before.rsplit([' ', '.', '-', '\u{A0}']).next().unwrap_or_default();
    let is_initial = last.is_empty() || (last.chars().count() == 1 && last.chars().all(char::is_alphabetic) && last.is_ascii());
    if is_initial || ABBREVIATIONS.contains(&last.to_lowercase().as_str()) { text } else { before }
}

/// A place, publisher or year that the catalogue supplied: `[Beijing]`.
pub fn unbracketed(text: &str) -> String {
    let text = bare(text);
    let inner = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).filter(|inner| !inner.contains('['));
    bare(inner.unwrap_or(text)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_between_parts_is_no_part() {
        for (written, wanted) in [
            ("Cities that learn :", "Cities that learn"),
            ("Hu, Ye-fei,", "Hu, Ye-fei"),
            ("Doe, Jane A.", "Doe, Jane A."),
            ("A study of coasts.", "A study of coasts"),
            ("Wiley & Sons, Inc.", "Wiley & Sons, Inc."),
            ("2nd ed.", "2nd ed."),
            ("智慧城市 /", "智慧城市"),
            ("Roe, Ann.", "Roe, Ann"),
            ("345 p. :", "345 p."),
            ("  ", ""),
        ] {
            assert_eq!(bare(written), wanted);
        }
        assert_eq!(unbracketed("[Beijing] :"), "Beijing");
        assert_eq!(unbracketed("Bern [u.a.]"), "Bern [u.a.]");
    }
}
