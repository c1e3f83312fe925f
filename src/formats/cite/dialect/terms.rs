//! Terms that a style brings itself and CSL does not have.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{attributes, value};

/// Words by language and name.
#[derive(Default)]
pub(super) struct Terms {
    own: Option<String>,
    /// By name: the word in each language, with the language.
    said: HashMap<String, Vec<(Option<String>, String)>>,
}

/// The language of a code, without its country.
fn base(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

/// The code under which the words of a language are known, where it says no country.
pub(super) fn whole(code: &str) -> &str {
    match code {
        "zh" => "zh-CN",
        "en" => "en-US",
        "ja" => "ja-JP",
        "ko" => "ko-KR",
        "de" => "de-DE",
        "fr" => "fr-FR",
        "es" => "es-ES",
        "ru" => "ru-RU",
        other => other,
    }
}

impl Terms {
    /// The terms of a style file.
    pub(super) fn of(xml: &str) -> Self {
        let mut terms = Self::default();
        let (mut language, mut name): (Option<String>, Option<String>) = (None, None);
        // What a term or a form of it says: an entity parts it for the reader.
        let mut said = String::new();
        let mut reader = Reader::from_str(xml);
        loop {
            let from = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let Ok(event) = reader.read_event() else { break };
            let to = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            if matches!(event, Event::Start(_) | Event::End(_))
                && let Some(name) = name.as_ref()
                && !said.trim().is_empty()
            {
                terms.add(language.as_ref(), name, &said);
            }
            match event {
                Event::Eof => break,
                Event::Start(tag) => {
                    said.clear();
                    match tag.local_name().as_ref() {
                        "style" => terms.own = value(&attributes(&tag), "default-locale").map(str::to_owned),
                        "locale" => language = value(&attributes(&tag), "xml:lang").map(str::to_owned),
                        "term" => name = value(&attributes(&tag), "name").map(str::to_owned),
                        _ => {}
                    }
                }
                Event::End(tag) => {
                    said.clear();
                    if tag.local_name().as_ref() == "term" {
                        name = None;
                    }
                }
                Event::Text(_) | Event::GeneralRef(_) => said.push_str(xml.get(from..to).unwrap_or_default()),
                _ => {}
            }
        }
        terms
    }

    /// The first word of a language stays.
    fn add(&mut self, language: Option<&String>, name: &str, said: &str) {
        let words = self.said.entry(name.to_owned()).or_default();
        if words.iter().all(|(known, _)| known.as_ref() != language) {
            words.push((language.cloned(), said.to_owned()));
        }
    }

    /// The word for a term in the first of the languages, as it stands in the file.
    pub(super) fn said(&self, term: &str, wanted: Option<&str>) -> Option<String> {
        let code = wanted.and_then(|list| list.split_whitespace().next()).or(self.own.as_deref()).unwrap_or("en");
        let same = |language: &Option<String>| language.as_deref().is_some_and(|language| base(language) == base(code));
        let words = self.said.get(term)?;
        let found = words.iter().find(|(language, _)| same(language)).or_else(|| words.iter().find(|(language, _)| language.is_none()));
        found.map(|(_, said)| said.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_said_in_whole() {
        let terms = Terms::of(
            "<style default-locale=\"zh-CN\"><locale><terms><term name=\"a\">A &amp; B</term><term name=\"b\"> <single>one&#8211;1</single> \
             <multiple>many</multiple></term></terms></locale><locale xml:lang=\"en\"><terms><term name=\"a\">En</term></terms></locale></style>",
        );
        assert_eq!(terms.said("a", None).as_deref(), Some("A &amp; B"));
        assert_eq!(terms.said("a", Some("en de")).as_deref(), Some("En"));
        assert_eq!(terms.said("b", Some("en")).as_deref(), Some("one&#8211;1"));
        assert_eq!(terms.said("c", None), None);
    }
}
