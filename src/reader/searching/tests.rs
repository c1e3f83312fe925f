//! The prompt and the rounds, without a search: what is told late, wrong or too early.

use super::super::results::{Results, found_row};
use super::super::{Effect, Event, Key, Keymap, Reader, Size, Start, Ticket};
use crate::library::Count;
use crate::search::query::{Mode, parse};
use crate::search::{Behind, Told, Want, Wish};

/// A reader that has typed these keys, and what it wished for last with each ticket.
struct Typed {
    reader: Reader,
    wishes: Vec<(Ticket, Wish)>,
}

impl Typed {
    fn new() -> Self {
        let reader = Reader::new(Start { keymap: Keymap::built_in(), ..Start::default() });
        let mut typed = Self { reader, wishes: Vec::new() };
        typed.happen(Event::Resize(Size { columns: 80, rows: 24 }));
        typed
    }

    fn happen(&mut self, event: Event) {
        let effects = self.reader.update(event);
        self.wishes.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Search(ticket, wish) => Some((ticket, wish)),
            _ => None,
        }));
    }

    fn press(&mut self, keys: &str) {
        for key in Key::parse_all(keys).unwrap_or_default() {
            self.happen(Event::Key(key));
        }
    }

    /// The ticket under which rows of this query were wished for last.
    fn rows_of(&self, query: &str) -> Ticket {
        let query = parse(query, Mode::Typing).unwrap_or_default();
        let asked = |(_, wish): &&(Ticket, Wish)| wish.query == query && matches!(wish.want, Want::Rows { .. });
        self.wishes.iter().rev().find(asked).map(|(ticket, _)| *ticket).unwrap_or_default()
    }

    fn tell(&mut self, ticket: Ticket, title: &str) {
        let row = found_row(1, title);
        self.happen(Event::Told(ticket, Told::Rows { from: 0, rows: vec![row], last: true, behind: Behind::default(), cut: None }));
    }

    fn first(&self) -> Option<String> {
        self.reader.results()?.row(0)?.card.title.values().next().cloned()
    }
}

#[test]
fn a_late_answer_is_dropped_and_the_list_stays_until_the_newest_has_come() {
    let mut typed = Typed::new();
    typed.press("sone");
    let late = typed.rows_of("on");
    let newest = typed.rows_of("one");
    assert_ne!(late, newest);
    typed.tell(late, "late");
    assert_eq!(typed.first(), None, "nobody waits for this any more");
    typed.happen(Event::Told(typed.rows_of("o"), Told::Failed("What came before has failed.".to_owned())));
    assert!(typed.reader.said.is_none(), "nor for this");
    typed.tell(newest, "newest");
    assert_eq!(typed.first().as_deref(), Some("newest"));
    typed.tell(newest, "twice");
    assert_eq!(typed.first().as_deref(), Some("newest"), "a ticket is good for one answer");
    typed.press("rous");
    assert_eq!(typed.first().as_deref(), Some("newest"), "the old list stands until the new one has rows");
    typed.tell(typed.rows_of("onerous"), "last");
    assert_eq!(typed.first().as_deref(), Some("last"));
}

#[test]
fn each_query_begins_a_round_and_a_wrong_one_asks_for_nothing() {
    let mut typed = Typed::new();
    typed.press("sab");
    let rounds: Vec<u64> = typed.wishes.iter().map(|(_, wish)| wish.round).collect();
    assert_eq!(rounds, [0, 1, 1, 2, 2], "to be ready; rows and count of `a`, then of `ab`");
    let before = typed.wishes.len();
    typed.press("<Space>");
    assert_eq!(typed.reader.query_error(), None);
    typed.press("nofield:x");
    assert!(typed.reader.query_error().is_some_and(|error| error.column == 4));
    let wrong = typed.wishes.iter().skip(before).filter(|(_, wish)| wish.query.to_string().contains("nofield:x")).count();
    assert_eq!(wrong, 0);
    typed.tell(typed.rows_of("ab nofield"), "late");
    assert_eq!(typed.first(), None, "what was asked before the mistake is not waited for either");
}

#[test]
fn the_whole_word_is_asked_for_first_and_then_its_beginning() {
    let mut typed = Typed::new();
    typed.press("sgovern<Enter>");
    let finished = parse("govern", Mode::Finished).unwrap_or_default();
    let whole = typed.wishes.iter().find(|(_, wish)| wish.query == finished).map(|(ticket, _)| *ticket);
    assert!(whole.is_some());
    let none = Told::Rows { from: 0, rows: Vec::new(), last: true, behind: Behind::default(), cut: None };
    typed.happen(Event::Told(whole.unwrap_or_default(), none));
    typed.tell(typed.rows_of("govern"), "governance");
    assert_eq!(typed.first().as_deref(), Some("governance"));
    assert_eq!(typed.reader.results().map(|results| results.sought.typed.clone()).as_deref(), Some("govern*"));
}

#[test]
fn where_very_many_are_found_so_many_are_counted_and_gone_through() {
    let mut typed = Typed::new();
    typed.press("swide");
    let query = parse("wide", Mode::Typing).unwrap_or_default();
    let counted = typed.wishes.iter().rev().find(|(_, wish)| wish.query == query && wish.want == Want::Count).map(|(ticket, _)| *ticket);
    typed.happen(Event::Told(counted.unwrap_or_default(), Told::Count(Count::MoreThan(10_000))));
    let row = found_row(1, "wide");
    let rows = Told::Rows { from: 0, rows: vec![row], last: false, behind: Behind::default(), cut: Some(50_000) };
    typed.happen(Event::Told(typed.rows_of("wide"), rows));
    let said = typed.reader.said.as_ref().map(|said| said.text.clone());
    assert_eq!(said.as_deref(), Some("There are too many to go through: these are of the first 50,000."));
    let results = typed.reader.results();
    assert_eq!(results.and_then(Results::counted).as_deref(), Some("more than 10,000 found"));
    assert_eq!(results.map(Results::len), Some(10_000), "as far as they were counted");
}
