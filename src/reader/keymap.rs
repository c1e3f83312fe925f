//! Which keys ask for which action, where: a trie for each context, read from `keymap.toml`.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::{Action, Context, Key};
use crate::text::nearest;

/// The shipped keymap.
pub const BUILT_IN: &str = include_str!("../../assets/keymap.toml");

/// What is wrong with a keymap: a sentence with its name and line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}, line {line}: {sentence}")]
pub struct KeymapError {
    pub name: String,
    /// From 1.
    pub line: usize,
    pub sentence: String,
}

/// What a sequence of keys means so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    Bound(Action),
    /// More keys may follow: the choices, which are what the which-key box shows.
    Pending(Vec<Choice>),
    Unbound,
}

/// One way on from keys that were pressed half-way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The keys still to press.
    pub keys: String,
    pub action: Action,
}

/// The bindings of each context as written: keys to action.
type Bindings = BTreeMap<Vec<Key>, Action>;

/// The keys of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    written: BTreeMap<Context, Bindings>,
    /// The same with `global` beneath each particular context, worked out once.
    merged: BTreeMap<Context, Bindings>,
}

impl Keymap {
    /// The shipped keys; empty if the shipped file could not be read, which a test rules out.
    pub fn built_in() -> Self {
        Self::default().overlay(BUILT_IN, "assets/keymap.toml").unwrap_or_default()
    }

    /// These keys with those of a file laid over them. `name` is how messages call the file. A binding of the file takes
    /// away whatever of the old it would hide or be hidden by; `""` as the action only takes away.
    ///
    /// # Errors
    /// The first thing that is wrong with the file: bad TOML, an unknown context, key or action, a binding that hides another.
    pub fn overlay(mut self, text: &str, name: &str) -> Result<Self, KeymapError> {
        let wrong = |at: usize, sentence: String| KeymapError { name: name.to_owned(), line: line_of(text, at), sentence };
        let table = DeTable::parse(text).map_err(|error| {
            wrong(error.span().map_or(0, |span| span.start), error.message().lines().next().unwrap_or_default().to_owned())
        })?;
        for (context, bindings) in table.get_ref() {
            let word = context.get_ref();
            let Some(place) = Context::named(word) else {
                let guess = did_you_mean(word, Context::ALL.iter().map(|(_, name, _)| *name));
                return Err(wrong(context.span().start, format!("there is no context \"{word}\".{guess}")));
            };
            let DeValue::Table(bindings) = bindings.get_ref() else {
                return Err(wrong(context.span().start, format!("\"{word}\" is a context and holds lines of \"keys\" = \"action\".")));
            };
            let mut fresh = Bindings::new();
            let mut lines: Vec<_> = bindings.iter().collect();
            lines.sort_by_key(|(keys, _)| keys.span().start);
            for (written, action) in lines {
                let keys = Key::parse_all(written.get_ref()).map_err(|key| {
                    wrong(written.span().start, format!("there is no key <{key}>; write <Enter>, <C-d>, <A-Left>, <F1> or the key itself."))
                })?;
                let Some(word) = action.get_ref().as_str() else {
                    return Err(wrong(
                        action.span().start,
                        format!("\"{}\" wants the name of an action between quotes.", written.get_ref()),
                    ));
                };
                let old = self.written.entry(place).or_default();
                old.retain(|known, _| !known.starts_with(&keys) && !keys.starts_with(known));
                if word.is_empty() {
                    continue;
                }
                let Some(action_found) = Action::named(word) else {
                    let guess = did_you_mean(word, Action::ALL.iter().map(|line| line.name));
                    return Err(wrong(action.span().start, format!("there is no action \"{word}\".{guess}")));
                };
                if keys.is_empty() {
                    return Err(wrong(written.span().start, "a binding needs at least one key.".to_owned()));
                }
                if let Some(other) = fresh.keys().find(|known| known.starts_with(&keys) || keys.starts_with(known)) {
                    let other: String = other.iter().map(Key::to_string).collect();
                    return Err(wrong(written.span().start, format!("\"{}\" and \"{other}\" hide each other.", written.get_ref())));
                }
                fresh.insert(keys, action_found);
            }
            self.written.entry(place).or_default().extend(fresh);
        }
        self.merge();
        Ok(self)
    }

    fn merge(&mut self) {
        let global = self.written.get(&Context::Global).cloned().unwrap_or_default();
        for (context, ..) in Context::ALL {
            let own = self.written.get(&context).cloned().unwrap_or_default();
            // What is typed into a prompt must not reach the keys of the panes.
            let mut all = if context == Context::Prompt { Bindings::new() } else { global.clone() };
            all.retain(|keys, _| !own.keys().any(|mine| mine.starts_with(keys) || keys.starts_with(mine)));
            all.extend(own);
            self.merged.insert(context, all);
        }
    }

    /// What these keys, pressed one after another, mean there.
    pub fn press(&self, context: Context, keys: &[Key]) -> Pressed {
        let Some(bindings) = self.merged.get(&context) else { return Pressed::Unbound };
        if let Some(action) = bindings.get(keys) {
            return Pressed::Bound(*action);
        }
        let choices: Vec<Choice> = bindings
            .range(keys.to_vec()..)
            .take_while(|(known, _)| known.starts_with(keys))
            .map(|(known, action)| Choice { keys: known.iter().skip(keys.len()).map(Key::to_string).collect(), action: *action })
            .collect();
        if choices.is_empty() || keys.is_empty() { Pressed::Unbound } else { Pressed::Pending(choices) }
    }

    /// The keys that ask for an action there, the shortest first.
    pub fn keys_of(&self, context: Context, action: Action) -> Vec<String> {
        let Some(bindings) = self.merged.get(&context) else { return Vec::new() };
        let mut found: Vec<&Vec<Key>> = bindings.iter().filter(|(_, bound)| **bound == action).map(|(keys, _)| keys).collect();
        // Letters before named keys: `j` is what a person remembers, not `<Down>`.
        found.sort_by_key(|keys| keys.iter().map(Key::to_string).collect::<String>().chars().count());
        found.iter().map(|keys| keys.iter().map(Key::to_string).collect()).collect()
    }

    /// Every binding of a context, as written there (without what `global` adds).
    pub fn written(&self, context: Context) -> impl Iterator<Item = (String, Action)> {
        self.written
            .get(&context)
            .into_iter()
            .flatten()
            .map(|(keys, action)| (keys.iter().map(Key::to_string).collect::<String>(), *action))
    }
}

fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

/// ` Did you mean "…"?`, or nothing when no word is near.
pub(super) fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wrong, known).map(|word| format!(" Did you mean \"{word}\"?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn keys(written: &str) -> Vec<Key> {
        Key::parse_all(written).unwrap()
    }

    #[test]
    fn half_way_keys_offer_what_can_follow() {
        let map = Keymap::built_in();
        assert_eq!(map.press(Context::Issues, &keys("j")), Pressed::Bound(Action::Down));
        assert_eq!(map.press(Context::Issues, &keys("d")), Pressed::Unbound);
        assert_eq!(map.press(Context::Text, &keys("d")), Pressed::Bound(Action::HalfDown));
        let Pressed::Pending(choices) = map.press(Context::Text, &keys("y")) else { unreachable!() };
        assert!(choices.contains(&Choice { keys: "d".to_owned(), action: Action::CopyDoi }));
        assert_eq!(map.press(Context::Prompt, &keys("j")), Pressed::Unbound);
    }

    #[test]
    fn a_wrong_action_is_named_with_its_line_and_the_nearest() {
        let error = Keymap::built_in().overlay("[global]\n\n\"x\" = \"next-isue\"\n", "keymap.toml").unwrap_err();
        assert_eq!(error.to_string(), "keymap.toml, line 3: there is no action \"next-isue\". Did you mean \"next-issue\"?");
        let error = Keymap::built_in().overlay("[golbal]\n", "keymap.toml").unwrap_err();
        assert_eq!(error.to_string(), "keymap.toml, line 1: there is no context \"golbal\". Did you mean \"global\"?");
        let error = Keymap::built_in().overlay("[text]\n\"<Hyper-x>\" = \"up\"\n", "keymap.toml").unwrap_err();
        assert!(error.to_string().starts_with("keymap.toml, line 2: there is no key <Hyper-x>"), "{error}");
        let error = Keymap::built_in().overlay("[text]\n\"a\" = \"up\"\n\"ab\" = \"down\"\n", "keymap.toml").unwrap_err();
        assert_eq!(error.to_string(), "keymap.toml, line 3: \"ab\" and \"a\" hide each other.");
    }

    #[test]
    fn a_users_binding_replaces_what_it_would_hide() {
        let map = Keymap::built_in().overlay("[global]\n\"g\" = \"bottom\"\n\"q\" = \"\"\n", "keymap.toml").unwrap();
        assert_eq!(map.press(Context::Text, &keys("g")), Pressed::Bound(Action::Bottom));
        assert_eq!(map.press(Context::Text, &keys("gg")), Pressed::Unbound);
        assert_eq!(map.press(Context::Text, &keys("q")), Pressed::Unbound);
    }
}
