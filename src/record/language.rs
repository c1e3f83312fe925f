//! Languages, and values that exist in several of them.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What parts of a name are called where languages are expected.
const NAME_PARTS: [&str; 10] =
    ["given", "given_name", "givenName", "first_name", "firstName", "family", "family_name", "surname", "last_name", "lastName"];

/// A language by its primary subtag (BCP 47). Regions and scripts are folded away: `zh-CN`, `cn` and `chi` are all [`Language::Zh`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    Zh,
    En,
    /// Any other language, by its lower-case subtag.
    Other(Box<str>),
    /// Not known (`und`).
    #[default]
    Und,
}

impl Language {
    /// Reads the spellings seen in pages and files (`zh`, `cn`, `zh-cn`, `chi`, `EN`, `eng`, `english`, …).
    pub fn parse(written: &str) -> Self {
        let lower = written.trim().to_ascii_lowercase();
        let primary = lower.split(['-', '_']).next().unwrap_or_default().trim_end();
        match primary {
            // A record that had a text in such a language could not be read again.
            part if NAME_PARTS.contains(&part) => Self::Und,
            "zh" | "cn" | "chi" | "zho" | "chinese" | "中文" | "汉语" => Self::Zh,
            "en" | "eng" | "english" | "英文" | "英语" => Self::En,
            "" | "und" => Self::Und,
            other => Self::Other(other.into()),
        }
    }

    /// The subtag as it is written in a record.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
            Self::Other(subtag) => subtag,
            Self::Und => "und",
        }
    }

    /// Whether nothing is said.
    pub fn is_unknown(&self) -> bool {
        *self == Self::Und
    }

    /// Chinese when the text has Han characters and no kana, English when it has Latin letters only, else unknown.
    pub fn of_text(text: &str) -> Self {
        // Most texts are ASCII, which is told without taking characters apart.
        if text.is_ascii() {
            return if text.bytes().any(|byte| byte.is_ascii_alphabetic()) { Self::En } else { Self::Und };
        }
        // Nor is what has accents and dashes and nothing else beyond it: Han and kana begin with greater bytes.
        if text.bytes().fold(0, u8::max) < 0xE3 {
            return if text.bytes().any(|byte| byte.is_ascii_alphabetic()) { Self::En } else { Self::Und };
        }
        let mut latin = false;
        for c in text.chars() {
            match c {
                '\u{3040}'..='\u{30FF}' => return Self::Other("ja".into()),
                '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => return Self::Zh,
                'a'..='z' | 'A'..='Z' => latin = true,
                _ => {}
            }
        }
        if latin { Self::En } else { Self::Und }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|written| Self::parse(&written))
    }
}

/// One value per language, in the order Chinese, English, others, unknown. At most a handful, so a sorted vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Multilingual<T> {
    values: Vec<(Language, T)>,
}

/// Text in several languages: `{"zh": "…", "en": "…"}`.
pub type MultiText = Multilingual<String>;

impl<T> Default for Multilingual<T> {
    fn default() -> Self {
        Self { values: Vec::new() }
    }
}

impl<T> Multilingual<T> {
    /// A value in one language.
    pub fn of(language: Language, value: T) -> Self {
        Self { values: vec![(language, value)] }
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn get(&self, language: &Language) -> Option<&T> {
        self.values.iter().find(|(l, _)| l == language).map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, language: &Language) -> Option<&mut T> {
        self.values.iter_mut().find(|(l, _)| l == language).map(|(_, value)| value)
    }

    /// Puts a value, replacing what that language had; returns what it had.
    pub fn insert(&mut self, language: Language, value: T) -> Option<T> {
        // Most have one language, and room for no more.
        if self.values.is_empty() {
            self.values = vec![(language, value)];
            return None;
        }
        match self.values.binary_search_by(|(l, _)| l.cmp(&language)) {
            Ok(at) => self.values.get_mut(at).map(|slot| std::mem::replace(&mut slot.1, value)),
            Err(at) => {
                self.values.insert(at, (language, value));
                None
            }
        }
    }

    /// The value of this language, or the first of any: what to show when one must be shown.
    pub fn prefer(&self, language: &Language) -> Option<&T> {
        self.get(language).or_else(|| self.values.first().map(|(_, value)| value))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Language, &T)> {
        self.values.iter().map(|(language, value)| (language, value))
    }

    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.values.iter().map(|(_, value)| value)
    }

    pub fn languages(&self) -> impl DoubleEndedIterator<Item = &Language> {
        self.values.iter().map(|(language, _)| language)
    }
}

impl<T: Default> Multilingual<T> {
    /// The value of this language, made empty first where there is none.
    pub fn entry(&mut self, language: Language) -> &mut T {
        let at = match self.values.binary_search_by(|(l, _)| l.cmp(&language)) {
            Ok(at) => at,
            Err(at) => {
                self.values.insert(at, (language, T::default()));
                at
            }
        };
        &mut self.values[at].1
    }
}

impl<T> FromIterator<(Language, T)> for Multilingual<T> {
    fn from_iter<I: IntoIterator<Item = (Language, T)>>(pairs: I) -> Self {
        let mut all = Self::default();
        for (language, value) in pairs {
            all.insert(language, value);
        }
        all
    }
}

impl<T: Serialize> Serialize for Multilingual<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.values.iter().map(|(language, value)| (language, value)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Multilingual<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Pairs<T> {
            type Value = Multilingual<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of language and value, or null")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Multilingual::default())
            }

            // Records of other programs have a text here, such as a whole abstract, which the error would quote.
            fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Self::Value, E> {
                Err(E::invalid_type(serde::de::Unexpected::Other("string"), &self))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = Multilingual::default();
                while let Some(language) = map.next_key::<Cow<'_, str>>()? {
                    // Other programs have the parts of a name here, which would be read as two names of one person.
                    if NAME_PARTS.contains(&&*language) {
                        return Err(serde::de::Error::custom(format!("\"{language}\" is a part of a name, not a language")));
                    }
                    let value = map.next_value()?;
                    all.insert(Language::parse(&language), value);
                }
                Ok(all)
            }
        }
        deserializer.deserialize_any(Pairs(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_text_is_told_by_its_letters() {
        let ja = Language::Other("ja".into());
        for (text, language) in [
            ("", Language::Und),
            ("1999–2001", Language::Und),
            ("naïve “café” – x̂ …", Language::En),
            ("é", Language::Und),
            ("Ελληνικά", Language::Und),
            ("Ελληνικά and more", Language::En),
            ("\u{3000}a", Language::En),
            ("a 期刊", Language::Zh),
            ("𠀀", Language::Zh),
            ("ひらがな", ja.clone()),
            ("a カタ", ja),
        ] {
            assert_eq!(Language::of_text(text), language, "{text}");
        }
    }

    #[test]
    fn what_is_written_of_a_text_is_the_same_text_when_it_is_read() {
        for written in ["fr", "EN-gb", "zh -CN", "given", "family_name", "one. - two", " given_x", "x_y", "und", "ａ b\u{a0}-", "Given"] {
            let text = MultiText::of(Language::parse(written), "Reeds".to_owned());
            let again = serde_json::to_string(&text).and_then(|json| serde_json::from_str::<MultiText>(&json));
            assert_eq!(again.map_err(|error| error.to_string()), Ok(text), "{written}");
        }
        assert!(serde_json::from_str::<MultiText>("{\"given\": \"Jane\"}").is_err(), "a name of another program's record");
    }

    #[test]
    fn a_text_that_stands_where_languages_should_is_not_quoted() {
        let told = serde_json::from_str::<MultiText>("\"a whole abstract\"").map_err(|error| error.to_string());
        assert_eq!(told, Err("invalid type: string, expected an object of language and value, or null at line 1 column 18".to_owned()));
    }
}
