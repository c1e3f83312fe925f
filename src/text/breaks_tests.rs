//! Where lines may end: what stands above the standard, and that the small table agrees with it.

use proptest::prelude::*;

use super::*;

fn places(text: &str) -> Vec<usize> {
    opportunities(text, &[])
}

#[test]
fn a_sign_of_currency_looks_beyond_the_bracket() {
    assert_eq!(places("（5）％ 5，￥"), [11, 18]);
    assert_eq!(places("￥（5"), [7]);
}

#[test]
fn no_grapheme_is_cut() {
    assert_eq!(places("☆\u{1b44}"), ["☆\u{1b44}".len()]);
    assert_eq!(places("🇨🇳🇨🇳"), [8, 16]);
}

proptest! {
    #[test]
    fn the_table_says_what_the_segmenter_would(text in "([智，：！（《a0 ]|[-—“”‘’.,/$%(\\[\\]é·\u{301}\u{3042}\u{1f1e6}!?]| |１|￥|…|\n){0,12}") {
        let mut standard: Vec<usize> = STANDARD.segment_str(&text).skip(1).collect();
        let told = boundaries(&text);
        for boundary in told.iter().filter(|boundary| boundary.rule != Rule::Standard) {
            // Undo what was overruled.
            if boundary.breaks {
                standard.push(boundary.at);
            } else {
                standard.retain(|&at| at != boundary.at);
            }
        }
        standard.sort_unstable();
        let broken: Vec<usize> = told.iter().filter(|boundary| boundary.breaks).map(|boundary| boundary.at).collect();
        prop_assert_eq!(broken, standard, "{:?}", text);
    }
}
