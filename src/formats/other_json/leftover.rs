//! What a record was given and its article nowhere says: it is kept in `raw`, under where it stood.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::record::Article;

/// Up to this many bytes are looked through for values that are no whole value of the article; what is not found until then is
/// kept.
const MOST_LOOKED_AT: usize = 256 << 20;

/// Words of a value that may stand apart in an article: a name is parted into its parts.
const MOST_WORDS: usize = 6;

/// How long a tag, and the name of a character, are at most, in bytes.
const LONGEST_TAG: usize = 400;
const LONGEST_NAME: usize = 12;

/// Members that only tell programs how to show others.
const SILENT: &[&str] = &["sequence", "verbatim", "authtype"];

/// Words that the article has in others: its kind, and roles.
const SAID_OTHERWISE: &[(&str, &str)] =
    &[("itemType", "journalArticle"), ("creatorType", "bookAuthor"), ("creatorType", "seriesEditor"), ("mimeType", "text/html")];

/// Keeps all values of a source that the article does not have in some writing, as pairs of their place (`authors/0/id`) and
/// text.
pub fn keep(article: &mut Article, source: &Map<String, Value>, name: &str) {
    let Ok(json) = serde_json::to_string(&*article) else { return };
    let mut said = Said { json, looked_at: 0, parts: None };
    let mut left = Vec::new();
    let mut place = String::new();
    for (member, value) in source {
        walk(member, value, &mut place, &mut |place, text| {
            if !said.has(text) {
                left.push((place.to_owned(), text.to_owned()));
            }
        });
    }
    for (place, text) in left {
        keep_pair(article, name, &place, &text);
    }
}

/// Keeps one text under a name.
pub fn keep_pair(article: &mut Article, format: &str, name: &str, text: &str) {
    let kept = article.raw.entry(format.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(pairs) = kept {
        pairs.push(Value::Array(vec![name.into(), text.into()]));
    }
}

/// Goes through the texts and numbers of a value.
fn walk(name: &str, value: &Value, place: &mut String, each: &mut impl FnMut(&str, &str)) {
    let before = place.len();
    if before > 0 {
        place.push('/');
    }
    place.push_str(name);
    match value {
        Value::String(text) if text.trim().is_empty() || SAID_OTHERWISE.contains(&(name, text)) => {}
        Value::String(text) if !SILENT.contains(&name) => each(place, text),
        Value::Number(number) if !SILENT.contains(&name) => each(place, &number.to_string()),
        Value::Array(many) => many.iter().enumerate().for_each(|(at, one)| walk(&at.to_string(), one, place, each)),
        Value::Object(members) => members.iter().for_each(|(name, one)| walk(name, one, place, each)),
        _ => {}
    }
    place.truncate(before);
}

/// What an article says.
struct Said {
    json: String,
    looked_at: usize,
    /// Made when something does not stand there as it is.
    parts: Option<Parts>,
}

/// All texts and numbers of an article, without signs and in small letters; of wholes and words only what tells them apart.
#[derive(Default)]
struct Parts {
    sign: RandomState,
    whole: HashSet<u64>,
    words: HashSet<u64>,
    all: String,
}

impl Said {
    fn has(&mut self, text: &str) -> bool {
        let text = text.trim();
        if self.looked_at <= MOST_LOOKED_AT {
            self.looked_at += self.json.len();
            let quoted = serde_json::to_string(text).unwrap_or_default();
            if memchr::memmem::find(self.json.as_bytes(), quoted.as_bytes()).is_some() {
                return true;
            }
        }
        let json = &self.json;
        let parts = self.parts.get_or_insert_with(|| {
            let mut parts = Parts::default();
            // What was just written can be read.
            let _ = parts.deserialize(&mut serde_json::Deserializer::from_str(json));
            parts
        });
        parts.have(text, &mut self.looked_at)
    }
}

impl Parts {
    fn text(&mut self, text: &str) {
        let text = without_markup(text);
        self.words.extend(words(&text).map(|word| self.sign.hash_one(word)));
        let bare = bare(&text);
        self.all.push_str(&bare);
        self.all.push('\n');
        self.whole.insert(self.sign.hash_one(bare));
    }

    fn have(&self, text: &str, looked_at: &mut usize) -> bool {
        let text = without_markup(text);
        let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(&text);
        let text = ["orcid.org/", "doi.org/", "dx.doi.org/"].iter().find_map(|host| text.strip_prefix(host)).unwrap_or(text);
        let bare = bare(text);
        let is_whole = |bare: &String| self.whole.contains(&self.sign.hash_one(bare));
        if bare.is_empty() || is_whole(&bare) {
            return true;
        }
        let is_list = text.contains([';', ',', '|', '\n']);
        if (is_list || words(text).count() <= MOST_WORDS) && words(text).all(|word| self.words.contains(&self.sign.hash_one(word))) {
            return true;
        }
        // A short text is found in many others by chance.
        if bare.chars().count() <= 3 || *looked_at > MOST_LOOKED_AT {
            return false;
        }
        *looked_at += self.all.len();
        let found = memchr::memmem::find(self.all.as_bytes(), bare.as_bytes()).is_some();
        // A day is written with a time behind it.
        found || text.split_once('T').is_some_and(|(day, _)| day.len() == 10 && is_whole(&self::bare(day)))
    }
}

impl<'de> DeserializeSeed<'de> for &mut Parts {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Parts {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what an article says")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.text(text);
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.text(&number.to_string());
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.text(&number.to_string());
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.text(&number.to_string());
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(&mut *self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while members.next_key_seed(&mut *self)?.is_some() {
            members.next_value_seed(&mut *self)?;
        }
        Ok(())
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// A text without tags, and without references to characters.
fn without_markup(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, behind) = rest.split_at(at);
        plain.push_str(before);
        let (sign, reach) = if behind.starts_with('<') { (b'>', LONGEST_TAG) } else { (b';', LONGEST_NAME) };
        let bytes = behind.as_bytes();
        let is_markup = bytes.get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || b"/#".contains(byte));
        let end = memchr::memchr(sign, bytes.get(..reach).unwrap_or(bytes)).filter(|_| is_markup);
        if let Some(end) = end {
            rest = behind.get(end + 1..).unwrap_or_default();
        } else {
            plain.push(' ');
            rest = behind.get(1..).unwrap_or_default();
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use serde_json::json;

    use super::*;
    use crate::record::{Language, MultiText};

    #[test]
    fn what_is_said_in_another_writing_is_not_kept_again() {
        let title = MultiText::of(Language::En, "An <i>old</i> title of 2012".to_owned());
        let mut article = Article { title, ..Article::default() };
        article.dates.published = crate::record::PartialDate::parse("2020-05-06");
        let source = json!({
            "title": "<p>An old &amp; title of 2012</p>", "date": "2020-05-06T00:00:00Z", "year": { "value": "2020" }, "words": "title, old",
            "n": 9, "one": [{ "a": "other" }], "no": null, "yes": true, "ld": "ld"
        });
        keep(&mut article, source.as_object().unwrap(), "x");
        assert_eq!(article.raw["x"], json!([["n", "9"], ["one/0/a", "other"], ["ld", "ld"]]));
    }
}
