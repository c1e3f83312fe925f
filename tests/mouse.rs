//! The mouse: what the reader finds under the pointer is what the view has drawn there, and what comes of clicks and of the wheel.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says by a panic that it fails")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use proptest::prelude::*;
use qikan::library::Library;
use qikan::reader::{
    Action, Effect, Event, Gesture, Key, Keymap, Mouse, Pane, Part, Reader, Role, Selection, Settings, Size, Start, Tab, Target, Under,
};
use qikan::text::{Ambiguous, Measure};
use qikan::view::{Theme, draw_in};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

const SAMPLE: &[u8] = include_bytes!("../assets/sample/sample.db.zst");

/// A reader of the sample with its mouse on.
struct World {
    reader: Reader,
    library: Library,
    size: Size,
    /// Effects that went to the world, but for questions and orders.
    wanted: Vec<Effect>,
}

/// A column and a row of the screen.
type Place = (u16, u16);

impl World {
    fn new(size: (u16, u16), ambiguous: Ambiguous) -> Self {
        let size = Size { columns: size.0, rows: size.1 };
        // The bar covers every cell of the chosen row, so it shows where that row is drawn.
        let settings = Settings { mouse: true, selection: Selection::Bar, measure: Measure { ambiguous }, ..Settings::default() };
        let reader = Reader::new(Start { settings, keymap: Keymap::built_in(), ..Start::default() });
        let mut world = Self { reader, library: Library::new().with_sample(SAMPLE), size, wanted: Vec::new() };
        world.happen(Event::Resize(size));
        world
    }

    fn happen(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.reader.update(event) {
                match effect {
                    Effect::Ask(ticket, question) => events.push_back(Event::Answer(ticket, self.library.answer(&question))),
                    Effect::Tell(_) => {}
                    other => self.wanted.push(other),
                }
            }
        }
    }

    fn press(&mut self, written: &str) {
        for key in written.split_whitespace().flat_map(|keys| Key::parse_all(keys).unwrap()) {
            self.happen(Event::Key(key));
        }
    }

    fn point(&mut self, gesture: Gesture, (column, row): Place) {
        self.happen(Event::Mouse(Mouse { column, row, gesture }));
    }

    fn buffer(&self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.columns, self.size.rows));
        draw_in(&self.reader, &letters(), &mut buffer);
        buffer
    }

    fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let Size { columns, rows } = self.size;
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (column, row)))
    }

    /// The cells under which this is found.
    fn found(&self, is: impl Fn(&Under) -> bool) -> BTreeSet<Place> {
        self.places().filter(|(column, row)| is(&self.reader.under(*column, *row))).collect()
    }
}

/// A theme in which every role has a ground of its own, so that the role can be read off a cell.
fn letters() -> Theme {
    let mut toml = String::from("[roles]\n");
    for (place, (_, name, _)) in Role::ALL.iter().enumerate() {
        let _ = writeln!(toml, "{name} = \"on {}\"", place + 16);
    }
    Theme::parse(&toml).unwrap()
}

fn role(buffer: &Buffer, place: Place) -> Option<Role> {
    match buffer[place].bg {
        Color::Indexed(number) => Role::ALL.get(usize::from(number) - 16).map(|(role, ..)| *role),
        _ => None,
    }
}

/// The cells that the view has drawn in one of these roles.
fn drawn(world: &World, roles: &[Role]) -> BTreeSet<Place> {
    let buffer = world.buffer();
    world.places().filter(|place| role(&buffer, *place).is_some_and(|role| roles.contains(&role))).collect()
}

/// What stands in some cells, line by line.
fn text(buffer: &Buffer, places: &BTreeSet<Place>) -> String {
    let mut rows: BTreeMap<u16, String> = BTreeMap::new();
    for (column, row) in places {
        rows.entry(*row).or_default().push_str(buffer[(*column, *row)].symbol());
    }
    rows.into_values().collect::<Vec<_>>().join("\n")
}

const SIZES: [(u16, u16); 5] = [(140, 30), (120, 40), (80, 24), (40, 12), (20, 5)];

/// Calls for a world at every size, with ambiguous characters of one and of two cells, after these keys.
fn everywhere(keys: &[&str], mut check: impl FnMut(&mut World, &str)) {
    for size in SIZES {
        for ambiguous in [Ambiguous::One, Ambiguous::Two] {
            for keys in keys {
                let mut world = World::new(size, ambiguous);
                world.press(keys);
                check(&mut world, &format!("{size:?} {ambiguous:?} {keys:?}"));
            }
        }
    }
}

#[test]
fn the_row_under_the_cursor_is_drawn_where_it_is_found() {
    let keys = ["j j j", "G", "gr 6j", "gr G", "gr G k k", "gs j", "h h l l j"];
    everywhere(&keys, |world, what| {
        let (tree, list) = (world.reader.issues().index(), world.reader.lists().cursor().row);
        let found = world.found(|under| match under {
            Under::Pane(Pane::Issues, Part::Row(row) | Part::FoldSign(row)) => *row == tree,
            Under::Pane(Pane::Lists, Part::Row(row)) => *row == list,
            _ => false,
        });
        assert_eq!(found, drawn(world, &[Role::Selected, Role::SelectedUnfocused]), "{what}");
        assert!(!found.is_empty() || world.size.columns < 80, "{what}: the test looks at nothing");
    });
}

#[test]
fn the_chosen_row_of_a_popup_is_drawn_where_it_is_found() {
    for (keys, row) in [("?", 0), ("<C-p> <Down> <Down>", 2), ("<C-p> <End> <PageDown>", 0), ("<Enter> ga ]l <Enter> j", 1)] {
        everywhere(&[keys], |world, what| {
            let row = if keys.contains("PageDown") {
                let Some(qikan::reader::Popup::Choose(choose)) = world.reader.popups().last() else { panic!("{what}") };
                choose.cursor.row
            } else {
                row
            };
            let found = world.found(|under| *under == Under::OnTop(Part::Row(row)));
            assert!(!found.is_empty(), "{what}");
            let on_top = world.found(|under| matches!(under, Under::OnTop(_)));
            let drawn: BTreeSet<Place> = drawn(world, &[Role::Selected]).intersection(&on_top).copied().collect();
            assert_eq!(found, drawn, "{what}");
        });
    }
}

#[test]
fn tabs_are_found_where_their_titles_stand() {
    let mut looked = 0;
    everywhere(&["<Enter>", "gr", "gl", "gc", "gs", "z gr"], |world, what| {
        for tab in Tab::ALL {
            // Each click shortens the titles in another way.
            let buffer = world.buffer();
            let found = world.found(|under| *under == Under::Title(Pane::Lists, Some(tab)));
            let title = text(&buffer, &found);
            let (long, short) = tab.titles();
            let known = title.trim().strip_prefix(long).or_else(|| title.trim().strip_prefix(short));
            assert!(found.is_empty() || known.is_some(), "{what}: {title:?} is not {tab:?}");
            looked += found.len();
            if let Some(place) = found.last() {
                world.point(Gesture::Click, *place);
                assert_eq!((world.reader.focus(), world.reader.lists().tab), (Pane::Lists, tab), "{what}");
            }
        }
    });
    assert!(looked > 500, "{looked}");
}

#[test]
fn links_are_found_where_they_are_drawn() {
    let mut looked = 0;
    let keys = [1, 2, 4, 7, 11].map(|number| format!("<Enter> z {number}]l"));
    let keys: Vec<&str> = keys.iter().map(String::as_str).chain(["<Enter> 9]l"]).collect();
    everywhere(&keys, |world, what| {
        let Some(link) = world.reader.text().chosen().cloned() else { return };
        let buffer = world.buffer();
        let lit = drawn(world, &[Role::MatchCurrent]);
        let mut found = world.found(|under| *under == Under::Pane(Pane::Abstract, Part::Link(link.line, link.target.clone())));
        assert!(found.is_subset(&lit), "{what}: {:?} and {:?}", text(&buffer, &found), text(&buffer, &lit));
        looked += found.len();
        // Blanks between the pieces of one link are lit with it and lead nowhere.
        found.extend(lit.iter().filter(|place| buffer[**place].symbol().trim().is_empty()));
        assert_eq!(found, lit, "{what}");
    });
    assert!(looked > 500, "{looked}");
}

#[test]
fn a_link_broken_over_lines_leads_there_from_each_of_them() {
    let mut broken = 0;
    for columns in [20, 33, 46] {
        let open = |world: &mut World| world.press("<Enter> z 20j");
        let mut world = World::new((columns, 50), Ambiguous::One);
        open(&mut world);
        let links: BTreeMap<String, (Place, usize, Target)> = (world.places())
            .filter_map(|place| match world.reader.under(place.0, place.1) {
                Under::Pane(_, Part::Link(line, target)) => Some((format!("{line} {target:?}"), (place, line, target))),
                _ => None,
            })
            .collect();
        for (place, line, target) in links.into_values() {
            let mut world = World::new((columns, 50), Ambiguous::One);
            open(&mut world);
            world.wanted.clear();
            world.point(Gesture::Click, place);
            let chosen = world.reader.text().chosen().unwrap();
            assert_eq!(chosen.target, target, "{columns} {place:?}");
            broken += usize::from(chosen.line < line);
            let outside = matches!(target, Target::Doi(_) | Target::Url(_));
            assert_eq!(matches!(world.wanted.as_slice(), [Effect::Open(_)]), outside, "{target:?}");
            let cards = matches!(target, Target::Keyword(_) | Target::Author(_) | Target::Subject { .. });
            assert_eq!(!world.reader.popups().is_empty(), cards, "{target:?}");
            assert_eq!(world.reader.focus() == Pane::Lists, matches!(target, Target::Reference(_)), "{target:?}");
        }
    }
    assert!(broken > 2, "{broken}");
}

#[test]
fn words_of_the_bottom_line_are_found_where_they_stand() {
    let mut looked = BTreeSet::new();
    everywhere(&["<Enter>", "gr", "<Enter> z", "<Enter> 2]l <Enter> j <Enter>"], |world, what| {
        let buffer = world.buffer();
        let article = world.reader.shown().unwrap().article.clone();
        let year = article.year.unwrap().to_string();
        for (target, starts, ends) in [
            (Target::Action(Action::Help), "?", " help"),
            (Target::Action(Action::Language), "zh", "en"),
            (Target::Action(Action::NextUnread), "unread ", ""),
            (Target::Volume, year.as_str(), year.as_str()),
            (Target::Issue, article.volume.as_deref().unwrap_or("("), ")"),
        ] {
            let found = world.found(|under| *under == Under::Status(Some(target.clone())));
            if !found.is_empty() {
                looked.insert(format!("{target:?}"));
                let text = text(&buffer, &found);
                assert!(text.starts_with(starts) && text.ends_with(ends), "{what}: {text:?} is not {target:?}");
            }
        }
    });
    assert_eq!(looked.len(), 5, "{looked:?}");
}

#[test]
fn keys_that_can_follow_are_found_where_they_stand() {
    everywhere(&["g", "y", "]"], |world, what| {
        let buffer = world.buffer();
        let choices = world.reader.half().choices.clone();
        for (place, choice) in choices.iter().enumerate() {
            let found = world.found(|under| *under == Under::Following(Some(place)));
            let text = text(&buffer, &found);
            assert!(found.is_empty() || text.trim().starts_with(&choice.keys), "{what}: {text:?} is not {choice:?}");
        }
        assert!(world.size.columns < 80 || !world.found(|under| *under == Under::Following(Some(choices.len() - 1))).is_empty(), "{what}");
    });
}

#[test]
fn a_second_click_meets_what_the_first_one_met() {
    let mut turns = 0;
    for size in SIZES {
        // Every row of the screen: near the edges a cursor that is chosen by keys would scroll.
        for row in 0..size.1 {
            for column in [2, size.0 / 2, size.0 - 2] {
                let mut world = World::new(size, Ambiguous::One);
                world.press("<Enter> gr 4j gi 3j");
                let before = world.reader.under(column, row);
                let Under::Pane(pane, Part::Row(number)) = before else { continue };
                let chosen =
                    |world: &World| if pane == Pane::Issues { world.reader.issues().index() } else { world.reader.lists().cursor().row };
                // The chosen row is opened by the first click.
                if chosen(&world) == number {
                    continue;
                }
                world.point(Gesture::Click, (column, row));
                assert_eq!(chosen(&world), number, "{size:?} {column},{row}");
                assert_eq!(world.reader.under(column, row), before, "{size:?} {column},{row}");
                turns += 1;
            }
        }
    }
    assert!(turns > 50, "{turns}");
}

#[test]
fn a_wheel_with_nothing_to_scroll_changes_nothing() {
    for (keys, gesture) in [
        ("<Enter>", Gesture::WheelUp),
        ("<Enter> G", Gesture::WheelDown),
        ("gr", Gesture::WheelUp),
        ("gr G", Gesture::WheelDown),
        ("gc", Gesture::WheelDown),
        ("gi G", Gesture::WheelDown),
        ("?", Gesture::WheelUp),
        ("gh", Gesture::WheelDown),
    ] {
        let mut world = World::new((120, 40), Ambiguous::One);
        world.press(keys);
        let place = match world.reader.focus() {
            _ if !world.reader.popups().is_empty() => (60, 19),
            Pane::Issues => (5, 20),
            Pane::Abstract => (60, 20),
            Pane::Lists => (110, 20),
        };
        world.press("<C-l>");
        world.wanted.clear();
        let before = world.buffer();
        world.point(gesture, place);
        assert_eq!(world.buffer(), before, "{keys}");
        assert!(world.wanted.is_empty(), "{keys}");
    }
}

#[test]
fn while_it_is_off_the_mouse_does_nothing() {
    let mut world = World::new((120, 40), Ambiguous::One);
    assert_eq!(world.wanted, [Effect::Mouse(true)], "asked for at the start, by the settings");
    world.press("M");
    assert_eq!(world.wanted.last(), Some(&Effect::Mouse(false)));
    let before = world.buffer();
    for place in [(3, 1), (60, 0), (110, 0), (110, 9), (60, 9), (3, 39), (118, 39)] {
        for gesture in [Gesture::Click, Gesture::WheelUp, Gesture::WheelDown] {
            world.point(gesture, place);
        }
    }
    assert_eq!(world.buffer(), before);
    world.press(":mouse <Enter>");
    assert_eq!(world.wanted.last(), Some(&Effect::Mouse(true)));
}

#[test]
fn what_is_typed_is_not_lost_by_a_click() {
    for keys in ["/reed", ":quit"] {
        let mut world = World::new((120, 40), Ambiguous::One);
        world.press(keys);
        let before = world.buffer();
        for place in [(3, 4), (60, 12), (110, 9), (3, 39), (118, 39)] {
            world.point(Gesture::Click, place);
        }
        assert_eq!(world.buffer(), before, "{keys}");
        assert!(!world.wanted.contains(&Effect::Quit));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_clicked_the_cursors_stay_in_view(
        size in prop::sample::select(SIZES.to_vec()),
        turns in prop::collection::vec((0..220_u16, 0..55_u16, 0..10_u8), 1..60),
    ) {
        let mut world = World::new(size, Ambiguous::One);
        for (column, row, kind) in turns {
            match kind {
                0..=3 => world.point(Gesture::Click, (column % (size.0 + 1), row % (size.1 + 1))),
                4 | 5 => world.point(Gesture::WheelDown, (column % size.0, row % size.1)),
                6 | 7 => world.point(Gesture::WheelUp, (column % size.0, row % size.1)),
                8 => world.press(["j", "k", "G", "gg", "<Tab>", "z", "="][usize::from(column % 7)]),
                _ => world.press(["?", "gh", "g", "12", "gs", "i", "]l", "'"][usize::from(row % 8)]),
            }
            // A prompt would take all clicks from here on.
            if world.reader.status_line().cursor.is_some() {
                world.press("<Esc>");
            }
            let (tree, list, tab) = (world.reader.issues().index(), world.reader.lists().cursor().row, world.reader.lists().tab);
            for (pane, len, cursor) in [(Pane::Issues, world.reader.issues().tree.len(), tree), (Pane::Lists, world.reader.lists().len(tab), list)] {
                let body = world.reader.arrangement().slot(pane).body;
                if body.is_empty() || len == 0 || !world.reader.popups().is_empty() || world.reader.which_key().is_some() {
                    continue;
                }
                let seen = (body.y..body.y + body.height).any(|row| {
                    matches!(world.reader.under(body.x + body.width - 1, row), Under::Pane(_, Part::Row(row) | Part::FoldSign(row)) if row == cursor)
                });
                prop_assert!(seen, "{pane:?}: row {cursor} of {len} is out of view");
            }
        }
    }
}
