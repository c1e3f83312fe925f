//! What is kept of a record's lines: pairs of a tag and a value, and lines of a member as they stood.

use serde_json::Value;

use super::order::Put;
use crate::formats::tagged::lines_of::Line;
use crate::formats::tagged::table::Member;
use crate::record::Article;

pub fn pair_of(tag: &str, value: &str) -> Value {
    Value::Array(vec![Value::String(tag.to_owned()), Value::String(value.to_owned())])
}

/// What is kept of a line.
#[derive(Clone, Copy, Debug)]
pub enum Kept<'a> {
    Value(&'a str),
    /// The model has the value; only the tag was another.
    Renamed,
    /// There was no such line.
    Absent,
}

/// Lines of a slot that are to be written as they stood.
pub struct Standing<'a> {
    pub slot: Member,
    pub lines: Vec<(&'a str, Kept<'a>)>,
}

impl<'a> Standing<'a> {
    /// The lines as they stood, with the values of the model's where only the tag was another.
    pub fn put(&self, own: &'a [Line<'a>]) -> impl Iterator<Item = Put<'a>> {
        let slot = self.slot;
        let mut values = own.iter().filter(move |line| line.member.slot() == slot).map(|line| &*line.value);
        self.lines.iter().filter_map(move |(tag, value)| match value {
            Kept::Value(value) => Some(Put { tag, value, is_kept: false }),
            Kept::Renamed => Some(Put { tag, value: values.next().unwrap_or_default(), is_kept: false }),
            Kept::Absent => None,
        })
    }
}

/// The pairs kept under a key of `raw`; anything that is no pair is passed over.
pub fn kept<'a>(article: &'a Article, key: &str) -> Vec<(&'a str, Kept<'a>)> {
    let Some(Value::Array(pairs)) = article.raw.get(key) else { return Vec::new() };
    pairs
        .iter()
        .filter_map(|pair| match pair.as_array().map(Vec::as_slice) {
            Some([Value::String(tag), Value::String(value)]) => Some((tag.as_str(), Kept::Value(value))),
            Some([Value::String(tag), Value::Bool(true)]) => Some((tag.as_str(), Kept::Renamed)),
            Some([Value::String(tag), Value::Null]) => Some((tag.as_str(), Kept::Absent)),
            _ => None,
        })
        .collect()
}
