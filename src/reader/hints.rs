//! Link hints: a letter over everything on the screen that leads somewhere, and the keys that then follow it.
//!
//! ```text
//! 作者   a王宇¹   s刘迪²          ← a and s stand over the first cells of the links
//! DOI    d0.5555/qk.amm.2025
//! ```

use super::layout::Pane;
use super::page::Target;
use super::{Key, KeyCode, Popup, Reader, Tab};
use crate::library::Linked;

/// In the order they are given out: the home row, the row above, the row below.
const LETTERS: [char; 26] =
    ['a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p', 'z', 'x', 'c', 'v', 'b', 'n', 'm'];

/// The hints on the screen, and what was typed of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    typed: String,
    all: Vec<Hint>,
}

/// One link with its letters.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hint {
    letters: String,
    /// Where the letters stand: row and column of the screen.
    at: (u16, u16),
    to: To,
}

/// What a hint follows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum To {
    /// A link of the text pane, on this line of the page.
    Link(usize, Target),
    /// A link of the page on top.
    OnTop(Target),
    /// A row of the list.
    Row(Tab, usize),
}

impl Hints {
    /// The letters still to be typed, and the row and column of the screen where they stand.
    pub fn shown(&self) -> impl Iterator<Item = (u16, u16, &str)> {
        self.all.iter().filter_map(|hint| Some((hint.at.0, hint.at.1, hint.letters.strip_prefix(self.typed.as_str())?)))
    }
}

/// So many words of one letter or two, none the beginning of another; the first ones are the shortest.
fn words(count: usize) -> Vec<String> {
    let letters = LETTERS.len();
    // Each letter that begins longer words gives up one short word and gives as many long ones as there are letters.
    let long = count.saturating_sub(letters).div_ceil(letters - 1).min(letters);
    let (alone, leading) = LETTERS.split_at(letters - long);
    let pairs = leading.iter().flat_map(|first| LETTERS.iter().map(move |second| format!("{first}{second}")));
    alone.iter().map(char::to_string).chain(pairs).take(count).collect()
}

impl Reader {
    pub fn hints(&self) -> Option<&Hints> {
        self.hints.as_ref()
    }

    /// Gives everything on the screen that leads somewhere its letters.
    pub(super) fn show_hints(&mut self) {
        if self.settings.is_linear() {
            let next = self.key_of(super::Action::NextLink);
            return self.say(format!("A linear screen has no link letters; {next} goes to the next."));
        }
        let places = self.hint_places();
        if places.is_empty() {
            return self.say("Nothing on the screen leads anywhere.");
        }
        let words = words(places.len());
        let mut all: Vec<Hint> = words.into_iter().zip(places).map(|(letters, (at, to))| Hint { letters, at, to }).collect();
        // Letters never lie over those before them: a link too near for that goes without.
        let mut last: Option<(u16, u16)> = None;
        all.retain(|hint| {
            let free = last.is_none_or(|(row, end)| row != hint.at.0 || end <= hint.at.1);
            if free {
                last = Some((hint.at.0, hint.at.1 + u16::try_from(hint.letters.len()).unwrap_or(2)));
            }
            free
        });
        self.hints = Some(Hints { typed: String::new(), all });
        self.say("Type the letter of a link to follow it; Esc leaves.");
    }

    /// Where hints can stand, in reading order: on the page on top, or in the text pane and before the rows of the list that the
    /// library has.
    fn hint_places(&self) -> Vec<((u16, u16), To)> {
        if let Some(popup) = self.popups.last() {
            let Popup::Page(on_top) = popup else { return Vec::new() };
            let leading = self.leading_on_top(popup, on_top).into_iter().filter(|leading| leading.begins);
            // References, issue and journal of another article than the one shown are not known here.
            let known = leading.filter(|leading| {
                let of_article = matches!(leading.target, Target::Reference(_) | Target::Note(_) | Target::Table(_) | Target::Part(_));
                !of_article && !matches!(leading.target, Target::Issue | Target::Journal)
            });
            return known.map(|leading| ((leading.row, leading.columns.start), To::OnTop(leading.target.clone()))).collect();
        }
        let leading = self.leading_in_text().into_iter().filter(|leading| leading.begins);
        let mut places: Vec<_> =
            leading.map(|leading| ((leading.row, leading.columns.start), To::Link(leading.line, leading.target.clone()))).collect();
        let area = self.arrangement.slot(Pane::Lists).body;
        let Some(shown) = self.shown.as_ref().filter(|_| !area.is_empty()) else { return places };
        let tab = self.lists.tab;
        let mut row = area.y;
        for number in self.lists.cursor().top..self.lists.len(tab) {
            if row >= area.y + area.height {
                break;
            }
            if matches!(self.lists.linked(shown, tab, number), Linked::Held { .. }) {
                places.push(((row, area.x), To::Row(tab, number)));
            }
            row = row.saturating_add(u16::try_from(self.lists.height_of(tab, number)).unwrap_or(u16::MAX));
        }
        places
    }

    /// A key while hints are shown.
    pub(super) fn hint_key(&mut self, key: Key) {
        let Some(mut hints) = self.hints.take() else { return };
        match key.code {
            KeyCode::Esc => return,
            KeyCode::Char('c') if key.ctrl => return,
            KeyCode::Backspace if hints.typed.pop().is_some() => {
                self.hints = Some(hints);
                return;
            }
            KeyCode::Char(c) if !key.ctrl && !key.alt => hints.typed.push(c.to_ascii_lowercase()),
            _ => return self.hints_are_gone(&key.to_string()),
        }
        if let Some(hint) = hints.all.iter().find(|hint| hint.letters == hints.typed) {
            let to = hint.to.clone();
            self.follow_hint(to);
        } else if hints.shown().next().is_some() {
            self.hints = Some(hints);
        } else {
            self.hints_are_gone(&hints.typed);
        }
    }

    fn hints_are_gone(&mut self, typed: &str) {
        let again = self.key_of(super::Action::LinkHints);
        self.say(format!("No link is marked {typed}; {again} shows the letters again."));
    }

    /// As Enter does on the link, or on the row.
    fn follow_hint(&mut self, to: To) {
        match to {
            To::Link(line, target) => {
                self.focus = Pane::Abstract;
                self.text.choose_at(line, &target);
                self.follow_target(target);
            }
            To::OnTop(target) => self.follow_target(target),
            To::Row(tab, row) => {
                self.focus = Pane::Lists;
                self.lists.cursor_mut().row = row;
                self.open_place(tab, self.lists.place(tab, row), true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_word_begins_another_and_the_first_are_the_shortest() {
        for count in [0, 1, 9, 26, 27, 51, 52, 100, 676] {
            let words = words(count);
            assert_eq!(words.len(), count);
            assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), count);
            assert!(words.is_sorted_by_key(String::len));
            for word in &words {
                assert!(!words.iter().any(|other| other != word && other.starts_with(word.as_str())), "{word} among {count}");
            }
        }
        assert!(words(26).iter().all(|word| word.len() == 1));
        assert_eq!(words(27).iter().filter(|word| word.len() == 1).count(), 25);
        assert_eq!(words(3), ["a", "s", "d"]);
        // More than there are words: the rest goes without.
        assert_eq!(words(1000).len(), 676);
    }
}
