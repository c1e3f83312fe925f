//! The map of the house, held against the code: a room may know only the rooms below it.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot read the sources has nothing to say")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may name. `main` and `cli` may name everything.
const ARROWS: &[(&str, &[&str])] = &[
    ("record", &[]),
    ("text", &[]),
    ("formats", &["record", "text"]),
    ("library", &["record", "text", "formats"]),
    ("search", &["record", "text", "library"]),
    ("reader", &["record", "text", "library", "search", "formats"]),
    ("view", &["reader", "record", "text"]),
    ("config", &["reader", "view", "text"]),
    ("terminal", &["config", "view", "reader", "search", "library", "formats", "record", "text"]),
    ("cli", &["config", "terminal", "view", "reader", "search", "library", "formats", "record", "text"]),
];

/// Of the search the rooms that show it know words only: what is wished for and told, and the query language. What finds
/// (the index, the finder, the desk) is behind them.
const WORDS_OF_THE_SEARCH: (&[&str], &[&str]) = (
    &["reader", "view", "terminal"],
    &["query", "Among", "Behind", "Count", "EntryList", "Facets", "FoundRow", "Suggestion", "Told", "Want", "Wish", "Worth"],
);

/// What a room must not name, from outside the house.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("record", &["ratatui", "crossterm", "rusqlite", "std::fs", "std::net", "std::thread", "std::time"]),
    ("text", &["ratatui", "crossterm", "rusqlite", "std::fs", "std::net", "std::thread", "std::time"]),
    ("formats", &["ratatui", "crossterm", "rusqlite", "std::fs", "std::net", "std::thread", "std::time"]),
    ("library", &["ratatui", "crossterm", "std::net"]),
    ("search", &["ratatui", "crossterm", "rusqlite", "std::net", "std::thread"]),
    ("reader", &["ratatui", "crossterm", "rusqlite", "std::fs", "std::net", "std::thread", "std::time", "std::process", "std::env"]),
    ("view", &["crossterm", "rusqlite", "std::fs", "std::net", "std::thread", "std::time", "std::process"]),
    ("terminal", &["rusqlite", "std::net", "ratatui::widgets"]),
    ("cli", &["ratatui", "rusqlite", "std::net"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("a file of sources").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The text of a source without comments, so that a doc comment may speak of any room.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source is UTF-8");
    text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code)).collect::<Vec<_>>().join("\n")
}

/// The rooms named as `crate::room` or within `crate::{…}`.
fn named_rooms(code: &str) -> BTreeSet<String> {
    named_within(code, "crate::")
}

/// What is named behind a path: `path::name` or within `path::{…}`.
fn named_within(code: &str, path: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, found) in code.match_indices(path) {
        let behind = &code.get(at + found.len()..).unwrap_or_default();
        if let Some(list) = behind.strip_prefix('{') {
            let mut depth = 1;
            let mut word = String::new();
            let mut fresh = true;
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => fresh = true,
                    c if depth == 1 && fresh && (c.is_alphanumeric() || c == '_') => word.push(c),
                    c if depth == 1 && !c.is_whitespace() => fresh = false,
                    _ => {}
                }
                if (c == ',' || c == ':' || c == '}') && !word.is_empty() {
                    rooms.insert(std::mem::take(&mut word));
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            let room: String = behind.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rooms.insert(room);
        }
    }
    rooms
}

fn room_of(path: &Path, src: &Path) -> String {
    let inside = path.strip_prefix(src).expect("below src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn every_arrow_points_down() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 20, "the sources were not found below {}", src.display());
    let known: BTreeSet<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    let mut wrong = Vec::new();
    for path in &files {
        let room = room_of(path, &src);
        if room == "main" || room == "lib" {
            continue;
        }
        let Some((_, below)) = ARROWS.iter().find(|(name, _)| *name == room) else {
            panic!("{} is in no room of the map; add it to src/lib.rs and to this test", path.display());
        };
        let code = code(path);
        for named in named_rooms(&code) {
            if named != room && known.contains(named.as_str()) && !below.contains(&named.as_str()) {
                wrong.push(format!("{}: {room} → {named}", path.display()));
            }
        }
        let forbidden = FORBIDDEN.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, names)| names);
        for name in forbidden {
            if code.contains(name) {
                wrong.push(format!("{}: {room} must not name {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that the map does not have:\n{}", wrong.join("\n"));
}

#[test]
fn whoever_shows_a_search_knows_only_its_words() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let (rooms, words) = WORDS_OF_THE_SEARCH;
    let mut named = BTreeSet::new();
    for path in files.iter().filter(|path| rooms.contains(&room_of(path, &src).as_str())) {
        for name in named_within(&code(path), "crate::search::") {
            assert!(words.contains(&name.as_str()), "{}: crate::search::{name} is no word of the search", path.display());
            named.insert(name);
        }
    }
    let unused: Vec<_> = words.iter().filter(|word| !named.contains(**word)).collect();
    assert!(unused.is_empty(), "nobody names {unused:?}");
}

#[test]
fn the_map_names_every_room() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("the map");
    for (room, _) in ARROWS {
        assert!(map.contains(&format!("pub mod {room};")), "src/lib.rs does not declare {room}");
    }
}

#[test]
fn rooms_are_found_in_nested_braces() {
    let rooms = named_rooms("use crate::{record::{Article, Doi}, text}; fn f() { crate::library::open(); }");
    assert_eq!(rooms, ["library", "record", "text"].map(str::to_owned).into());
    let words = named_within("use crate::search::query::{Mode, parse}; use crate::search::{Told, Wish};", "crate::search::");
    assert_eq!(words, ["Told", "Wish", "query"].map(str::to_owned).into());
}
