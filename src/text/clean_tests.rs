//! Hostile text against the cleaner.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::text::{Ambiguous, Measure};

#[test]
fn whole_sequences_go() {
    let payloads = [
        "a\u{1b}]0;pwned\u{7}b",
        "a\u{1b}]0;pwned\u{1b}\\b",
        "a\u{9d}0;pwned\u{9c}b",
        "a\u{1b}[31;1mb",
        "a\u{9b}6nb",
        "a\u{1b}[?1049hb",
        "a\u{1b}P+q544e\u{1b}\\b",
        "a\u{90}+q544e\u{9c}b",
        "a\u{1b}_Gf=100;QUJD\u{1b}\\b",
        "a\u{1b}^privacy\u{1b}\\b",
        "a\u{1b}Xstring\u{1b}\\b",
        "a\u{1b}(0b",
        "a\u{1b}cb",
        "a\u{1b}\u{1b}[2Jb",
        "a\u{1b}]8;;http://x.example/\u{1b}\\b\u{1b}]8;;\u{1b}\\",
        "a\u{1b}]52;c;cm0=\u{18}b",
        // A string broken off by another sequence.
        "a\u{1b}]0;pwned\u{1b}[31mb",
    ];
    for payload in payloads {
        assert_eq!(clean(payload), "ab", "{payload:?}");
    }
    assert_eq!(clean("a\u{1b}]0;never ends\nnext line"), "a\nnext line");
    assert_eq!(clean("a\u{1b}"), "a");
    assert_eq!(clean("a\u{1b}["), "a");
    assert_eq!(clean("a\u{1b}[12;中"), "a中");
}

#[test]
fn the_invisible_goes_and_line_ends_agree() {
    assert_eq!(clean("\u{feff}智\u{200b}慧\u{202e}城\u{2066}市\u{ad}\u{e0041}\u{fe0f}"), "智慧城市");
    assert_eq!(clean("a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\tg\0h\u{7f}"), "a\nb\nc\nd\ne\nf gh");
    assert_eq!(clean("\u{e000}\u{fffe}\u{378}"), "\u{fffd}\u{fffd}\u{fffd}");
}

#[test]
fn an_emoji_sequence_is_its_first_emoji() {
    assert_eq!(clean("👨\u{200d}👩\u{200d}👧!"), "👨!");
    assert_eq!(clean("👍🏽❤\u{fe0f}\u{200d}🔥"), "👍❤");
    // A joiner that joins no pictures just goes.
    assert_eq!(clean("a\u{200d}🔥 क\u{94d}\u{200d}ष"), "a🔥 क\u{94d}ष");
}

#[test]
fn marks_are_composed_bounded_and_carried() {
    assert_eq!(clean("e\u{301}"), "é");
    let zalgo = format!("a{}b", "\u{316}".repeat(40));
    assert_eq!(clean(&zalgo), format!("a{}b", "\u{316}".repeat(4)));
    assert_eq!(clean("\u{301}x\n\u{301}"), "\u{a0}\u{301}x\n\u{a0}\u{301}");
    assert_eq!(clean("\u{1161}가\u{11a8}"), "\u{fffd}각");
    let endless = "\u{1100}".repeat(40);
    assert!(clean(&endless).graphemes(true).all(|grapheme| grapheme.len() <= GRAPHEME_BYTES));
}

#[test]
fn ordinary_text_is_borrowed() {
    for text in ["智慧城市建设中的“智慧治理”——基于2024年……", "Smart Governance, 46–58 (naïve)\nline", "α-helix Ж ﬁ", ""]
    {
        assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
        assert!(is_clean(text));
    }
    assert!(!is_clean("a\tb"));
}

#[test]
fn one_line_is_joined_as_its_script_is() {
    assert_eq!(clean_line("智慧\r\n城市\n Smart\n\ncity "), "智慧城市 Smart city");
    assert_eq!(clean_line("Smart"), "Smart");
}

#[test]
fn no_character_is_invisible_when_clean() {
    let measure = Measure::new(Ambiguous::One);
    for c in ('\0'..='\u{3ffff}').filter(|&c| !matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')) {
        let text = String::from(c);
        let cleaned = clean(&text);
        if cleaned.chars().all(|c| c == '\n') {
            continue;
        }
        assert!(measure.width(&cleaned) >= 1, "U+{:04X} is clean and takes no cell", u32::from(c));
        assert_eq!(clean(&cleaned), cleaned, "U+{:04X}", u32::from(c));
    }
}

/// Characters that make trouble together.
fn trouble() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        any::<char>(),
        proptest::char::range('\0', '\u{a0}'),
        proptest::char::range('\u{1100}', '\u{11ff}'),
        proptest::char::range('\u{2000}', '\u{206f}'),
        proptest::char::range('\u{300}', '\u{36f}'),
        proptest::char::range('\u{900}', '\u{9ff}'),
        proptest::char::range('\u{ac00}', '\u{ac40}'),
        proptest::char::range('\u{1f3f0}', '\u{1f4ff}'),
        proptest::sample::select(vec!['\u{1b}', '\u{9b}', '\u{9d}', '[', ']', '\\', ';', '\u{7}', '\u{200d}', '\r', '\n', 'a', '中']),
    ];
    proptest::collection::vec(one, 0..60).prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #[test]
    fn cleaning_is_done_once(text in trouble()) {
        let once = clean(&text).into_owned();
        prop_assert_eq!(clean(&once), once.clone());
        prop_assert!(is_clean(&once));
        let line = clean_line(&text).into_owned();
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(clean_line(&line), line.clone());
    }

    #[test]
    fn nothing_hostile_is_left(text in trouble()) {
        let cleaned = clean(&text);
        for c in cleaned.chars() {
            prop_assert!(c == '\n' || !c.is_control());
            let hidden = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
            let toned = matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
            let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}');
            prop_assert!(!hidden && !toned && !private, "{:?}", c);
        }
        prop_assert!(cleaned.graphemes(true).all(|grapheme| grapheme.len() <= GRAPHEME_BYTES));
    }
}
