//! The tables held against each other: actions, keys, roles, themes.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a table that cannot be read is a failed test")]

use std::collections::{BTreeMap, BTreeSet};

use qikan::reader::action::UNBOUND;
use qikan::reader::keymap::{BUILT_IN, Pressed};
use qikan::reader::{Action, Context, Key, Keymap, Role};
use qikan::view::Theme;

fn keymap() -> Keymap {
    Keymap::default().overlay(BUILT_IN, "assets/keymap.toml").expect("the shipped keymap is right")
}

#[test]
fn every_action_stands_in_its_row_with_a_name_and_a_sentence_of_its_own() {
    let mut names = BTreeSet::new();
    let mut sentences = BTreeSet::new();
    for (row, line) in Action::ALL.iter().enumerate() {
        assert_eq!(line.action as usize, row, "{}", line.name);
        assert_eq!(Action::named(line.name), Some(line.action));
        assert!(names.insert(line.name), "{} stands twice", line.name);
        assert!(sentences.insert(line.help), "{} says what another says", line.name);
        assert!(line.help.ends_with('.') && line.help.starts_with(char::is_uppercase), "{} says no sentence", line.name);
        assert!(line.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", line.name);
    }
}

#[test]
fn every_action_has_a_key_or_is_unbound_on_purpose() {
    let keymap = keymap();
    for line in Action::ALL {
        let bound = Context::ALL.iter().any(|(context, ..)| !keymap.keys_of(*context, line.action).is_empty());
        let on_purpose = UNBOUND.contains(&line.action);
        assert!(bound != on_purpose, "{}: bound {bound}, unbound on purpose {on_purpose}", line.name);
    }
}

#[test]
fn no_binding_hides_another() {
    let keymap = keymap();
    let global: BTreeMap<String, Action> = keymap.written(Context::Global).collect();
    for (context, name, _) in Context::ALL {
        for (written, action) in keymap.written(context) {
            let keys = Key::parse_all(&written).unwrap();
            assert_eq!(keymap.press(context, &keys), Pressed::Bound(action), "{name}: {written}");
            for cut in 1..keys.len() {
                let half = keys.get(..cut).unwrap();
                assert!(matches!(keymap.press(context, half), Pressed::Pending(_)), "{name}: {written} cannot be reached");
            }
            if context != Context::Global && context != Context::Prompt {
                // A context may say more than `global`, or something else on purpose; here nothing does.
                assert!(!global.contains_key(&written), "{name}: {written} hides a key of global");
            }
        }
        // Whatever is bound everywhere can be pressed in every context but the typing one.
        if context != Context::Prompt {
            for (written, action) in &global {
                let keys = Key::parse_all(written).unwrap();
                assert_eq!(keymap.press(context, &keys), Pressed::Bound(*action), "{name} hides {written}");
            }
        }
    }
}

#[test]
fn a_user_may_bind_every_action_in_every_context() {
    for line in Action::ALL {
        for (context, name, _) in Context::ALL {
            let text = format!("[{name}]\n\"<F9>\" = \"{}\"\n", line.name);
            let keymap = keymap().overlay(&text, "keymap.toml").unwrap();
            assert_eq!(keymap.press(context, &Key::parse_all("<F9>").unwrap()), Pressed::Bound(line.action));
        }
    }
}

#[test]
fn every_theme_knows_every_role() {
    for name in ["dark", "light", "plain"] {
        let theme = Theme::built_in(name).expect("a built-in theme");
        // Colour is never alone: the row under the cursor differs from text in every theme, and so does a match.
        for role in [Role::Selected, Role::SelectedUnfocused, Role::Match, Role::MatchCurrent] {
            assert_ne!(theme.style(role), theme.style(Role::Text), "{name}: {role}");
        }
    }
}
