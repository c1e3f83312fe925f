//! The members of an item, in order, of which the known ones are taken.

use serde_json::{Map, Value};

use super::OTHER_NAMES;

/// Members that are looked for one after another: an item has a dozen, among which a name is found sooner than its hash is
/// worked out, and one taken out leaves no index to be put right.
pub(super) struct Members {
    all: Vec<(String, Value)>,
    /// Members as they stood that the record would be written with otherwise; `null` for one that did not stand there.
    stood: Map<String, Value>,
}

impl Members {
    pub fn of(members: Map<String, Value>) -> Self {
        Self { all: members.into_iter().collect(), stood: Map::new() }
    }

    /// Keeps a member as it stood, if it did.
    pub fn stood(&mut self, member: &str, value: impl Into<Option<Value>>) {
        if let Some(value) = value.into() {
            self.stood.entry(member).or_insert(value);
        }
    }

    /// What is kept as it stood; nothing where all is written as it stood.
    pub fn as_they_stood(&mut self) -> Option<Value> {
        (!self.stood.is_empty()).then(|| Value::Object(std::mem::take(&mut self.stood)))
    }

    fn place(&self, member: &str) -> Option<usize> {
        self.all.iter().position(|(name, _)| name == member)
    }

    pub fn get(&self, member: &str) -> Option<&Value> {
        self.all.iter().find(|(name, _)| name == member).map(|(_, value)| value)
    }

    /// Puts a value in the place of the one of this name, or behind all others.
    pub fn put(&mut self, member: &str, value: Value) {
        match self.all.iter_mut().find(|(name, _)| name == member) {
            Some((_, known)) => *known = value,
            None => self.all.push((member.to_owned(), value)),
        }
    }

    pub fn take(&mut self, member: &str) -> Option<Value> {
        self.place(member).map(|at| self.all.remove(at).1)
    }

    /// Takes a member that is a string or a number; `null` and anything else stay.
    pub fn text(&mut self, member: &str) -> Option<String> {
        let at = self.place(member)?;
        let (_, value) = self.all.get_mut(at)?;
        let text = match value {
            Value::String(text) if text.trim().len() == text.len() && !text.is_empty() => std::mem::take(text),
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            // Crossref's way of a single title.
            Value::Array(list) if list.len() == 1 => list.first()?.as_str()?.trim().to_owned(),
            _ => return None,
        };
        let (_, value) = self.all.remove(at);
        // What was moved out is a string that says what it said.
        if value.as_str() != Some("") || text.is_empty() {
            self.stood(member, value);
        }
        (!text.is_empty()).then_some(text)
    }

    /// Takes a text under the other name of its variable.
    pub fn other_name(&mut self, member: &str) -> Option<String> {
        let (_, other) = OTHER_NAMES.iter().find(|(name, _)| *name == member)?;
        let text = self.text(other)?;
        self.stood(other, Value::String(text.clone()));
        self.stood(member, Value::Null);
        Some(text)
    }

    /// Takes a list of numbers that stand in one text; `between` is what they are written with between them.
    pub fn list(&mut self, member: &str, between: &str) -> Vec<String> {
        let Some(text) = self.text(member) else { return Vec::new() };
        let numbers: Vec<String> = text.split([',', ';', ' ']).filter(|one| !one.is_empty()).map(str::to_owned).collect();
        if numbers.join(between) != text {
            self.stood(member, Value::String(text));
        }
        numbers
    }

    /// What nobody took; nothing where all is taken.
    pub fn left(self) -> Option<Value> {
        (!self.all.is_empty()).then(|| Value::Object(self.all.into_iter().collect()))
    }
}
