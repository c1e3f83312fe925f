//! Ovid's `SO`: journal, volume, issue, pages and date in one line, each database in its own order.
//!
//! ```text
//! Forest Ecology & Management. 201(2-3):327-334, November 15, 2004.
//! Journal of Political Studies 12, Winter 2007: 7-14.
//! American Journal Of Medicine June 2015;58(6):688-696
//! Behavioural Psychotherapy. Vol.43(5), Sep 2015, pp. 623-634.
//! Kamp, Roza Maria [Editor]. Methods in proteome analysis.:371-397, 2004.
//! ```

use std::sync::LazyLock;

use regex::Regex;

use super::people;
use crate::formats::tagged::sheet::Sheet;
use crate::formats::tagged::table::Member;
use crate::record::ArticleKind;

const MONTHS: &str = "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|Spring|Summer|Autumn|Fall|Winter)";

type Pattern = LazyLock<Option<Regex>>;

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(&text.replace("MONTH", MONTHS)).ok()
}

/// A group of the first place where a pattern fits.
fn group<'t>(pattern: &Pattern, text: &'t str, at: usize) -> Option<&'t str> {
    pattern.as_ref()?.captures(text)?.get(at).map(|found| found.as_str().trim())
}

/// `201(2-3)`, `Vol.43(5)`, `12 (Supplement 3)`.
static VOLUME: Pattern = LazyLock::new(|| pattern(r"(?:^|[ .,;])(?:[Vv]ol\. ?)?([0-9]{1,4}|[IVXLC]{1,6}) ?\(([^()]{1,24})\)"));
/// `2010;6:611`, `vol. 12`, `43:101-9`.
static VOLUME_ALONE: Pattern = LazyLock::new(|| pattern(r"(?:[12][0-9]{3}; ?|[Vv]ol\. ?|\. )([0-9]{1,4})(?::|,|$)"));
/// `vol. 43, no. 5`.
static ISSUE: Pattern = LazyLock::new(|| pattern(r"[Nn]o\. ?([0-9/-]{1,7})"));
static PAGES: Pattern =
    LazyLock::new(|| pattern(r"(?:: ?|pp?\. ?)([A-Za-z]?[0-9]+(?:[-–][A-Za-z]?[0-9]+)?(?:, ?[0-9]+[-–][0-9]+)*)(?:[,.; ]|$)"));
static DATE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:(?:MONTH(?:[/-]MONTH)?\.? (?:[0-9]{1,2}, )?(1[5-9][0-9]{2}|20[0-9]{2}))|(?:\b(1[5-9][0-9]{2}|20[0-9]{2}) (?:[0-9]{1,2} )?MONTH))",
    )
});
static YEAR: Pattern = LazyLock::new(|| pattern(r"\b(1[5-9][0-9]{2}|20[0-9]{2})\b"));
/// Where the title ends: a full stop, a volume, a date.
static TITLE_ENDS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:\.:|\. |, [Vv]ol\.|, [12][0-9]{3}|; ?[0-9]| MONTH(?:[/-]MONTH)? (?:[0-9]{1,2}, )?[12][0-9]{3}| [0-9]{1,4}, (?:MONTH )?[12][0-9]{3}|\.$)",
    )
});
static EDITORS: Pattern = LazyLock::new(|| pattern(r"([^\[\]]+?) \[Ed(?:s?\.|itors?)?[^\]]*\](?:, |\. ?)"));

/// Fills what the record has not said in a field of its own.
pub fn fill(sheet: &mut Sheet, written: &str) {
    let text = without_editors(sheet, written.trim());
    let title_end = TITLE_ENDS.as_ref().and_then(|ends| ends.find(text)).map_or(text.len(), |end| end.start());
    let (title, rest) = text.split_at_checked(title_end).unwrap_or((text, ""));
    let book = sheet.article.kind == ArticleKind::Book;
    if sheet.article.journal.title.is_empty() && !book && !title.trim().is_empty() {
        sheet.file(Member::Journal, title.trim());
    }
    if sheet.article.volume.is_none() {
        let alone = || rest.split_once(',').map(|(number, _)| number.trim()).filter(|number| is_number(number));
        let volume = group(&VOLUME, rest, 1).or_else(|| group(&VOLUME_ALONE, rest, 1)).or_else(alone);
        sheet.article.volume = volume.map(str::to_owned);
        if sheet.article.issue.is_none() {
            let issue = group(&VOLUME, rest, 2).or_else(|| group(&ISSUE, rest, 1));
            sheet.article.issue = issue.map(|issue| issue.trim_start_matches("no. ").to_owned());
        }
    }
    if sheet.article.pages.raw.is_empty()
        && !book
        && let Some(pages) = group(&PAGES, rest, 1)
    {
        sheet.set_pages(pages);
    }
    if let Some(date) = group(&DATE, rest, 0) {
        sheet.file(Member::Date, date);
    }
    if let Some(year) = YEAR.as_ref().and_then(|years| years.find_iter(rest).last()) {
        sheet.file(Member::Year, year.as_str());
    }
}

/// Takes the editors that stand before a book's title.
fn without_editors<'t>(sheet: &mut Sheet, text: &'t str) -> &'t str {
    let mut end = 0;
    for found in EDITORS.iter().flat_map(|pattern| pattern.captures_iter(text)).take(64) {
        if let (Some(whole), Some(name)) = (found.get(0), found.get(1))
            && whole.start() == end
        {
            people::authors(sheet, name.as_str(), Some("editor"), false);
            end = whole.end();
        }
    }
    text.get(end..).unwrap_or(text)
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use crate::record::Language;

    #[test]
    fn each_database_in_its_own_order() {
        for (written, wanted) in [
            (
                "Forest Ecology & Management. 201(2-3):327-334, November 15, 2004.",
                "Forest Ecology &amp; Management|201|2-3|327-334|2004-11-15",
            ),
            ("Journal of Political Studies 12, Winter 2007: 7-14.", "Journal of Political Studies|12||7-14|2007"),
            ("American Journal Of Medicine June 2015;58(6):688-696", "American Journal Of Medicine|58|6|688-696|2015-06"),
            ("Behavioural Psychotherapy. Vol.43(5), Sep 2015, pp. 623-634. ", "Behavioural Psychotherapy|43|5|623-634|2015-09"),
            ("Acta Belgica November/December 2010;6:611-613", "Acta Belgica|6||611-613|2010-11"),
            ("Diabetes Care. 32(1):37-43, 2009 Jan.", "Diabetes Care|32|1|37-43|2009-01"),
            (
                "Kamp, Roza [Editor, Reprint Author], Calvete, Juan J. [Editor]. Methods in analysis.:371-397, 2004.",
                "Methods in analysis|||371-397|2004",
            ),
            (
                "BMC Proceedings. Conference: 2nd Conference. Spain. 12 (Supplement 3) (no pagination), 2018.",
                "BMC Proceedings|12|Supplement 3||2018",
            ),
        ] {
            let mut sheet = Sheet::new(ArticleKind::Article, Language::En);
            fill(&mut sheet, written);
            sheet.finish();
            let article = &sheet.article;
            let found = format!(
                "{}|{}|{}|{}|{}",
                article.journal.title.values().next().unwrap(),
                article.volume.as_deref().unwrap_or_default(),
                article.issue.as_deref().unwrap_or_default(),
                article.pages.raw,
                article.dates.published.unwrap()
            );
            assert_eq!(found, wanted);
        }
    }
}
