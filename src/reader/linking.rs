//! Links made and broken by hand: on a reference or a related article.

use super::asking::Waiting;
use super::layout::Pane;
use super::popup::{PageOf, Popup};
use super::{Action, Effect, Prompt, Reader, Tab, Typing};
use crate::library::{ArticleKey, EntryKey, Linked, List, Order, Question, ShelfName, Shown};
use crate::record::{Citation, HowLinked};
use crate::search::query::Mode;
use crate::text::plain;

/// Letters of a title that are looked for: enough to find it, few enough that a misprint behind them does no harm.
const LETTERS: usize = 60;

/// The entry that is to be linked, while its record is being looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToLink {
    tab: Tab,
    place: usize,
    of: ArticleKey,
}

impl ToLink {
    fn entry(self) -> EntryKey {
        EntryKey { of: self.of, list: if self.tab == Tab::Related { List::Related } else { List::References }, n: self.place }
    }
}

impl Reader {
    /// Whether the record of a reference is being looked for.
    pub(super) fn is_linking(&self) -> bool {
        self.to_link.is_some()
    }

    /// The reference or related entry under the cursor or on top, if its link may be changed.
    fn entry_at_hand(&mut self) -> Option<ToLink> {
        let (tab, place) = match self.popups.last() {
            Some(Popup::Page(on_top)) => match on_top.of {
                PageOf::Reference(place) => (Tab::References, place),
                PageOf::Related(place) => (Tab::Related, place),
                _ => (Tab::CitedBy, 0),
            },
            None if self.focus == Pane::Lists && self.lists.cursor().row < self.lists.len(self.lists.tab) => {
                (self.lists.tab, self.lists.place(self.lists.tab, self.lists.cursor().row))
            }
            _ => (Tab::CitedBy, 0),
        };
        let of = self.shown.as_ref().map(|shown| shown.key).filter(|_| matches!(tab, Tab::References | Tab::Related));
        let Some(of) = of else {
            self.say("Links are made and broken on a reference or a related article; go to one.");
            return None;
        };
        if of.shelf == ShelfName::Sample {
            self.complain("The sample is read-only: no link of it can be changed. Bring in your own articles: qikan import FILE…");
            return None;
        }
        Some(ToLink { tab, place, of })
    }

    /// Breaks the link of the entry at hand; done again, it is as it was.
    pub(super) fn unlink(&mut self) {
        if let Some(entry) = self.entry_at_hand() {
            self.tell_link(entry, None);
        }
    }

    /// Looks for the record that the entry at hand is: a search with its title filled in.
    pub(super) fn begin_linking(&mut self) {
        let Some(entry) = self.entry_at_hand() else { return };
        let words = self.words_of(entry);
        self.begin_search();
        self.to_link = Some(entry);
        self.prompt = Some(Prompt::Search(Typing::of(&words)));
        self.query_typed(&words, Mode::Typing);
        let enter = self.keymap.keys_of(super::Context::Results, Action::Open).into_iter().next().unwrap_or_default();
        self.say(format!("Find the article that this is, then {enter} on it makes the link; Esc gives up."));
    }

    /// Words to find an entry by: those of its title, else of what was printed.
    fn words_of(&self, entry: ToLink) -> String {
        let article = self.shown.as_ref().map(|shown| &shown.article);
        let title = |parts: &[Citation]| parts.iter().find_map(|part| part.title.clone());
        let text = if entry.tab == Tab::Related {
            let related = article.and_then(|article| article.related.as_ref()?.get(entry.place));
            related.map(|related| title(related.part.as_slice()).unwrap_or_else(|| related.raw.clone()))
        } else {
            let reference = article.and_then(|article| article.refs.as_ref()?.get(entry.place));
            reference.map(|reference| title(&reference.parts).unwrap_or_else(|| reference.raw.clone()))
        };
        // Letters and digits only: signs mean something in a query, and so do words in capitals.
        let text = plain(&text.unwrap_or_default()).to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut written = String::new();
        for word in words {
            if !written.is_empty() && written.chars().count() + word.chars().count() > LETTERS {
                break;
            }
            written.push_str(if written.is_empty() { "" } else { " " });
            written.push_str(word);
        }
        written
    }

    /// Makes the link to an article that was found; whether one was being looked for. Where it cannot be this one, another of
    /// those that were found may still be it.
    pub(super) fn link_to(&mut self, target: ArticleKey) -> bool {
        let Some(entry) = self.to_link else { return false };
        if target == entry.of {
            self.complain("This is the article whose list it is; go to another, or Esc gives up.");
        } else if target.shelf != entry.of.shelf {
            self.complain("This article stands on another shelf; import it to link to it. Esc gives up.");
        } else {
            self.to_link = None;
            // All is as it was before the prompt was opened.
            self.cancel_query(false);
            self.popups.clear();
            self.tell_link(entry, Some(target));
        }
        true
    }

    /// Nothing is to be linked any more.
    pub(super) fn give_up_linking(&mut self) {
        if self.to_link.take().is_some() {
            self.say("Nothing was linked.");
        }
    }

    fn tell_link(&mut self, entry: ToLink, target: Option<ArticleKey>) {
        self.effects.push(Effect::Tell(Order::Link { entry: entry.entry(), target }));
        self.ask(Question::Article(entry.of), Waiting::Relinked(entry));
    }

    /// Takes the article anew whose link was changed, and says what came of it.
    pub(super) fn take_relinked(&mut self, entry: ToLink, anew: Shown) {
        let Some(shown) = self.shown.as_mut().filter(|shown| shown.key == anew.key) else { return };
        let before = linked(shown, entry);
        (shown.references, shown.related) = (anew.references, anew.related);
        let now = linked(shown, entry);
        let options = self.list_options();
        if let Some(shown) = &self.shown {
            self.lists.set(shown, &options);
        }
        self.set_page_anew(|on_top| on_top.work = None);
        let gx = self.key_of(Action::Unlink);
        let held = |linked: &Linked| matches!(linked, Linked::Held { .. });
        match (&before, &now) {
            (_, Linked::Held { how: HowLinked::Hand, .. }) if before != now => {
                self.say(format!("Linked by hand, and it stays so; {gx} takes it back."));
            }
            (_, Linked::Held { .. }) if before != now => self.say("It leads again where it was found."),
            (Linked::Held { .. }, _) if !held(&now) => {
                self.say(format!("The link is broken, and it stays so; {gx} again restores it."));
            }
            (_, now) if !held(now) && !self.said.as_ref().is_some_and(|said| said.error) => {
                let gm = self.key_of(Action::LinkByHand);
                self.say(format!("It leads to no article of the library; {gm} links it to one."));
            }
            // What went wrong has been said.
            _ => {}
        }
        if let (Some(Popup::Page(_)), false) = (self.popups.last(), held(&now)) {
            self.ask_for_work(entry.tab, entry.place);
        }
    }
}

fn linked(shown: &Shown, entry: ToLink) -> Linked {
    let list = if entry.tab == Tab::Related { &shown.related } else { &shown.references };
    list.get(entry.place).cloned().unwrap_or_default()
}
