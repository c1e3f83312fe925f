//! Terms that a style brings itself and CSL does not have.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{attributes, value};

/// Words by language and name.
#[derive(Default)]
pub(super) struct Terms {
    own: Option<String>,
    said: Vec<(Option<String>, String, String)>,
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
        let (mut language, mut name) = (None, None);
        let mut reader = Reader::from_str(xml);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Eof => break,
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "style" => terms.own = value(&attributes(&tag), "default-locale").map(str::to_owned),
                    "locale" => language = value(&attributes(&tag), "xml:lang").map(str::to_owned),
                    "term" => name = value(&attributes(&tag), "name").map(str::to_owned),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "term" => name = None,
                Event::Text(text) => {
                    if let Some(name) = name.as_ref().filter(|_| !text.trim().is_empty()) {
                        terms.said.push((language.clone(), name.clone(), text.to_string()));
                    }
                }
                _ => {}
            }
        }
        terms
    }

    /// The word for a term in the first of the languages, as it stands in the file.
    pub(super) fn said(&self, term: &str, wanted: Option<&str>) -> Option<String> {
        let code = wanted.and_then(|list| list.split_whitespace().next()).or(self.own.as_deref()).unwrap_or("en");
        let same = |language: &Option<String>| language.as_deref().is_some_and(|language| base(language) == base(code));
        let of_term = || self.said.iter().filter(|(_, name, _)| name == term);
        let found = of_term().find(|(language, ..)| same(language)).or_else(|| of_term().find(|(language, ..)| language.is_none()));
        found.map(|(.., said)| said.clone())
    }
}
