//! Lines as they come out.

#![expect(clippy::string_slice, reason = "places are of the text they are tried on")]

use proptest::prelude::*;

use super::*;
use crate::text::breaks::{begins_no_line, is_wide_closing};
use crate::text::{Ambiguous, Emphasis, parse_rich};

fn lines(text: &str, width: usize) -> Vec<String> {
    let options = WrapOptions { width, ..WrapOptions::default() };
    wrap(&[Run::plain(text, ())], &options).iter().map(Line::text).collect()
}

/// The pieces a text falls into when each stands on a line of its own.
fn parts(text: &str) -> String {
    let mut from = 0;
    let cut = |place: usize| text.get(std::mem::replace(&mut from, place)..place).unwrap_or_default();
    opportunities(text, &[]).into_iter().map(cut).collect::<Vec<_>>().join("|")
}

#[test]
fn chinese_marks_stand_where_they_are_printed() {
    for (text, shown) in [
        ("智慧城市——基于", "智|慧|城|市——|基|于"),
        ("“数字”治理", "“数|字”|治|理"),
        ("研究“数字”治理", "研|究|“数|字”|治|理"),
        ("的“A”与‘B’的", "的|“A”|与|‘B’|的"),
        ("《学报》2024年", "《学|报》|2024|年"),
        ("等……，换", "等……，|换"),
        ("人·机", "人·|机"),
        ("1～3℃、５０％", "1～|3℃、|５|０％"),
        ("他说：“你”“我”", "他|说：|“你”|“我”"),
        ("说——“你”", "说——|“你”"),
        ("￥100（约）", "￥100|（约）"),
        ("买买提·沙吾提", "买|买|提·|沙|吾|提"),
    ] {
        assert_eq!(parts(text), shown);
    }
}

#[test]
fn words_and_numbers_stay_whole() {
    for (text, shown) in [
        ("Smart-city governance", "Smart-|city |governance"),
        ("pp. 46-58, 3.5%", "pp. |46-58, |3.5%"),
        ("don’t “say so”", "don’t |“say |so”"),
        ("研究[12]表明[3-5]", "研|究[12]|表|明[3-5]"),
        ("治理² 与 Ca²⁺", "治|理² |与 |Ca²⁺"),
        ("ภาษาไทย", "ภาษาไทย"),
    ] {
        assert_eq!(parts(text), shown);
    }
}

#[test]
fn addresses_break_at_slashes_and_queries_only() {
    for (text, shown) in [
        ("https://doi.org/10.16088/j.issn.1001-6597.2024.03.005", "https://doi.org/|10.16088/|j.issn.1001-6597.2024.03.005"),
        ("见DOI:10.16088/j.issn-1001，", "见|DOI:10.16088/|j.issn-1001，"),
        ("(https://a-b.cn/c-d?e=f&g=h#i).", "(https://a-b.cn/|c-d|?e|=f|&g|=h|#i)."),
        ("www.a-b.cn/c and/or 10-12/3-4", "www.a-b.cn/|c |and/|or |10-12/3-4"),
    ] {
        assert_eq!(parts(text), shown);
    }
    // No hyphen is put in, and none is broken at.
    let cut = lines("10.16088/j.issn.1001-6597.2024.03.005", 10);
    assert_eq!(cut, ["10.16088/", "j.issn.100", "1-6597.202", "4.03.005"]);
}

#[test]
fn lines_are_filled_and_keep_their_places() {
    let options = WrapOptions { width: 10, first_indent: 4, indent: 2, ..WrapOptions::default() };
    let shown = wrap(&[Run::plain("智慧城市 smart cities\n\n治理 ", ())], &options);
    let seen: Vec<_> = shown.iter().map(|line| (line.indent, line.text(), line.start)).collect();
    let expected = [(4, "智慧城", 0), (2, "市 smart", 9), (2, "cities", 19), (2, "", 26), (2, "治理", 27)];
    assert_eq!(seen, expected.map(|(indent, text, start)| (indent, text.to_owned(), start)));
    assert_eq!(lines("　　治理", 20), ["　　治理"]);
    assert_eq!(lines("      治理", 6), ["治理"]);
    assert_eq!(lines("ab   ", 2), ["ab"]);
    assert_eq!(lines("", 10), Vec::<String>::new());
    assert_eq!(lines("\n", 10), [""]);
    assert_eq!(lines("a\n", 10), ["a"]);
}

#[test]
fn a_run_boundary_is_no_break() {
    let runs = parse_rich("go<i>vern</i>ance <b>智</b>，慧x<sup>Q+1</sup>");
    let options = WrapOptions { width: 12, ..WrapOptions::default() };
    let shown = wrap(&runs, &options);
    assert_eq!(shown.iter().map(Line::text).collect::<Vec<_>>(), ["governance", "智，慧", "x^(Q+1)"]);
    let looks: Vec<_> = shown[0].runs.iter().map(|run| (run.text.as_str(), run.emphasis.italic)).collect();
    assert_eq!(looks, [("go", false), ("vern", true), ("ance", false)]);
    let raised = Run { emphasis: Emphasis { superscript: true, ..Emphasis::default() }, ..Run::plain("注1", ()) };
    let shown = wrap(&[Run::plain("智慧", ()), raised], &WrapOptions { width: 6, ..WrapOptions::default() });
    assert_eq!(shown.iter().map(Line::text).collect::<Vec<_>>(), ["智", "慧注1"]);
}

#[test]
fn narrow_places_neither_loop_nor_lose() {
    for width in 0..2 {
        assert_eq!(lines("智，a慧", width), ["智", "，", "a", "慧"]);
    }
    let options = WrapOptions { width: 3, first_indent: 9, indent: 9, ..WrapOptions::default() };
    assert!(wrap(&[Run::plain("智慧", ())], &options).iter().all(|line| line.width(Measure::default()) <= 3));
}

fn paragraph() -> impl Strategy<Value = Vec<Run<u8>>> {
    let text = prop_oneof![
        4 => "[智慧城市，。“”（）《》——…·～％、：a-z0-9 /.?=&-]{0,30}",
        1 => "(https://doi.org/10.16088/|x\\.y-z|[12]|²|[\u{915}-\u{939}\u{94d}\u{e01}-\u{e30}\u{300}-\u{302}ｶﾞ가-힣α-ω　\n]){0,12}",
        1 => "\\PC{0,12}",
    ];
    let run = (text, any::<bool>(), any::<u8>()).prop_map(|(text, superscript, tag)| Run {
        text: crate::text::clean(&text).into_owned(),
        emphasis: Emphasis { superscript, ..Emphasis::default() },
        tag,
    });
    proptest::collection::vec(run, 0..5)
}

proptest! {
    #[test]
    fn no_line_is_too_wide_and_no_character_lost(
        runs in paragraph(), width in 1usize..50, first_indent in 0usize..8, indent in 0usize..8, two in any::<bool>(),
    ) {
        let measure = Measure::new(if two { Ambiguous::Two } else { Ambiguous::One });
        let shown = wrap(&runs, &WrapOptions { width, measure, first_indent, indent });
        let whole = joined(&runs);
        let mut end = 0;
        for line in &shown {
            prop_assert!(width < 2 || line.width(measure) <= width, "{:?}", line);
            let text = line.text();
            prop_assert!(!text.ends_with(' '));
            // Between two lines there are blanks and line ends only.
            prop_assert!(whole[end..line.start].chars().all(|c| c == '\n' || is_blank(c)), "{end} {line:?}");
            prop_assert!(whole[line.start..].starts_with(text.as_str()));
            end = line.start + text.len();
        }
        prop_assert!(whole[end..].chars().all(|c| c == '\n' || is_blank(c)));
    }

    #[test]
    fn a_line_begins_with_a_closing_mark_only_if_cut(runs in paragraph(), width in 2usize..50) {
        let whole = joined(&runs);
        let places = opportunities(&whole, &raised(&runs));
        for line in wrap(&runs, &WrapOptions { width, ..WrapOptions::default() }).iter().skip(1) {
            let forced = !places.contains(&line.start);
            let first = line.text().chars().next().unwrap_or(' ');
            let after_line_end = whole[..line.start].ends_with('\n');
            prop_assert!(forced || after_line_end || !(begins_no_line(first) || is_wide_closing(first)), "{line:?}");
        }
    }
}
