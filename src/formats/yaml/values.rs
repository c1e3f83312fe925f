//! Values of YAML with their numbers as written, and with no more of them than a text of its length may mean.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// How many bytes of values a byte of text may mean, and how many more: uses of a named value (`*name`) copy it.
const SWELL: usize = 8;
const MORE: usize = 1 << 20;

/// The longest text that is read in one, in bytes.
const LONGEST: usize = 8 << 20;

/// What is told where aliases swell.
const TOO_MUCH: &str = "its uses of named values (*name) make it more than eight times as long as it is";

/// A value, and the keys that stand twice in a mapping of it.
pub struct Read {
    pub value: Value,
    pub doubled: Vec<String>,
}

/// Why a text is no value: a part of a sentence, and the line of the text, from 1.
pub struct Wrong {
    pub why: String,
    pub line: usize,
}

/// The value that a text is.
///
/// # Errors
/// Where it is no YAML, or is too long or too deep, or swells.
pub fn value(text: &str) -> Result<Read, Wrong> {
    let refused = |why: &str| Err(Wrong { why: why.to_owned(), line: 1 });
    if text.len() > LONGEST {
        return refused("it is longer than 8 MiB");
    }
    if super::cuts::is_too_deep(text) {
        return refused("its lists and mappings stand more than 128 deep in each other");
    }
    match numbers_as_text(text) {
        // Where the line of a quoted text looked like a member, the text is read as it stands.
        Cow::Owned(quoted) => read(&quoted).or_else(|_| read(text)),
        Cow::Borrowed(text) => read(text),
    }
}

fn read(text: &str) -> Result<Read, Wrong> {
    let within = Within { left: Cell::new(text.len() * SWELL + MORE), doubled: RefCell::default() };
    match within.deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(value) => Ok(Read { value, doubled: within.doubled.into_inner() }),
        Err(error) => Err(wrong(&error)),
    }
}

fn wrong(error: &serde_yaml::Error) -> Wrong {
    let line = error.location().map_or(1, |place| place.line().max(1));
    let said = error.to_string();
    // The place is told before the sentence.
    let said = said.split(" at line ").next().unwrap_or(&said);
    let hint = if said.starts_with("mapping values are not allowed") {
        "; put a text that has a colon in it into quotation marks"
    } else if said.contains("found character that cannot start any token") {
        "; put a text that begins with @, ` or a tab into quotation marks"
    } else {
        ""
    };
    Wrong { why: format!("{said}{hint}"), line }
}

/// The bytes that a value may still have, and the keys that stood twice.
struct Within {
    left: Cell<usize>,
    doubled: RefCell<Vec<String>>,
}

impl Within {
    fn take<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let left = self.left.get().checked_sub(bytes + size_of::<usize>()).ok_or_else(|| E::custom(TOO_MUCH))?;
        self.left.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for &Within {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Within {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a list or a mapping")
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        self.take(0).map(|()| truth.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        self.take(0).map(|()| number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        self.take(0).map(|()| number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        self.take(0).map(|()| number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.take(text.len()).map(|()| text.into())
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        self.take(0)?;
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Value, A::Error> {
        self.take(0)?;
        let mut members = Map::new();
        while let Some(key) = mapping.next_key::<String>()? {
            self.take(key.len())?;
            let value = mapping.next_value_seed(self)?;
            if members.insert(key.clone(), value).is_some() {
                self.doubled.borrow_mut().push(key);
            }
        }
        Ok(Value::Object(members))
    }
}

/// The text with numbers in quotation marks that would be written otherwise again: `version: 1.10`, `volume: 1e3`.
fn numbers_as_text(text: &str) -> Cow<'_, str> {
    let mut quoted = String::new();
    let mut done = 0;
    let mut at = 0;
    // The indentation of a key under which a text stands line by line.
    let mut block: Option<usize> = None;
    for raw in text.split_inclusive('\n') {
        let begin = at;
        at += raw.len();
        let line = raw.trim_end();
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        if line.is_empty() || block.is_some_and(|block| line.len() - line.trim_start_matches(' ').len() > block) {
            continue;
        }
        block = None;
        let behind = line.find(": ").map_or(indent, |colon| colon + 2);
        let said = line.get(behind..).unwrap_or_default();
        let said = said.split(" #").next().unwrap_or_default();
        let start = behind + said.len() - said.trim_start().len();
        let said = said.trim();
        if said.starts_with(['|', '>']) && said.len() <= 3 {
            block = Some(indent);
        } else if is_number_otherwise(said) {
            quoted.push_str(text.get(done..begin + start).unwrap_or_default());
            quoted.extend(["'", said, "'"]);
            done = begin + start + said.len();
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    quoted.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(quoted)
}

fn is_number_otherwise(said: &str) -> bool {
    let is_number = said.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && (said.parse::<f64>().is_ok() || said.starts_with("0x") || said.starts_with("0o"));
    is_number && said.parse::<i64>().map_or(true, |number| number.to_string() != said)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Value {
        value(text).map_err(|wrong| wrong.why).unwrap().value
    }

    #[test]
    fn numbers_are_as_written() {
        assert_eq!(read("a: 1.10\nb: 7 # seven\nc: 1e3 # d\n"), json!({ "a": "1.10", "b": 7, "c": "1e3" }));
        assert_eq!(read("- 1.0\n- x\n"), json!(["1.0", "x"]));
        assert_eq!(read("a: |\n  b: 1.10\nc: 1.10\n"), json!({ "a": "b: 1.10\n", "c": "1.10" }));
        assert_eq!(read("a: 'x\n  b: 1.10'\n"), json!({ "a": "x b: 1.10" }));
    }

    #[test]
    fn named_values_are_copied_but_not_without_end() {
        assert_eq!(read("a: &x [1]\nb: *x\n"), json!({ "a": [1], "b": [1] }));
        let swelling = format!("a: &x {}\nb:\n{}", "y".repeat(100_000), "- *x\n".repeat(1000));
        assert!(value(&swelling).err().unwrap().why.ends_with(TOO_MUCH));
    }

    #[test]
    fn a_key_that_stands_twice_is_told() {
        assert_eq!(value("a: {b: 1, b: 2}").map_err(|wrong| wrong.why).unwrap().doubled, ["b"]);
    }
}
