//! Widths as they were measured in terminals (xterm 379 with and without `-cjk_width`, tmux 3.3a, screen 4.9).

use proptest::prelude::*;

use super::*;

const NARROW: Measure = Measure { ambiguous: Ambiguous::One };
const WIDE: Measure = Measure { ambiguous: Ambiguous::Two };

#[test]
fn widths_are_those_of_terminals() {
    for c in "“”‘’—…·×°±①Ⅳ→■★●℃№─│█αЯé".chars() {
        assert_eq!((NARROW.char(c), WIDE.char(c)), (1, 2), "{c}");
    }
    for c in "中，。《　Ａ￥・～㉑𠮷〇々ー가😀".chars() {
        assert_eq!((NARROW.char(c), WIDE.char(c)), (2, 2), "{c}");
    }
    for c in "aZ~ﾟｱ₅ñ".chars() {
        assert_eq!((NARROW.char(c), WIDE.char(c)), (1, 1), "{c}");
    }
    for c in "\u{301}\u{94d}\u{20dd}\u{302a}".chars() {
        assert_eq!((NARROW.char(c), WIDE.char(c)), (0, 0), "U+{:04X}", u32::from(c));
    }
    assert_eq!(NARROW.width("智慧 city\u{301}"), 9);
    assert!(is_disputed('☰') && !is_disputed('中'));
}

#[test]
fn the_quick_answers_agree_with_the_table() {
    for c in ('\u{a0}'..='\u{2ffff}').filter(|&c| !is_ambiguous(c)) {
        assert_eq!(NARROW.char(c), c.width().unwrap_or(0), "U+{:04X}", u32::from(c));
        assert_eq!(WIDE.char(c), NARROW.char(c), "U+{:04X}", u32::from(c));
    }
}

#[test]
fn what_is_cut_fits_and_says_so() {
    for (cells, narrow, wide) in [
        (0, "", ""),
        (1, "…", "."),
        (2, "…", ".."),
        (3, "智…", ".."),
        (4, "智…", "智.."),
        (7, "智慧a…", "智慧a.."),
        (8, "智慧a 城", "智慧a 城"),
    ] {
        assert_eq!(NARROW.truncate("智慧a 城", cells), narrow, "{cells}");
        assert_eq!(WIDE.truncate("智慧a 城", cells), wide, "{cells}");
    }
    assert_eq!(NARROW.head("智慧城", 5), ("智慧", 4));
    assert_eq!(NARROW.tail("智慧城", 5), ("慧城", 4));
    assert_eq!(NARROW.truncate_start("智慧城 ab", 5), "…ab");
    assert_eq!(NARROW.pad("智慧", 5), "智慧 ");
    assert_eq!(NARROW.pad("智慧城", 4), "智… ");
}

#[test]
fn an_overwide_grapheme_is_drawn_in_pieces() {
    let joined = "\u{915}\u{94d}\u{937}\u{94d}\u{92f}";
    let drawn: Vec<_> = NARROW.clusters(joined).map(|cluster| (cluster.start, cluster.text, cluster.cells)).collect();
    assert_eq!(drawn, [(0, "\u{915}\u{94d}", 1), (6, "\u{937}\u{94d}", 1), (12, "\u{92f}", 1)]);
    assert_eq!(NARROW.width(joined), 3);
}

proptest! {
    #[test]
    fn nothing_is_wider_than_asked(text in "[a-z智慧，“—é\u{301}가ｶﾞ\u{915}\u{94d} 😀]{0,20}", cells in 0usize..30, wide in any::<bool>()) {
        let measure = if wide { WIDE } else { NARROW };
        prop_assert!(measure.width(&measure.truncate(&text, cells)) <= cells);
        prop_assert!(measure.width(&measure.truncate_start(&text, cells)) <= cells);
        prop_assert_eq!(measure.width(&measure.pad(&text, cells)), cells);
        let (head, used) = measure.head(&text, cells);
        prop_assert!(used <= cells && measure.width(head) == used && text.starts_with(head));
        let (tail, used) = measure.tail(&text, cells);
        prop_assert!(used <= cells && measure.width(tail) == used && text.ends_with(tail));
        let drawn: usize = measure.clusters(&text).map(|cluster| cluster.cells).sum();
        prop_assert_eq!(drawn, measure.width(&text));
        let joined: String = measure.clusters(&text).map(|cluster| cluster.text).collect();
        prop_assert_eq!(joined, text);
    }
}
