//! Members taken out of a JSON object one by one, so that what is left is what was not understood.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{csl, markup};
use crate::record::{AbstractSection, Affiliation, Article, Language, PartialDate};

/// An object of which members are taken. A member taken leaves `null` in its place, so that order costs nothing.
#[derive(Default)]
pub struct Members(Map<String, Value>);

impl Members {
    pub fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// The members of an object; of anything else none, and that is given back.
    pub fn of(value: Value) -> Result<Self, Value> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            other => Err(other),
        }
    }

    /// Looks at a member that is there and not `null`.
    pub fn see(&self, member: &str) -> Option<&Value> {
        self.0.get(member).filter(|value| !value.is_null())
    }

    /// Looks at a member that is a string.
    pub fn see_text(&self, member: &str) -> Option<&str> {
        self.see(member)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    /// Takes a member as it is.
    pub fn take(&mut self, member: &str) -> Option<Value> {
        self.0.get_mut(member).map(Value::take).filter(|value| !value.is_null())
    }

    /// Puts back what could not be read after all.
    pub fn keep(&mut self, member: &str, value: Value) {
        self.0.insert(member.to_owned(), value);
    }

    /// Puts back one element of a list that could not be read.
    pub fn keep_one(&mut self, member: &str, value: Value) {
        match self.0.get_mut(member) {
            Some(Value::Array(list)) => list.push(value),
            _ => self.keep(member, Value::Array(vec![value])),
        }
    }

    /// Takes a member that is a string or a number, or a list of one such; anything else stays.
    pub fn text(&mut self, member: &str) -> Option<String> {
        let text = one_text(self.see(member)?)?;
        self.take(member);
        (!text.is_empty()).then_some(text)
    }

    /// Takes a member that is a string or a list of strings only; anything else stays.
    pub fn texts(&mut self, member: &str) -> Vec<String> {
        let texts: Option<Vec<String>> = match self.see(member) {
            Some(Value::Array(list)) => list.iter().map(one_text).collect(),
            Some(value) => one_text(value).map(|text| vec![text]),
            None => return Vec::new(),
        };
        let Some(texts) = texts else { return Vec::new() };
        self.take(member);
        texts.into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// Takes a number that is a count.
    pub fn count(&mut self, member: &str) -> Option<u64> {
        let count = self.see(member)?.as_u64()?;
        self.take(member);
        Some(count)
    }

    /// Takes a list of objects. What in it is no object stays.
    pub fn objects(&mut self, member: &str) -> Vec<Members> {
        if !self.see(member).is_some_and(Value::is_array) {
            return Vec::new();
        }
        let Some(Value::Array(list)) = self.take(member) else { return Vec::new() };
        let (objects, others): (Vec<Value>, Vec<Value>) = list.into_iter().partition(Value::is_object);
        if !others.is_empty() {
            self.keep(member, Value::Array(others));
        }
        objects.into_iter().filter_map(|value| Members::of(value).ok()).collect()
    }

    /// Takes an object.
    pub fn object(&mut self, member: &str) -> Option<Members> {
        self.see(member)?.as_object()?;
        Members::of(self.take(member)?).ok()
    }

    /// Takes a date written `{"date-parts": [[2024, 5, 25]]}`; one that is nothing (`[[null]]`) goes without a word, one
    /// that says more stays.
    pub fn date(&mut self, member: &str) -> Option<PartialDate> {
        let value = self.see(member)?;
        let date = csl::day(value);
        let says_more = value.as_object().is_some_and(|members| members.len() > 1);
        let is_nothing = value.pointer("/date-parts/0/0").is_none_or(Value::is_null);
        if (date.is_some() && !says_more) || is_nothing {
            self.take(member);
        }
        date
    }

    /// What nobody took, in order; nothing where all is taken. `null`, `""`, `[]` and `{}` say nothing and go.
    pub fn left(self) -> Option<Value> {
        let left: Map<String, Value> = self.0.into_iter().filter(|(_, value)| !says_nothing(value)).collect();
        (!left.is_empty()).then_some(Value::Object(left))
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn one_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => match list.as_slice() {
            [only @ (Value::String(_) | Value::Number(_))] => one_text(only),
            _ => None,
        },
        _ => None,
    }
}

/// The members `title`, `abstract` and `keywords` of a work that states a language. The title says which the record is in.
pub fn words(work: &mut Members, stated: &Language, article: &mut Article) {
    let clean = |text: String| markup::text(&text);
    if let Some(title) = work.text("title").map(clean) {
        article.lang = language_of(&title, stated);
        article.title.insert(article.lang.clone(), title);
    }
    if let Some(text) = work.text("abstract").map(clean) {
        let lang = language_of(&text, &article.lang);
        article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
    }
    for word in work.texts("keywords").into_iter().map(clean) {
        let lang = language_of(&word, &article.lang);
        article.keywords.entry(lang).push(word);
    }
}

/// The language of a text in a record that says one: script decides before the record does, whose word is often that of the
/// journal.
pub fn language_of(text: &str, stated: &Language) -> Language {
    let is = |subtag: &str| matches!(stated, Language::Other(other) if &**other == subtag);
    // Kana begin with this byte, which most texts have none of: they need not be taken apart.
    let may_be_kana = !text.is_ascii() && text.as_bytes().contains(&0xE3);
    if may_be_kana && text.chars().any(|c| matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}')) {
        return Language::Other("ja".into());
    }
    match Language::of_text(text) {
        Language::Zh if is("ja") || is("ko") => stated.clone(),
        Language::En if *stated == Language::Und || *stated == Language::Zh || is("ja") || is("ko") => Language::En,
        Language::En | Language::Und => stated.clone(),
        script => script,
    }
}

/// Affiliations of a record as they are met, each once.
#[derive(Default)]
pub struct Affiliations {
    list: Vec<Affiliation>,
    places: HashMap<String, usize>,
}

impl Affiliations {
    /// The place of an affiliation in the list, where it is put when it is not there yet.
    pub fn place_of(&mut self, one: Affiliation) -> usize {
        let key = serde_json::to_string(&one).unwrap_or_default();
        *self.places.entry(key).or_insert_with(|| {
            self.list.push(one);
            self.list.len() - 1
        })
    }

    /// The places of several, each once, in order.
    pub fn places_of(&mut self, several: impl IntoIterator<Item = Affiliation>) -> Vec<usize> {
        let mut seen = HashSet::new();
        several.into_iter().map(|one| self.place_of(one)).filter(|place| seen.insert(*place)).collect()
    }

    pub fn into_list(self) -> Vec<Affiliation> {
        self.list
    }
}

/// A day at the head of a time stamp: `2026-06-06` of `2026-06-06T19:55:37Z`.
pub fn day(stamp: &str) -> Option<String> {
    stamp.get(..10).filter(|day| PartialDate::parse(day).is_some_and(|date| date.day.is_some())).map(str::to_owned)
}

/// An ORCID without its address, in capitals, where it is one by its form.
pub fn orcid(written: &str) -> Option<String> {
    let id = written.trim().trim_end_matches('/').rsplit('/').next()?.to_ascii_uppercase();
    let form = id.len() == 19
        && id.bytes().enumerate().all(|(at, byte)| match at {
            4 | 9 | 14 => byte == b'-',
            18 => byte.is_ascii_digit() || byte == b'X',
            _ => byte.is_ascii_digit(),
        });
    form.then_some(id)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn what_is_taken_is_gone_and_the_rest_keeps_its_order() {
        let value = serde_json::json!({"b": 1, "t": [" x "], "none": null, "d": {"date-parts": [[2024, 5]]}, "n": {"date-parts": [[null]]},
            "l": [{"a": 1}, 7], "a": {"x": []}, "many": ["a", "b"], "e": []});
        let mut members = Members::of(value).unwrap();
        assert_eq!(members.text("t").as_deref(), Some("x"));
        assert_eq!((members.text("many"), members.texts("many").len()), (None, 2));
        assert_eq!(members.date("d").unwrap().to_string(), "2024-05");
        assert_eq!(members.date("n"), None);
        assert_eq!(members.objects("l").len(), 1);
        assert_eq!(members.left().unwrap().to_string(), r#"{"b":1,"l":[7],"a":{"x":[]}}"#);
    }

    #[test]
    fn script_decides_before_the_record_does() {
        let de = Language::parse("de");
        for (text, stated, language) in [
            ("智慧治理", Language::En, "zh"),
            ("Smart city", Language::Zh, "en"),
            ("Über alles", de.clone(), "de"),
            ("Smart city", Language::Und, "en"),
            ("家兎ノ耳殻", Language::En, "ja"),
            ("治機轉", Language::parse("ja"), "ja"),
            ("2024", de, "de"),
        ] {
            assert_eq!(language_of(text, &stated).as_str(), language, "{text}");
        }
    }

    #[test]
    fn an_orcid_with_and_without_its_address() {
        assert_eq!(orcid("http://orcid.org/0000-0002-1825-009x").as_deref(), Some("0000-0002-1825-009X"));
        assert_eq!(orcid("0000-0002"), None);
    }
}
