//! Journeys: text files in `tests/journeys` that press keys and show the screen that must come of it.
//!
//! A journey is a sentence behind `#`, then `library:` (`sample`, `related`, `pointing`, `by-hand`, `empty`), `size:`, if it wants `signs: ascii`,
//! `follow: yes`, `selection: bar` or `linear: yes`, and then steps: `keys: j j <Enter>` (as in a keymap, parted by blanks),
//! `resize: 40x12`, `again:` (leave, import the records of `by-hand` once more, open again), and where the mouse is on `click: Related 15`, `wheel-down: Abstract`, `wheel-up: 12 3`: at the first place
//! where the screen says this, or at a column and row from 0. What follows a step is what must come of it: `wants:` what it
//! wanted from the world beyond questions, and after `see: screen` or `see: screen styles` the screen, a `|` before each row,
//! `cursor:` where it stands in the linear presentation, and the letters of the roles, a `+` before each row.
//! `QIKAN_REWRITE=1` writes what is seen into the files; the difference is then for a person to read.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a journey that cannot be read is a failed test")]

#[path = "formats/reading.rs"]
mod reading;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use qikan::library::{Access, Library, Linked, Order};
use qikan::reader::{
    Effect, Event, Gesture, Key, Keymap, Mouse, Pane, Presentation, Reader, Role, Selection, Settings, SignSet, Size, Start,
};
use qikan::record::Article;
use qikan::search::SearchDesk;
use qikan::text::Measure;
use qikan::view::{Theme, draw_in, links};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Color;

/// A reader and its library, with everything between them done at once.
struct World {
    reader: Reader,
    library: Library,
    /// Who searches: at once, as the worker does when it has time.
    desk: SearchDesk,
    size: Size,
    /// What was wanted from the world since the last step, in words.
    wanted: Vec<String>,
    session: Option<String>,
    /// Where a library lies that outlives the reader.
    folder: Option<tempfile::TempDir>,
}

/// The sample journals, embedded as the program embeds them.
const SAMPLE: &[u8] = include_bytes!("../assets/sample/sample.db.zst");

fn library(name: &str) -> Library {
    match name {
        "sample" => Library::new().with_sample(SAMPLE),
        "empty" => Library::new(),
        "pointing" => {
            let mut library = Library::new();
            library.add_files(reading::read_as(include_bytes!("formats/jats/pointing.xml"), None).1).expect("records in memory");
            library
        }
        "related" => {
            let mut library = Library::new();
            library.add_files(related()).expect("records in memory");
            library
        }
        other => panic!("there is no library {other}"),
    }
}

/// A library of the user's own in a folder.
fn library_in(folder: &Path, articles: Vec<Article>) -> Library {
    let mut library = Library::new();
    library.open_own(folder, Access::ReadWrite).expect("a library in a folder");
    library.import(&mut articles.into_iter().map(|article| Ok(Box::new(article))), &mut |_| {}).expect("records that are written");
    library
}

/// An article in whose list the first reference is found, by its title, and is another work; the second is one of the records,
/// which nothing says. Anew, it has a reference more, and those two the other way about.
fn by_hand(anew: bool) -> Vec<Article> {
    let article = |n: usize, title: [&str; 2], refs: serde_json::Value| {
        serde_json::from_value(serde_json::json!({
            "title": {"zh": title[0], "en": title[1]}, "lang": "zh", "journal": {"title": {"zh": "手工学报", "en": "Annals by Hand"}},
            "year": 2020 - n, "volume": "1", "issue": n.to_string(), "pages": {"raw": n.to_string(), "first": n.to_string()},
            "ids": {"doi": format!("10.5555/by-hand.{n}")}, "refs": refs
        }))
        .expect("an article")
    };
    let entry = |raw: &str, title: &str, year: i32| serde_json::json!({"raw": raw, "parts": [{"title": title, "year": year}]});
    let wrong = entry("李甲. 河流与城市的边界[D]. 2018.", "河流与城市的边界", 2018);
    let missing = serde_json::json!({"raw": "Wang B. An early draft on rivers, handed round in 2017."});
    let refs = if anew { vec![entry("New here. 1999.", "New here", 1999), missing, wrong] } else { vec![wrong, missing] };
    vec![
        article(1, ["论河流的两岸", "On both banks of a river"], refs.into()),
        article(2, ["河流与城市的边界", "The border of river and city"], serde_json::json!([])),
        article(3, ["城市水系变迁", "How the waters of a city change"], serde_json::json!([])),
    ]
}

/// An article with fifteen related ones and as many references to them, all of them records.
fn related() -> Vec<Article> {
    let mut hub = Article::default();
    let text = |text: String| qikan::record::MultiText::of(qikan::record::Language::En, text);
    let place = |article: &mut Article, page: u32| {
        article.journal.title = text("Journal of Ways Back".to_owned());
        article.year = Some(2024);
        article.volume = Some("1".to_owned());
        article.issue = Some("1".to_owned());
        article.pages = qikan::record::Pages::parse(&format!("{page}-{}", page + 4));
    };
    place(&mut hub, 1);
    hub.title = text("The hub of all ways".to_owned());
    hub.related = Some(Vec::new());
    let mut all = Vec::new();
    for number in 1..=15_u32 {
        let mut spoke = Article::default();
        place(&mut spoke, number * 5 + 1);
        let title = format!("Way number {number} and where it leads through the long country");
        spoke.title = text(title.clone());
        let doi = format!("10.5555/way.{number}");
        spoke.ids.doi = qikan::record::Doi::parse(&doi);
        let part = qikan::record::Citation { title: Some(title.clone()), doi: Some(doi), year: Some(2024), ..Default::default() };
        let raw = format!("{title}. Journal of Ways Back, 2024, 1(1): {}.", number * 5 + 1);
        hub.related.get_or_insert_default().push(qikan::record::RelatedArticle {
            n: Some(number),
            raw,
            part: Some(part),
            ..Default::default()
        });
        all.push(spoke);
    }
    all.insert(0, hub);
    all
}

impl World {
    fn new(library: &str, settings: Settings, size: Size) -> Self {
        if library == "by-hand" {
            let folder = tempfile::tempdir().expect("a folder");
            let library = library_in(&folder.path().join("library"), by_hand(false));
            return Self { folder: Some(folder), ..Self::with(library, settings, size, None) };
        }
        Self::with(self::library(library), settings, size, None)
    }

    /// Leaves; imports the records once more, changed and unchanged; and opens again.
    fn again(self, settings: Settings) -> Self {
        let Self { mut reader, library, desk, size, session, folder, .. } = self;
        let kept = reader.update(Event::Ending).into_iter().find_map(|effect| match effect {
            Effect::Tell(Order::Session { state, .. }) => Some(state),
            _ => None,
        });
        drop((reader, library, desk));
        let path = folder.as_ref().expect("a library that outlives the reader").path().join("library");
        drop(library_in(&path, by_hand(true)));
        let world = Self::with(library_in(&path, by_hand(true)), settings, size, kept.or(session));
        Self { folder, ..world }
    }

    fn with(library: Library, settings: Settings, size: Size, session: Option<String>) -> Self {
        Self::begun(library, Start { settings, session, ..Start::default() }, size)
    }

    fn begun(mut library: Library, start: Start, size: Size) -> Self {
        let twin = library.twin().expect("a copy in memory").open().expect("the same shelves");
        let reader = Reader::new(Start { keymap: Keymap::built_in(), keep_session: true, ..start });
        let mut world = Self { reader, library, desk: SearchDesk::new(twin, None), size, wanted: Vec::new(), session: None, folder: None };
        world.happen(Event::Resize(size));
        world
    }

    fn happen(&mut self, event: Event) {
        let mut events = std::collections::VecDeque::from([event]);
        let mut turns = 0;
        while let Some(event) = events.pop_front() {
            turns += 1;
            assert!(turns < 1000, "the reader never stops asking");
            for effect in self.reader.update(event) {
                match effect {
                    Effect::Ask(ticket, question) => events.push_back(Event::Answer(ticket, self.library.answer(&question))),
                    Effect::Cite(ticket, cite) => events.push_back(Event::Cited(ticket, cite.cited())),
                    Effect::Search(ticket, wish) => {
                        events.extend(self.desk.grant(&wish, &|| false).map(|told| Event::Told(ticket, told)));
                    }
                    Effect::Tell(Order::Session { state, .. }) => self.session = Some(state),
                    Effect::Tell(order) => {
                        if let Order::Read { read, .. } = &order {
                            self.wanted.push(format!("read {read}"));
                        }
                        // Where both read the same files once is enough.
                        if self.folder.is_none() && matches!(order, Order::Read { .. } | Order::Link { .. }) {
                            self.desk.library_mut().tell(order.clone()).expect("an order in memory");
                        }
                        self.library.tell(order).expect("an order in memory");
                    }
                    Effect::Copy(copied) => self.wanted.push(format!("copy {}: {}", copied.what, copied.text)),
                    Effect::Open(url) => self.wanted.push(format!("open {url}")),
                    Effect::Print(text) => self.wanted.push(format!("print {text}")),
                    Effect::Mouse(on) => self.wanted.push(format!("mouse {}", if on { "on" } else { "off" })),
                    Effect::Redraw => self.wanted.push("redraw".to_owned()),
                    Effect::Suspend => self.wanted.push("suspend".to_owned()),
                    Effect::Quit => self.wanted.push("quit".to_owned()),
                }
            }
        }
    }

    /// Presses keys as a keymap writes them, parted by blanks.
    fn press(&mut self, written: &str) {
        for keys in written.split_whitespace() {
            for key in Key::parse_all(keys).unwrap_or_else(|key| panic!("{key} is no key")) {
                self.happen(Event::Key(key));
            }
        }
    }

    /// Does something with the mouse at a cell, or where the screen shows a text.
    fn point(&mut self, gesture: Gesture, at: &str) {
        let numbers = at.split_once(' ').and_then(|(column, row)| Some((column.parse().ok()?, row.parse().ok()?)));
        let (column, row) = numbers.unwrap_or_else(|| self.place_of(at));
        self.happen(Event::Mouse(Mouse { column, row, gesture }));
    }

    /// The first cell of the first place where a text stands on the screen.
    fn place_of(&self, text: &str) -> (u16, u16) {
        let mut lines = self.screen().into_iter().zip(0..);
        let found = lines.find_map(|(line, row)| {
            let before = line.split_once(text)?.0;
            Some((u16::try_from(Measure::default().width(before)).unwrap(), row))
        });
        found.unwrap_or_else(|| panic!("{text} stands nowhere on the screen:\n{}", self.screen().join("\n")))
    }

    fn resize(&mut self, size: Size) {
        self.size = size;
        self.happen(Event::Resize(size));
    }

    fn buffer(&self, theme: &Theme) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.columns, self.size.rows));
        let cursor = draw_in(&self.reader, theme, &mut buffer);
        (buffer, cursor)
    }

    /// The screen as text: one line a row, a wide glyph once, blanks at the end cut.
    fn screen(&self) -> Vec<String> {
        let (buffer, cursor) = self.buffer(&letters());
        let mut lines = Vec::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip > 0 {
                    skip -= 1;
                    assert!(symbol.trim().is_empty(), "half a wide glyph is covered at {x},{y}: {symbol:?}");
                    continue;
                }
                let mark = cursor == Some(Position::new(x, y));
                line.push_str(if mark && symbol == " " { "▏" } else { symbol });
                skip = Measure::default().width(symbol).saturating_sub(1);
            }
            lines.push(line.trim_end().to_owned());
        }
        lines
    }

    /// Where the terminal's cursor stands.
    fn cursor(&self) -> Option<Position> {
        self.buffer(&letters()).1
    }

    /// The role of each cell by its letter; a cell over which another role is laid shows that one.
    fn styles(&self) -> Vec<String> {
        let (buffer, _) = self.buffer(&letters());
        (0..buffer.area.height)
            .map(|y| {
                let line: String = (0..buffer.area.width).map(|x| letter(buffer[(x, y)].bg)).collect();
                line.trim_end_matches('.').to_owned()
            })
            .collect()
    }
}

/// A theme in which every role has a ground of its own, so that the role can be read off a cell.
fn letters() -> Theme {
    let mut toml = String::from("[roles]\n");
    for (place, (_, name, _)) in Role::ALL.iter().enumerate() {
        let _ = writeln!(toml, "{name} = \"on {}\"", place + 16);
    }
    Theme::parse(&toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

fn letter(ground: Color) -> char {
    match ground {
        Color::Indexed(number) => Role::ALL.get(usize::from(number) - 16).map_or('?', |(_, _, letter)| *letter),
        _ => '.',
    }
}

fn size(written: &str) -> Size {
    let (columns, rows) = written.trim().split_once('x').unwrap_or_else(|| panic!("{written} is no size such as 80x24"));
    Size { columns: columns.parse().unwrap(), rows: rows.parse().unwrap() }
}

/// Walks a journey; the text as it should stand by what was seen.
fn walk(text: &str) -> String {
    let header = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let mut settings = Settings { follow: header("follow:") == Some("yes"), ..Settings::default() };
    if header("selection:") == Some("bar") {
        settings.selection = Selection::Bar;
    }
    if header("signs:") == Some("ascii") {
        settings.signs = SignSet::Ascii;
    }
    let linear = header("linear:") == Some("yes");
    if linear {
        settings.presentation = Presentation::Linear;
    }
    let mut world = World::new(header("library:").expect("library:"), settings.clone(), size(header("size:").expect("size:")));
    let mut seen = String::new();
    let wants = |world: &mut World, seen: &mut String| {
        for want in world.wanted.drain(..) {
            let _ = writeln!(seen, "wants: {}", want.replace('\n', "\\n"));
        }
    };
    for line in text.lines() {
        let known = ["wants:", "cursor:", "|", "+"];
        if known.iter().any(|start| line.starts_with(start)) {
            continue;
        }
        let _ = writeln!(seen, "{line}");
        let Some((step, rest)) = line.split_once(':').filter(|_| !line.starts_with('#')) else { continue };
        match step {
            "keys" => world.press(rest),
            "click" => world.point(Gesture::Click, rest.trim()),
            "wheel-up" => world.point(Gesture::WheelUp, rest.trim()),
            "wheel-down" => world.point(Gesture::WheelDown, rest.trim()),
            "resize" => world.resize(size(rest)),
            "again" => world = world.again(settings.clone()),
            "see" => {
                for line in world.screen() {
                    let _ = writeln!(seen, "|{line}");
                }
                if linear {
                    let at = world.cursor().map(|at| format!("row {}, column {}", at.y + 1, at.x + 1));
                    let _ = writeln!(seen, "cursor: {}", at.as_deref().unwrap_or("nowhere"));
                }
                if rest.contains("styles") {
                    for line in world.styles() {
                        let _ = writeln!(seen, "+{line}");
                    }
                }
            }
            "library" | "size" | "signs" | "linear" | "follow" | "selection" => {}
            other => panic!("a journey has no step {other}:"),
        }
        wants(&mut world, &mut seen);
    }
    seen
}

#[test]
fn every_journey_comes_where_it_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys");
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    assert!(paths.len() >= 10, "the journeys are missing");
    let rewrite = std::env::var_os("QIKAN_REWRITE").is_some();
    let mut wrong = String::new();
    for path in paths {
        let written = fs::read_to_string(&path).unwrap();
        let seen = walk(&written);
        if rewrite {
            fs::write(&path, &seen).unwrap();
        } else if seen != written {
            let place = seen
                .lines()
                .zip(written.lines())
                .position(|(a, b)| a != b)
                .unwrap_or_else(|| seen.lines().count().min(written.lines().count()));
            let _ = writeln!(
                wrong,
                "{}, line {}:\n  expected {:?}\n      seen {:?}",
                path.display(),
                place + 1,
                written.lines().nth(place),
                seen.lines().nth(place)
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_related_entry_leads_to_its_article_and_back_to_the_same_row() {
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        let mut world = World::new("related", Settings::default(), Size { columns, rows });
        world.press("<Enter> gl");
        let all = world.reader.shown().unwrap().related.clone();
        assert_eq!(all.len(), 15);
        // In the first round every article becomes read, which changes the counts; in the second nothing changes.
        for (turn, (row, linked)) in all.iter().cloned().enumerate().cycle().take(30).enumerate() {
            world.press(&format!("{}G", row + 1));
            let screen = world.screen();
            let Linked::Held { key, .. } = linked else { panic!("related entry {row} leads nowhere") };
            world.press("<Enter>");
            assert_eq!(world.reader.shown().unwrap().key, key, "row {row}");
            world.press("j j <C-d> gr H");
            assert!(turn < 15 || world.screen() == screen, "back from row {row} at {columns}x{rows}: {:#?}", world.screen());
            assert_eq!(world.reader.lists().cursor().row, row);
        }
    }
}

#[test]
fn a_search_that_is_given_up_leaves_everything_as_it_was() {
    let (small, usual, wide) = ((40, 12), (80, 24), (160, 30));
    for (before, (columns, rows)) in [
        ("3j", usual),
        ("<Enter> gr 3j", usual),
        ("<Enter> z 5j", usual),
        ("<Enter> 25j", wide),
        ("<Enter> 25j", small),
        ("<Enter> ]l ]l ]l", (120, 30)),
        ("s城市<Enter> j j", usual),
        ("s城市<Enter> j <Enter> gr j", wide),
        ("s城市<Enter> &年<Enter>", usual),
    ] {
        let mut world = World::new("sample", Settings::default(), Size { columns, rows });
        // What was searched for earlier can be recalled.
        world.press("s夜<Enter> q s灯市<Enter> q");
        world.press(before);
        let (screen, styles) = (world.screen(), world.styles());
        for given_up in ["s阅读<Esc>", "s<Esc>", "s阅 <Up> <Up> <Down><Esc>", "s(<Esc>", "s读<C-u><Esc>", "&灯<Esc>", "&灯灯灯<Esc>"]
        {
            if given_up.starts_with('&') && world.reader.focus() == Pane::Abstract {
                // There is nothing to be narrowed there.
                continue;
            }
            world.press(given_up);
            assert_eq!(world.screen(), screen, "{before} {given_up}");
            assert_eq!(world.styles(), styles, "{before} {given_up}");
        }
    }
}

#[test]
fn a_saved_search_keeps_itself() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("library");
    let english = |text: String| qikan::record::MultiText::of(qikan::record::Language::En, text);
    let named = |title: String, page: usize| {
        let pages = qikan::record::Pages::parse(&format!("{page}-{page}"));
        let mut article = Article { title: english(title), pages, ..Article::default() };
        article.journal.title = english("Reeds".to_owned());
        article
    };
    let bring_in = |articles: Vec<Article>| {
        let mut library = Library::new();
        library.open_own(&own, qikan::library::Access::ReadWrite).unwrap();
        library.import(&mut articles.into_iter().map(|article| Ok(Box::new(article))), &mut |_| {}).unwrap();
    };
    bring_in((1..=60).map(|page| named(format!("Bittern number {page} of the marsh"), page)).collect());
    let mut library = Library::new();
    library.open_own(&own, qikan::library::Access::ReadWrite).unwrap();
    let mut world = World::with(library, Settings::default(), Size { columns: 80, rows: 24 }, None);
    world.press("sbittern<Enter> wbirds<Enter> s-is:read<Space>bittern<Enter> wnew<Enter> q gg l");
    let counts =
        |world: &World| world.screen().iter().filter(|line| line.contains("birds") || line.contains("new")).cloned().collect::<Vec<_>>();
    assert!(counts(&world).iter().all(|line| line.ends_with("60")), "{:#?}", world.screen());
    world.press("gg j <Enter> 55G");
    let row = world.reader.results().unwrap().cursor.row;
    world.press("q");
    // Another program brings more in; what is opened again has it, at the row that was left.
    bring_in(vec![named("Bittern and water rail".to_owned(), 99)]);
    world.press("<Enter>");
    let results = world.reader.results().unwrap();
    assert_eq!((results.len(), results.cursor.row), (61, row));
    world.press("G");
    assert!(world.reader.results().unwrap().row(60).is_some());
    world.press("gg <Enter> gi q gg");
    assert!(counts(&world).iter().any(|line| line.contains("birds") && line.ends_with("61")), "{:#?}", world.screen());
    assert!(counts(&world).iter().any(|line| line.contains("new") && line.ends_with("60")), "one was read: {:#?}", world.screen());
    // Of the unread ones the last page is left; then all but a few are read elsewhere.
    world.press("gg 2j <Enter> G");
    assert_eq!(world.reader.results().unwrap().len(), 60);
    world.press("q");
    let all = world.desk.library_mut().cards(0, 100).unwrap();
    for card in all.iter().take(57) {
        world.library.tell(Order::Read { key: card.key, read: true }).unwrap();
    }
    world.press("gg 2j <Enter>");
    let results = world.reader.results().unwrap();
    assert!((3..=4).contains(&results.len()) && results.row(0).is_some(), "{:#?}", world.screen());
}

#[test]
fn a_screen_made_smaller_and_larger_again_shows_what_it_showed() {
    let large = Size { columns: 80, rows: 24 };
    for lines in [0, 1, 7, 16, 23] {
        let mut world = World::new("sample", Settings::default(), large);
        world.press(&format!("<Enter> z {lines}j"));
        let screen = world.screen();
        for columns in [44, 20, 3, 61] {
            world.resize(Size { columns, rows: 12 });
        }
        world.resize(large);
        assert_eq!(world.screen(), screen, "after {lines} lines");
    }
}

#[test]
fn every_view_is_drawn_at_every_size() {
    let theme = letters();
    for keys in [
        "",
        "<Enter>",
        "gr",
        "gl",
        "gc",
        "gs",
        "gr i",
        "?",
        "<C-p>",
        "g?",
        "gh",
        ":",
        "/x",
        "]l <Enter>",
        "g",
        "'",
        "z",
        "12",
        "s阅",
        "s阅<Enter>",
        "s(",
        "s阅<Enter>f",
        "s?",
        "s阅<Enter>S",
        "S",
        "S3j<Enter>",
        "Bj",
        "Bax",
        "Bc<Down><Right>",
        "#",
        "#jl",
        "Bg",
    ] {
        let mut world = World::new("sample", Settings::default(), Size { columns: 80, rows: 24 });
        world.press(keys);
        for columns in 0..=40 {
            for rows in 0..=20 {
                world.resize(Size { columns, rows });
                let _ = world.buffer(&theme);
                // A buffer of another size than the reader was told must not hurt either.
                if rows == 10 {
                    let mut other = Buffer::empty(Rect::new(0, 0, rows, columns));
                    draw_in(&world.reader, &theme, &mut other);
                }
            }
        }
    }
}

fn linear() -> Settings {
    Settings { presentation: Presentation::Linear, ..Settings::default() }
}

#[test]
fn linear_views_have_a_cursor_and_no_signs_at_every_size() {
    let theme = letters();
    for keys in [
        "",
        "<Enter>",
        "gr",
        "gl",
        "gs",
        "gr i",
        "?",
        "? x <Down>",
        "g?",
        "gh",
        ":",
        "/x",
        "]l <Enter>",
        "g",
        "'",
        "12",
        "S",
        "Bj",
        "Bc<Down>",
        "#l",
        "Bg",
    ] {
        let mut world = World::new("sample", linear(), Size { columns: 80, rows: 24 });
        world.press(keys);
        for (columns, rows) in [(80, 24), (40, 12), (20, 5), (7, 3), (2, 2), (1, 1), (0, 0)] {
            world.resize(Size { columns, rows });
            let (_, cursor) = world.buffer(&theme);
            let seen = cursor.is_some_and(|at| at.x < columns && at.y < rows);
            assert!(seen || columns == 0, "{keys} at {columns}x{rows}: {cursor:?}");
            let screen = world.screen().concat();
            let drawn = screen.contains(|c: char| ('\u{2500}'..='\u{259f}').contains(&c) && c != '▏' || "●○»›".contains(c));
            assert!(!drawn, "{keys} at {columns}x{rows}: {screen}");
        }
    }
}

#[test]
fn a_linear_step_moves_the_cursor_and_writes_nothing() {
    for (start, steps) in [
        ("", "k"),
        ("<Enter>", "j"),
        ("gr", "j"),
        ("gr 3G i", "j"),
        ("<Enter> gr 4G <Enter> gh", "k"),
        ("? <Down>", "<Down>"),
        ("S", "j"),
        ("Ba <Down>", "<Down>"),
        ("#", "j"),
    ] {
        let mut world = World::new("sample", linear(), Size { columns: 80, rows: 24 });
        world.press(start);
        let (before, first) = world.buffer(&letters());
        world.press(steps);
        let (after, second) = world.buffer(&letters());
        assert_ne!(first, second, "{start}, then {steps}");
        assert_eq!(before, after, "{start}, then {steps}");
    }
}

#[test]
fn a_linear_way_back_ends_on_the_very_row_and_line() {
    let mut world = World::new("related", linear(), Size { columns: 60, rows: 12 });
    world.press("<Enter> gl");
    for row in 0..15 {
        world.press(&format!("{}G", row + 1));
        let (screen, cursor) = (world.screen(), world.cursor());
        world.press("<Enter> j j gi H");
        // All but the sentence at the bottom, which says that one came back.
        assert_eq!((&world.screen()[..11], world.cursor()), (&screen[..11], cursor), "row {row}");
        let said = world.screen().pop().unwrap();
        assert!(said.starts_with(&format!("Back. Related, row {} of 15: ", row + 1)), "{said}");
    }
    let mut world = World::new("sample", linear(), Size { columns: 60, rows: 12 });
    world.press("<Enter> G k k k");
    let (screen, cursor) = (world.screen(), world.cursor());
    world.press("gr 4G <Enter> H ga");
    assert_eq!((&world.screen()[..11], world.cursor()), (&screen[..11], cursor), "the line of the text");
    world.press("J G j H");
    assert_eq!((&world.screen()[..11], world.cursor()), (&screen[..11], cursor), "and after a jump from it");
}

/// What is a hyperlink for the terminal shows the very address that it leads to, whatever lies over the page.
#[test]
fn hyperlinks_lie_on_the_addresses_that_they_show() {
    let theme = letters();
    let mut seen = std::collections::BTreeSet::new();
    let keys = [
        "z",
        "z G",
        "z G ?",
        "z G gf",
        "z G \\",
        "z g",
        "z G g",
        "gr j i",
        "gr j i gf",
        "gr j i ?",
        "z G :",
        "z G gf z",
        "z <C-d> ]l <Enter>",
    ];
    for (columns, rows) in [(140, 40), (80, 24), (60, 12), (24, 9), (9, 4)] {
        for keys in keys {
            let mut world = World::new("sample", Settings::default(), Size { columns, rows });
            world.press("<Enter>");
            world.press(keys);
            let (buffer, _) = world.buffer(&theme);
            for link in links(&world.reader) {
                let mut shown = String::new();
                let mut over = 0;
                for x in link.columns.clone() {
                    let cell = buffer.cell((x, link.row)).expect("a link on the screen");
                    let hint = letter(cell.bg) == Role::Hint.letter();
                    over = if hint { over + 1 } else { over };
                    shown.push_str(if hint { "" } else { cell.symbol() });
                }
                assert!(over <= 2 && !link.columns.is_empty(), "{keys} at {columns}x{rows}: {link:?}");
                let shown = shown.trim().to_lowercase();
                assert!(link.target.to_lowercase().contains(&shown), "{keys} at {columns}x{rows}: {shown:?} leads to {}", link.target);
                seen.insert(link.target);
            }
        }
    }
    assert!(seen.iter().any(|target| target.starts_with("https://doi.org/10.")), "{seen:?}");
    assert!(seen.len() >= 3, "{seen:?}");
}

/// What the program prints for a query over the sample, as ids in order.
fn ids_by_command_line(query: &str) -> Vec<String> {
    let home = tempfile::tempdir().unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_qikan"));
    for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        command.env(name, home.path());
    }
    let output = command.env("HOME", home.path()).args(["--sample", "search", "--json", "--limit", "1000", "--", query]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    text.lines().map(id).collect()
}

#[test]
fn the_terminal_and_the_command_line_find_the_same_in_the_same_order() {
    for query in ["阅读", "oyd", "\"reading over\"", "year:2024.. -阅读", "title:城市 OR author:陈", "reed", "is:unread bog", "clc:G25*"]
    {
        let mut world = World::new("sample", Settings::default(), Size { columns: 80, rows: 24 });
        // To the end of the list, so that all of its windows are loaded.
        world.press(&format!("s {} <Enter> G", query.replace(' ', "<Space>")));
        let found: Vec<_> = world.reader.results().unwrap().loaded().map(|(_, found)| found.card.key).collect();
        let ids: Vec<String> = found
            .into_iter()
            .map(|key| match world.library.answer(&qikan::library::Question::Article(key)) {
                qikan::library::Answer::Article(shown) => shown.article.id.as_str().to_owned(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert!(!ids.is_empty(), "{query} finds nothing");
        assert_eq!(ids, ids_by_command_line(query), "{query}");
    }
}

#[test]
fn the_place_in_a_text_outlives_an_end_by_a_signal() {
    let screen_size = Size { columns: 80, rows: 24 };
    let mut world = World::new("sample", Settings::default(), screen_size);
    world.press("<Enter> <C-d> <C-d> <C-d>");
    let before = world.session.clone();
    world.happen(Event::Ending);
    assert_ne!(world.session, before, "scrolling keeps no session, the end does");
    let place = |world: &World| qikan::reader::page::place_of(&world.reader.text().page, world.reader.text().top);
    let same = World::with(library("sample"), Settings::default(), screen_size, world.session.clone());
    assert!(world.reader.text().top > 0 && same.reader.text().top == world.reader.text().top);
    let narrow = World::with(library("sample"), Settings::default(), Size { columns: 50, rows: 30 }, world.session.clone());
    assert_eq!(place(&narrow).block, place(&world).block);
    assert!(place(&narrow).byte <= place(&world).byte);
}

#[test]
fn what_keys_chose_stays_until_the_settings_say_otherwise_and_what_was_set_ends() {
    use qikan::reader::{LanguageChoice, LayoutChoice};
    let size = Size { columns: 120, rows: 40 };
    let chosen = |world: &World| (world.reader.settings().language, world.reader.settings().layout);
    let next = |keys: &str, says: &[&str], session: Option<String>| {
        let config_says = says.iter().map(|name| (*name).to_owned()).collect();
        let mut world = World::begun(library("sample"), Start { config_says, session, ..Start::default() }, size);
        let at_start = chosen(&world);
        world.press(keys);
        world.press("Q");
        (at_start, world.session)
    };
    let usual = (Settings::default().language, Settings::default().layout);
    let (_, set) = next("<Enter> :set<Space>language=en<Enter> :set<Space>layout=single<Enter>", &[], None);
    let (after_set, by_keys) = next("<Enter> \\ =", &[], set);
    assert_eq!(after_set, usual, "what was set ends with the program");
    let (after_keys, kept) = next("j", &[], by_keys);
    assert!(after_keys.0 != usual.0 && after_keys.1 != usual.1, "what keys chose stays");
    let (said, _) = next("j", &["language"], kept.clone());
    assert_eq!(said, (usual.0, after_keys.1), "the settings go before it, one by one");
    let (said, left) = next("j", &["language", "layout"], kept);
    assert_eq!(said, usual);
    assert_eq!(next("j", &[], left).0, usual, "what the settings said otherwise is forgotten");
    assert_eq!(usual, (LanguageChoice::Both, LayoutChoice::Auto));
}

#[test]
fn a_search_that_finds_nothing_says_that_the_sample_beside_is_not_searched() {
    let size = Size { columns: 80, rows: 24 };
    for sample_beside in [true, false] {
        let mut world = World::begun(library("related"), Start { sample_beside, ..Start::default() }, size);
        world.press("s bittern <Enter>");
        let screen = world.screen().join("\n");
        assert!(screen.contains("Nothing in the library has this."), "{screen}");
        assert_eq!(screen.contains("The sample is searched by itself: qikan --sample."), sample_beside, "{screen}");
    }
}

#[test]
fn the_session_is_taken_up_again() {
    let screen_size = Size { columns: 120, rows: 40 };
    let mut world = World::new("sample", Settings::default(), screen_size);
    world.press("<Enter> J gr j j \\ <C-d> m a");
    world.press("Q");
    let session = world.session.clone().expect("a session is kept on quit");
    let screen = world.screen();
    let mut again = World::with(library("sample"), Settings::default(), screen_size, Some(session));
    again.press("j k");
    world.press("j k");
    assert_eq!(again.screen().len(), screen.len());
    assert_eq!(again.reader.shown().unwrap().article.id, world.reader.shown().unwrap().article.id);
    assert_eq!(again.reader.lists().cursor(), world.reader.lists().cursor());
    assert_eq!(again.reader.trail().behind.len(), world.reader.trail().behind.len());
    again.press("H");
    world.press("H");
    assert_eq!(again.reader.shown().unwrap().article.id, world.reader.shown().unwrap().article.id);
    let mut broken = World::with(library("sample"), Settings::default(), screen_size, Some("{\"v\": [".to_owned()));
    broken.press("j");
    assert!(broken.reader.shown().is_some(), "a session that cannot be read is as good as none");
}
