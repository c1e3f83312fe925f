//! A text through all that reads texts: the cleaner, LaTeX, formulas, printed references, queries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qikan::formats::{gbt7714, latex, printable};
use qikan::search::query::{self, Mode};
use qikan::terminal::painter::hostile;
use qikan::text::{self, WrapOptions};

fuzz_target!(|text: &str| {
    cleaned(text);
    asked(text);
    let rich = latex::rich(text);
    latex::plain(text);
    latex::readable(text);
    gbt7714::reference(None, text);
    set(&rich);
    set(text);
});

/// What may reach a terminal is harmless, and clean.
fn cleaned(text: &str) {
    let clean = text::clean(text);
    assert!(!clean.contains(|c| c != '\n' && hostile(c)), "this reaches the terminal: {clean:?}");
    assert!(text::is_clean(&clean), "{clean:?} can be cleaned further");
    assert!(!text::clean_line(text).contains(hostile));
    assert!(!printable::json(text).contains(hostile));
}

/// A query that is written down is the same when read again.
fn asked(text: &str) {
    let _ = query::parse(text, Mode::Typing);
    if let Ok(query) = query::parse(text, Mode::Finished) {
        assert_eq!(query::parse(&query.to_string(), Mode::Finished).as_ref(), Ok(&query), "written: {query}");
    }
}

/// Lines are as wide as they may be, and hold what the text holds.
fn set(text: &str) {
    let runs = text::parse_rich(&text::clean(text));
    let options = WrapOptions { width: 20, ..WrapOptions::default() };
    for line in text::wrap(&runs, &options) {
        assert!(line.width(options.measure) <= options.width, "too wide: {:?}", line.text());
    }
}
