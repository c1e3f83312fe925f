//! The text room against the Unicode Consortium's own tests (Unicode 17).
//!
//! Run by hand: `QIKAN_SHARED_DATA=<folder> cargo test --test unicode -- --nocapture`, where the folder has
//! `hostile/unicode-17/{LineBreakTest,GraphemeBreakTest}.txt`. Without the variable the large files are skipped and a few lines
//! of theirs, kept here, are tested.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a test speaks by failing, and this one prints its score")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use qikan::text::breaks::{Rule, boundaries};
use unicode_segmentation::UnicodeSegmentation;

/// Where qikan breaks lines otherwise than the standard on purpose: the rule (whose reason stands at [`Rule`]), and how many
/// of the 19,338 lines of `LineBreakTest.txt` differ for it. A line that differs for two rules counts for
/// the first.
const ON_PURPOSE: &[(Rule, usize)] = &[
    // `— ・ ぁ 々` and the like behind a blank, and the dash behind anything.
    (Rule::NoLineStart, 507),
    // A Chinese sentence with an English title in “ ”, and a German one with ‚白人‘.
    (Rule::QuoteOutside, 2),
    // `(http://)xn--a` with its hyphens.
    (Rule::Address, 1),
    // Vowel killers of Batak and Balinese, skin tones and Old Chinese marks on a base that UAX #14 takes them off. The
    // cleaner leaves few of these: skin tones go, and a mark behind a blank gets a base.
    (Rule::Grapheme, 313),
];

/// Lines of `LineBreakTest.txt` 17.0.0 (© Unicode, Inc.; Unicode License v3): Chinese with quotation marks, Japanese, flags,
/// figures, and three that one of the segmenter's own tables gets wrong.
const LINE_BREAKS: &str = "\
× 5B50 ÷ 8D21 ÷ 66F0 × FF1A ÷ 201C × 8D2B ÷ 800C ÷ 65E0 ÷ 8C04 × FF0C ÷ 5BCC ÷ 800C ÷ 65E0 ÷ 9A84 × FF0C ÷ 4F55 ÷ 5982 × FF1F × 201D ÷ 5B50 ÷ 66F0 × FF1A ÷ 201C × 53EF ÷ 4E5F × 3002 ÷ 672A ÷ 82E5 ÷ 8D2B ÷ 800C ÷ 4E50 × FF0C ÷ 5BCC ÷ 800C ÷ 597D ÷ 793C ÷ 8005 ÷ 4E5F × 201D × 3002 ÷ 5B50 ÷ 8D21 ÷ 66F0 × FF1A ÷ 201C × 300A × 8BD7 × 300B ÷ 4E91 × FF1A ÷ 2018 × 5982 ÷ 5207 ÷ 5982 ÷ 78CB × FF0C ÷ 5982 ÷ 7422 ÷ 5982 ÷ 78E8 × 3002 × 2019 ÷ 5176 ÷ 65AF ÷ 4E4B ÷ 8C13 ÷ 4E0E × FF1F × 201D ÷ 5B50 ÷ 66F0 × FF1A ÷ 201C × 8D50 ÷ 4E5F × FF0C ÷ 59CB ÷ 53EF ÷ 4E0E ÷ 8A00 ÷ 300A × 8BD7 × 300B ÷ 5DF2 ÷ 77E3 × FF01 ÷ 543F ÷ 8BF8 ÷ 5F80 ÷ 800C ÷ 77E5 ÷ 6765 ÷ 8005 × 3002 × 201D ÷
× 8A9E ÷ 306E ÷ 0069 × 006F ÷ 306E × 3001 ÷ 0032 ÷ 5B57 ÷ 3092 ÷
× 307E × 3002 ÷ 0061 × 0062 × 0020 ÷
× 1F1F7 × 1F1FA ÷ 1F1F8 × 1F1EA ÷
× 0073 × 0074 × 0061 × 0072 × 0074 × 0020 ÷ 002E × 0037 × 0038 × 0039 × 0020 ÷ 0065 × 006E × 0064 ÷
× 102C × 0E01 ÷
× 3000 ÷ 00A0 ÷
× 1BD7 × 1BEC ÷ 1BD2 × 1BEA × 1BC9 × 1BF3 ÷ 1BC2 × 1BE7 × 1BC9 × 1BF3 ÷
";

/// Lines of `GraphemeBreakTest.txt` 17.0.0 (© Unicode, Inc.; Unicode License v3).
const GRAPHEME_BREAKS: &str = "\
÷ 000D × 000A ÷ 0061 ÷ 000A ÷ 0308 ÷
÷ 0061 ÷ 1F1E6 × 1F1E7 ÷ 1F1E8 × 1F1E9 ÷ 0062 ÷
÷ 0915 × 094D × 0924 × 094D × 092F ÷
÷ 1100 × 1160 ÷
÷ 1F6D1 × 200D × 1F6D1 ÷
÷ 1004 × 103A × 1039 × 1011 × 1039 × 1011 ÷
";

/// A test line: the text, and the places in it that are marked `÷`, in bytes.
struct Sample {
    line: String,
    text: String,
    places: Vec<usize>,
}

fn samples(file: &str) -> Vec<Sample> {
    let mut samples = Vec::new();
    for line in file.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty()) {
        let mut sample = Sample { line: line.to_owned(), text: String::new(), places: Vec::new() };
        for word in line.split_whitespace() {
            match word {
                "÷" => sample.places.push(sample.text.len()),
                "×" => {}
                code => sample.text.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a code point")),
            }
        }
        samples.push(sample);
    }
    samples
}

/// The whole file, or `None` where no folder is named.
fn whole_file(name: &str) -> Option<String> {
    let folder = PathBuf::from(std::env::var_os("QIKAN_SHARED_DATA")?);
    Some(std::fs::read_to_string(folder.join("hostile/unicode-17").join(name)).expect("the test file is readable"))
}

/// Lines that agree with the standard, and those that do not by the rule that makes the first difference.
fn line_break_score(samples: &[Sample]) -> (usize, BTreeMap<Rule, usize>) {
    let mut agree = 0;
    let mut differ = BTreeMap::new();
    for sample in samples {
        let told = boundaries(&sample.text);
        let broken: Vec<usize> = told.iter().filter(|boundary| boundary.breaks).map(|boundary| boundary.at).collect();
        if broken == sample.places {
            agree += 1;
            continue;
        }
        let odd = |at: &usize| broken.contains(at) != sample.places.contains(at);
        let rule_at = |at| told.iter().find(|boundary| boundary.at == at).map_or(Rule::Standard, |boundary| boundary.rule);
        let rules: Vec<Rule> = (0..=sample.text.len()).filter(odd).map(rule_at).collect();
        // A difference no rule owns up to is a fault, whatever else differs.
        let unexplained = rules.contains(&Rule::Standard);
        let rule = if unexplained { Rule::Standard } else { *rules.first().expect("they differ somewhere") };
        if unexplained || std::env::var_os("QIKAN_SHOW").is_some() {
            println!("{rule:?}: {} but {broken:?}", sample.line);
        }
        *differ.entry(rule).or_default() += 1;
    }
    (agree, differ)
}

#[test]
fn lines_break_as_the_standard_has_it_or_for_a_reason() {
    let (agree, differ) = line_break_score(&samples(LINE_BREAKS));
    assert_eq!((agree, differ), (LINE_BREAKS.lines().count(), BTreeMap::new()));
    let Some(file) = whole_file("LineBreakTest.txt") else {
        println!("LineBreakTest: skipped, QIKAN_SHARED_DATA is not set");
        return;
    };
    let samples = samples(&file);
    let (agree, differ) = line_break_score(&samples);
    println!("LineBreakTest 17.0.0: {agree} of {} lines as the standard has it, on purpose otherwise: {differ:?}", samples.len());
    assert_eq!(differ, ON_PURPOSE.iter().copied().collect::<BTreeMap<_, _>>());
}

#[test]
fn graphemes_are_those_of_the_standard() {
    let whole = whole_file("GraphemeBreakTest.txt");
    let samples = samples(whole.as_deref().unwrap_or(GRAPHEME_BREAKS));
    for sample in &samples {
        let mut places: Vec<usize> = sample.text.grapheme_indices(true).map(|(at, _)| at).collect();
        places.push(sample.text.len());
        assert_eq!(places, sample.places, "{}", sample.line);
    }
    println!("GraphemeBreakTest 17.0.0: {} lines, all right{}", samples.len(), if whole.is_some() { "" } else { " (excerpt)" });
}
