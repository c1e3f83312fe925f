//! The members of an item, in order, of which the known ones are taken.

use serde_json::{Map, Value};

/// Members that are looked for one after another: an item has a dozen, among which a name is found sooner than its hash is
/// worked out, and one taken out leaves no index to be put right.
pub(super) struct Members(Vec<(String, Value)>);

impl Members {
    pub fn of(members: Map<String, Value>) -> Self {
        Self(members.into_iter().collect())
    }

    fn place(&self, member: &str) -> Option<usize> {
        self.0.iter().position(|(name, _)| name == member)
    }

    pub fn get(&self, member: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| name == member).map(|(_, value)| value)
    }

    /// Puts a value in the place of the one of this name, or behind all others.
    pub fn put(&mut self, member: &str, value: Value) {
        match self.0.iter_mut().find(|(name, _)| name == member) {
            Some((_, known)) => *known = value,
            None => self.0.push((member.to_owned(), value)),
        }
    }

    pub fn take(&mut self, member: &str) -> Option<Value> {
        self.place(member).map(|at| self.0.remove(at).1)
    }

    /// Takes a member that is a string or a number; `null` and anything else stay.
    pub fn text(&mut self, member: &str) -> Option<String> {
        let at = self.place(member)?;
        let (_, value) = self.0.get_mut(at)?;
        // Crossref's way of a single title.
        let one = match value {
            Value::Array(list) if list.len() == 1 => list.first_mut().filter(|one| one.is_string())?,
            one => one,
        };
        let text = match one {
            Value::String(text) => trimmed(std::mem::take(text)),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        self.0.remove(at);
        (!text.is_empty()).then_some(text)
    }

    /// What nobody took; nothing where all is taken.
    pub fn left(self) -> Option<Value> {
        (!self.0.is_empty()).then(|| Value::Object(self.0.into_iter().collect()))
    }
}

fn trimmed(text: String) -> String {
    let bare = text.trim();
    if bare.len() == text.len() { text } else { bare.to_owned() }
}
