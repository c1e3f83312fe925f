//! Bar charts in cells: a label, a bar in eighths of a cell (or its ASCII twin), a figure; for a voice the same in words.
//!
//! ```text
//! 2024  ███████████████▌  31        2024  ###############-  31        2024: 31 articles
//! 2023  ██████▏           12        2023  ######            12        2023: 12 articles
//! ```

use super::builder::{clip, own, rich_line};
use super::{PageLine, PageOptions, Tag};
use crate::library::{Ages, YearCount};
use crate::reader::{Role, SignSet, grouped};
use crate::text::plain;

/// Cells of the longest bar: a longer one says no more and is harder to follow to its figure.
const LONGEST: usize = 40;
/// Bars of one chart; years that are more are put together.
const BARS: i64 = 30;
/// Years that one bar may stand for.
const STEPS: [i64; 8] = [1, 2, 5, 10, 20, 50, 100, 1000];

/// One of so many articles may stand apart at either end of a chart of years, and how many years lie between.
const FEW: u64 = 50;
const FAR: u32 = 10;

/// References older than this, in years, share a bar.
const OLD: u32 = 20;

/// So many where that is not enough: all numbers in a handful of bars.
const WIDEST: i64 = 1_000_000_000;

/// Block elements by eighths of a cell.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// One bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartBar {
    pub label: String,
    pub count: u64,
}

/// A bar for a value of which the greatest is `most` and takes `cells`. What is not nothing is seen.
pub fn bar(value: u64, most: u64, cells: usize, signs: SignSet) -> String {
    let cells = cells as u64;
    let part = |of_a_cell: u64| (value * cells * of_a_cell + most / 2).checked_div(most).unwrap_or(0).max(u64::from(value > 0));
    let whole = |count: u64, sign: &str| sign.repeat(usize::try_from(count).unwrap_or(0));
    match signs {
        SignSet::Unicode => {
            let eighths = part(8);
            let rest = usize::try_from(eighths % 8).ok().and_then(|rest| EIGHTHS.get(rest)).copied().unwrap_or_default();
            format!("{}{rest}", whole(eighths / 8, "█"))
        }
        SignSet::Ascii => {
            let halves = part(2);
            format!("{}{}", whole(halves / 2, "#"), whole(halves % 2, "-"))
        }
        SignSet::Words => String::new(),
    }
}

/// The lines of a chart: one a bar, cut to the width. `unit` is what is counted, one of it.
pub fn chart(bars: &[ChartBar], unit: &str, options: &PageOptions) -> Vec<PageLine> {
    let measure = options.measure;
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
    let labels = bars.iter().map(|bar| measure.width(&plain(&bar.label))).max().unwrap_or(0).min(options.width / 3);
    let figures = grouped(most).len();
    let cells = options.width.saturating_sub(labels + figures + 4).min(LONGEST);
    let line = |one: &ChartBar| {
        let figure = grouped(one.count);
        let mut label = rich_line(&one.label, &Tag::of(Role::Label));
        let runs = if options.spoken() {
            let unit = if one.count == 1 { unit.to_owned() } else { format!("{unit}s") };
            label.push(own(format!(": {figure} {unit}"), Role::Text));
            label
        } else {
            let mut head = PageLine { runs: label, ..PageLine::default() };
            clip(&mut head, &PageOptions { width: labels, ..*options });
            let pad = labels.saturating_sub(head.width(measure)) + 2;
            let drawn = bar(one.count, most, cells, options.signs);
            // Figures stand in a column of their own at the right: they are compared, too.
            let air = (cells + 2 + figures).saturating_sub(measure.width(&drawn) + figure.len());
            let mut runs = head.runs;
            runs.extend([
                own(" ".repeat(pad), Role::Text),
                own(drawn, Role::Number),
                own(format!("{}{figure}", " ".repeat(air)), Role::Text),
            ]);
            runs
        };
        let mut line = PageLine { runs, ..PageLine::default() };
        clip(&mut line, options);
        line
    };
    bars.iter().map(line).collect()
}

/// Years as bars, the newest first: every year between the first and the last, several put together where they are many; last
/// those without a year. The few that lie far before or after all others share a bar at their end: one misprint of a year must not
/// squeeze the others into one.
pub fn bars_of_years(years: &[YearCount]) -> Vec<ChartBar> {
    let mut known: Vec<(i32, u64)> = years.iter().filter_map(|one| Some((one.year?, one.articles))).collect();
    known.sort_unstable();
    let early = apart(&known);
    known.drain(..early.0);
    known.reverse();
    let late = apart(&known);
    known.drain(..late.0);
    let (early, late) = (early.1, late.1);
    let mut bars = spread(&known, |first, last| if first == last { first.to_string() } else { format!("{first}–{last}") });
    bars.reverse();
    let unknown: u64 = years.iter().filter(|one| one.year.is_none()).map(|one| one.articles).sum();
    let named = |label: &str, count: u64| (count > 0).then(|| ChartBar { label: label.to_owned(), count });
    let before = named("later", late);
    before.into_iter().chain(bars).chain(named("earlier", early)).chain(named("no year", unknown)).collect()
}

/// How many of the first years lie far from the rest, and how many articles they have: few.
fn apart(years: &[(i32, u64)]) -> (usize, u64) {
    let few = years.iter().map(|(_, articles)| articles).sum::<u64>() / FEW;
    let mut found = (0, 0);
    let mut before = 0;
    for (at, (one, next)) in years.iter().zip(years.iter().skip(1)).enumerate() {
        before += one.1;
        if before > few {
            break;
        }
        if one.0.abs_diff(next.0) > FAR {
            found = (at + 1, before);
        }
    }
    found
}

/// Ages of references as bars, the youngest first; all that are older than `OLD` in one, so that the years of which there is most
/// to be seen keep a bar each.
pub fn bars_of_ages(ages: &Ages) -> Vec<ChartBar> {
    if ages.counts.is_empty() {
        return Vec::new();
    }
    let known = ages.counts.range(..=OLD).filter_map(|(age, count)| Some((i32::try_from(*age).ok()?, *count)));
    let known: Vec<(i32, u64)> = std::iter::once((0, 0)).chain(known).collect();
    let mut bars = spread(&known, |age, _| if age == 1 { "1 year".to_owned() } else { format!("{age} years") });
    let older: u64 = ages.counts.range(OLD + 1..).map(|(_, count)| count).sum();
    bars.extend((older > 0).then(|| ChartBar { label: "older".to_owned(), count: older }));
    bars
}

/// Numbers from the least to the greatest, each or several together, with what is counted of them.
fn spread(known: &[(i32, u64)], label: impl Fn(i64, i64) -> String) -> Vec<ChartBar> {
    let (Some(first), Some(last)) = (known.iter().map(|(at, _)| *at).min(), known.iter().map(|(at, _)| *at).max()) else {
        return Vec::new();
    };
    // In wide numbers: what a record calls a year may be any.
    let (first, last) = (i64::from(first), i64::from(last));
    let fits = |step: &i64| last.div_euclid(*step) - first.div_euclid(*step) < BARS;
    let step = STEPS.into_iter().find(fits).unwrap_or(WIDEST);
    let bars = first.div_euclid(step)..=last.div_euclid(step);
    bars.map(|place| {
        let (from, to) = (place * step, place * step + step - 1);
        let count = known.iter().filter(|(at, _)| (from..=to).contains(&i64::from(*at))).map(|(_, count)| count).sum();
        ChartBar { label: label(from, to), count }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::page::line_text;

    fn drawn(signs: SignSet, width: usize) -> Vec<String> {
        let years = [(2021, 8), (2023, 1), (2024, 3)].map(|(year, articles)| YearCount { year: Some(year), articles });
        let options = PageOptions { width, signs, ..PageOptions::default() };
        chart(&bars_of_years(&years), "article", &options).iter().map(|line| line_text(line).trim_end().to_owned()).collect()
    }

    #[test]
    fn bars_are_in_proportion_and_nothing_is_no_bar() {
        let lines = ["2024  ███       3", "2023  █         1", "2022            0", "2021  ████████  8"];
        assert_eq!(drawn(SignSet::Unicode, 17), lines);
        assert_eq!(bar(1, 1000, 8, SignSet::Unicode), "▏");
        assert_eq!(bar(5, 16, 8, SignSet::Unicode), "██▌");
        assert_eq!(bar(5, 16, 8, SignSet::Ascii), "##-");
        assert_eq!(bar(0, 16, 8, SignSet::Unicode), "");
        assert_eq!(bar(0, 0, 8, SignSet::Ascii), "");
    }

    #[test]
    fn a_voice_hears_words() {
        assert_eq!(drawn(SignSet::Words, 40), ["2024: 3 articles", "2023: 1 article", "2022: 0 articles", "2021: 8 articles"]);
    }

    #[test]
    fn many_years_share_bars_and_no_line_is_too_long() {
        let years: Vec<YearCount> = (1900..=2024).map(|year| YearCount { year: Some(year), articles: 2 }).collect();
        let bars = bars_of_years(&years);
        assert_eq!((bars.len(), bars[0].label.as_str(), bars[0].count), (25, "2020–2024", 10));
        let mut misprinted = years.clone();
        misprinted.push(YearCount { year: Some(2075), articles: 1 });
        misprinted.insert(0, YearCount { year: Some(1256), articles: 2 });
        let labels: Vec<String> = bars_of_years(&misprinted).into_iter().map(|bar| bar.label).collect();
        assert_eq!((labels.len(), labels[0].as_str(), labels[1].as_str()), (27, "later", "2020–2024"));
        assert_eq!(labels.last().map(String::as_str), Some("earlier"));
        let one = [YearCount { year: Some(i32::MAX), articles: 1 }, YearCount { year: Some(-5), articles: 1 }];
        assert!(bars_of_years(&one).len() <= 30, "nonsense in a record makes no endless chart");
        for width in 0..90 {
            let options = PageOptions { width, ..PageOptions::default() };
            for line in chart(&bars, "article", &options) {
                assert!(line.width(options.measure) <= width.max(1), "{width}");
            }
        }
    }

    #[test]
    fn ages_begin_with_this_year() {
        let ages = Ages { counts: [(2, 3), (5, 1), (21, 2), (150, 1)].into(), ..Ages::default() };
        let bars: Vec<(String, u64)> = bars_of_ages(&ages).into_iter().map(|bar| (bar.label, bar.count)).collect();
        let expected = [("0 years", 0), ("1 year", 0), ("2 years", 3), ("3 years", 0), ("4 years", 0), ("5 years", 1), ("older", 3)];
        assert_eq!(bars, expected.map(|(label, count)| (label.to_owned(), count)));
        assert!(bars_of_ages(&Ages::default()).is_empty());
    }
}
