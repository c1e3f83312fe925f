//! The state: one plain value with one door, [`Reader::update`]. No I/O, clock, thread or terminal in here.
//!
//! An event comes in, effects go out. `press` turns keys into actions by the keymap, `act` does them, `moving` and `going`
//! change where one is, `asking` keeps the questions that are under way, and `settle` brings everything that depends on
//! the size, the article or the language up to date, so that the view only has to look.

mod act;
pub mod action;
mod along;
mod asking;
mod browsing;
mod citing;
mod clip;
mod command;
mod crumb;
mod cursor;
mod effect;
mod event;
mod facets;
mod find;
mod going;
pub mod graph;
pub mod grid;
mod hints;
mod history;
mod key;
pub mod keymap;
pub mod layout;
mod leading;
mod linear;
mod linking;
mod listing;
mod manual;
mod mouse;
mod moving;
mod of_row;
mod opening;
mod overview;
pub mod page;
pub mod panes;
pub mod path;
pub mod popup;
mod press;
mod results;
mod role;
mod searching;
mod session;
mod setting;
mod settings;
mod settle;
mod signs;
mod slow;
mod sorting;
mod taking;
pub mod titles;
pub mod trail;
mod typing;
mod under;
mod which_key;
mod within;
mod works;

use std::collections::BTreeMap;

pub use action::{Action, Context};
use asking::Waiting;
pub use browsing::Browse;
pub use citing::{Cite, Cited, Citing};
pub use crumb::StatusLine;
pub use cursor::Cursor;
pub use effect::{Copied, Effect, Ticket};
pub use event::{Event, Size};
pub use facets::FacetRow;
pub use find::{FindIn, Found};
pub use hints::Hints;
pub use key::{Key, KeyCode, narrow};
pub use keymap::{Keymap, KeymapError};
pub use layout::{Area, Arrangement, Layout, Pane, Shares};
pub use leading::Leading;
pub use mouse::{Gesture, Mouse};
pub use overview::{Overview, OverviewOf};
pub use page::{LanguageChoice, Page, PageLine, PageOptions, Place, Row, Tag, Target};
use panes::{IssuesPane, Lists, TextPane};
pub use panes::{Tab, tree::Seen};
pub use popup::Popup;
pub use press::{Half, Letter};
pub use results::{Results, grouped};
pub use role::Role;
pub use setting::{CHOICES, Choice, NUMBERS};
pub use settings::{LayoutChoice, Presentation, Selection, Settings};
pub use signs::{Sign, SignSet};
pub use sorting::SortRow;
use trail::{TextStop, Trail};
pub use typing::Typing;
pub use under::{Part, Under};
pub use which_key::WhichKey;

use crate::library::{ArticleKey, Shown, TreeRow};
/// What rows of the tree stand for: the view knows no library.
pub use crate::library::{Node, ShelfName};
use crate::record::{Language, MultiText, RecordId};
pub use crate::search::Count;

/// What a reader starts with.
#[derive(Clone, Debug, Default)]
pub struct Start {
    pub settings: Settings,
    pub keymap: Keymap,
    /// The settings that `config.toml` has a line for: what the last session chose otherwise does not count.
    pub config_says: Vec<String>,
    /// What the last session left, as [`crate::library::Order::Session`] gave it.
    pub session: Option<String>,
    /// The article to begin with, instead of where the last session ended.
    pub open: Option<ArticleKey>,
    /// Whether this session is to be kept for the next start: not when files are read without importing them.
    pub keep_session: bool,
    /// Whether what is told is kept: not where the library cannot be written, or there is none.
    pub keeps: bool,
    /// Whether the sample stands beside a library, which alone is searched.
    pub sample_beside: bool,
}

/// Something said in the status line until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub text: String,
    pub error: bool,
}

/// What is typed at the bottom of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    Find(Typing),
    Command(Typing),
    /// A query over the whole library.
    Search(Typing),
    /// A query by which a list is narrowed.
    Narrow(Typing),
}

/// The whole state of the program.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is on or off by itself; none excludes another")]
pub struct Reader {
    settings: Settings,
    keymap: Keymap,
    size: Size,
    arrangement: Arrangement,
    shares: Shares,
    zoomed: bool,
    focus: Pane,
    issues: IssuesPane,
    /// What was found stands in the place of the issues until it is closed.
    results: Option<Results>,
    search: searching::Search,
    text: TextPane,
    lists: Lists,
    shown: Option<Shown>,
    /// The list that the article was opened from, along which one goes on.
    along: Option<along::Along>,
    trail: Trail,
    /// How far full texts were read, the last one last.
    places: Vec<(RecordId, TextStop)>,
    /// What stands on top of the panes, the topmost last.
    popups: Vec<Popup>,
    /// The list that was browsed last, for who comes back to it.
    browsed: Option<Browse>,
    /// The article that a peek shows.
    peeked: Option<crate::library::ArticleKey>,
    prompt: Option<Prompt>,
    /// Commands that were given.
    commands: history::History,
    /// A prompt that waits for the page on top to be closed.
    set_aside: Option<Prompt>,
    pointed: mouse::Pointed,
    found: Option<Found>,
    said: Option<Said>,
    voice: linear::Voice,
    half: Half,
    /// The entry whose record is being looked for, to link it by hand.
    to_link: Option<linking::ToLink>,
    /// The letters that lie over the links of the screen, while one is being chosen.
    hints: Option<Hints>,
    /// What the style is called that was chosen last.
    cited_in: Option<String>,
    /// What was copied last.
    clip: Option<Copied>,
    /// The options that the text and the lists were set with.
    set_for: Option<(PageOptions, PageOptions)>,
    /// Records that were opened on purpose since the session was kept last, and the one that was only stepped to.
    opened: Vec<crate::record::RecordId>,
    stepped_to: Option<crate::record::RecordId>,
    /// The pane shall show the article under the tree's cursor as soon as that row is loaded.
    following: bool,
    waiting: BTreeMap<Ticket, Waiting>,
    tickets: u64,
    session: Option<String>,
    chosen: session::Chosen,
    config_says: Vec<String>,
    open: Option<ArticleKey>,
    keep_session: bool,
    keeps: bool,
    sample_beside: bool,
    started: bool,
    /// The line was seen to be slow in this session.
    slow_line: bool,
    /// What the update under way wants from the world.
    effects: Vec<Effect>,
}

impl Reader {
    /// A reader that has not asked for anything yet; it begins with the first [`Event::Resize`].
    pub fn new(start: Start) -> Self {
        Self {
            settings: start.settings,
            keymap: start.keymap,
            config_says: start.config_says,
            session: start.session,
            open: start.open,
            keep_session: start.keep_session,
            keeps: start.keeps,
            sample_beside: start.sample_beside,
            ..Self::default()
        }
    }

    /// Takes one event and says what the world has to do.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        // The letters stand where the links stood: whatever may move these takes them away.
        if matches!(event, Event::Resize(_) | Event::Answer(..) | Event::Learned { .. } | Event::Mouse(_)) && self.hints.take().is_some() {
            self.said = None;
        }
        match event {
            Event::Resize(size) => {
                self.size = size;
                if !self.started {
                    self.started = true;
                    self.arrange();
                    if self.settings.mouse {
                        self.effects.push(Effect::Mouse(true));
                    }
                    self.begin();
                }
            }
            Event::Key(key) => self.press(key),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Paste(text) => self.paste(&text),
            Event::Answer(ticket, answer) => self.take(ticket, answer),
            Event::Told(ticket, told) => self.hear(ticket, told),
            Event::Cited(ticket, cited) => self.take_cited(ticket, cited),
            Event::Indexed => self.indexed(),
            Event::Learned { ambiguous, light } => {
                if let Some(ambiguous) = ambiguous {
                    self.settings.measure.ambiguous = ambiguous;
                }
                if let Some(light) = light {
                    if light { "light" } else { "dark" }.clone_into(&mut self.settings.auto_theme);
                }
            }
            Event::Copied(copied) => self.clip = Some(copied),
            Event::SlowLine => self.offer_stacking(),
            Event::Ending => self.keep_session(),
            Event::Said(text) => self.say(text),
        }
        self.settle();
        if self.settings.is_linear() {
            self.announce();
        }
        std::mem::take(&mut self.effects)
    }

    /// Says something in the status line.
    pub(in crate::reader) fn say(&mut self, text: impl Into<String>) {
        self.said = Some(Said { text: text.into(), error: false });
        self.voice.fresh = true;
    }

    /// Says what went wrong.
    pub(in crate::reader) fn complain(&mut self, text: impl Into<String>) {
        self.said = Some(Said { text: text.into(), error: true });
        self.voice.fresh = true;
    }

    /// What the keys are for at this moment.
    pub fn context(&self) -> Context {
        if self.prompt.is_some() {
            return Context::Prompt;
        }
        if let Some(popup) = self.popups.last() {
            return popup.context();
        }
        match self.focus {
            Pane::Issues if self.results.is_some() => Context::Results,
            Pane::Issues => Context::Issues,
            Pane::Abstract => Context::Text,
            Pane::Lists => Context::List,
        }
    }

    /// The text of a value in the language that is shown first.
    pub fn prefer<'a>(&self, text: &'a MultiText) -> &'a str {
        let language = match self.settings.language {
            LanguageChoice::En => Language::En,
            LanguageChoice::Zh | LanguageChoice::Both => Language::Zh,
        };
        text.prefer(&language).map_or("", String::as_str)
    }

    /// What a row of the tree says, without its page.
    pub fn tree_label<'a>(&self, row: &'a TreeRow) -> &'a str {
        self.prefer(&row.label)
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether the sample stands beside a library, which alone is searched.
    pub fn has_sample_beside(&self) -> bool {
        self.sample_beside
    }

    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    pub fn size(&self) -> Size {
        self.size
    }

    pub fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    pub fn focus(&self) -> Pane {
        self.focus
    }

    pub fn issues(&self) -> &IssuesPane {
        &self.issues
    }

    pub fn text(&self) -> &TextPane {
        &self.text
    }

    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    pub fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }

    pub fn trail(&self) -> &Trail {
        &self.trail
    }

    pub fn popups(&self) -> &[Popup] {
        &self.popups
    }

    pub fn found(&self) -> Option<&Found> {
        self.found.as_ref()
    }

    /// Keys pressed half-way, for the which-key box.
    pub fn half(&self) -> &Half {
        &self.half
    }
}
